import type { Action } from './action.ts'

/** From the picture of now to the last way of comparing, and back. */
export const compare: Action = {
  id: 'compare',
  title: 'Compare A and B',
  verb: 'watch',
  run: (desk) => {
    if (!desk.compare.open) desk.say('A and B are compared on the review screen.')
    else if (desk.compare.a === null) desk.say('There is no snapshot to compare with yet.')
    else desk.compare.flip()
  },
}
