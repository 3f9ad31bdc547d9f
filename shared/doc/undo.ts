/** Own undo (document.md, "Undo"): steps of changed keys, compared by value. Values go back key by key, structure all or nothing. */
import type { Change, Entries, Value } from './grade.ts'
import { parsePath } from './path.ts'
import { sameValue } from './read.ts'

export interface Step {
  readonly label: string
  readonly changes: readonly Change[]
  /** Revision of a change that the hub made in one transaction: it is the hub that takes it back, and `changes` is empty. */
  readonly bulk?: number
}

export type Way = 'undo' | 'redo'

/** What taking a step back comes to. */
export interface Back {
  readonly writes: ReadonlyMap<string, Value | null>
  /** Keys left as they are, because somebody changed them since. */
  readonly skipped: readonly string[]
  /** The step that takes this one back again. */
  readonly redo: Step
}

const controlOf = (key: string): string => {
  const path = parsePath(key)
  return path?.kind === 'control' ? path.control : ''
}
/** A head or a link: of a node, never of a window. */
const isStructure = (key: string): boolean => /^(head|key|in\.[0-9a-z]+)$/.test(controlOf(key))

/**
 * The writes that take a step back. A node that the step made does not vanish, it becomes a wire as if deleted: somebody who has not
 * heard of the undo may be linking to it now.
 */
export function takeBack(step: Step, entries: Entries): Back {
  const stands = (c: Change) => sameValue(entries.get(c.key) ?? null, c.to)
  const whole = step.changes.filter((c) => isStructure(c.key)).every(stands)
  const able = whole ? step.changes.filter(stands) : []
  const made = new Set(
    able
      .filter((c) => c.from === null && c.to !== null && controlOf(c.key) === 'head')
      .map((c) => c.key.slice(0, -'head'.length)),
  )
  const undone: Change[] = []
  for (const { key, from, to } of able) {
    const control = controlOf(key)
    const own = made.has(key.slice(0, key.length - control.length))
    if (own && control === 'head') undone.push({ key, from: to, to: ['gone', ...to!.slice(1)] })
    else if (!own || !control.startsWith('in.')) undone.push({ key, from: to, to: from })
  }
  return {
    writes: new Map(undone.map((c) => [c.key, c.to])),
    skipped: step.changes.filter((c) => !able.includes(c)).map((c) => c.key),
    redo: { label: step.label, changes: undone },
  }
}

/**
 * The writes that bring a step into a document that went on without it. Nodes of the step's own making come whole: where their link was
 * taken meanwhile, reading the graph splices them in. Of the rest, only keys nobody changed since; the others are named, links apart.
 */
export function bringForth(
  step: Step,
  entries: Entries,
): { readonly writes: ReadonlyMap<string, Value | null>; readonly skipped: readonly string[] } {
  const nodeOf = (key: string) => key.slice(0, key.length - controlOf(key).length)
  const made = new Set(
    step.changes.filter((c) => c.from === null && controlOf(c.key) === 'head').map((c) => nodeOf(c.key)),
  )
  const writes = new Map<string, Value | null>()
  const skipped: string[] = []
  for (const { key, from, to } of step.changes) {
    const now = entries.get(key) ?? null
    if (sameValue(now, to)) continue
    const own = made.has(nodeOf(key)) && now === null
    if (own || sameValue(now, from)) writes.set(key, to)
    else if (made.size === 0 || !controlOf(key).startsWith('in.')) skipped.push(key)
  }
  return { writes, skipped }
}

/** One seat's stacks, one a level. */
export class Undo {
  readonly #done = new Map<string, Step[]>()
  readonly #undone = new Map<string, Step[]>()
  /** Steps kept of a level. */
  static readonly most = 500

  record(level: string, step: Step): void {
    if (step.changes.length === 0 && step.bulk === undefined) return
    const stack = this.#stack(this.#done, level)
    stack.push(step)
    if (stack.length > Undo.most) stack.shift()
    this.#undone.delete(level)
  }
  depth(level: string): number {
    return this.#done.get(level)?.length ?? 0
  }
  /** The newest step of a way, taken off its stack; null: no step. */
  take(level: string, way: Way): Step | null {
    return this.#stack(way === 'undo' ? this.#done : this.#undone, level).pop() ?? null
  }
  /** Puts a step on top of a way. */
  put(level: string, way: Way, step: Step): void {
    this.#stack(way === 'undo' ? this.#done : this.#undone, level).push(step)
  }
  /** Takes the newest step back. Where all of its keys were changed since, nothing is written, and the step is spent. Null: no step. */
  undo(level: string, entries: Entries): Back | null {
    return this.#move(this.#stack(this.#done, level), this.#stack(this.#undone, level), entries)
  }
  redo(level: string, entries: Entries): Back | null {
    return this.#move(this.#stack(this.#undone, level), this.#stack(this.#done, level), entries)
  }
  #move(from: Step[], to: Step[], entries: Entries): Back | null {
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
