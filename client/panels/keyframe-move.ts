/**
 * Keyframes under the fingers: drawn here and in every room while they move, kept in one undo step. The hub lets one drag touch 256 keys and
 * counts every place a keyframe passed through, so a long way is gone in several overlays, the next one laid before the last is lifted.
 */
import { heldBy, moveKeyframes, splitFrame, type Writes } from '../../shared/doc/keyframe-edit.ts'
import type { Scrub } from '../../shared/suite/suite.ts'
import { writeKeyframes } from '../actions/index.ts'
import type { Desk } from '../state/desk.ts'

/** Keys of one overlay: fewer than the hub's most (server/live.ts). */
const most = 240
/** Keyframes that are still shown in the rooms while they move: each touches where it was and where it is, and the next overlay both places. */
export const shownLive = 60

export class KeyframeMove {
  readonly #desk: Desk
  readonly #level: string
  readonly #keys: readonly string[]
  /** As they stood when they were taken hold of. */
  readonly keys: ReadonlySet<string>
  readonly #touched = new Set<string>()
  #scrub: Scrub | null = null
  /** Frames moved so far. */
  by = 0

  private constructor(desk: Desk, level: string, keys: readonly string[]) {
    this.#desk = desk
    this.#level = level
    this.#keys = keys
    this.keys = new Set(keys)
  }

  /** Takes hold of keyframes; null, with a sentence in the foot, where one of them may not be moved. */
  static begin(desk: Desk, keys: readonly string[]): KeyframeMove | null {
    const { level, suite } = desk
    const no = keys.map((key) => suite.may(key, null)).find((refusal) => refusal !== null)
    if (no) desk.say(no.sentence)
    return level && !no && keys.length > 0 ? new KeyframeMove(desk, level, keys) : null
  }

  /** Whether the other rooms see it on the way. */
  get live(): boolean {
    return this.#keys.length <= shownLive
  }

  /** Moves to so many frames from where they stood, held to the clip's ends; answers how many. */
  to(wish: number): number {
    const { keyframes } = this.#desk
    const frames = this.#keys.map((key) => splitFrame(key)![1])
    const by = heldBy(frames, wish, keyframes.reach)
    if (by === this.by) return by
    this.by = by
    if (this.live) this.#show()
    keyframes.select(this.#keys.map((key) => this.#at(key)))
    return by
  }

  commit(): void {
    if (this.by === 0) this.discard()
    else if (!this.live) {
      if (!writeKeyframes(this.#desk, this.#label, this.#writes())) this.#desk.keyframes.select(this.#keys)
    } else {
      // What was passed on the way goes back to what stands there by now.
      this.#scrub?.set(this.#overlay())
      this.#scrub?.commit()
    }
  }

  discard(): void {
    this.#scrub?.discard()
    this.#desk.keyframes.select(this.#keys)
  }

  get #label(): string {
    return this.#keys.length > 1 ? 'Move keyframes' : 'Move keyframe'
  }
  #at(key: string): string {
    const [control, frame] = splitFrame(key)!
    return `${control}@${frame + this.by}`
  }
  #writes(): Writes {
    return moveKeyframes(this.#desk.suite.entries, this.#keys, this.by)
  }
  #overlay(): Writes {
    const { entries } = this.#desk.suite
    const writes = this.#writes()
    return new Map([...[...this.#touched].map((key) => [key, entries.get(key) ?? null] as const), ...writes])
  }
  #show(): void {
    const writes = this.#writes()
    const had = this.#scrub
    if (!had || new Set([...this.#touched, ...writes.keys()]).size > most) {
      this.#touched.clear()
      this.#scrub = this.#desk.suite.scrub(this.#level, this.#label)
    }
    this.#scrub!.set(this.#overlay())
    for (const key of writes.keys()) this.#touched.add(key)
    if (had && had !== this.#scrub) had.discard()
  }
}
