import type { Action } from './action.ts'

/** Undo one’s own last step on this clip. */
export const undo: Action = {
  id: 'undo',
  title: 'Undo',
  verb: 'grade',
  repeats: true,
  run: (desk) => {
    if (desk.level) desk.suite.undo(desk.level)
  },
}
