/** A network in memory: connections that keep their order and lose it against each other, cables that are pulled, ends that hear of it late. */
import { EventEmitter } from 'node:events'
import type { World } from './world.ts'

/** What stands behind the port: asked when a connection arrives; opens it, or answers false where it may not be. */
export interface Door {
  arrive(end: HubEnd, url: string, protocols: readonly string[]): boolean
}

export interface Ears {
  /** A frame leaves the hub. */
  readonly sent: (end: HubEnd, frame: Uint8Array) => void
  /** A frame has come to a suite, or left it. */
  readonly heard: (end: SuiteEnd, frame: Uint8Array) => void
  readonly said: (end: SuiteEnd, frame: Uint8Array) => void
}

/** The hub's end: as much of `ws` as the hub uses. */
export class HubEnd extends EventEmitter {
  static readonly OPEN = 1
  readonly OPEN = 1
  readyState = 1
  readonly link: Link
  #paused = false
  readonly #read: Uint8Array[] = []
  #parts: Uint8Array[] = []

  constructor(link: Link) {
    super()
    this.link = link
  }
  get bufferedAmount(): number {
    return this.link.down.bytes
  }
  send(part: Uint8Array, { fin = true }: { readonly fin?: boolean } = {}, gone = (): void => {}): void {
    if (this.readyState !== 1) return
    this.#parts.push(part)
    // Fragments before the last one take their time, and the last one brings the whole.
    const frame = fin ? new Uint8Array(Buffer.concat(this.#parts.splice(0))) : 'part'
    if (frame !== 'part') this.link.cable.ears.sent(this, frame)
    this.link.down.put(frame, part.length, gone)
  }
  close(code: number, reason: string): void {
    if (this.readyState !== 1) return
    this.readyState = 2
    this.link.down.put({ code, reason })
  }
  terminate(): void {
    this.link.cut(true)
    this.over()
  }
  ping(): void {
    this.link.down.put('ping')
  }
  pause(): void {
    this.#paused = true
  }
  resume(): void {
    this.#paused = false
    for (const frame of this.#read.splice(0)) this.take(frame)
  }
  take(frame: Uint8Array): void {
    if (this.#paused) this.#read.push(frame)
    else if (this.readyState !== 3) this.emit('message', Buffer.from(frame), true)
  }
  over(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.#read.length = 0
    this.link.cable.forget(this.link)
    this.emit('close')
  }
}

interface Closing {
  readonly code: number
  readonly reason: string
}
type Parcel = Uint8Array | Closing | 'part' | 'open' | 'ping' | 'pong' | 'arrive'

/** One direction of one connection: in order, late. */
class Lane {
  bytes = 0
  readonly #link: Link
  readonly #take: (parcel: Parcel) => void
  /** On the way to the hub updates are counted by both ends, so that they cannot come twice. */
  readonly #counted: boolean
  #dueAt = 0
  #open = true

  constructor(link: Link, counted: boolean, take: (parcel: Parcel) => void) {
    this.#link = link
    this.#counted = counted
    this.#take = take
  }
  put(parcel: Parcel, size = parcel instanceof Uint8Array ? parcel.length : 0, gone = (): void => {}): void {
    if (!this.#open) return
    const { cable } = this.#link
    this.bytes += size
    this.#dueAt = Math.max(this.#dueAt, cable.world.now + cable.delayMs())
    cable.world.after(this.#dueAt - cable.world.now, () => {
      this.bytes -= size
      gone()
      if (this.#open) this.#take(parcel)
      // Connections never do that; what comes twice by a second full sync, an asked-again command or an echo comes so.
      if (this.#open && parcel instanceof Uint8Array && cable.twice(parcel, this.#counted)) this.#take(parcel)
    })
  }
  shut(): void {
    this.#open = false
  }
}

/** One connection. */
export class Link {
  readonly cable: Cable
  readonly name: string
  readonly url: string
  readonly hub: HubEnd
  readonly suite: SuiteEnd
  readonly up: Lane
  readonly down: Lane
  #cut = false

  constructor(cable: Cable, name: string, suite: SuiteEnd, url: string, protocols: readonly string[]) {
    this.cable = cable
    this.name = name
    this.url = url
    this.suite = suite
    this.hub = new HubEnd(this)
    this.up = new Lane(this, true, (parcel) => {
      if (parcel instanceof Uint8Array) this.hub.take(parcel)
      else if (parcel === 'pong') this.hub.emit('pong')
      else if (parcel === 'arrive') {
        if (!cable.door?.arrive(this.hub, url, protocols)) this.down.put({ code: 1006, reason: '' })
      } else this.hub.over()
    })
    this.down = new Lane(this, false, (parcel) => {
      if (parcel === 'ping') this.up.put('pong')
      else {
        suite.take(parcel)
        // Who is told to close says so too.
        if (typeof parcel === 'object' && !(parcel instanceof Uint8Array)) this.up.put(parcel)
      }
    })
  }

  /** The cable is out: what is on its way is lost, or what the hub's machine has already still reaches it; each end hears of it in its own time. */
  cut(hubKnows = false): void {
    if (this.#cut) return
    this.#cut = true
    const { world, draw } = this.cable
    this.down.shut()
    if (draw(2) === 0) this.up.shut()
    world.after(draw(3) === 0 ? draw(1500) : draw(30), () => this.suite.lost())
    if (hubKnows) this.up.shut()
    else
      world.after(Math.max(this.cable.slowestMs, draw(4) === 0 ? draw(8000) : draw(200)), () => {
        this.up.shut()
        this.hub.over()
      })
  }
}

/** The suite's end: as much of a browser's WebSocket as y-websocket uses. */
export class SuiteEnd {
  static readonly OPEN = 1
  readonly OPEN = 1
  readyState = 0
  binaryType = 'arraybuffer'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  readonly link: Link

  constructor(cable: Cable, name: string, url: string | URL, protocols: string | string[] = []) {
    this.link = cable.connect(name, this, String(url), [protocols].flat())
  }
  get bufferedAmount(): number {
    return this.link.up.bytes
  }
  send(frame: Uint8Array): void {
    if (this.readyState !== 1) return
    const own = frame.slice()
    this.link.cable.ears.said(this, own)
    this.link.up.put(own)
  }
  close(): void {
    if (this.readyState >= 2) return
    this.readyState = 2
    this.link.up.put({ code: 1000, reason: '' })
  }
  take(parcel: Parcel): void {
    if (parcel === 'open') {
      if (this.readyState !== 0) return
      this.readyState = 1
      this.onopen?.()
    } else if (parcel instanceof Uint8Array) {
      if (this.readyState !== 1) return
      this.link.cable.ears.heard(this, parcel)
      this.onmessage?.({ data: parcel.slice().buffer })
    } else if (typeof parcel === 'object') {
      if (this.readyState === 3) return
      this.readyState = 3
      this.onclose?.(parcel)
    }
  }
  lost(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.({ code: 1006, reason: '' })
  }
}

export class Cable {
  readonly world: World
  readonly ears: Ears
  door: Door | null = null
  /** Longest time a frame is on its way. */
  slowestMs = 60
  /** How many of a thousand frames come twice. */
  twicePerMille = 0
  readonly #out = new Set<string>()
  readonly #links = new Set<Link>()

  constructor(world: World, ears: Ears) {
    this.world = world
    this.ears = ears
  }
  readonly draw = (below: number): number => this.world.draw(below)
  delayMs(): number {
    return this.draw(8) === 0 ? this.draw(this.slowestMs) : this.draw(12)
  }
  twice([kind, step]: Uint8Array, counted: boolean): boolean {
    return this.twicePerMille > 0 && !(counted && kind === 0 && step !== 0) && this.draw(1000) < this.twicePerMille
  }

  connect(name: string, suite: SuiteEnd, url: string, protocols: readonly string[]): Link {
    const link = new Link(this, name, suite, url, protocols)
    this.#links.add(link)
    if (this.#out.has(name)) this.world.after(this.draw(40), () => suite.lost())
    else link.up.put('arrive')
    return link
  }

  /** The hub's end is over: nothing of it can be cut any more. */
  forget(link: Link): void {
    this.#links.delete(link)
  }

  /** Pulls a name's cable; with a document only that connection. */
  pull(name: string, document: string | null = null): void {
    if (document === null) this.#out.add(name)
    for (const link of this.#links)
      if (link.name === name && (document === null || link.url.endsWith(document))) {
        this.#links.delete(link)
        link.cut()
      }
  }
  plug(name: string): void {
    this.#out.delete(name)
  }
  plugAll(): void {
    this.#out.clear()
  }
  isOut(name: string): boolean {
    return this.#out.has(name)
  }
  /** The hub's machine is gone: every connection with it. */
  drop(): void {
    for (const link of this.#links) link.cut(true)
    this.#links.clear()
    this.door = null
  }

  /** The WebSocket class of one name. */
  socket(name: string): typeof WebSocket {
    const cable = this
    return class extends SuiteEnd {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(cable, name, url, protocols)
      }
    } as unknown as typeof WebSocket
  }
}
