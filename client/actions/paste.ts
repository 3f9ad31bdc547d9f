import type { Action } from './action.ts'
import { pasteHeld } from './clipboard.ts'

/** What was copied last: onto the selected node, or onto the selected clips. */
export const paste: Action = {
  id: 'paste',
  title: 'Paste node or grade',
  verb: 'grade',
  run: pasteHeld,
}
