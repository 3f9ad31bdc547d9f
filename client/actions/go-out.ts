import type { Action } from './action.ts'
import { go } from './transport.ts'

/** Goes to the out mark. */
export const goOut: Action = {
  id: 'go-out',
  title: 'Go to the out mark',
  verb: 'watch',
  run: (desk) => {
    const frame = desk.marks.out
    if (frame === null) desk.say('There is no out mark: O sets it.')
    else go(desk, frame)
  },
}
