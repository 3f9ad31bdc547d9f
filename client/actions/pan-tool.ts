import type { Action } from './action.ts'

/** While it is in the hand, a drag in the node graph moves the view of it. */
export const panTool: Action = {
  id: 'pan-tool',
  title: 'Pan the node graph',
  verb: 'watch',
  run: (desk) => desk.choice.setPanning(!desk.choice.panning),
}
