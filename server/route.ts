/** One frame of a socket, to whom it belongs: sync, presence, commands, what is passed on. What belongs nowhere is refused hard. */
import * as decoding from 'lib0/decoding'
import { roles } from '../shared/policy/roles.ts'
import { attempt } from '../shared/wire/bytes.ts'
import { type Message, readMessage } from '../shared/wire/messages.ts'
import { answer } from './answer.ts'
import { readEntries } from './presence.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'
import { spentMs } from './spent.ts'
import { receiveSync } from './sync.ts'

/** Takes one frame in, and charges the socket for it. */
export function receive(session: Session, seat: Seat, data: Buffer, binary: boolean): void {
  if (!seat.open || !session.sockets.has(seat)) return
  const [began, shared] = [spentMs(), session.sharedMs]
  try {
    if (!binary) session.refuseHard(seat, 'A message is text; all are bytes.')
    else route(session, seat, new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  } catch (error) {
    // A bug of ours: what is in memory may be half changed, so it is dropped and loaded again.
    session.distrust(seat, error)
  }
  seat.charge(spentMs() - began - (session.sharedMs - shared))
}

function route(session: Session, seat: Seat, frame: Uint8Array): void {
  const decoder = decoding.createDecoder(frame)
  const number = attempt(() => decoding.readVarUint(decoder))
  if (number === 0) {
    receiveSync(session, seat, decoder)
    return
  }
  if (number === 1) {
    aware(session, seat, decoder)
    return
  }
  if (number === 3) {
    const all = seat.document === 'session' ? session.presence.all() : null
    if (all) seat.send(all)
    return
  }
  const message = number === null ? null : readMessage(number, decoder)
  if (!message) {
    session.refuseHard(seat, 'The message cannot be read.')
    return
  }
  if (seat.document === 'session') ofSession(session, seat, message)
  else if (message.kind === 'policy')
    seat.acknowledged = Math.max(seat.acknowledged, Math.min(message.number, session.policy.number))
  else if (seat.document === 'grade' && message.kind === 'live') session.live.receive(seat, message)
  else if (seat.document === 'grade' && message.kind === 'live-end') session.live.end(seat, message)
  else session.refuseHard(seat, `A message of kind ${message.kind} does not belong here.`)
}

function ofSession(session: Session, seat: Seat, message: Message): void {
  if (message.kind === 'clock') {
    seat.tell({ ...message, t1: session.options.now(), t2: session.options.now() })
    return
  }
  if (message.kind === 'command') {
    answer(session, seat, message)
    return
  }
  if (message.kind === 'receipt') {
    session.relay.receipt(seat, message.receipt)
    return
  }
  if (message.kind === 'match') {
    session.relay.match(seat, message.states)
    return
  }
  if (message.kind !== 'cue') {
    session.refuseHard(seat, `A message of kind ${message.kind} does not belong here.`)
    return
  }
  const { driver } = session.policy.view
  if (driver === null && session.readOnly === null && roles[session.asking(seat.id).role].grade === true)
    session.write(seat.id, new Map([['driver', [seat.id]]]))
  if (session.policy.view.driver === seat.id) {
    session.relay.cue(seat, message.cue)
    return
  }
  const holder = driver === null ? null : session.asking(driver).name
  const sentence = holder
    ? `${holder} has the wheel; the cue is the driver's.`
    : "The cue is the driver's, and a driver may grade."
  seat.tell({ kind: 'refused', refusal: { rule: 'driver', sentence, keys: [], holder } })
}

function aware(session: Session, seat: Seat, decoder: decoding.Decoder): void {
  const entries = readEntries(decoder)
  if (!entries) {
    session.refuseHard(seat, 'The awareness message cannot be read.')
    return
  }
  const first = entries[0]
  if (seat.stock && seat.owned.size === 0 && first && first.client > 0 && first.client <= 0xffffffff) {
    if (!session.claim(seat.id, seat.document, first.client)) {
      session.refuseHard(seat, {
        rule: 'owner',
        sentence: `Client id ${first.client} is in use.`,
        keys: [],
        holder: null,
      })
      return
    }
    seat.owned.add(first.client)
  }
  if (seat.document !== 'session') return
  const { id, name, role } = session.asking(seat.id)
  session.presence.receive(seat, entries, { seat: id, name, role })
}
