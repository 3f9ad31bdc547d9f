import type { Action } from './action.ts'

/** Come back, or look round. */
export const follow: Action = {
  id: 'follow',
  title: 'Come back, or look round',
  verb: 'watch',
  run: (desk) => desk.suite.follow(!desk.suite.following),
}
