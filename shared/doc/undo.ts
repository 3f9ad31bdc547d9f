/** Own undo (document.md, "Undo"): steps of changed keys, compared by value. Values step key by key, structure all or nothing. */
import type { Change, Entries, Value } from './grade.ts'
import { sameValue } from './read.ts'

export interface Step {
  readonly label: string
  readonly changes: readonly Change[]
}

/** A head or a link makes a step structural. */
const structural = (key: string): boolean => /\/(head|in\.[0-9a-z]+)$/.test(key) && !/\/w\.[0-9a-z]{8}\/head$/.test(key)

/** The writes that take a step back, the keys it must leave because somebody changed them since, and the step to redo. */
export function takeBack(
  step: Step,
  entries: Entries,
): { readonly writes: ReadonlyMap<string, Value | null>; readonly skipped: readonly string[]; readonly redo: Step } {
  const stands = (c: Change) => sameValue(entries.get(c.key) ?? null, c.to)
  const firm = step.changes.filter((c) => structural(c.key))
  const whole = firm.every(stands)
  const able = whole ? step.changes.filter(stands) : []
  return {
    writes: new Map(able.map((c) => [c.key, c.from])),
    skipped: step.changes.filter((c) => !able.includes(c)).map((c) => c.key),
    redo: { label: step.label, changes: able.map((c) => ({ key: c.key, from: c.to, to: c.from })) },
  }
}

/** One seat's stacks, one a level. */
export class Undo {
  readonly #done = new Map<string, Step[]>()
  readonly #undone = new Map<string, Step[]>()
  static readonly most = 500

  record(level: string, step: Step): void {
    if (step.changes.length === 0) return
    const stack = this.#stack(this.#done, level)
    stack.push(step)
    if (stack.length > Undo.most) stack.shift()
    this.#undone.delete(level)
  }
  depth(level: string): number {
    return this.#done.get(level)?.length ?? 0
  }
  /** Steps back over the newest step that still has something to take back; null when there is none. */
  undo(level: string, entries: Entries): ReturnType<typeof takeBack> | null {
    return this.#move(this.#stack(this.#done, level), this.#stack(this.#undone, level), entries)
  }
  redo(level: string, entries: Entries): ReturnType<typeof takeBack> | null {
    return this.#move(this.#stack(this.#undone, level), this.#stack(this.#done, level), entries)
  }
  #move(from: Step[], to: Step[], entries: Entries): ReturnType<typeof takeBack> | null {
    const step = from.pop()
    if (!step) return null
    const back = takeBack(step, entries)
    if (back.writes.size > 0) to.push(back.redo)
    return back
  }
  #stack(stacks: Map<string, Step[]>, level: string): Step[] {
    let stack = stacks.get(level)
    if (!stack) stacks.set(level, (stack = []))
    return stack
  }
}
