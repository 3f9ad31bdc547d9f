import type { Action } from './action.ts'

/** Undo one’s own last step on this clip. */
export const undo: Action = {
  id: 'undo',
  title: 'Undo',
  verb: 'grade',
  repeats: true,
  why: ({ level, suite }) => (level && suite.undoDepth(level) > 0 ? null : 'There is nothing of yours to undo here.'),
  run: (desk) => {
    if (desk.level) desk.suite.undo(desk.level)
  },
}
