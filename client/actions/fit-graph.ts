import type { Action } from './action.ts'

/** Shows the whole node graph. */
export const fitGraph: Action = {
  id: 'fit-graph',
  title: 'Fit the node graph',
  verb: 'watch',
  run: (desk) => desk.choice.fit(),
}
