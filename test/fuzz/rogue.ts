/** A colorist's seat in hostile hands: a bare socket that mixes what it may with what it may not, forges, leaves gaps, deletes all, and comes back. */
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import { decodeMessage, encodeMessage } from '../../shared/wire/messages.ts'
import { aware, sync } from '../hub/desk.ts'
import { pick } from '../kit/seed.ts'
import type { Cable, SuiteEnd } from './cable.ts'
import { type House, hubUrl, sessionId } from './house.ts'
import type { World } from './world.ts'

/** The clip that nobody else writes, so that what it may is seen to land. */
const rogueClip = 'c.clip0009'
export const rogueKey = `${rogueClip}/0/node0001/label`

export class Rogue {
  seat = ''
  doc = new Y.Doc()
  /** Values of its own key in the order they were sent, and how many of them the hub has said are on disk. */
  readonly labels: string[] = []
  safe = 0
  #seatKey: string | null = null
  #end: SuiteEnd | null = null
  /** Places of the frames of this connection that carry a label, and the label's. */
  #frames: [number, number][] = []
  #sent = 0
  #busy = false
  #stopped = false
  readonly #world: World
  readonly #cable: Cable
  readonly #house: House
  /** Everybody's client ids, to forge. */
  readonly #victims: () => readonly number[]

  constructor(world: World, cable: Cable, house: House, victims: () => readonly number[]) {
    this.#world = world
    this.#cable = cable
    this.#house = house
    this.#victims = victims
  }

  get open(): boolean {
    return this.#end?.readyState === 1 && this.#synced
  }
  #synced = false
  #strayed = false

  /** What stands of its own clip must be what the hub has told it is on disk, or what it said after that. */
  holds(label: string | undefined): boolean {
    return this.safe === 0 || this.#strayed || this.labels.slice(this.safe - 1).includes(label ?? '')
  }

  /** Comes (back) with a fresh document and a fresh client id. */
  async enter(): Promise<void> {
    if (this.#busy || this.#stopped) return
    this.#busy = true
    try {
      this.#end?.close()
      if (this.#strayed) {
        this.labels.length = 0
        this.safe = 0
      }
      this.#strayed = false
      this.#synced = false
      this.#sent = 0
      this.#frames = []
      this.doc.destroy()
      this.doc = new Y.Doc()
      this.doc.clientID = 1 + this.#world.draw(0xfffffffe)
      const body = {
        key: this.#house.links.colorist,
        ...(this.#seatKey ? { seatKey: this.#seatKey } : {}),
        clientIds: { grade: this.doc.clientID },
      }
      const response = await this.#house.fetch('rogue')(`${hubUrl}/api/ticket`, { body: JSON.stringify(body) })
      if (!response.ok) return
      const ticket = JSON.parse(await response.text()) as { ticket: string; seatKey: string; seat: string }
      this.#seatKey = ticket.seatKey
      this.seat = ticket.seat
      const Socket = this.#cable.socket('rogue')
      const end = new Socket(`ws://hub/ws/${sessionId}/grade`, [
        'samelight.v1',
        `ticket.${ticket.ticket}`,
      ]) as unknown as SuiteEnd
      this.#end = end
      end.onopen = () => end.send(sync(0, Y.encodeStateVector(this.doc)))
      end.onmessage = ({ data }) => this.#hear(new Uint8Array(data), end)
    } catch {
      // The hub is away: it comes again when it is asked to.
    } finally {
      this.#busy = false
    }
  }

  stop(): void {
    this.#stopped = true
    this.#end?.close()
  }

  #hear(frame: Uint8Array, end: SuiteEnd): void {
    if (end !== this.#end) return
    if (frame[0] === 0) {
      const decoder = decoding.createDecoder(frame)
      decoding.readVarUint(decoder)
      const step = decoding.readVarUint(decoder)
      if (step === 0) return
      Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder), 'hub')
      if (step === 1) this.#synced = true
      return
    }
    const message = decodeMessage(frame)
    if (message?.kind === 'saved')
      for (const [at, label] of this.#frames) if (at <= message.heard) this.safe = Math.max(this.safe, label)
    // Told to begin again it sometimes goes on as if it had not heard.
    if (message?.kind === 'reset') {
      if (this.#world.draw(3) > 0) void this.enter()
      // From then on its own replica has replaced what the hub has kept, and what it says next may delete it: that is its own doing.
      else this.#strayed = true
    }
  }

  #update(write: (map: Y.Map<Value>) => void, client = this.doc.clientID): Uint8Array {
    const own = client === this.doc.clientID
    const doc = own ? this.doc : new Y.Doc()
    if (!own) Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc))
    doc.clientID = client
    const before = Y.encodeStateVector(doc)
    doc.transact(() => write(doc.getMap<Value>('grade')))
    return Y.encodeStateAsUpdate(doc, before)
  }

  /** One attack, or one honest edit among them. */
  act(counter: number): void {
    if (!this.open) {
      if (this.#world.draw(4) === 0) void this.enter()
      return
    }
    const { draw } = this.#world
    const own = rogueKey
    const foreign = [...this.doc.getMap<Value>('grade').keys()].filter((key) => !key.startsWith(rogueClip))
    const label = [`rogue-${counter}`]
    const end = this.#end!
    const send = (bytes: Uint8Array, labelled = false): void => {
      this.#sent++
      if (labelled) this.#frames.push([this.#sent, this.labels.push(label[0]!)])
      end.send(sync(2, bytes))
    }
    switch (draw(10)) {
      case 0:
      case 1:
        send(
          this.#update((map) => map.set(own, label)),
          true,
        )
        break
      case 2:
        send(
          this.#update((map) => {
            map.set('c.clip0001/0/node0001/label', label)
            map.set(own, label)
            if (foreign.length > 0) map.delete(pick(draw, foreign))
          }),
          true,
        )
        break
      case 3:
        send(
          this.#update((map) => {
            for (const key of foreign) map.delete(key)
          }),
        )
        break
      case 4:
        send(this.#update((map) => map.set('c.clip0001/0/node0001/label', label), pick(draw, this.#victims())))
        break
      case 5: {
        const copy = new Y.Doc()
        copy.clientID = this.doc.clientID
        for (let i = 0; i < 200; i++) copy.getMap<Value>('grade').set(own, [`gap-${counter}-${i}`])
        const before = Y.encodeStateVector(copy)
        copy.getMap<Value>('grade').set(own, label)
        send(Y.encodeStateAsUpdate(copy, before))
        copy.destroy()
        break
      }
      case 8:
        // A value that the key does not take: what stood before it goes on standing, until a later frame of this replica deletes it.
        this.#strayed = true
        send(this.#update((map) => map.set(own, [counter])))
        break
      case 6:
        send(Uint8Array.from({ length: 1 + draw(40) }, () => draw(256)))
        break
      case 7:
        end.send(aware(pick(draw, this.#victims()), 1 + draw(9), { following: true, seat: 'victim' }))
        break
      default: {
        const values = [['c.clip0001/0/node0001/label', label]] as [string, Value][]
        end.send(encodeMessage({ kind: 'live', seat: 'victim', drag: 'drag0001', seq: counter, values }))
      }
    }
  }
}
