/** What one pair of hands does to the grade: edits, scrubs, and own undo on one stack a level (document.md, "Undo"). */
import { type Draw, drawId, type GradeWriter, planWrites } from '../doc/edit.ts'
import type { Change, Level, Value } from '../doc/grade.ts'
import { Layered } from '../doc/read.ts'
import { type Step, Undo, type Way } from '../doc/undo.ts'
import type { Refusal } from '../wire/refusal.ts'
import type { Answer } from './calls.ts'
import type { Draft } from './draft.ts'
import type { Overlays } from './overlay.ts'
import { Drag } from './scrub.ts'
import type { Scrub } from './suite.ts'
import type { Timers } from './timers.ts'

export interface HandHooks {
  readonly seat: () => string
  readonly may: (key: string, value: Value | null) => Refusal | null
  readonly clock: () => number
  readonly timers: Timers
  readonly draw: Draw
  /** The drawn values of these keys changed by an overlay. */
  readonly drawn: (keys: ReadonlySet<string>) => void
  readonly say: (drag: string, seq: number, values: ReadonlyMap<string, Value | null>) => boolean
  readonly sayEnd: (drag: string) => boolean
  readonly tell: (sentence: string) => void
  /** Has the hub take back what it made of the grade at a revision; null: there is no link to ask it by. */
  readonly takeBack: (revision: number) => Promise<Answer> | null
}

/** What an undo did: the words of its step, what it took back, and the keys it left because somebody changed them since or they are locked. */
export interface Undone {
  readonly label: string
  readonly undone: readonly Change[]
  readonly skipped: readonly string[]
  /**
   * Of a step that the hub takes back (ripple, copy to many clips, restore): its answer. True: all of it was taken back. False: the hub refused, or left some of it,
   * and why is said.
   */
  readonly asked?: Promise<boolean>
}

export class Hand {
  readonly #draft: Draft
  readonly #overlays: Overlays
  readonly #hooks: HandHooks
  readonly #undo = new Undo()
  readonly #drags = new Map<string, Drag>()
  /** Steps that are with the hub to be taken back, by level: the stacks of that level stand still until it has answered. */
  readonly #asked = new Map<Level, Step>()

  constructor(draft: Draft, overlays: Overlays, hooks: HandHooks) {
    this.#draft = draft
    this.#overlays = overlays
    this.#hooks = hooks
  }

  /** All or nothing: one key that may not be written refuses the whole of it. */
  edit(level: Level, label: string, write: (grade: GradeWriter) => void): Refusal | null {
    return this.#write(level, label, this.writesOf(write))
  }

  writesOf(write: (grade: GradeWriter) => void): ReadonlyMap<string, Value | null> {
    return planWrites(this.#draft.entries, this.#hooks.draw, write)
  }

  scrub(level: Level, label: string): Scrub {
    const name = drawId(this.#hooks.draw)
    const drag = new Drag(name, {
      clock: this.#hooks.clock,
      timers: this.#hooks.timers,
      draw: (_, values) => {
        for (const [key, value] of values) {
          const refusal = this.#hooks.may(key, value)
          if (!refusal) continue
          this.#hooks.tell(refusal.sentence)
          return false
        }
        this.#hooks.drawn(this.#overlays.hold(this.#hooks.seat(), name, values, this.#hooks.clock()))
        return true
      },
      say: this.#hooks.say,
      keep: (_, values) => {
        this.#overlays.letGo(name, this.#hooks.clock())
        const refusal = this.#write(level, label, values)
        // Without the hub nobody will end the overlay, and refused it has nothing to wait for.
        if (!this.#hooks.sayEnd(name) || refusal) this.#hooks.drawn(this.#overlays.discard(name))
      },
      drop: () => {
        this.#hooks.drawn(this.#overlays.discard(name))
        this.#hooks.sayEnd(name)
      },
      over: () => this.#drags.delete(name),
    })
    this.#drags.set(name, drag)
    return drag
  }

  /** The hub refused these keys: what moves them now is over. */
  refuse(keys: readonly string[]): void {
    for (const name of this.#overlays.ownOn(keys)) this.#drags.get(name)?.fail()
  }

  /** Ends every drag; nothing of them is kept. */
  letGo(): void {
    for (const drag of [...this.#drags.values()]) drag.discard()
  }

  depth(level: Level): number {
    return this.#undo.depth(level)
  }

  undo(level: Level): Undone | null {
    return this.#move(level, 'undo', 'redo')
  }

  redo(level: Level): Undone | null {
    return this.#move(level, 'redo', 'undo')
  }

  #write(level: Level, label: string, writes: ReadonlyMap<string, Value | null>): Refusal | null {
    for (const [key, value] of writes) {
      const refusal = this.#hooks.may(key, value)
      if (!refusal) continue
      this.#hooks.tell(refusal.sentence)
      return refusal
    }
    const changes = this.#draft.write(label, writes)
    this.#undo.record(level, { label, changes })
    return null
  }

  /** The hub changed the grade for this seat in one transaction: one step. */
  recordBulk(level: Level, label: string, revision: number): void {
    this.#undo.record(level, { label, changes: [], bulk: revision })
  }

  /** The hub's to take back: the step leaves its stack, and comes to the other one with the hub's answer. */
  async #ask(level: Level, way: Way, back: Way, step: Step, revision: number): Promise<boolean> {
    const asked = this.#hooks.takeBack(revision)
    if (asked === null) {
      this.#undo.put(level, way, step)
      this.#hooks.tell(`${step.label}: it is the hub that undoes or redoes this, and there is no link to it now.`)
      return false
    }
    this.#asked.set(level, step)
    const depth = this.#undo.depth(level)
    const answer = await asked
    this.#asked.delete(level)
    if (!answer.ok) {
      this.#undo.put(level, way, step)
      this.#hooks.tell(`${step.label}: ${answer.refusal.sentence}`)
      return false
    }
    const value = answer.value as { revision: number | null; left: { count: number } }
    // A step made meanwhile leaves nothing to redo, as after any undo.
    const spent = back === 'redo' && this.#undo.depth(level) > depth
    if (value.revision !== null && !spent) this.#undo.put(level, back, { ...step, bulk: value.revision })
    if (value.left.count === 0) return true
    this.#hooks.tell(
      `${step.label}: ${value.left.count} controls are left as they are, because somebody changed them since.`,
    )
    return false
  }

  #move(level: Level, way: Way, back: Way): Undone | null {
    const { entries } = this.#draft
    const asked = this.#asked.get(level)
    if (asked) {
      this.#hooks.tell(`${asked.label}: the hub has not yet answered the undo or redo before.`)
      return { label: asked.label, undone: [], skipped: [], asked: Promise.resolve(false) }
    }
    const top = this.#undo.take(level, way)
    if (top?.bulk !== undefined)
      return { label: top.label, undone: [], skipped: [], asked: this.#ask(level, way, back, top, top.bulk) }
    if (top) this.#undo.put(level, way, top)
    const step = this.#undo[way](level, entries)
    if (!step) return null
    const refusal = [...step.writes].map(([key, value]) => this.#hooks.may(key, value)).find((no) => no !== null)
    if (refusal) {
      // Locked meanwhile: the step stays where it was, as if nobody had asked.
      if (step.writes.size > 0) this.#undo[back](level, new Layered(entries, step.writes))
      this.#hooks.tell(refusal.sentence)
      return { label: step.redo.label, undone: [], skipped: [...step.writes.keys(), ...step.skipped] }
    }
    this.#hooks.drawn(this.#overlays.uncover([...step.writes.keys()]))
    const undone = this.#draft.write(step.redo.label, step.writes)
    if (step.skipped.length > 0)
      this.#hooks.tell(
        `${step.redo.label}: left as it is, because somebody changed it since: ${step.skipped.join(', ')}.`,
      )
    return { label: step.redo.label, undone, skipped: step.skipped }
  }
}
