import type { Action } from './action.ts'
import { letRooms } from './hold.ts'

/** All rooms move in one step to where the driver is, and go on. */
export const publish: Action = {
  id: 'publish',
  title: 'Publish to the rooms',
  verb: 'grade',
  run: (desk) => letRooms(desk, ({ suite }) => suite.holding.publish()),
}
