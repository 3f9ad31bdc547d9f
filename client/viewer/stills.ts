/**
 * Stills: of the frames this suite stops on, for rooms without the media; and, where this room is one of them, those of others, each
 * proved to be what its sender digested, of the very plan that this room's own grade compiles to.
 */

import type { StillOf } from '../../shared/suite/stills.ts'
import { sendsStill } from '../../shared/suite/stills.ts'
import type { Desk } from '../state/desk.ts'
import type { Pane } from './pane.ts'
import type { FromStill, ToStill } from './still.worker.ts'
import type { Ahead, FromWorker, Made, ToWorker } from './work.ts'

/** A still that could not be had is asked for again after this long, milliseconds. */
const againMs = 3000

export interface StillsHooks {
  readonly desk: Desk
  readonly post: (message: ToWorker) => void
  readonly postStill: (message: ToStill, transfer: Transferable[]) => void
  /** A room that wants stills has come, or none wants them any more. */
  readonly changed: () => void
  /** Puts a still on the canvas it was made for; without pixels it lies there already. */
  readonly show: (at: Ahead, made: Made, pixels: ArrayBuffer | null, canvas: Pane) => void
}

/** A frame that this room stands on without its media, as asked of the picture worker. */
interface Asked extends Ahead {
  readonly version: number
  readonly canvas: Pane
}

type Named = Extract<FromWorker, { kind: 'named' }>

export class StillRoom {
  readonly #hooks: StillsHooks
  readonly #stop: () => void
  #wanted = ''
  #asked: Asked | null = null
  #named: Named | null = null
  #shown: { readonly at: Ahead; readonly canvas: Pane; readonly made: Made } | null = null
  /** What is being fetched or read, and what came of it where nothing did. */
  #busy = ''
  #trouble: { readonly blob: string; readonly sentence: string } | null = null
  #retry: ReturnType<typeof setTimeout> | undefined = undefined
  /** The last PNG, for a canvas of another size. */
  #png: { readonly blob: string; readonly bytes: Uint8Array<ArrayBuffer> } | null = null

  constructor(hooks: StillsHooks) {
    this.#hooks = hooks
    const { suite } = hooks.desk
    const look = (): void => {
      const wanted = suite.session.timeline.clips.filter(({ id }) => sendsStill(suite, id)).map(({ id }) => id)
      if (wanted.join(' ') === this.#wanted) return
      this.#wanted = wanted.join(' ')
      hooks.changed()
    }
    const stops = [suite.on('rooms', look), suite.on('session', look)]
    this.#stop = () => {
      for (const stop of stops) stop()
    }
  }

  close(): void {
    clearTimeout(this.#retry)
    this.#stop()
  }

  /** The still on the canvas is to be put there anew. */
  again(): void {
    if (this.#shown) this.#shown = { ...this.#shown, canvas: [0, 0] }
  }

  /** Whether the next full picture of this clip is to be sent as a still. */
  wants(clip: string): boolean {
    const { suite, bypass, viewInto, pastHere } = this.#hooks.desk
    return !bypass && viewInto === null && pastHere === null && !suite.playing && sendsStill(suite, clip)
  }

  /** A frame of a stop: it becomes a PNG. */
  send({
    order: { clip, frame },
    made: { plan, source, digest },
    frame: still,
  }: Extract<FromWorker, { kind: 'still' }>): void {
    const { width, height, pixels } = still
    this.#hooks.postStill({ kind: 'write', of: { clip, frame, plan, source, digest }, width, height, pixels }, [
      pixels.buffer,
    ])
  }

  hear(message: FromStill): void {
    const { desk } = this.#hooks
    if (message.kind === 'written')
      void desk.suite.stills.put(message.of, message.png, message.blob).then((answer) => {
        if (!answer.ok && desk.suite.stills.allowed) desk.say(answer.refusal.sentence)
      })
    else if (message.kind === 'read') this.#read(message)
    else if (this.#busy === '') desk.say(message.sentence)
    else this.#failed(this.#busy, message.sentence)
  }

  /** What the picture worker calls the picture of the frame that was asked for. */
  name(named: Named): void {
    const { clip, frame, version } = named
    if (this.#asked?.clip === clip && this.#asked.frame === frame && this.#asked.version === version)
      this.#named = named
  }

  /**
   * Before each frame of the screen, for a frame without media (null: there is none to be had, or it moves): true while its still lies on
   * the canvas.
   */
  look(at: Ahead | null, version: number, canvas: Pane): boolean {
    const { desk, post } = this.#hooks
    const { suite } = desk
    if (!at || suite.playing || !suite.stills.allowed || desk.bypass || desk.viewInto || desk.pastHere) {
      this.#asked = null
      this.#shown = null
      return false
    }
    const asked = this.#asked
    if (asked?.clip !== at.clip || asked.frame !== at.frame || asked.version !== version) {
      this.#asked = { ...at, version, canvas }
      this.#named = null
      post({ kind: 'name', ...at, version })
    }
    if (this.#named) this.#get(this.#named, canvas)
    const shown = this.#shown
    const stands = shown !== null && shown.at.clip === at.clip && shown.at.frame === at.frame
    return stands && (this.#named === null || this.#named.plan === shown.made.plan)
  }

  /** What is said beside the picture of a clip without media, short enough to be read whole; `base` where there is media or another trouble. */
  sentence(base: string | null): string | null {
    const { suite, clip } = this.#hooks.desk
    const state = suite.matches.get(suite.seat)?.get(clip?.media ?? '')
    if (base === null || !clip || (state !== 'missing' && state !== 'mismatch')) return base
    if (this.#asked && this.#trouble) return this.#trouble.sentence
    const number = String(suite.session.timeline.clips.findIndex(({ id }) => id === clip.id) + 1).padStart(2, '0')
    const lead = state === 'missing' ? `no media for clip ${number} here` : `clip ${number} is another file here`
    const first = `${lead[0]!.toUpperCase()}${lead.slice(1)}`
    if (!suite.stills.allowed) return `${first}; the engineer may allow stills.`
    if (!this.#asked || !this.#shown) return `${first}; the still of each stop comes.`
    const { source, plan } = this.#shown.made
    const from = suite.records.stills.find((still) => still.source === source && still.plan === plan)?.seat ?? ''
    return `Exact still from ${suite.session.seats.get(from)?.name ?? 'the suite'}: ${lead}.`
  }

  /** Shows the still of a named frame, once it is on record, fetched and proved. */
  #get(named: Named, canvas: Pane): void {
    const { suite } = this.#hooks.desk
    const { clip, frame, plan } = named
    const shown = this.#shown
    const sized = shown?.canvas.join() === canvas.join()
    if (shown && sized && shown.at.clip === clip && shown.at.frame === frame && shown.made.plan === plan) {
      // Told once for each count of changes: the receipt is sworn anew.
      if (this.#named === named) this.#hooks.show({ clip, frame }, shown.made, null, canvas)
      return
    }
    const still = suite.stills.find(clip, frame, plan)
    if (!still || this.#trouble?.blob === still.blob) return
    const busy = `${still.blob} ${canvas.join()}`
    if (busy === this.#busy) return
    this.#busy = busy
    const { source, digest, blob } = still
    const read = (png: Uint8Array<ArrayBuffer>): void => {
      const { width, height } = named
      this.#hooks.postStill({ kind: 'read', of: { clip, frame, plan, source, digest }, width, height, png, canvas }, [])
    }
    if (this.#png?.blob === blob) {
      read(this.#png.bytes)
      return
    }
    void suite.stills.get(still).then((bytes) => {
      if (this.#busy !== busy) return
      if (typeof bytes === 'string') return this.#failed(busy, bytes)
      this.#png = { blob, bytes }
      read(bytes)
    })
  }

  #read({ of, pixels, canvas, mean }: Extract<FromStill, { kind: 'read' }>): void {
    this.#busy = ''
    this.#trouble = null
    const named = this.#named
    if (!named || named.clip !== of.clip || named.frame !== of.frame || named.plan !== of.plan) return
    const { clip, frame, look } = named
    const made: Made = { ...madeOf(of), look, mean }
    this.#shown = { at: { clip, frame }, canvas, made }
    this.#hooks.show({ clip, frame }, made, pixels, canvas)
  }

  #failed(busy: string, sentence: string): void {
    this.#trouble = { blob: busy.split(' ')[0]!, sentence }
    this.#busy = ''
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => (this.#trouble = null), againMs)
  }
}

const madeOf = ({ plan, source, digest }: StillOf): Omit<Made, 'look' | 'mean'> => ({
  ...{ plan, source, digest },
  executor: 'wasm',
  lacks: [],
  decodeMs: 0,
  drawMs: 0,
})
