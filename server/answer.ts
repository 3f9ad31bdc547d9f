/** Commands on the session document: judged, written by the hub, answered when on disk; the same id again gets the same answer. */

import type { Role } from '../shared/doc/session.ts'
import { writeSeat } from '../shared/doc/session-edit.ts'
import { commandVerbs, judgeCommand, refusal } from '../shared/policy/judge.ts'
import { roles } from '../shared/policy/roles.ts'
import type { CommandMessage } from '../shared/wire/messages.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { CLOSE } from '../shared/wire/version.ts'
import { HistoryError } from './archive/history.ts'
import { arrange } from './arrange.ts'
import { bulkCommands, writeGrade } from './bulk.ts'
import { conform } from './conform.ts'
import { copyCommands } from './copy.ts'
import { galleryCommands } from './gallery.ts'
import { holdCommands } from './hold.ts'
import { inviteCommands } from './invite.ts'
import { lockCommands, relocked } from './lock.ts'
import { type Command, isRefusal, type Outcome, text, wrong } from './outcome.ts'
import { pipeline } from './pipeline.ts'
import { reviewCommands } from './review.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'
import { keptAnswers, type SeatRow, StoreError } from './store/store.ts'

const link =
  (linked: boolean): Command =>
  () => ({ writes: new Map([['link', [linked]]]), value: { linked } })

const name: Command = (session, seat, args) => {
  const given = text(args.name, 60)
  const row = session.people.get(seat.id)
  if (given === null || !row) return wrong('name takes {name}: a text of 1 to 60 characters.')
  return renamed(session, { ...row, name: given })
}

function renamed(session: Session, row: SeatRow): Outcome {
  return {
    writes: new Map([writeSeat(row)]),
    value: { name: row.name, role: row.role },
    seatRow: row,
    told: () => {
      for (const other of session.sockets)
        if (other.id === row.id) session.presence.restamp(other, { seat: row.id, name: row.name, role: row.role })
    },
  }
}

/** {}: take the wheel where nobody who is here has it; {take: true}: also from who is here; {to}: hand it over; {off: true}: let go. */
const drive: Command = (session, seat, args) => {
  const { driver } = session.policy.view
  const holder = driver === null ? null : session.asking(driver).name
  if (typeof args.to === 'string' || args.off === true) {
    if (driver !== seat.id)
      return refusal(
        'driver',
        `${holder ?? 'Nobody'} has the wheel, so only they can hand it over.`,
        ['driver'],
        holder,
      )
    const to = args.off === true ? null : (args.to as string)
    if (to !== null && (!session.people.has(to) || roles[session.asking(to).role].grade !== true))
      return wrong('drive takes {to}: a seat that may grade.')
    return { writes: new Map([['driver', [to]]]), value: { driver: to } }
  }
  const here = [...session.sockets].some((other) => other.id === driver && other.document === 'session')
  if (driver !== null && driver !== seat.id && here && args.take !== true)
    return refusal('driver', `${holder} has the wheel; ask for it, or take it with {take: true}.`, ['driver'], holder)
  return { writes: new Map([['driver', [seat.id]]]), value: { driver: seat.id } }
}

/** The engineer's word on another seat: {seat, role}, {seat, name} or {seat, remove: true}. A change of role closes its sockets, and it comes back with the new one. */
const seatCommand: Command = (session, _seat, args) => {
  const row = session.people.get(typeof args.seat === 'string' ? args.seat : '')
  if (!row) return wrong('seat takes {seat}: the id of a seat of this session.')
  const close = (code: number, sentence: string) => () => {
    for (const other of session.sockets) if (other.id === row.id) other.close(code, sentence)
  }
  if (args.remove === true)
    return {
      writes: new Map([[`seats/${row.id}`, null]]),
      seatRow: { ...row, hash: '' },
      told: close(CLOSE.tooMany, 'This seat has been removed.'),
      value: { seat: row.id },
    }
  if (args.name !== undefined) {
    const given = text(args.name, 60)
    return given === null ? wrong('A name is a text of 1 to 60 characters.') : renamed(session, { ...row, name: given })
  }
  if (typeof args.role !== 'string' || !Object.hasOwn(roles, args.role))
    return wrong(`A role is one of ${Object.keys(roles).join(', ')}.`)
  const changed = { ...row, role: args.role as Role }
  return { ...renamed(session, changed), told: close(CLOSE.closing, `Your role is now ${changed.role}.`) }
}

const commands: Readonly<Record<string, Command>> = {
  link: link(true),
  unlink: link(false),
  arrange: (session, _seat, args) => relocked(session, arrange(session.policy.view, args)),
  conform,
  pipeline,
  name,
  drive,
  seat: seatCommand,
  ...reviewCommands,
  ...holdCommands,
  ...lockCommands,
  ...bulkCommands,
  ...copyCommands,
  ...galleryCommands,
  ...inviteCommands,
}

/** Commands that wait for the disk or the history: slot -> the socket that is to hear the answer, the newest that asked. */
const waiting = new WeakMap<Session, Map<string, Seat>>()
/** Most of them for one seat at once. */
const mostWaiting = 4
const tooMany = refusal('limit', `A seat has at most ${mostWaiting} commands under way that wait for the history.`)

/** Takes a command in and answers it, once, whenever its effect is on disk. */
export function answer(session: Session, seat: Seat, message: CommandMessage): void {
  const slot = `${seat.id} ${message.id}`
  const known = session.answers.get(slot)
  if (known !== undefined) {
    session.journal.after((written) => written && seat.tell(JSON.parse(known)))
    return
  }
  const open = waiting.get(session) ?? new Map<string, Seat>()
  waiting.set(session, open)
  if (open.has(slot)) {
    open.set(slot, seat)
    return
  }
  const busy = [...open.values()].filter((one) => one.id === seat.id).length >= mostWaiting
  const no = session.readOnly === null ? null : refusal('store', session.readOnly)
  const outcome = no ?? (busy ? tooMany : decide(session, seat, message))
  if (!(outcome instanceof Promise)) {
    carryOut(session, seat, message, outcome)
    return
  }
  open.set(slot, seat)
  outcome
    .catch((error: unknown) => {
      if (error instanceof HistoryError || error instanceof StoreError) return refusal('store', error.message)
      throw error
    })
    .then((decided) => {
      const asked = open.get(slot) ?? seat
      open.delete(slot)
      const late = isRefusal(decided) ? decided : (lately(session, asked, message, decided) ?? decided)
      carryOut(session, asked, message, late)
    })
    .catch((error: unknown) => {
      open.delete(slot)
      session.distrust(seat, error)
    })
}

/** After a wait: what may have changed meanwhile is asked again. */
function lately(session: Session, seat: Seat, { verb }: CommandMessage, { writes }: Outcome): Refusal | null {
  if (session.archive.closed) return refusal('store', 'The hub is closing.')
  if (session.readOnly !== null) return refusal('store', session.readOnly)
  return judgeCommand(session.asking(seat.id), session.policy.view, verb, [...writes.keys()])
}

function carryOut(session: Session, seat: Seat, message: CommandMessage, outcome: Outcome | Refusal): void {
  if (isRefusal(outcome)) {
    session.audit.refused(seat.id, Object.hasOwn(commandVerbs, message.verb) ? message.verb : 'unknown command', [
      outcome,
    ])
    seat.tell({ kind: 'answer', id: message.id, ok: false, refusal: outcome })
    return
  }
  const slot = `${seat.id} ${message.id}`
  if (outcome.seatRow) {
    session.people.set(outcome.seatRow.id, outcome.seatRow)
    session.journal.seat(outcome.seatRow)
  }
  if (outcome.linkRow) {
    session.links.set(outcome.linkRow)
    session.journal.link(outcome.linkRow)
  }
  session.audit.note(seat.id, 'command', `${message.verb} ${JSON.stringify(message.args)}`)
  const revision = outcome.grade ? writeGrade(session, seat.id, outcome.grade) : null
  session.write(seat.id, outcome.writes)
  const value = outcome.valueAt ? outcome.valueAt(revision) : (outcome.value ?? null)
  const body = { kind: 'answer', id: message.id, ok: true, value } as const
  session.journal.answer({ seat: seat.id, id: message.id, body: JSON.stringify(body) })
  session.answers.set(slot, JSON.stringify(body))
  if (session.answers.size > 2 * keptAnswers)
    for (const old of [...session.answers.keys()].slice(0, keptAnswers)) session.answers.delete(old)
  session.journal.after((written) => {
    if (!written) return
    seat.tell(outcome.once ? { ...body, value: { ...(value as object), ...outcome.once } } : body)
    outcome.told?.()
  })
}

function decide(
  session: Session,
  seat: Seat,
  { verb, args }: CommandMessage,
): Outcome | Refusal | Promise<Outcome | Refusal> {
  const asking = session.asking(seat.id)
  const { view } = session.policy
  const early = judgeCommand(
    asking,
    view,
    verb,
    verb === 'arrange' || verb === 'conform' ? ['timeline/settings', 'media/any'] : [],
  )
  if (early) return early
  const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined
  if (!command)
    return refusal(
      'later',
      `This hub does not answer the command ${verb} yet${Object.hasOwn(commandVerbs, verb) ? '' : ', nor know it'}.`,
    )
  const outcome = command(session, seat, args)
  if (outcome instanceof Promise || isRefusal(outcome)) return outcome
  return judgeCommand(asking, view, verb, [...outcome.writes.keys()]) ?? outcome
}
