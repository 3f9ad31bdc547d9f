/** Bringing an earlier state of the grade back into a document that went on (document.md, "Bulk changes"). */
import { isAside } from './flags.ts'
import type { Change, Entries, Value } from './grade.ts'
import { parsePath } from './path.ts'
import { sameValue } from './read.ts'
import { takeBack } from './undo.ts'

type Writes = Map<string, Value | null>

/** A level and version made by choice, which can be new altogether; the ones that everybody has from the start are null. */
function maker(key: string): string | null {
  const [level, version] = key.split('/') as [string, string]
  if (level.startsWith('s.')) return level
  if (level.startsWith('g.')) return level.slice(0, 10)
  return level.startsWith('c.') && /^[0-9a-z]{8}$/.test(version) ? `${level}/${version}` : null
}

/**
 * The writes that make the grade of one clip, or with null all of it, what it was in `then`. A node that is not in `then` becomes a wire, as
 * a deleted one does. Versions, groups and shared nodes made since are left where they are: nothing of `then` points at them. Flags and clip
 * colours are about the work and not of the grade: they stay.
 */
export function restoreWrites(now: Entries, then: Entries, clip: string | null): ReadonlyMap<string, Value | null> {
  const mine = (key: string): boolean => (clip === null || key.startsWith(`c.${clip}/`)) && !isAside(key)
  const known = new Set<string>()
  for (const key of then.keys()) {
    const made = maker(key)
    if (made !== null) known.add(made)
  }
  const writes: Writes = new Map()
  for (const [key, value] of then) if (mine(key) && !sameValue(now.get(key), value)) writes.set(key, value)
  for (const [key, value] of now) {
    if (!mine(key) || then.has(key)) continue
    const made = maker(key)
    if (made !== null && !known.has(made)) continue
    const path = parsePath(key)
    const prefix = path?.kind === 'control' ? `${path.level}/${path.version}/${path.node}/` : ''
    const isNew = path?.kind === 'control' && !then.has(`${prefix}head`) && now.has(`${prefix}head`)
    if (isNew && path.control === 'head') {
      if (value[0] !== 'gone') writes.set(key, ['gone', ...value.slice(1)])
    } else if (!isNew || !path.control.startsWith('in.')) writes.set(key, null)
  }
  return writes
}

/** What taking changes back comes to: level by level, so that one that went on by a link does not keep the others. */
export function takeBackChanges(
  changes: readonly Change[],
  entries: Entries,
): { readonly writes: ReadonlyMap<string, Value | null>; readonly left: readonly string[] } {
  const levels = new Map<string, Change[]>()
  for (const change of changes) {
    const level = change.key.slice(0, change.key.indexOf('/'))
    const own = levels.get(level)
    if (own) own.push(change)
    else levels.set(level, [change])
  }
  const writes: Writes = new Map()
  const left: string[] = []
  for (const own of levels.values()) {
    const back = takeBack({ label: '', changes: own }, entries)
    for (const [key, value] of back.writes) writes.set(key, value)
    left.push(...back.skipped)
  }
  return { writes, left }
}
