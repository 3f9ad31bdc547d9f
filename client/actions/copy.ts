import type { Action } from './action.ts'
import { copyNode } from './clipboard.ts'

/** What the selected node does; with the strip in focus, the grade of the clip on show. */
export const copy: Action = {
  id: 'copy',
  title: 'Copy node',
  verb: 'grade',
  run: copyNode,
}
