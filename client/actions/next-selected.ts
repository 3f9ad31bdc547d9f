import type { Action } from './action.ts'
import { jumpPicked } from './jump.ts'

/** Next clip of those picked together, round and round. */
export const nextSelected: Action = {
  id: 'next-selected',
  title: 'Next selected clip',
  verb: 'watch',
  repeats: true,
  run: (desk) => jumpPicked(desk, 1),
}
