/**
 * A draft, which is what a graph is drawn into, cut into stages. A value's depth is the number of passes beneath it; kernel k computes what
 * is of depth k and still wanted. What a later kernel or a pass reads of it crosses as a plane. Each kernel has its own coefficients and
 * tables only, numbered anew, so that what changes in one leaves the others as they were.
 */
import { ARITY, type Builder, type DrawnPass, type Instruction, programOf, type Table, type V } from '../op/expr.ts'
import { type Mark, markPass, markText, markValues, nameOf } from './content.ts'
import { kernelStage, PICTURE, type PlaneName, type Stage } from './stage.ts'

/**
 * The stages of a draft, in order: `outputs` become the picture. Planes that cross are named `prefix` and a number. Without passes and
 * fields it is one kernel, as it was drawn.
 */
export function sliceDraft(b: Builder, outputs: readonly V[], prefix: string): readonly Stage[] {
  if (b.passes.length === 0 && b.fields.size === 0) return [kernelStage(b, outputs)]
  return new Slicer(b, outputs, prefix, null).stages()
}

/**
 * The same, each stage with what the planes it writes hold, and the marks of the outputs. `given`: marks of the planes the draft begins
 * with.
 */
export function sliceMarked(
  b: Builder,
  outputs: readonly V[],
  prefix: string,
  given: readonly Mark[],
): { readonly stages: readonly Stage[]; readonly marks: readonly Mark[] } {
  const at = markValues(b, given)
  return { stages: new Slicer(b, outputs, prefix, at).stages(), marks: outputs.map(at) }
}

/** What takes no more steps is made again by each kernel that reads it: a plane would cost more. */
const FEW = 6

/** The values an instruction reads. */
function readsOf({ code, a, b, c }: Instruction): readonly number[] {
  switch (ARITY[code]) {
    case 0:
      return NONE
    case 1:
      return [a]
    case 2:
      return [a, b]
    case 3:
      return [a, b, c]
  }
}
const NONE: readonly number[] = []

class Slicer {
  readonly #list: readonly Instruction[]
  readonly #b: Builder
  readonly #outputs: readonly V[]
  readonly #prefix: string
  readonly #mark: ((v: number) => Mark) | null
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
  /** Whether a value depends on a plane. */
  readonly #seeing: Uint8Array
  /** Of each depth, what its kernel hands on. */
  readonly #handed: V[][] = []

  constructor(b: Builder, outputs: readonly V[], prefix: string, mark: ((v: number) => Mark) | null) {
    this.#b = b
    this.#mark = mark
    this.#list = b.list
    this.#outputs = outputs
    this.#prefix = prefix
    for (const drawn of b.passes) for (const i of drawn.inputs.keys()) this.#from.set(drawn.plane + i, drawn)
    this.#fresh = new Uint8Array(b.list.length)
    this.#seeing = new Uint8Array(b.list.length)
    this.#depth = this.#depths()
    this.#needed = this.#needs()
    this.#name()
  }

  #depths(): Int32Array {
    const depth = new Int32Array(this.#list.length)
    this.#list.forEach((ins, k) => {
      const drawn = ins.code === 'plane' ? this.#from.get(ins.n) : undefined
      let most = 0
      for (const v of drawn ? drawn.inputs : readsOf(ins)) most = Math.max(most, depth[v]!)
      depth[k] = drawn ? most + 1 : most
    })
    return depth
  }

  #needs(): Uint8Array {
    const needed = new Uint8Array(this.#list.length)
    for (const v of this.#outputs) needed[v] = 1
    for (let k = this.#list.length - 1; k >= 0; k--) {
      if (!needed[k]) continue
      const ins = this.#list[k]!
      const drawn = ins.code === 'plane' ? this.#from.get(ins.n) : undefined
      if (drawn) this.#passes.set(drawn, this.#depth[k]!)
      for (const v of drawn ? drawn.inputs : readsOf(ins)) needed[v] = 1
    }
    return needed
  }

  /** Gives names to all that crosses. */
  #name(): void {
    const list = this.#list
    const fresh = this.#fresh
    let next = Math.max(2, ...this.#from.keys(), ...this.#b.fields.keys()) + 1
    const hand = (v: V): void => {
      if (this.#names.has(v)) return
      this.#names.set(v, `${this.#prefix}${next++}`)
      ;(this.#handed[this.#depth[v]!] ??= []).push(v)
    }
    const crossing = new Set<V>()
    const top = this.#top()
    for (const v of this.#outputs) if (this.#depth[v]! < top) crossing.add(v)
    list.forEach((ins, k) => {
      const { code, n } = ins
      const reads = readsOf(ins)
      const own = code === 'const' || code === 'coef' || code === 'x' || code === 'y'
      fresh[k] =
        own || (reads.length > 0 && reads.every((v) => fresh[v] && list[v]!.code !== 'x' && list[v]!.code !== 'y'))
          ? 1
          : 0
      this.#seeing[k] = code === 'plane' || reads.some((v) => this.#seeing[v]) ? 1 : 0
      if (!this.#needed[k]) return
      for (const v of reads) if (this.#depth[v]! < this.#depth[k]!) crossing.add(v as V)
      if (code !== 'plane') return
      const drawn = this.#from.get(n)
      if (drawn) for (const v of drawn.inputs) hand(v)
      const kept = drawn?.pass.kind === 'keep' ? this.#names.get(drawn.inputs[n - drawn.plane]!) : undefined
      this.#names.set(k, kept ?? PICTURE[n] ?? `${this.#prefix}${n}`)
    })
    for (const v of [...crossing].sort((a, b) => a - b)) if (this.#effort(v, FEW) > FEW) hand(v)
  }

  /** How many steps make a value from what is at hand wherever it is read; more than `most` where they are too many. */
  #effort(v: number, most: number): number {
    if (this.#names.has(v) || this.#fresh[v]) return 0
    const ins = this.#list[v]!
    const { code } = ins
    let sum = 1
    if (code === 'value' || code === 'slope' || code === 'vertex') return most + 1
    for (const read of readsOf(ins)) {
      if (sum > most) break
      sum += this.#effort(read, most - sum)
    }
    return sum
  }

  #top(): number {
    return Math.max(...this.#outputs.map((v) => this.#depth[v]!))
  }

  stages(): Stage[] {
    const stages: Stage[] = []
    for (const [n, field] of this.#b.fields)
      if (this.#list.some((ins, k) => this.#needed[k] && ins.code === 'plane' && ins.n === n))
        stages.push({
          ...{ kind: 'field', field, reads: [], writes: [`${this.#prefix}${n}`] },
          ...this.#marked(() => [markText(field.name)]),
        })
    const top = this.#top()
    for (let depth = 0; depth <= top; depth++) {
      for (const [{ pass, inputs, plane }, own] of [...this.#passes].reverse())
        if (own === depth && pass.kind !== 'keep') {
          const reads = inputs.map((v) => this.#names.get(v)!)
          const writes = inputs.map((_, i) => `${this.#prefix}${plane + i}`)
          const marks = this.#marked((mark) => inputs.map((v) => markPass(pass, mark(v))))
          stages.push({ ...pass, reads, writes, ...marks })
        }
      if (depth === top) stages.push(this.#kernel(depth, this.#outputs, PICTURE))
      else
        for (const values of this.#apart(this.#handed[depth] ?? []))
          stages.push(
            this.#kernel(
              depth,
              values,
              values.map((v) => this.#names.get(v)!),
            ),
          )
    }
    return stages
  }

  /** What sees the picture is one kernel; what sees the place alone, a window, is one each, so that it is made again only when it moves. */
  #apart(values: readonly V[]): readonly (readonly V[])[] {
    const seeing = values.filter((v) => this.#seeing[v])
    const rest = values.filter((v) => !this.#seeing[v]).map((v) => [v])
    return seeing.length > 0 ? [seeing, ...rest] : rest
  }

  #marked(of: (mark: (v: number) => Mark) => readonly Mark[]): { marks?: readonly string[] } {
    return this.#mark === null ? {} : { marks: of(this.#mark).map(nameOf) }
  }

  /** A kernel of these values, from planes and what may be made anew. */
  #kernel(depth: number, values: readonly V[], writes: readonly PlaneName[]): Stage {
    const reads: PlaneName[] = []
    const coefs: number[] = []
    const tables: Table[] = []
    const list: Instruction[] = []
    const at = new Int32Array(this.#list.length)
    const wanted = new Uint8Array(this.#list.length)
    const stack: number[] = [...values]
    /** Read as a plane here. */
    const given = (k: number) =>
      this.#list[k]!.code === 'plane' || (this.#names.has(k) && this.#depth[k]! < depth && !this.#fresh[k])
    for (let k = stack.pop(); k !== undefined; k = stack.pop()) {
      if (wanted[k]) continue
      wanted[k] = 1
      if (!given(k)) for (const v of readsOf(this.#list[k]!)) stack.push(v)
    }
    const numbered = <T>(all: T[], one: T): number => {
      const had = all.indexOf(one)
      return had >= 0 ? had : all.push(one) - 1
    }
    const coefAt = new Map<number, number>()
    for (let k = 0; k < wanted.length; k++) {
      if (!wanted[k]) continue
      const ins = this.#list[k]!
      const { code } = ins
      if (given(k)) {
        at[k] = list.push({ code: 'plane', a: 0, b: 0, c: 0, n: numbered(reads, this.#names.get(k)!) }) - 1
        continue
      }
      let { n } = ins
      if (code === 'coef') {
        if (!coefAt.has(n)) coefAt.set(n, coefs.push(this.#b.coefs[n]!) - 1)
        n = coefAt.get(n)!
      } else if (code === 'value' || code === 'slope') n = numbered(tables, this.#b.tables[n]!)
      else if (code === 'vertex') n = 4 * numbered(tables, this.#b.tables[n >> 2]!) + (n & 3)
      const arity = ARITY[code]
      at[k] =
        list.push({
          code,
          a: arity > 0 ? at[ins.a]! : 0,
          b: arity > 1 ? at[ins.b]! : 0,
          c: arity > 2 ? at[ins.c]! : 0,
          n,
        }) - 1
    }
    const outputs = values.map((v) => at[v]!)
    const program = programOf(list, outputs, coefs.length, tables.length)
    const marks = this.#marked((mark) => values.map(mark))
    return { kind: 'kernel', program, coefficients: Float32Array.from(coefs), tables, reads, writes, ...marks }
  }
}
