/** A control under the fingers: drawn here at once, said to the others newest only, kept alive while it is held (hub.md, "live"). */
import type { Value } from '../doc/grade.ts'
import type { Scrub } from './suite.ts'
import type { Timers } from './timers.ts'

/** At most 60 words a second. */
export const wordMs = 1000 / 60
/** A held control is heard of this often: between two and four times a second. */
export const aliveMs = 300

export interface ScrubHooks {
  readonly clock: () => number
  readonly timers: Timers
  /** Own overlay, drawn now. False where it may not be: the drag is over. */
  readonly draw: (drag: string, values: ReadonlyMap<string, Value | null>) => boolean
  /** Says the newest values; `seq` rises. False where the socket is too far behind to take them. */
  readonly say: (drag: string, seq: number, values: ReadonlyMap<string, Value | null>) => boolean
  /** One transaction and one undo step, then the word that the fingers are off. */
  readonly keep: (drag: string, values: ReadonlyMap<string, Value | null>) => void
  /** Takes the overlay back and says so. */
  readonly drop: (drag: string) => void
  /** The drag is over, whichever way. */
  readonly over: (drag: string) => void
}

export class Drag implements Scrub {
  readonly #name: string
  readonly #hooks: ScrubHooks
  #values: ReadonlyMap<string, Value | null> = new Map()
  #seq = 0
  #saidAt = Number.NEGATIVE_INFINITY
  #over = false
  #stopWord: (() => void) | null = null
  #stopAlive: (() => void) | null = null

  constructor(name: string, hooks: ScrubHooks) {
    this.#name = name
    this.#hooks = hooks
  }

  set(values: ReadonlyMap<string, Value | null>): void {
    if (this.#over) return
    const merged = new Map([...this.#values, ...values])
    if (!this.#hooks.draw(this.#name, merged)) {
      this.fail()
      return
    }
    this.#values = merged
    this.#stopAlive ??= this.#hooks.timers.every(aliveMs, () => this.#keepAlive())
    const wait = this.#saidAt + wordMs - this.#hooks.clock()
    if (wait <= 0) this.#say()
    else this.#stopWord ??= this.#hooks.timers.after(wait, () => this.#say())
  }

  commit(): void {
    if (!this.#close()) return
    if (this.#values.size > 0) this.#hooks.keep(this.#name, this.#values)
    this.#hooks.over(this.#name)
  }

  discard(): void {
    if (!this.#close()) return
    if (this.#values.size > 0) this.#hooks.drop(this.#name)
    this.#hooks.over(this.#name)
  }

  /** Somebody else holds it, or it is locked: the fingers go on moving and nothing happens. */
  fail(): void {
    this.discard()
  }

  #say(): void {
    this.#stopWord?.()
    this.#stopWord = null
    if (this.#over) return
    // A slow socket is given the newest value later instead of every value now.
    if (this.#hooks.say(this.#name, this.#seq + 1, this.#values)) this.#seq++
    else this.#stopWord = this.#hooks.timers.after(wordMs, () => this.#say())
    this.#saidAt = this.#hooks.clock()
  }

  #keepAlive(): void {
    if (this.#hooks.clock() - this.#saidAt >= aliveMs / 2) this.#say()
  }

  #close(): boolean {
    if (this.#over) return false
    this.#over = true
    this.#stopWord?.()
    this.#stopAlive?.()
    return true
  }
}
