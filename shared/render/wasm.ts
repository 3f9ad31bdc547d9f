/** The WASM executor: each kernel as a SIMD module made at run time, kept by shape. One thread, synchronous, the same in Node and workers. */
import type { Table } from '../op/expr.ts'
import type { Picture, SourceFrame } from './picture.ts'
import { checkSize } from './reference.ts'
import { resample } from './resample.ts'
import type { KernelStage, Plan } from './stage.ts'
import { moduleBytes } from './wasm-bytes.ts'

type Run = (...args: number[]) => void

const PAGE = 65536
/** Keeps this many compiled kernels; the oldest goes first. */
const KEEP = 64

export interface WasmExecutor {
  readonly id: 'wasm'
  /** Renders a plan; the planes are the caller's to keep. Throws when the source has not the plan's size (a bug of ours). */
  render(plan: Plan, source: SourceFrame): Picture
  /** Modules compiled so far: a drag must not raise it. */
  readonly compiled: number
}

export function createWasm(): WasmExecutor {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const runs = new Map<string, Run>()
  let compiled = 0
  let top = 0

  const reserve = (bytes: number): number => {
    const at = top
    top += (bytes + 63) & ~63
    const missing = top - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    return at
  }

  const runOf = (stage: KernelStage): Run => {
    const { shape } = stage.program
    let run = runs.get(shape)
    if (!run) {
      const module = new WebAssembly.Module(moduleBytes(stage.program))
      run = new WebAssembly.Instance(module, { m: { m: memory } }).exports.run as Run
      compiled++
      const oldest = runs.keys().next()
      if (runs.size >= KEEP && !oldest.done) runs.delete(oldest.value)
    } else runs.delete(shape)
    runs.set(shape, run)
    return run
  }

  /** Planes as addresses; a stage's outputs stand beside its inputs. Rows of a positioned kernel overrun by up to three pixels. */
  const kernel = (stage: KernelStage, planes: readonly number[], width: number, height: number): number[] => {
    const { program } = stage
    const run = runOf(stage)
    const outs = program.outputs.map(() => reserve(width * height * 4 + 16))
    const coefs = reserve(Math.max(4, stage.coefficients.byteLength))
    const tables = stage.tables.map((t: Table) => reserve(t.data.byteLength + 16))
    new Float32Array(memory.buffer, coefs, stage.coefficients.length).set(stage.coefficients)
    stage.tables.forEach((t, i) => {
      new Float32Array(memory.buffer, tables[i]!, t.data.length).set(t.data)
    })
    const inputs = planes.slice(0, program.inputs)
    if (!program.positioned) run(width * height, 0, 0, coefs, ...inputs, ...outs, ...tables)
    else
      for (let y = 0; y < height; y++) {
        const shift = (p: number) => p + y * width * 4
        run(width, 0, y, coefs, ...inputs.map(shift), ...outs.map(shift), ...tables)
      }
    return outs
  }

  return {
    id: 'wasm',
    get compiled() {
      return compiled
    },
    render(plan, source) {
      checkSize(plan, source)
      top = 0
      let { width, height } = source
      let planes = source.planes.map((plane) => {
        const at = reserve(plane.byteLength + 16)
        new Float32Array(memory.buffer, at, plane.length).set(plane)
        return at
      })
      for (const stage of plan.stages) {
        if (stage.kind === 'kernel') {
          planes = kernel(stage, planes, width, height)
          continue
        }
        const size = width * height
        ;[width, height] = stage.to
        const outs = planes.map(() => reserve(width * height * 4 + 16))
        planes.forEach((at, i) => {
          const plane = resample(stage, new Float32Array(memory.buffer, at, size))
          new Float32Array(memory.buffer, outs[i]!, width * height).set(plane)
        })
        planes = outs
      }
      const copy = (at: number) => new Float32Array(memory.buffer, at, width * height).slice()
      return { width, height, planes: [copy(planes[0]!), copy(planes[1]!), copy(planes[2]!)] }
    },
  }
}
