/**
 * A draft, which is what a graph is drawn into, cut into stages. A value's depth is the number of passes beneath it; kernel k computes what
 * is of depth k and still wanted. What a later kernel or a pass reads of it crosses as a plane. Each kernel has its own coefficients and
 * tables only, numbered anew, so that what changes in one leaves the others as they were.
 */
import { ARITY, type Builder, type DrawnPass, type Instruction, programOf, type Table, type V } from '../op/expr.ts'
import { kernelStage, PICTURE, type PlaneName, type Stage } from './stage.ts'

/**
 * The stages of a draft, in order: `outputs` become the picture. Planes that cross are named `prefix` and a number. Without passes and
 * fields it is one kernel, as it was drawn.
 */
export function sliceDraft(b: Builder, outputs: readonly V[], prefix: string): readonly Stage[] {
  if (b.passes.length === 0 && b.fields.size === 0) return [kernelStage(b, outputs)]
  return new Slicer(b, outputs, prefix).stages()
}

class Slicer {
  readonly #list: readonly Instruction[]
  readonly #b: Builder
  readonly #outputs: readonly V[]
  readonly #prefix: string
  /** Of each plane of the draft beyond the picture's, the pass that gives it. */
  readonly #from = new Map<number, DrawnPass>()
  /** Of each value its depth. */
  readonly #depth: Int32Array
  /** Whether an output needs the value. */
  readonly #needed: Uint8Array
  readonly #passes = new Map<DrawnPass, number>()
  /** Planes that values stand in once they have been computed. */
  readonly #names = new Map<number, PlaneName>()
  /** Whether a value is made anew where it is read: the place, and what is the same for every pixel. */
  readonly #fresh: Uint8Array
  /** Of each depth, what its kernel hands on. */
  readonly #handed: V[][] = []

  constructor(b: Builder, outputs: readonly V[], prefix: string) {
    this.#b = b
    this.#list = b.list
    this.#outputs = outputs
    this.#prefix = prefix
    for (const drawn of b.passes) for (const i of drawn.inputs.keys()) this.#from.set(drawn.plane + i, drawn)
    this.#fresh = new Uint8Array(b.list.length)
    this.#depth = this.#depths()
    this.#needed = this.#needs()
    this.#name()
  }

  #depths(): Int32Array {
    const depth = new Int32Array(this.#list.length)
    this.#list.forEach(({ code, a, b, c, n }, k) => {
      const drawn = code === 'plane' ? this.#from.get(n) : undefined
      if (drawn) depth[k] = 1 + Math.max(...drawn.inputs.map((v) => depth[v]!))
      else for (const v of [a, b, c].slice(0, ARITY[code])) depth[k] = Math.max(depth[k]!, depth[v]!)
    })
    return depth
  }

  #needs(): Uint8Array {
    const needed = new Uint8Array(this.#list.length)
    for (const v of this.#outputs) needed[v] = 1
    for (let k = this.#list.length - 1; k >= 0; k--) {
      if (!needed[k]) continue
      const { code, a, b, c, n } = this.#list[k]!
      const drawn = code === 'plane' ? this.#from.get(n) : undefined
      if (drawn) this.#passes.set(drawn, this.#depth[k]!)
      for (const v of drawn ? drawn.inputs : [a, b, c].slice(0, ARITY[code])) needed[v] = 1
    }
    return needed
  }

  /** Gives names to all that crosses. */
  #name(): void {
    const list = this.#list
    const fresh = this.#fresh
    list.forEach(({ code, a, b, c }, k) => {
      const reads = [a, b, c].slice(0, ARITY[code])
      const own = ['const', 'coef', 'x', 'y'].includes(code)
      fresh[k] =
        own || (reads.length > 0 && reads.every((v) => fresh[v] && !['x', 'y'].includes(list[v]!.code))) ? 1 : 0
      if (code === 'plane') this.#names.set(k, PICTURE[list[k]!.n] ?? `${this.#prefix}${list[k]!.n}`)
    })
    let next = Math.max(2, ...this.#from.keys(), ...this.#b.fields.keys()) + 1
    const hand = (v: V, whole: boolean): void => {
      if (this.#names.has(v) || (fresh[v] && !whole)) return
      this.#names.set(v, `${this.#prefix}${next++}`)
      ;(this.#handed[this.#depth[v]!] ??= []).push(v)
    }
    for (const { inputs } of this.#passes.keys()) for (const v of inputs) hand(v, true)
    const top = this.#top()
    list.forEach(({ code, a, b, c }, k) => {
      if (!this.#needed[k]) return
      for (const v of [a, b, c].slice(0, ARITY[code])) if (this.#depth[v]! < this.#depth[k]!) hand(v as V, false)
    })
    for (const v of this.#outputs) if (this.#depth[v]! < top) hand(v, false)
  }

  #top(): number {
    return Math.max(...this.#outputs.map((v) => this.#depth[v]!))
  }

  stages(): Stage[] {
    const stages: Stage[] = []
    for (const [n, field] of this.#b.fields)
      if (this.#list.some((ins, k) => this.#needed[k] && ins.code === 'plane' && ins.n === n))
        stages.push({ kind: 'field', field, reads: [], writes: [`${this.#prefix}${n}`] })
    const top = this.#top()
    for (let depth = 0; depth <= top; depth++) {
      for (const [{ pass, inputs, plane }, own] of [...this.#passes].reverse())
        if (own === depth) {
          const reads = inputs.map((v) => this.#names.get(v)!)
          stages.push({ ...pass, reads, writes: inputs.map((_, i) => `${this.#prefix}${plane + i}`) })
        }
      const last = depth === top
      const values = last ? this.#outputs : (this.#handed[depth] ?? [])
      const writes = last ? PICTURE : values.map((v) => this.#names.get(v)!)
      if (values.length > 0) stages.push(this.#kernel(depth, values, writes))
    }
    return stages
  }

  /** A kernel of these values, from planes and what may be made anew. */
  #kernel(depth: number, values: readonly V[], writes: readonly PlaneName[]): Stage {
    const reads: PlaneName[] = []
    const coefs: number[] = []
    const tables: Table[] = []
    const list: Instruction[] = []
    const at = new Map<number, number>()
    const wanted = new Set<number>()
    const stack: number[] = [...values]
    /** Read as a plane here. */
    const given = (k: number) =>
      this.#list[k]!.code === 'plane' || (this.#names.has(k) && this.#depth[k]! < depth && !this.#fresh[k])
    for (let k = stack.pop(); k !== undefined; k = stack.pop()) {
      if (wanted.has(k)) continue
      wanted.add(k)
      const { code, a, b, c } = this.#list[k]!
      if (!given(k)) stack.push(...[a, b, c].slice(0, ARITY[code]))
    }
    const numbered = <T>(all: T[], one: T): number => {
      const had = all.indexOf(one)
      return had >= 0 ? had : all.push(one) - 1
    }
    const coefAt = new Map<number, number>()
    for (const k of [...wanted].sort((a, b) => a - b)) {
      const ins = this.#list[k]!
      const { code } = ins
      if (given(k)) {
        at.set(k, list.push({ code: 'plane', a: 0, b: 0, c: 0, n: numbered(reads, this.#names.get(k)!) }) - 1)
        continue
      }
      let { n } = ins
      if (code === 'coef') {
        if (!coefAt.has(n)) coefAt.set(n, coefs.push(this.#b.coefs[n]!) - 1)
        n = coefAt.get(n)!
      } else if (code === 'value' || code === 'slope') n = numbered(tables, this.#b.tables[n]!)
      else if (code === 'vertex') n = 4 * numbered(tables, this.#b.tables[n >> 2]!) + (n & 3)
      const arity = ARITY[code]
      const [a, b, c] = [ins.a, ins.b, ins.c].map((v, i) => (i < arity ? at.get(v)! : 0)) as [number, number, number]
      at.set(k, list.push({ code, a, b, c, n }) - 1)
    }
    const outputs = values.map((v) => at.get(v)!)
    const program = programOf(list, outputs, coefs.length, tables.length)
    return { kind: 'kernel', program, coefficients: Float32Array.from(coefs), tables, reads, writes }
  }
}
