/** y-protocols' sync messages: state for whoever asks, and updates through the gate. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { attempt } from '../shared/wire/bytes.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { type Question, sift } from './gate/gate.ts'
import { parseUpdate } from './gate/parse.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'

/** Most bytes of an update, and of a step 2 (hub.md, "The gate", 1). */
const maxUpdate = 256_000
const maxStep2 = 8_000_000
/** A stock client that has not named its id yet. */
const maxUnnamed = 64_000

export function printSync(step: 0 | 1 | 2, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 0)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

/** Takes one sync message in; its answer, if any, goes out when what it shows is on disk. */
export function receiveSync(session: Session, seat: Seat, decoder: decoding.Decoder): void {
  const message = attempt(() => ({ step: decoding.readVarUint(decoder), bytes: decoding.readVarUint8Array(decoder) }))
  if (!message || message.step > 2 || decoding.hasContent(decoder)) {
    session.refuseHard(seat, 'The sync message cannot be read.')
    return
  }
  const { step, bytes } = message
  if (step === 0) {
    const state = attempt(() => session.documents[seat.document].encode(bytes))
    if (!state || bytes.length > maxUpdate) {
      session.refuseHard(seat, 'The state vector cannot be read.')
      return
    }
    session.journal.after((written) => written && seat.send(printSync(1, state), true))
    return
  }
  seat.heard++
  const most = seat.owned.size === 0 ? maxUnnamed : step === 1 ? maxStep2 : maxUpdate
  if (bytes.length > most) {
    session.refuseHard(seat, `An update of ${bytes.length} bytes is over the limit of ${most}.`)
    return
  }
  if (session.readOnly !== null) {
    readOnly(session, seat, bytes)
    return
  }
  receiveUpdate(session, seat, bytes)
  const heard = seat.heard
  session.journal.after((written) => written && seat.tell({ kind: 'saved', revision: session.journal.saved, heard }))
}

function receiveUpdate(session: Session, seat: Seat, bytes: Uint8Array): void {
  const document = session.documents[seat.document]
  const writes = session.writes(seat)
  const update = parseUpdate(bytes, seat.document)
  if (typeof update === 'string') {
    session.refuseHard(seat, update)
    return
  }
  const question: Question = {
    doc: document.doc,
    root: document.name,
    voids: document.voids,
    owns: (client) => session.owns(seat, client),
    judge: (key, value) => session.judge(seat, key, value),
  }
  const sifted = sift(question, update)
  // On a document a seat does not write, the clock of an update already refused leaves a gap: the answer stays soft until the reset.
  if (sifted.kind === 'hard' && !(seat.reset && !writes && sifted.refusal.rule === 'gap')) {
    session.refuseHard(seat, sifted.refusal)
    return
  }
  if (!writes) {
    const refused = sifted.kind === 'hard' ? [session.closed(seat)] : sifted.refused
    if (refused.length > 0) session.refuse(seat, refused)
    return
  }
  if (sifted.kind !== 'sifted') return
  if (sifted.bytes) {
    document.apply(sifted.bytes)
    for (const span of sifted.voids) document.voids.add(span)
    for (const client of sifted.clients) session.own(seat, client)
    seat.recorded = session.record(seat, sifted.bytes)
  }
  if (sifted.refused.length > 0) session.refuse(seat, sifted.refused)
}

/** While the store fails nothing is taken in; the socket is closed for a fresh start once it works again. */
function readOnly(session: Session, seat: Seat, bytes: Uint8Array): void {
  const update = parseUpdate(bytes, seat.document)
  if (typeof update !== 'string' && update.structs.size === 0) return
  if (seat.deaf) return
  seat.deaf = true
  const refusal: Refusal = { rule: 'store', sentence: session.readOnly ?? '', keys: [], holder: null }
  seat.tell({ kind: 'refused', refusal })
}
