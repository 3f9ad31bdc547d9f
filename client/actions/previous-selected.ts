import type { Action } from './action.ts'
import { jumpPicked } from './jump.ts'

/** Previous clip of those picked together, round and round. */
export const previousSelected: Action = {
  id: 'previous-selected',
  title: 'Previous selected clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => jumpPicked(desk, -1),
}
