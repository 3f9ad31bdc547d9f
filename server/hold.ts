/** Commands of the hold: the rooms stay on a published revision and frame while the driver tries something (hub.md, "Wire and presence"). */

import { isAside } from '../shared/doc/flags.ts'
import { sameValue } from '../shared/doc/read.ts'
import type { Hold } from '../shared/doc/records.ts'
import { writeHold } from '../shared/doc/records.ts'
import { takeBackChanges } from '../shared/doc/restore.ts'
import type { SessionWrites } from '../shared/doc/session-edit.ts'
import { refusal } from '../shared/policy/judge.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { bulk, gradeNow } from './bulk.ts'
import { type Args, type Command, isCount, settled, wrong } from './outcome.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'

/** Only the driver holds and lets go: everybody else is what is held. */
function notDriver(session: Session, seat: Seat): Refusal | null {
  const { driver } = session.policy.view
  if (driver === null || driver === seat.id) return null
  const holder = session.asking(driver).name
  return refusal('driver', `${holder} has the wheel; who holds the rooms or lets them go has it.`, ['hold'], holder)
}

function frameOf(session: Session, args: Args): number | Refusal {
  const { length } = session.policy.view.timeline
  return isCount(args.frame) && args.frame < Math.max(1, length)
    ? args.frame
    : wrong(`The frame of a hold is a frame of the timeline, from 0 to ${Math.max(0, length - 1)}.`)
}

const standing = (session: Session): Hold | Refusal =>
  session.archive.records(session).hold ?? refusal('hold', 'The rooms are not held.')

/** From here on the rooms show this revision and frame, whoever drives on. */
function freeze(session: Session, seat: Seat, frame: number): SessionWrites {
  const { revision } = session.journal
  const hold = { revision, frame, seat: seat.id, at: Math.round(session.options.now()) }
  return new Map([writeHold(hold), ['driver', [seat.id]]])
}

/** {frame}: a timeline frame. */
const hold: Command = (session, seat, args) => {
  const no = notDriver(session, seat)
  if (no) return no
  const known = session.archive.records(session).hold
  if (known) return refusal('hold', `The rooms are held already, on revision ${known.revision}.`)
  const frame = frameOf(session, args)
  if (typeof frame !== 'number') return frame
  return { writes: freeze(session, seat, frame), value: { revision: session.journal.revision, frame } }
}

/** {}: the rooms go on where the driver is. {keep: true, frame}: they stay held, on what is now. */
const publish: Command = (session, seat, args) => {
  const no = notDriver(session, seat)
  if (no) return no
  const held = standing(session)
  if ('sentence' in held) return held
  const { revision } = session.journal
  if (args.keep !== true)
    return {
      writes: new Map([
        ['hold', null],
        ['published', [revision]],
      ]),
      value: { revision },
    }
  const frame = frameOf(session, args)
  if (typeof frame !== 'number') return frame
  return { writes: freeze(session, seat, frame), value: { revision, frame } }
}

/**
 * {}: what the driver changed since the hold is taken back and the rooms go on. What others changed meanwhile is theirs and stays, and is
 * named in `left`.
 */
const discard: Command = async (session, seat) => {
  const no = notDriver(session, seat)
  if (no) return no
  const saved = await settled(session)
  if (typeof saved !== 'number') return saved
  const held = standing(session)
  if ('sentence' in held) return held
  const all = await session.archive.history.changes(held.revision, saved)
  // A flag set meanwhile was no part of what was tried.
  const changes = all.filter(({ key }) => !isAside(key))
  const still = notDriver(session, seat) ?? standing(session)
  if ('sentence' in still) return still
  if (still.at !== held.at) return refusal('hold', 'The rooms were let go and held again meanwhile.')
  // What was changed while the history was read is not looked at: it is later than what is discarded.
  const now = gradeNow(session)
  const stands = changes.filter(({ key, to }) => sameValue(now.get(key) ?? null, to))
  const own = stands.filter((change) => change.seat === seat.id)
  const back = takeBackChanges(own, now)
  const left = [...changes.filter((change) => !own.includes(change)).map(({ key }) => key), ...back.left]
  const published = session.journal.revision + 1
  return bulk(
    session,
    seat.id,
    back.writes,
    left,
    new Map([
      ['hold', null],
      ['published', [published]],
    ]),
  )
}

export const holdCommands: Readonly<Record<string, Command>> = { hold, publish, discard }
