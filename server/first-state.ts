/** What somebody who joins is sent of one document: the state of its newest checkpoint, printed once for all, and what came after it. */
import type { DocumentName } from '../shared/wire/ticket.ts'
import { HubDocument } from './document.ts'
import type { Loaded } from './store/store.ts'
import { printSync } from './sync-frames.ts'

/** An accepted update that is on disk. */
interface Update {
  readonly revision: number
  readonly bytes: Uint8Array
}

/** Updates that are merged into one frame, once: a joiner later on is sent the same frame. */
const handful = 64
const nothing = Uint8Array.of(0, 0)

export class FirstState {
  #base: { readonly revision: number; readonly frame: Uint8Array } | null = null
  /** Full handfuls, each with the revision of its last update. */
  #frames: { readonly last: number; readonly frame: Uint8Array }[] = []
  #rest: Update[] = []
  #end: Uint8Array | null = null
  /** Bytes of all that a joiner is sent, about. */
  size = 0

  /** `base`: a state that is on disk, with everything up to its revision. */
  constructor(base: Update | null, updates: readonly Update[]) {
    if (base) this.rebase(base)
    for (const update of updates) this.add(update)
  }

  static load(name: DocumentName, loaded: Loaded): FirstState {
    const base = loaded.checkpoints.find(({ document }) => document === name) ?? null
    return new FirstState(
      base,
      loaded.log.filter(({ document }) => document === name),
    )
  }

  /** One more update, on disk. */
  add(update: Update): void {
    this.#rest.push(update)
    this.#end = null
    this.size += update.bytes.length
    if (this.#rest.length < handful) return
    const bytes = HubDocument.merge(this.#rest.map((one) => one.bytes))
    this.#frames.push({ last: update.revision, frame: printSync(2, bytes) })
    this.#rest = []
  }

  /** A newer checkpoint takes the place of what it holds. */
  rebase({ revision, bytes }: Update): void {
    this.#base = { revision, frame: printSync(2, bytes) }
    // A handful that began before the checkpoint and ends after it stays: Yjs takes nothing in twice.
    this.#frames = this.#frames.filter(({ last }) => last > revision)
    this.#rest = this.#rest.filter((one) => one.revision > revision)
    this.#end = null
    const frames = this.#frames.reduce((sum, { frame }) => sum + frame.length, 0)
    this.size = bytes.length + frames + this.#rest.reduce((sum, one) => sum + one.bytes.length, 0)
  }

  /** In order: updates, and at last the step 2 that ends the first synchronisation. The frames are everybody's: never written to. */
  frames(): readonly Uint8Array[] {
    this.#end ??= printSync(
      1,
      this.#rest.length === 0 ? nothing : HubDocument.merge(this.#rest.map((one) => one.bytes)),
    )
    return [...(this.#base ? [this.#base.frame] : []), ...this.#frames.map(({ frame }) => frame), this.#end]
  }
}
