import type { Action } from './action.ts'

/** Takes both marks away. */
export const clearMarks: Action = {
  id: 'clear-marks',
  title: 'Clear in and out',
  verb: 'watch',
  run: (desk) => desk.marks.clear(),
}
