import type { Action } from './action.ts'

/** Approve the clip as it is seen. */
export const approve: Action = {
  id: 'approve',
  title: 'Approve',
  verb: 'review',
  run: (desk) =>
    desk.compare.open ? desk.judge('approve') : desk.say('A verdict is given on the review screen: open it first.'),
}
