import type { Action } from './action.ts'

/** Ask for changes of the clip as it is seen; a note says which. */
export const askChanges: Action = {
  id: 'ask-changes',
  title: 'Ask for changes',
  verb: 'review',
  run: (desk) =>
    desk.compare.open ? desk.judge('changes') : desk.say('A verdict is given on the review screen: open it first.'),
}
