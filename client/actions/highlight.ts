import type { Action } from './action.ts'

/** For these eyes only: what the node selects in colour, the rest flat grey; without a key, the node by itself. */
export const highlight: Action = {
  id: 'highlight',
  title: 'Highlight what the node selects',
  verb: 'watch',
  run: (desk) => desk.setHighlight(desk.highlight === 'highlight' ? 'off' : 'highlight'),
}
