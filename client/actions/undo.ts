import type { Suite } from '../../shared/suite/suite.ts'
import type { Desk } from '../state/desk.ts'
import type { Action } from './action.ts'

/**
 * Says in the foot which step it was; where keys were left, the suite has said why already. A step that the hub takes back is said when it has: until then the picture
 * has it still.
 */
export function sayTurned(desk: Desk, how: 'Undone' | 'Redone', step: ReturnType<Suite['undo']>): void {
  if (!step) return
  const said = () => desk.say(`${how}: ${step.label}.`)
  if (step.asked) void step.asked.then((done) => done && said())
  else if (step.skipped.length === 0) said()
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
