import type { Action } from './action.ts'
import { beginTracking } from './tracking.ts'

/** One frame, to see whether it holds. */
export const trackBackOne: Action = {
  id: 'track-back-one',
  title: 'Track one frame back',
  verb: 'grade',
  run: (desk) => beginTracking(desk, 'back', true),
}
