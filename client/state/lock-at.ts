/** Which lock stands on a clip or a node, for the screens; what it does to an edit is `judge`'s to say. */
import type { Lock, Session } from '../../shared/doc/session.ts'
import { inRegion } from '../../shared/policy/locks.ts'

/** What one locks by a key: a clip, or one of its nodes in every version. */
export interface Place {
  readonly clip: string
  /** A node's id, or `sizing`, which is a region of its own; null: the whole clip. */
  readonly node: string | null
}

/** The first lock that closes all of a clip, or all of a node (that of its clip too); null where it is open. */
export function lockAt(session: Session, { clip, node }: Place): Lock | null {
  // A key that no narrower region can hold: of the clip one that is no node's, of the node one that is no control's.
  const key = node === null ? `c.${clip}/use` : `c.${clip}/0/${node}/${node === 'sizing' ? 'input' : 'on'}`
  return session.locks.find((lock) => inRegion(lock.region, key)) ?? null
}

/** Who holds a lock and why, as the foot and a tooltip say it. */
export function lockWords(session: Session, lock: Lock): string {
  const holder = lock.holder === null ? null : (session.seats.get(lock.holder)?.name ?? 'somebody who has left')
  return holder === null ? `Locked: ${lock.reason}.` : `Locked by ${holder}: ${lock.reason}.`
}
