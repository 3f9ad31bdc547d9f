/** Our own messages on the wire, from 100 up, each with its encode beside its decode; equations in docs/wire.md. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Cue } from '../cue/cue.ts'
import type { Value } from '../doc/grade.ts'
import type { ExecutorId } from '../render/picture.ts'
import { attempt, maxItems, parseObject, readText, readValue, writeValue } from './bytes.ts'
import { parseReceipt } from './receipt.ts'
import type { Refusal } from './refusal.ts'

/** A suite's word on what it shows (document.md, "receipt"). */
export interface Receipt {
  readonly seat: string
  readonly revision: number
  /** Clip id, and the frame counted from 0 at its first frame in the cut. */
  readonly clip: string
  readonly frame: number
  /** 32 hex digits each. */
  readonly plan: string
  readonly source: string
  readonly look: string
  readonly digest: string
  readonly executor: ExecutorId
  readonly engine: string
  readonly class: 'original' | 'light' | 'still'
  readonly display: string
  readonly monitorLut: string | null
  readonly watermark: string | null
  /** Second digest by WASM, or null where none was taken. */
  readonly proof: string | null
  /** How far from the cue's instant the frame was put, milliseconds; 0 when stopped. */
  readonly skewMs: number
  readonly dropped: number
  /** Hub clock, milliseconds. */
  readonly at: number
}

/** Numbers, fixed for ever; a new message takes a new number. */
export const NUMBER = {
  command: 100,
  answer: 101,
  clock: 102,
  cue: 103,
  receipt: 104,
  match: 105,
  refused: 106,
  reset: 107,
  saved: 108,
  live: 109,
  'live-end': 110,
  policy: 111,
  hello: 112,
} as const
export type Kind = keyof typeof NUMBER

/** What a suite found for one media: nothing, the quick id equal, the whole file equal, or another file. */
export type MatchState = 'missing' | 'matched' | 'verified' | 'mismatch'
const matchStates: readonly string[] = ['missing', 'matched', 'verified', 'mismatch']

export interface CommandMessage {
  readonly kind: 'command'
  /** Drawn by the suite, 8–64 characters of [A-Za-z0-9_-]; the same id again is answered with the first answer. */
  readonly id: string
  readonly verb: string
  readonly args: Readonly<Record<string, unknown>>
}
export type AnswerMessage =
  | { readonly kind: 'answer'; readonly id: string; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: string; readonly ok: false; readonly refusal: Refusal }
/** Suite to hub with t1 = t2 = 0; the hub answers with its clock at receiving (t1) and at sending (t2), milliseconds. */
export interface ClockMessage {
  readonly kind: 'clock'
  readonly t0: number
  readonly t1: number
  readonly t2: number
}
/** The hub stamps `seat` and raises `seq` above the last one it passed on. */
export interface CueMessage {
  readonly kind: 'cue'
  readonly cue: Cue
}
export interface ReceiptMessage {
  readonly kind: 'receipt'
  readonly receipt: Receipt
}
/** Changes only, media id and state; the hub stamps `seat` and sends a joiner everybody's whole list. */
export interface MatchMessage {
  readonly kind: 'match'
  readonly seat: string
  readonly states: readonly (readonly [string, MatchState])[]
}
export interface RefusedMessage {
  readonly kind: 'refused'
  readonly refusal: Refusal
}
/** Hand in what you hold, then begin again: fresh document, new client id, new provider, fresh ticket. */
export interface ResetMessage {
  readonly kind: 'reset'
}
/** On disk up to `revision`; `heard` counts the sync frames with an update (y-protocols 0/1 and 0/2) this socket's suite had sent by then. */
export interface SavedMessage {
  readonly kind: 'saved'
  readonly revision: number
  readonly heard: number
}
/** Newest only, at most 60 Hz, repeated at 2–4 Hz while the control is held. Null resets a key. From the suite `seat` is empty; the hub stamps it. */
export interface LiveMessage {
  readonly kind: 'live'
  readonly seat: string
  readonly drag: string
  readonly seq: number
  readonly values: readonly (readonly [string, Value | null])[]
}
/** From the suite: let go (after the commit's update, or without one). From the hub, after the commit is on disk and broadcast: revision, or 0 where nothing was kept. */
export interface LiveEndMessage {
  readonly kind: 'live-end'
  readonly seat: string
  readonly drag: string
  readonly revision: number
}
/** From the hub: a new policy counts. The suite sends it back on the same socket once its session document shows it. */
export interface PolicyMessage {
  readonly kind: 'policy'
  readonly number: number
}
/** First on each socket of a suite that declared its client ids: who it is, and what the hub speaks. */
export interface HelloMessage {
  readonly kind: 'hello'
  readonly seat: string
  readonly protocol: number
  readonly engine: string
  /** A new number each time the hub has started: overlays, cue and receipts of an older one are void. */
  readonly epoch: number
  readonly revision: number
  /** False where the hub takes no structs on this document from this seat. */
  readonly writes: boolean
}
export type Message =
  | CommandMessage
  | AnswerMessage
  | ClockMessage
  | CueMessage
  | ReceiptMessage
  | MatchMessage
  | RefusedMessage
  | ResetMessage
  | SavedMessage
  | LiveMessage
  | LiveEndMessage
  | PolicyMessage
  | HelloMessage

const idPattern = /^[A-Za-z0-9_-]{1,64}$/
const maxJson = 256_000

/** Writes number and body: what goes into one WebSocket frame. */
export function encodeMessage(message: Message): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, NUMBER[message.kind])
  writeBody(encoder, message)
  return encoding.toUint8Array(encoder)
}

function writeJson(encoder: encoding.Encoder, value: unknown): void {
  encoding.writeVarString(encoder, JSON.stringify(value))
}

function writeBody(encoder: encoding.Encoder, m: Message): void {
  switch (m.kind) {
    case 'command':
      writeJson(encoder, { id: m.id, verb: m.verb, args: m.args })
      return
    case 'answer':
      writeJson(
        encoder,
        m.ok ? { id: m.id, ok: true, value: m.value ?? null } : { id: m.id, ok: false, refusal: m.refusal },
      )
      return
    case 'clock':
      for (const t of [m.t0, m.t1, m.t2]) encoding.writeFloat64(encoder, t)
      return
    case 'cue':
      writeCue(encoder, m.cue)
      return
    case 'receipt':
      writeJson(encoder, m.receipt)
      return
    case 'match':
      writeJson(encoder, { seat: m.seat, states: m.states })
      return
    case 'refused':
      writeJson(encoder, m.refusal)
      return
    case 'reset':
      return
    case 'saved':
      encoding.writeVarUint(encoder, m.revision)
      encoding.writeVarUint(encoder, m.heard)
      return
    case 'live':
      encoding.writeVarString(encoder, m.seat)
      encoding.writeVarString(encoder, m.drag)
      encoding.writeVarUint(encoder, m.seq)
      encoding.writeVarUint(encoder, m.values.length)
      for (const [key, value] of m.values) {
        encoding.writeVarString(encoder, key)
        writeValue(encoder, value)
      }
      return
    case 'live-end':
      encoding.writeVarString(encoder, m.seat)
      encoding.writeVarString(encoder, m.drag)
      encoding.writeVarUint(encoder, m.revision)
      return
    case 'policy':
      encoding.writeVarUint(encoder, m.number)
      return
    case 'hello':
      writeJson(encoder, {
        seat: m.seat,
        protocol: m.protocol,
        engine: m.engine,
        epoch: m.epoch,
        revision: m.revision,
        writes: m.writes,
      })
      return
  }
}

/** Reads a whole frame: the message, or null where it is none of ours or does not fit its equation to the last byte. */
export function decodeMessage(frame: Uint8Array): Message | null {
  return attempt(() => {
    const decoder = decoding.createDecoder(frame)
    return readMessage(decoding.readVarUint(decoder), decoder)
  })
}

/** Reads the body after the number, for y-websocket's `messageHandlers[number]`; null where it does not fit. */
export function readMessage(number: number, decoder: decoding.Decoder): Message | null {
  return attempt(() => {
    const message = readBody(number, decoder)
    return decoding.hasContent(decoder) ? null : message
  })
}

function readBody(number: number, decoder: decoding.Decoder): Message | null {
  switch (number) {
    case NUMBER.command: {
      const body = parseObject(readText(decoder, maxJson))
      const args = body?.args
      if (
        !body ||
        typeof body.id !== 'string' ||
        !idPattern.test(body.id) ||
        typeof body.verb !== 'string' ||
        body.verb.length > 32
      )
        return null
      if (typeof args !== 'object' || args === null || Array.isArray(args)) return null
      return { kind: 'command', id: body.id, verb: body.verb, args: args as Record<string, unknown> }
    }
    case NUMBER.answer: {
      const body = parseObject(readText(decoder, maxJson))
      if (!body || typeof body.id !== 'string') return null
      if (body.ok === true) return { kind: 'answer', id: body.id, ok: true, value: body.value ?? null }
      const refusal = parseRefusal(body.refusal)
      return refusal && { kind: 'answer', id: body.id, ok: false, refusal }
    }
    case NUMBER.clock: {
      const [t0, t1, t2] = [decoding.readFloat64(decoder), decoding.readFloat64(decoder), decoding.readFloat64(decoder)]
      return Number.isFinite(t0) && Number.isFinite(t1) && Number.isFinite(t2) ? { kind: 'clock', t0, t1, t2 } : null
    }
    case NUMBER.cue: {
      const cue = readCue(decoder)
      return cue && { kind: 'cue', cue }
    }
    case NUMBER.receipt: {
      const receipt = parseReceipt(parseObject(readText(decoder, 4096)))
      return receipt && { kind: 'receipt', receipt }
    }
    case NUMBER.match: {
      const body = parseObject(readText(decoder, maxJson))
      if (!body || typeof body.seat !== 'string' || body.seat.length > 32 || !Array.isArray(body.states)) return null
      const states = body.states as unknown[]
      const fits = (s: unknown): s is [string, MatchState] =>
        Array.isArray(s) &&
        s.length === 2 &&
        typeof s[0] === 'string' &&
        s[0].length <= 32 &&
        matchStates.includes(s[1] as string)
      return states.length <= 4096 && states.every(fits) ? { kind: 'match', seat: body.seat, states } : null
    }
    case NUMBER.refused: {
      const refusal = parseRefusal(parseObject(readText(decoder, maxJson)))
      return refusal && { kind: 'refused', refusal }
    }
    case NUMBER.reset:
      return { kind: 'reset' }
    case NUMBER.saved:
      return { kind: 'saved', revision: decoding.readVarUint(decoder), heard: decoding.readVarUint(decoder) }
    case NUMBER.live:
      return readLive(decoder)
    case NUMBER['live-end']: {
      const [seat, drag] = [readText(decoder, 32), readText(decoder, 64)]
      const revision = decoding.readVarUint(decoder)
      return idPattern.test(drag) ? { kind: 'live-end', seat, drag, revision } : null
    }
    case NUMBER.policy:
      return { kind: 'policy', number: decoding.readVarUint(decoder) }
    case NUMBER.hello: {
      const b = parseObject(readText(decoder, 4096))
      if (!b || typeof b.seat !== 'string' || typeof b.protocol !== 'number' || typeof b.engine !== 'string')
        return null
      if (typeof b.epoch !== 'number' || typeof b.revision !== 'number' || typeof b.writes !== 'boolean') return null
      return {
        kind: 'hello',
        seat: b.seat,
        protocol: b.protocol,
        engine: b.engine,
        epoch: b.epoch,
        revision: b.revision,
        writes: b.writes,
      }
    }
    default:
      return null
  }
}

function parseRefusal(given: unknown): Refusal | null {
  if (typeof given !== 'object' || given === null) return null
  const { rule, sentence, keys, holder } = given as Record<string, unknown>
  if (
    typeof rule !== 'string' ||
    typeof sentence !== 'string' ||
    !Array.isArray(keys) ||
    !keys.every((key) => typeof key === 'string')
  )
    return null
  return { rule, sentence, keys: keys as string[], holder: typeof holder === 'string' ? holder : null }
}

function readLive(decoder: decoding.Decoder): LiveMessage | null {
  const [seat, drag] = [readText(decoder, 32), readText(decoder, 64)]
  const seq = decoding.readVarUint(decoder)
  const count = decoding.readVarUint(decoder)
  if (!idPattern.test(drag) || count > maxItems) return null
  const values: (readonly [string, Value | null])[] = []
  for (let i = 0; i < count; i++) values.push([readText(decoder, 480), readValue(decoder)])
  return { kind: 'live', seat, drag, seq, values }
}

function writeCue(encoder: encoding.Encoder, cue: Cue): void {
  encoding.writeVarString(encoder, cue.seat)
  encoding.writeVarUint(encoder, cue.seq)
  encoding.writeUint8(encoder, (cue.playing ? 1 : 0) | (cue.loop ? 2 : 0))
  encoding.writeVarInt(encoder, cue.anchorFrame)
  encoding.writeFloat64(encoder, cue.anchorMs)
  encoding.writeVarInt(encoder, cue.rateNum)
  encoding.writeVarUint(encoder, cue.rateDen)
  if (cue.loop) for (const end of cue.loop) encoding.writeVarUint(encoder, end)
}

function readCue(decoder: decoding.Decoder): Cue | null {
  const seat = readText(decoder, 32)
  const seq = decoding.readVarUint(decoder)
  const flags = decoding.readUint8(decoder)
  const anchorFrame = decoding.readVarInt(decoder)
  const anchorMs = decoding.readFloat64(decoder)
  const [rateNum, rateDen] = [decoding.readVarInt(decoder), decoding.readVarUint(decoder)]
  const loop = flags & 2 ? ([decoding.readVarUint(decoder), decoding.readVarUint(decoder)] as const) : null
  if (flags > 3 || rateDen === 0 || !Number.isFinite(anchorMs) || Math.abs(anchorFrame) > 2_147_483_647) return null
  if (loop && loop[0] >= loop[1]) return null
  return { seat, seq, playing: (flags & 1) === 1, anchorFrame, anchorMs, rateNum, rateDen, loop }
}
