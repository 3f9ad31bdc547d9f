import type { Action } from './action.ts'

/** Several grades of the frame on show, side by side, for these eyes only. */
export const splitScreen: Action = {
  id: 'split-screen',
  title: 'Split screen',
  verb: 'watch',
  run: (desk) => desk.setCover(desk.cover === 'split' ? null : 'split'),
}
