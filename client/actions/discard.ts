import type { Action } from './action.ts'
import { letRooms } from './hold.ts'

/** Back to what the rooms see, in one undo step; the rooms go on. */
export const discard: Action = {
  id: 'discard',
  title: 'Discard what was tried',
  verb: 'grade',
  run: (desk) => letRooms(desk, ({ suite, level }) => suite.holding.discard(level ?? 't')),
}
