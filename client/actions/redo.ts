import type { Action } from './action.ts'

/** Redo one’s own last step on this clip. */
export const redo: Action = {
  id: 'redo',
  title: 'Redo',
  verb: 'grade',
  repeats: true,
  run: (desk) => {
    if (desk.level) desk.suite.redo(desk.level)
  },
}
