/** May this seat make this change? The same pure function on the hub and in the client. Null is yes. */
import type { Value } from '../doc/grade.ts'
import { faultOf } from '../doc/schema.ts'
import type { Role, Session } from '../doc/session.ts'
import type { Refusal } from '../wire/refusal.ts'
import { closing } from './locks.ts'
import { roles } from './roles.ts'
import type { Verb } from './verbs.ts'

/** Who asks. */
export interface Asking {
  readonly id: string
  readonly name: string
  readonly role: Role
}

/** A refusal by rule: a sentence for a person, the keys it is about, and the name of who holds them. */
export const refusal = (
  rule: string,
  sentence: string,
  keys: readonly string[] = [],
  holder: string | null = null,
): Refusal => ({
  rule,
  sentence,
  keys,
  holder,
})

/** The role's word on a verb, as a refusal or null. */
export function mayDo(seat: Asking, verb: Verb, what: string, keys: readonly string[] = []): Refusal | null {
  return roles[seat.role][verb]
    ? null
    : refusal('role', `${what} needs the right to ${verb}, which the role ${seat.role} does not have.`, keys)
}

const holderName = (session: Session, holder: string | null): string | null =>
  holder === null ? null : (session.seats.get(holder)?.name ?? holder)

function closed(session: Session, seat: Asking, key: string, shown: string): Refusal | null {
  const lock = closing(session, key, seat.id)
  if (!lock) return null
  const name = holderName(session, lock.holder)
  const by = name === null ? `by rule "${lock.rule}"` : `by ${name}`
  return refusal(lock.rule, `${shown} is locked ${by}: ${lock.reason}.`, [shown], name)
}

/** True where the picture of a clip leans on a level: `g.<group>.pre`, `s.<shared>`, …; whoever asks the judge knows the grade. */
export type Reaches = (level: string, clip: string) => boolean

/** True where the notes document has a key; whoever asks the judge knows it. */
export type Holds = (key: string) => boolean

/** Where the session is strict: the locked clip, another's, that a change of a group, a shared node or the timeline's grade would reach. */
function reachedLock(session: Session, seat: Asking, key: string, reaches: Reaches): Refusal | null {
  const level = key.slice(0, key.indexOf('/'))
  if (level.startsWith('c.')) return null
  for (const lock of session.locks) {
    if (lock.holder === seat.id) continue
    for (const pattern of lock.region) {
      const clip = /^c\.([0-9a-z]{8})\/$/.exec(pattern)?.[1]
      if (clip === undefined || !(level === 't' || reaches(level, clip))) continue
      const name = holderName(session, lock.holder)
      const shown = session.timeline.clips.find(({ id }) => id === clip)?.name ?? clip
      return refusal(
        'strict',
        `${key} reaches the clip ${shown}, which is locked by ${name ?? `rule "${lock.rule}"`}: ${lock.reason}.`,
        [key],
        name,
      )
    }
  }
  return null
}

/**
 * The verdict on one key of the grade or notes document; a null value is a deletion. Its rule is `session`, `role`, `own`, a lock's, or
 * the schema's: `grammar` for no such key or form, `range` for a value that the key does not take.
 */
export function judge(
  seat: Asking,
  session: Session,
  document: 'grade' | 'notes' | 'session',
  key: string,
  value: Value | null,
  reaches: Reaches = () => false,
  holds: Holds = () => false,
): Refusal | null {
  if (document === 'session')
    return refusal('session', 'The session document is written by the hub alone, in answer to commands.', [key])
  if (document === 'notes') {
    const no = mayDo(seat, 'note', 'A note', [key])
    if (no) return no
    if (!key.startsWith(`${seat.id}/`))
      return refusal('own', `${key} is another seat's note; one writes one's own only.`, [key])
    const note = value && /^(.*)\/done$/.exec(key)?.[1]
    if (note && !roles[seat.role].grade && !holds(`${note}/text`))
      return refusal('own', 'Whether a note is done is said by who made it, or by who grades.', [key])
  } else {
    const no = mayDo(seat, 'grade', 'A change of the grade', [key])
    if (no) return no
    const lock = closed(session, seat, key, key)
    if (lock) return lock
    const reached = session.strict ? reachedLock(session, seat, key, reaches) : null
    if (reached) return reached
  }
  if (value === null) return null
  const fault = faultOf(document, key, value)
  return fault && refusal(fault.rule, fault.sentence, [key])
}

/** What each command needs. */
export const commandVerbs: Readonly<Record<string, Verb>> = {
  link: 'arrange',
  unlink: 'arrange',
  arrange: 'arrange',
  waive: 'arrange',
  unwaive: 'arrange',
  rule: 'arrange',
  conform: 'arrange',
  pipeline: 'arrange',
  lock: 'lock',
  lift: 'lock',
  drive: 'grade',
  hold: 'grade',
  publish: 'grade',
  discard: 'grade',
  still: 'grade',
  grab: 'grade',
  'grab-label': 'grade',
  'grab-delete': 'grade',
  lut: 'grade',
  copy: 'grade',
  ripple: 'grade',
  append: 'grade',
  restore: 'grade',
  snapshot: 'snapshot',
  verdict: 'review',
  seat: 'seat',
  'link-new': 'seat',
  'link-revoke': 'seat',
  name: 'watch',
}

/** The verdict on a command, by verb and by the keys of the session document that it would change (without `session/`). */
export function judgeCommand(seat: Asking, session: Session, verb: string, keys: readonly string[]): Refusal | null {
  const needs = Object.hasOwn(commandVerbs, verb) ? commandVerbs[verb]! : null
  if (!needs) return refusal('command', `There is no command "${verb}".`)
  const no = mayDo(seat, needs, `The command ${verb}`)
  if (no) return no
  for (const key of keys) {
    const lock = closed(session, seat, `session/${key}`, `session/${key}`)
    if (lock) return lock
  }
  return null
}
