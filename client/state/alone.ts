/** Fleeting: one change of a list laid over the older moment, to be seen by itself. */
import type { ControlChange } from '../../shared/doc/change-list.ts'
import type { Entries } from '../../shared/doc/grade.ts'
import { nodePrefix, parsePath } from '../../shared/doc/path.ts'
import { clipVersion } from '../../shared/doc/read.ts'
import type { Alone } from './compare.ts'

/** A node's place in the graph hangs together with others' and cannot be shown by itself. */
const structure = /^(?:head|shared|key$|in\.)/

/** The change over `then`, or null where it has no meaning there by itself: another graph, another version, a node that was not there. */
export function aloneOver(then: Entries, change: ControlChange): Alone | null {
  const path = parsePath(change.key)
  if (path?.kind !== 'control' || structure.test(path.control)) return null
  const { level, version, node } = path
  if (level.startsWith('c.') && clipVersion(then, level.slice(2)) !== version) return null
  if (node !== 'sizing' && !then.has(`${nodePrefix(level, version, node)}head`)) return null
  return { key: change.key, over: [[change.key, change.to]] }
}
