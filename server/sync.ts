/** y-protocols' sync messages: state for whoever asks, and updates through the gate. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { attempt } from '../shared/wire/bytes.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { type Question, sift } from './gate/gate.ts'
import { parseUpdate } from './gate/parse.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'
import { isEmptyVector } from './welcome.ts'

/** Most bytes of an update, and of a step 2 (hub.md, "The gate", 1). */
const maxUpdate = 256_000
const maxStep2 = 8_000_000
/** A stock client that has not named its id yet. */
const maxUnnamed = 64_000

/** Takes one sync message in; its answer, if any, goes out when what it shows is on disk. */
export function receiveSync(session: Session, seat: Seat, decoder: decoding.Decoder): void {
  const message = attempt(() => ({ step: decoding.readVarUint(decoder), bytes: decoding.readVarUint8Array(decoder) }))
  if (!message || message.step > 2 || decoding.hasContent(decoder)) {
    session.refuseHard(seat, 'The sync message cannot be read.')
    return
  }
  const { step, bytes } = message
  if (step === 0) {
    if (bytes.length > maxUpdate || !attempt(() => Y.decodeStateVector(bytes)))
      session.refuseHard(seat, 'The state vector cannot be read.')
    else if (seat.seen > 0 && !isEmptyVector(bytes)) session.outrun(seat)
    else session.welcome.answer(seat, bytes)
    return
  }
  if (seat.ahead) return
  const most = seat.owned.size === 0 ? maxUnnamed : step === 1 ? maxStep2 : maxUpdate
  if (bytes.length > most) {
    session.refuseHard(seat, `An update of ${bytes.length} bytes is over the limit of ${most}.`)
    return
  }
  if (session.readOnly !== null && (seat.deaf || brings(session, seat, bytes))) {
    deafen(session, seat)
    return
  }
  take(session, seat, bytes, step === 1)
}

/** How long an update that came before its socket's step 2 waits for it. */
const holdMs = 2000
const maxHeld = 64

/**
 * A provider that has just come back sends what is typed at once, before the step 2 with what was typed offline: such an update begins after a gap
 * that is about to close. It is held for the step 2, and refused hard where none comes.
 */
function take(session: Session, seat: Seat, bytes: Uint8Array, offer: boolean): void {
  const { revision } = session.journal
  const gap = receiveUpdate(session, seat, bytes)
  if (gap && !seat.offered && !offer && seat.held.length < maxHeld) {
    seat.held.push(bytes)
    seat.holding ??= setTimeout(() => session.refuseHard(seat, gap), holdMs)
    return
  }
  if (gap) {
    session.refuseHard(seat, gap)
    return
  }
  seat.heard++
  const heard = seat.heard
  // A tick that brings something says so itself.
  if (session.journal.revision === revision)
    session.journal.after((written) => written && seat.tell({ kind: 'saved', revision: session.journal.saved, heard }))
  if (!offer || seat.offered) return
  seat.offered = true
  if (seat.holding) clearTimeout(seat.holding)
  for (const held of seat.held.splice(0)) if (seat.open) take(session, seat, held, false)
}

/** Through the gate; answers the refusal of a gap for the caller to weigh, every other one is told here. */
function receiveUpdate(session: Session, seat: Seat, bytes: Uint8Array): Refusal | null {
  const document = session.documents[seat.document]
  const writes = session.writes(seat)
  const update = parseUpdate(bytes, seat.document)
  if (typeof update === 'string') {
    session.refuseHard(seat, update)
    return null
  }
  const sifted = sift(questionOf(session, seat), update)
  if (!writes) {
    // Nothing is ever taken in here, so the second update of a client already leaves a gap: that stays soft.
    if (sifted.kind === 'hard' && sifted.refusal.rule !== 'gap') session.refuseHard(seat, sifted.refusal)
    else if (sifted.kind === 'hard') session.refuse(seat, [session.closed(seat)])
    else if (sifted.refused.length > 0) session.refuse(seat, sifted.refused)
    return null
  }
  if (sifted.kind === 'hard') {
    if (sifted.refusal.rule === 'gap') return sifted.refusal
    session.refuseHard(seat, sifted.refusal)
    return null
  }
  if (sifted.bytes) {
    document.apply(sifted.bytes)
    for (const span of sifted.voids) document.voids.add(span)
    for (const client of sifted.clients) session.own(seat, client)
    seat.recorded = session.record(seat, sifted.bytes)
  }
  if (sifted.refused.length > 0) session.refuse(seat, sifted.refused)
  return null
}

function questionOf(session: Session, seat: Seat): Question {
  const { doc, name, voids } = session.documents[seat.document]
  return {
    doc,
    root: name,
    voids,
    owns: (client) => session.owns(seat, client),
    judge: (key, value, brought) => session.judge(seat, key, value, brought),
  }
}

/** Whether an update would change the document: a value, or nothing but a deletion. */
function brings(session: Session, seat: Seat, bytes: Uint8Array): boolean {
  const update = session.writes(seat) ? parseUpdate(bytes, seat.document) : ''
  const sifted = typeof update === 'string' ? null : sift(questionOf(session, seat), update)
  return sifted?.kind === 'sifted' && sifted.bytes !== null
}

/** While the store fails nothing is taken in; the socket is closed for a fresh start once it works again, and hands in what was not. */
function deafen(session: Session, seat: Seat): void {
  if (seat.deaf) return
  seat.deaf = true
  const refusal: Refusal = { rule: 'store', sentence: session.readOnly ?? '', keys: [], holder: null }
  seat.tell({ kind: 'refused', refusal })
}
