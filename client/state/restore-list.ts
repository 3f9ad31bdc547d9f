/** Fleeting: what going back to a snapshot would change, before anybody does it. */
import { type ControlChange, changesByControl } from '../../shared/doc/change-list.ts'
import type { Entries } from '../../shared/doc/grade.ts'
import { Shelves } from '../../shared/doc/read.ts'
import { restoreWrites } from '../../shared/doc/restore.ts'

/** By control, from now to what will be; `clip` null: of the whole grade. What may not be written is the hub's to leave and name. */
export function restoreList(now: Entries, then: Entries, clip: string | null): readonly ControlChange[] {
  const after = new Shelves()
  for (const [key, value] of now) after.set(key, value)
  for (const [key, value] of restoreWrites(now, then, clip))
    if (value === null) after.delete(key)
    else after.set(key, value)
  return changesByControl(now, after)
}
