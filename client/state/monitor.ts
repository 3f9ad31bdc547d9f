/**
 * Kept, for each person in this browser: how pictures are finished for this suite's own glass, dither and the LUT of the monitor that the clean
 * feed is on. Nothing of it is in the document, in a receipt or in a still. Loaded when it is first used; one for each desk.
 */
import { Listeners } from '../../shared/suite/listeners.ts'
import { browserMonitors, type MonitorLut, type MonitorStore } from '../sync/monitors.ts'
import type { Desk } from './desk.ts'

/** Puts a finish; resolves with the sentence of a file that is no LUT (then none is in force), or null. */
export type PutFinish = (dither: boolean, lut: Uint8Array<ArrayBuffer> | null) => Promise<string | null>

export class Monitor {
  readonly #desk: Desk
  readonly #store: MonitorStore
  dither = true
  lut: MonitorLut | null = null
  /** What was wrong with the last file, or null. */
  sentence: string | null = null
  #put: PutFinish | null = null
  #loaded: Promise<void> | null = null
  readonly #ears = new Listeners<'changed'>()

  constructor(desk: Desk, store: MonitorStore) {
    this.#desk = desk
    this.#store = store
  }

  on = (hear: () => void): (() => void) => this.#ears.on('changed', hear)

  get #person(): string {
    const { suite } = this.#desk
    return suite.session.seats.get(suite.seat)?.name ?? ''
  }

  /** Finishes go this way from now on; what is kept is put at once. */
  async begin(put: PutFinish): Promise<void> {
    this.#put = put
    this.#loaded ??= this.#load()
    await this.#loaded
    if (this.#put !== put || (this.dither && this.lut === null)) return
    const sentence = await this.#send(this.lut)
    if (sentence !== null && this.lut) this.#refused(this.lut.name, sentence, { ...this.lut, on: false })
  }
  async #load(): Promise<void> {
    try {
      const kept = await this.#store.load(this.#person)
      if (!kept) return
      this.dither = kept.dither
      this.lut = kept.lut
      this.#ears.tell('changed')
    } catch (error) {
      this.#desk.say(error instanceof Error ? error.message : String(error))
    }
  }
  #send(lut: MonitorLut | null): Promise<string | null> {
    return this.#put ? this.#put(this.dither, lut?.on ? lut.bytes : null) : Promise.resolve(null)
  }

  /** The feed goes through this file from now on; where it is no LUT its sentence is said, and what was there stays. */
  async take(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const lut = { name, bytes, on: true }
    const sentence = await this.#send(lut)
    if (sentence !== null) {
      this.#refused(name, sentence, this.lut)
      await this.#send(this.lut)
      return
    }
    this.sentence = null
    this.#set(lut)
    this.#desk.say(`The clean feed goes through “${name}”: no other picture does, here or in another room.`)
  }
  #refused(name: string, sentence: string, stays: MonitorLut | null): void {
    this.sentence = `${name}: ${sentence}`
    this.#desk.say(this.sentence)
    this.#set(stays)
  }
  /** Through it or past it; the file is kept. */
  async turn(on: boolean): Promise<void> {
    if (!this.lut) return
    this.#set({ ...this.lut, on })
    await this.#send(this.lut)
  }
  /** The file is forgotten. */
  async remove(): Promise<void> {
    this.sentence = null
    this.#set(null)
    await this.#send(null)
  }
  async setDither(on: boolean): Promise<void> {
    this.dither = on
    this.#set(this.lut)
    await this.#send(this.lut)
  }

  #set(lut: MonitorLut | null): void {
    this.lut = lut
    this.#ears.tell('changed')
    this.#store
      .save(this.#person, { dither: this.dither, lut })
      .catch((error: unknown) => this.#desk.say(error instanceof Error ? error.message : String(error)))
  }
}

const all = new WeakMap<Desk, Monitor>()

/** The one monitor of a desk. */
export function monitorOf(desk: Desk): Monitor {
  let own = all.get(desk)
  if (!own) all.set(desk, (own = new Monitor(desk, browserMonitors(indexedDB))))
  return own
}
