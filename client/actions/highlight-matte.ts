import type { Action } from './action.ts'

/** For these eyes only: the node's key, white where it is full and black where it is nothing. */
export const highlightMatte: Action = {
  id: 'highlight-matte',
  title: 'Show the node’s matte',
  verb: 'watch',
  run: (desk) => desk.setHighlight(desk.highlight === 'matte' ? 'off' : 'matte'),
}
