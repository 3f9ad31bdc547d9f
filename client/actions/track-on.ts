import type { Action } from './action.ts'
import { beginTracking } from './tracking.ts'

/** One frame, to see whether it holds. */
export const trackOn: Action = {
  id: 'track-on',
  title: 'Track one frame on',
  verb: 'grade',
  run: (desk) => beginTracking(desk, 'forward', true),
}
