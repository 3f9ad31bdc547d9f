import type { Action } from './action.ts'
import { beginTracking } from './tracking.ts'

/** Follows what the window stands on to the end of the clip. */
export const trackForward: Action = {
  id: 'track-forward',
  title: 'Track forwards',
  verb: 'grade',
  run: (desk) => beginTracking(desk, 'forward'),
}
