/** Who is here: y-protocols' awareness on the session socket, one entry a socket, under the hub's stamp. Nothing of it is kept on disk. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Role } from '../shared/doc/session.ts'
import { attempt, readText } from '../shared/wire/bytes.ts'
import { maxPresenceBytes, type Presence, stampPresence } from '../shared/wire/presence.ts'
import type { Seat } from './seat.ts'

/** Awareness goes out at most 15 times a second. */
const intervalMs = 67
/** Entries of an update that are looked at: a stock client echoes everybody's. */
const maxEntries = 1000

interface Entry {
  readonly client: number
  readonly clock: number
  /** JSON of the stamped state; `null` where the entry is withdrawn. */
  readonly state: string
}

/** Reads an awareness update; null where it is none. */
export function readEntries(decoder: decoding.Decoder): Entry[] | null {
  return attempt(() => {
    const length = decoding.readVarUint(decoder)
    if (length !== decoder.arr.length - decoder.pos) return null
    const count = decoding.readVarUint(decoder)
    if (count > maxEntries) return null
    const entries: Entry[] = []
    for (let i = 0; i < count; i++)
      entries.push({
        client: decoding.readVarUint(decoder),
        clock: decoding.readVarUint(decoder),
        state: readText(decoder, 65_536),
      })
    return entries
  })
}

export function printEntries(entries: readonly Entry[]): Uint8Array {
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(inner, client)
    encoding.writeVarUint(inner, clock)
    encoding.writeVarString(inner, state)
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
  return encoding.toUint8Array(encoder)
}

export interface Stamp {
  readonly seat: string
  readonly name: string
  readonly role: Role
}

export class PresenceBoard {
  readonly #entries = new Map<Seat, Entry>()
  readonly #changed = new Map<number, Entry>()
  readonly #send: (frame: Uint8Array) => void
  #timer: ReturnType<typeof setTimeout> | null = null

  /** `send` reaches every session socket. */
  constructor(send: (frame: Uint8Array) => void) {
    this.#send = send
  }

  /** Takes the socket's own entry in and lets every other fall, in silence: stock clients echo them. */
  receive(seat: Seat, entries: readonly Entry[], stamp: Stamp): void {
    const own = entries.find(({ client }) => seat.owned.has(client))
    const known = this.#entries.get(seat)
    if (!own || (known && known.client === own.client && own.clock < known.clock)) return
    const state = own.state.length <= maxPresenceBytes ? attempt(() => JSON.parse(own.state) as unknown) : undefined
    if (state === undefined) return
    const presence: Presence | null = stampPresence(state, stamp)
    this.#set(seat, { ...own, state: JSON.stringify(presence) })
  }

  /** A seat has another name: its entries say so without being asked. */
  restamp(seat: Seat, stamp: Stamp): void {
    const entry = this.#entries.get(seat)
    if (!entry || entry.state === 'null') return
    this.#set(seat, {
      ...entry,
      clock: entry.clock + 1,
      state: JSON.stringify(stampPresence(JSON.parse(entry.state), stamp)),
    })
  }

  leave(seat: Seat): void {
    const entry = this.#entries.get(seat)
    if (!entry) return
    this.#set(seat, { ...entry, clock: entry.clock + 1, state: 'null' })
    this.#entries.delete(seat)
  }

  /** Everybody's entry, for one who joins or asks; null where there is none. */
  all(): Uint8Array | null {
    const entries = [...this.#entries.values()].filter(({ state }) => state !== 'null')
    return entries.length > 0 ? printEntries(entries) : null
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #set(seat: Seat, entry: Entry): void {
    this.#entries.set(seat, entry)
    this.#changed.set(entry.client, entry)
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      const frame = printEntries([...this.#changed.values()])
      this.#changed.clear()
      this.#send(frame)
    }, intervalMs)
  }
}
