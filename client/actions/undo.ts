import type { Suite } from '../../shared/suite/suite.ts'
import type { Desk } from '../state/desk.ts'
import type { Action } from './action.ts'

/** Says in the foot which step it was; where keys were left, the suite has said why already. */
export function sayTurned(desk: Desk, how: 'Undone' | 'Redone', step: ReturnType<Suite['undo']>): void {
  if (step && step.skipped.length === 0) desk.say(`${how}: ${step.label}.`)
}

/** Undo one’s own last step on this clip. */
export const undo: Action = {
  id: 'undo',
  title: 'Undo',
  verb: 'grade',
  repeats: true,
  why: ({ level, suite }) => (level && suite.undoDepth(level) > 0 ? null : 'There is nothing of yours to undo here.'),
  run: (desk) => {
    if (desk.level) sayTurned(desk, 'Undone', desk.suite.undo(desk.level))
  },
}
