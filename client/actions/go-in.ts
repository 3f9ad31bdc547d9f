import type { Action } from './action.ts'
import { go } from './transport.ts'

/** Goes to the in mark. */
export const goIn: Action = {
  id: 'go-in',
  title: 'Go to the in mark',
  verb: 'watch',
  run: (desk) => {
    const frame = desk.marks.in
    if (frame === null) desk.say('There is no in mark: I sets it.')
    else go(desk, frame)
  },
}
