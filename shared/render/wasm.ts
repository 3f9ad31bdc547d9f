/** The WASM executor: each kernel as a SIMD module made at run time, kept by shape. One thread, synchronous, the same in Node and workers. */
import type { Program } from '../op/expr.ts'
import { bitsOf } from '../op/f32.ts'
import { boundOf } from './bounded.ts'
import { quantise } from './digest.ts'
import type { Picture, SourceFrame } from './picture.ts'
import { checkSize } from './reference.ts'
import { sizesOf } from './resample.ts'
import { Shelf } from './shelf.ts'
import { isPicture, type KernelStage, type PassStage, PICTURE, type Plan, type Stage, spentAfter } from './stage.ts'
import { wantedOf } from './wanted.ts'
import { createSmear } from './wasm-box.ts'
import { codeRoom, createCodes } from './wasm-codes.ts'
import { kernelBytes } from './wasm-kernel.ts'
import { createMemory } from './wasm-memory.ts'
import { createResampler } from './wasm-resample.ts'

/** Of a bounded kernel the result says whether an input was above its bound. */
type Run = (...args: number[]) => number | undefined

/** Pixels that a kernel works on at a time: source, coefficients and result of so many stay in the processor's cache. */
const CHUNK = 4096
/** Keeps this many compiled kernels; the one unused for longest goes first. */
const KEEP = 64

/** Pieces of a picture, from a pixel to another. They are asked for one after the other. */
type Pieces = Iterable<readonly [from: number, to: number]>

/** A plane outside the module's memory (of a source frame, or of the picture to be), or in it. */
type Plane = { readonly data: Float32Array } | Kept
interface Kept {
  readonly at: number
  readonly count: number
}

export interface WasmExecutor {
  readonly id: 'wasm'
  /**
   * Renders a plan. The planes are the caller's to keep; with `into` (a picture of the plan's size) they are written there instead.
   * Throws when the source has not the plan's size (a bug of ours).
   */
  render(plan: Plan, source: SourceFrame, into?: Picture): Picture
  /** The 16-bit frame of a plan, as `quantise` makes it of the picture: for whoever wants no planes of f32. In `into`, where that is of its length. */
  frame(plan: Plan, source: SourceFrame, into?: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer>
  /**
   * Some pieces of a kernel, each from a pixel to another (whole rows), into planes of the whole that are there; `size` is that of all
   * planes. Where these are codes, the kernel's outputs are the picture and go there as its 16-bit frame.
   */
  rows(
    stage: KernelStage,
    ins: readonly Float32Array[],
    outs: readonly Float32Array[] | Uint16Array,
    size: readonly [number, number],
    pieces: Pieces,
  ): void
  /** A pass into planes that are there. */
  pass(
    stage: PassStage,
    ins: readonly Float32Array[],
    outs: readonly Float32Array[],
    size: readonly [number, number],
  ): void
  /** Compiles the plan's kernels, so that the first `render` of that shape need not. */
  prepare(plan: Plan): void
  /** Modules compiled so far: a drag must not raise it. */
  readonly compiled: number
  /** Stages run so far: what is kept is not run again. */
  readonly performed: number
}

/** Planes kept from one picture to the next: at 1080p a dozen, of a viewer's size many. */
const SHELF = 128 * 1024 * 1024

/** `shelf`: bytes of planes kept for the next picture of the same frame; 0 where each is to be computed anew, as for a proof. */
export function createWasm({ shelf: most = SHELF }: { readonly shelf?: number } = {}): WasmExecutor {
  const memory = createMemory()
  const shelf = new Shelf<Kept>(most, ({ at, count }) => memory.drop(at, count))
  let lastSizes = ''
  let performed = 0
  const resample = createResampler(memory)
  const smear = createSmear(memory, (program) => runOf(program))
  const code = createCodes(memory)
  const runs = new Map<string, Run>()
  let compiled = 0

  const runOf = (program: Program, bounded = false): Run => {
    const shape = bounded ? `bounded ${program.shape}` : program.shape
    let run = runs.get(shape)
    if (!run) {
      const module = new WebAssembly.Module(kernelBytes(program, bounded))
      run = new WebAssembly.Instance(module, { m: { m: memory.memory } }).exports.run as Run
      compiled++
      const oldest = runs.keys().next()
      if (runs.size >= KEEP && !oldest.done) runs.delete(oldest.value)
    } else runs.delete(shape)
    runs.set(shape, run)
    return run
  }

  const fill = (data: Float32Array): number => {
    const at = memory.take(Math.max(1, data.length))
    memory.f32(at, data.length).set(data)
    return at
  }

  /**
   * A kernel chunk by chunk, and where it asks for its place row by row; planes outside are copied in and out on the way. Where the outputs
   * are codes each chunk of the picture is coded while it is near.
   */
  function kernel(
    stage: KernelStage,
    inputs: readonly Plane[],
    outputs: readonly Plane[] | Uint16Array,
    width: number,
    height: number,
    pieces: Pieces = [[0, width * height]],
  ) {
    const { program } = stage
    const bound = boundOf(stage)
    const quick = bound > 0 ? runOf(program, true) : null
    let bounded = quick !== null
    let full: Run | null = null
    const step = program.positioned ? width : Math.min(CHUNK, width * height)
    const taken: [at: number, count: number][] = []
    const [planes, codes] = outputs instanceof Uint16Array ? [[], outputs] : [outputs, null]
    const own = (count: number) => {
      const at = memory.take(count)
      taken.push([at, count])
      return at
    }
    const window = (plane: Plane) => ('at' in plane ? plane.at : own(step))
    const filled = (data: Float32Array) => {
      const at = fill(data)
      taken.push([at, Math.max(1, data.length)])
      return at
    }
    const ins = inputs.slice(0, program.inputs).map(window)
    const outs = codes ? program.outputs.map(() => own(step)) : planes.map(window)
    const room = codes ? own(codeRoom(step)) : 0
    const coefs = filled(stage.coefficients)
    const tables = stage.tables.map((t) => filled(t.data))
    // Every address is taken: views hold from here on.
    const views = (of: readonly Plane[], at: readonly number[]) =>
      of.flatMap((plane, i) => ('data' in plane ? [{ data: plane.data, view: memory.f32(at[i]!, step) }] : []))
    const before = views(inputs.slice(0, ins.length), ins)
    const after = views(planes, outs)
    const args = [0, 0, 0, coefs, ...ins, ...outs, ...tables]
    const moves = [...inputs.slice(0, ins.length), ...planes].flatMap((plane, i) =>
      'at' in plane ? [{ arg: 4 + i, at: plane.at }] : [],
    )
    const chunk = (p: number, n: number): void => {
      for (const { data, view } of before) view.set(data.subarray(p, p + n))
      for (const { arg, at } of moves) args[arg] = at + p * 4
      args[0] = n
      args[2] = program.positioned ? p / width : 0
      // Where one chunk is above the bound, others are likely to be.
      bounded &&= quick!(...args, bitsOf(bound)) === 0
      if (!bounded) (full ??= runOf(program))(...args)
      if (codes) code(n, outs, room, codes.subarray(p * 3, (p + n) * 3))
      for (const { data, view } of after) data.set(n === step ? view : view.subarray(0, n), p)
    }
    for (const [from, to] of pieces) for (let p = from; p < to; p += step) chunk(p, Math.min(step, to - p))
    for (const [at, count] of taken) memory.drop(at, count)
  }

  /** Runs a stage; `place` says where a plane that it writes is to stand. */
  function perform(
    stage: Stage,
    ins: readonly Plane[],
    [width, height]: readonly [number, number],
    place: (name: string, count: number) => Plane,
  ): readonly Plane[] {
    const all = width * height
    if (stage.kind === 'kernel') {
      const outs = stage.writes.map((name) => place(name, all))
      kernel(stage, ins, outs, width, height)
      return outs
    }
    if (stage.kind === 'field') {
      const at = memory.take(all)
      memory.f32(at, all).set(stage.field.data.subarray(0, all))
      return [{ at, count: all }]
    }
    const from = ins.map((plane) => ('at' in plane ? plane.at : fill(plane.data)))
    const outs =
      stage.kind === 'size' || stage.kind === 'filter'
        ? resample(stage, from).map((at) => ({ at, count: sizesOf(stage)[1][0] * sizesOf(stage)[1][1] }))
        : from.map((plane) => {
            const at = memory.take(all)
            smear(stage, plane, at, width, height)
            return { at, count: all }
          })
    from.forEach((at, i) => {
      const plane = ins[i]!
      if ('data' in plane) memory.drop(at, plane.data.length)
    })
    return outs
  }

  return {
    id: 'wasm',
    get compiled() {
      return compiled
    },
    rows(stage, ins, outs, [width, height], pieces) {
      begin()
      const from = ins.map((data): Plane => ({ data }))
      const to = outs instanceof Uint16Array ? outs : outs.map((data): Plane => ({ data }))
      kernel(stage, from, to, width, height, pieces)
    },
    pass(stage, ins, outs, size) {
      begin()
      const from = ins.map((data): Plane => ({ data }))
      perform(stage, from, size, () => {
        throw new Error(`a pass of the kind ${stage.kind} asks for a place`)
      }).forEach((plane, i) => {
        outs[i]!.set('at' in plane ? memory.f32(plane.at, outs[i]!.length) : plane.data)
      })
    },
    prepare(plan) {
      for (const stage of plan.stages) if (stage.kind === 'kernel') runOf(stage.program, boundOf(stage) > 0)
    },
    get performed() {
      return performed
    },
    render(plan, source, into) {
      const { width, height } = plan
      const plane = () => new Float32Array(width * height)
      const picture: Picture = into ?? { width, height, planes: [plane(), plane(), plane()] }
      drawn(plan, source, picture)
      return picture
    },
    frame(plan, source, into) {
      const count = plan.width * plan.height * 3
      const codes = into?.length === count ? into : new Uint16Array(count)
      drawn(plan, source, codes)
      return codes
    },
  }

  /** Nothing is kept, and the memory begins anew. */
  function begin(): void {
    shelf.clear()
    memory.clear()
  }

  function drawn(plan: Plan, source: SourceFrame, into: Picture | Uint16Array): void {
    checkSize(plan, source)
    const sizes = `${plan.source.join('x')} ${plan.width}x${plan.height}`
    // Planes of another size are of no use, and with none kept the memory begins anew.
    if (sizes !== lastSizes) shelf.clear()
    if (shelf.size === 0) memory.clear()
    lastSizes = sizes
    try {
      draw(plan, source, into)
    } catch (error) {
      lastSizes = ''
      throw error
    } finally {
      shelf.trim()
    }
  }

  function draw(plan: Plan, source: SourceFrame, into: Picture | Uint16Array): void {
    const all = plan.width * plan.height
    const result = into instanceof Uint16Array ? null : into
    const codes = into instanceof Uint16Array ? into : null
    let coded = false
    let [width, height] = plan.source
    const planes = new Map<string, Plane>(PICTURE.map((name, i) => [name, { data: source.planes[i]! }]))
    const get = (name: string): Plane => {
      const plane = planes.get(name)
      if (!plane) throw new Error(`a stage reads ${name}, which no stage before it wrote`)
      return plane
    }
    const kept = new Set<Plane>()
    const give = (name: string) => {
      const plane = planes.get(name)
      if (plane && 'at' in plane && !kept.has(plane)) memory.drop(plane.at, plane.count)
      planes.delete(name)
    }
    const own = shelf.of(source)
    const { runs, taken } = wantedOf(plan.stages, own.has)
    const spent = spentAfter(plan.stages)
    plan.stages.forEach((stage, s) => {
      const final = s === plan.stages.length - 1
      const made = new Map<string, Plane>()
      if (runs[s]) performed++
      if (runs[s] && final && codes && isPicture(stage)) {
        kernel(stage, stage.reads.map(get), codes, width, height)
        coded = true
      } else if (runs[s]) {
        const place = (name: string, count: number): Plane => {
          const i = final ? PICTURE.indexOf(name) : -1
          return result && i >= 0 ? { data: result.planes[i]! } : { at: memory.take(count), count }
        }
        for (const [i, plane] of perform(stage, stage.reads.map(get), [width, height], place).entries()) {
          made.set(stage.writes[i]!, plane)
          if (!final && stage.marks && 'at' in plane && own.put(stage.marks[i]!, plane, plane.count * 4))
            kept.add(plane)
        }
      }
      for (const i of taken[s]!) {
        const name = stage.writes[i]!
        const plane = own.get(stage.marks![i]!)
        const other = made.get(name)
        if (other && 'at' in other && other !== plane) memory.drop(other.at, other.count)
        kept.add(plane)
        made.set(name, plane)
      }
      if (stage.kind === 'size') [width, height] = stage.to
      for (const [name, plane] of made) {
        give(name)
        planes.set(name, plane)
      }
      for (const name of spent[s]!) give(name)
    })
    const [r, g, b] = coded ? [] : PICTURE.map(get)
    if (r && g && b) {
      const data = [r, g, b].map((plane) => ('at' in plane ? memory.f32(plane.at, all) : plane.data))
      if (codes) codes.set(quantise({ width: plan.width, height: plan.height, planes: [data[0]!, data[1]!, data[2]!] }))
      result?.planes.forEach((plane, i) => {
        if (data[i] !== plane) plane.set(data[i]!)
      })
    }
    for (const name of [...planes.keys()]) give(name)
  }
}
