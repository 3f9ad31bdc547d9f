import type { Action } from './action.ts'
import { lockOrLift } from './lock-or-lift.ts'

/** Locks the clip under the playhead, every version of it; pressed again, lifts it. */
export const lockClip: Action = {
  id: 'lock-clip',
  title: 'Lock the clip, or lift its lock',
  verb: 'lock',
  run: (desk) => {
    if (desk.clip) lockOrLift(desk, { clip: desk.clip.id, node: null })
  },
}
