import type { Action } from './action.ts'

/** For these eyes only: the picture without its grade. */
export const bypass: Action = {
  id: 'bypass',
  title: 'Bypass the grade',
  verb: 'watch',
  run: (desk) => desk.setBypass(!desk.bypass),
}
