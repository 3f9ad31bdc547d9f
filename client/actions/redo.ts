import type { Action } from './action.ts'
import { sayTurned } from './undo.ts'

/** Redo one’s own last step on this clip. */
export const redo: Action = {
  id: 'redo',
  title: 'Redo',
  verb: 'grade',
  repeats: true,
  run: (desk) => {
    if (!desk.level) return
    const step = desk.suite.redo(desk.level)
    if (step) sayTurned(desk, 'Redone', step)
    else desk.say('There is nothing of yours to redo here.')
  },
}
