/** The rooms: who is here, where they stand, what they show. */
import type { Session } from '../doc/session.ts'
import type { Receipt } from '../wire/messages.ts'
import type { Presence } from '../wire/presence.ts'
import type { RoomState } from './suite.ts'
import type { Timers } from './timers.ts'

/** A suite's own word on where it stands, before the hub stamps who it is. */
export type Standing = Omit<Presence, 'seat' | 'name' | 'role'>

/** One room from what is known of its seat. */
export function roomState(
  seat: string,
  session: Session,
  presence: Presence | null,
  receipt: Receipt | null,
): RoomState {
  const info = session.seats.get(seat)
  return {
    seat,
    name: presence?.name || info?.name || '',
    role: presence?.role ?? info?.role ?? 'observer',
    online: presence !== null,
    following: presence?.following ?? false,
    frame: presence?.frame ?? null,
    playing: presence?.playing ?? false,
    ownView: presence?.ownView ?? false,
    lagMs: presence?.lagMs ?? null,
    receipt,
    pointer: presence?.pointer ?? null,
    node: presence?.node ?? null,
  }
}

/** Every seat of the session but one's own, those who are here first, then by name. */
export function readRooms(
  own: string,
  session: Session,
  presences: Iterable<Presence | null>,
  receipts: ReadonlyMap<string, Receipt>,
): RoomState[] {
  const here = new Map<string, Presence>()
  for (const presence of presences) if (presence && typeof presence.seat === 'string') here.set(presence.seat, presence)
  const seats = new Set([...session.seats.keys(), ...here.keys()])
  seats.delete(own)
  return [...seats]
    .map((seat) => roomState(seat, session, here.get(seat) ?? null, receipts.get(seat) ?? null))
    .sort(
      (a, b) =>
        Number(b.online) - Number(a.online) || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.seat < b.seat ? -1 : 1),
    )
}

/** Most words on where one stands: 15 a second. */
const wordMs = 67

/** Says where this suite stands, changes only, at most 15 times a second. */
export class StandingWord {
  readonly #timers: Timers
  readonly #read: () => Standing
  readonly #say: (standing: Standing) => void
  #last = ''
  #stop: (() => void) | null = null

  constructor(timers: Timers, read: () => Standing, say: (standing: Standing) => void) {
    this.#timers = timers
    this.#read = read
    this.#say = say
  }

  /** Something may have changed. */
  touch(): void {
    if (this.#stop) return
    this.#now()
    this.#stop = this.#timers.after(wordMs, () => {
      this.#stop = null
      this.#now()
    })
  }

  /** A new socket knows nothing of it yet. */
  again(): void {
    this.#last = ''
    this.touch()
  }

  close(): void {
    this.#stop?.()
  }

  #now(): void {
    const standing = this.#read()
    const text = JSON.stringify(standing)
    if (text === this.#last) return
    this.#last = text
    this.#say(standing)
  }
}
