import type { Action } from './action.ts'
import { beginTracking } from './tracking.ts'

/** Follows what the window stands on to the beginning of the clip. */
export const trackBack: Action = {
  id: 'track-back',
  title: 'Track backwards',
  verb: 'grade',
  run: (desk) => beginTracking(desk, 'back'),
}
