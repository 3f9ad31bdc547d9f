import type { Action } from './action.ts'

/** A named snapshot of the session as it is now. */
export const takeSnapshot: Action = {
  id: 'take-snapshot',
  title: 'Take a snapshot',
  verb: 'snapshot',
  run: (desk) => desk.setNaming(true),
}
