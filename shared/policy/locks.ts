/** Lock regions: sets of key prefixes, each ending in `/` or a whole key; `*` stands for one segment. */
import type { Lock, Session } from '../doc/session.ts'

/** True where a key lies in one prefix or pattern of a region. */
export function covers(pattern: string, key: string): boolean {
  const open = pattern.endsWith('/')
  // Asked for every lock and every key of every update: without a star it is a comparison of texts.
  if (!pattern.includes('*')) return open ? key.startsWith(pattern) : key === pattern
  const want = (open ? pattern.slice(0, -1) : pattern).split('/')
  const have = key.split('/')
  if (open ? have.length <= want.length : have.length !== want.length) return false
  return want.every((segment, i) => segment === '*' || segment === have[i])
}

/** True where any prefix or pattern of the region covers the key. Keys of the session document stand under `session/`. */
export const inRegion = (region: readonly string[], key: string): boolean =>
  region.some((pattern) => covers(pattern, key))

/** Linked is a lock like any other: nobody holds it, the rule does. */
export const linkedLock: Lock = {
  id: 'linked',
  region: ['session/timeline/', 'session/media/'],
  holder: null,
  rule: 'linked',
  reason: 'the suites are linked',
}

/** The lock that closes a key to a seat, or null. A holder's own lock does not close it to them. */
export function closing(session: Session, key: string, seat: string): Lock | null {
  const closes = (lock: Lock): boolean => lock.holder !== seat && inRegion(lock.region, key)
  return session.linked && closes(linkedLock) ? linkedLock : (session.locks.find(closes) ?? null)
}
