import type { Action } from './action.ts'
import { beginTracking } from './tracking.ts'

/** To the end of the clip, then from here to its beginning: one undo step. */
export const trackBoth: Action = {
  id: 'track-both',
  title: 'Track both ways',
  verb: 'grade',
  run: (desk) => beginTracking(desk, 'both'),
}
