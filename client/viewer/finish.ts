/**
 * The finish of a picture for one room's glass: what is done to it after it is digested, on its way to a canvas and to the clean feed. A worker
 * holds it, told by the page; no plan, digest, receipt or still knows of it.
 */
import { readLut } from '../../shared/lut/read-lut.ts'
import { sessionFault } from '../../shared/lut/session-lut.ts'
import { drawLut } from '../../shared/op/draw-lut.ts'
import { Builder } from '../../shared/op/expr.ts'
import type { Lut } from '../../shared/op/lut.ts'
import { type KernelStage, kernelStage } from '../../shared/render/stage.ts'
import { createWasm, type WasmExecutor } from '../../shared/render/wasm.ts'
import type { Finish } from './fit.ts'

/** What a worker is told: as from now, until the next. */
export interface ToFinish {
  readonly kind: 'finish'
  readonly dither: boolean
  /** A LUT file that the clean feed goes through; null: none. */
  readonly lut: Uint8Array<ArrayBuffer> | null
}
/** What came of it: a sentence where the file is no LUT, and then the feed goes through none. */
export interface FromFinish {
  readonly kind: 'finished'
  readonly sentence: string | null
}

/** The LUT as a kernel over R, G and B, 0 to 1. */
function stageOf(lut: Lut): KernelStage {
  const b = new Builder()
  return kernelStage(b, drawLut(b, b.hold3([b.plane(0), b.plane(1), b.plane(2)]), lut))
}

/** Pixels that go through at a time: their planes stay near. */
const CHUNK = 65_536

export class GlassFinish implements Finish {
  dither = true
  lut: Finish['lut'] = null
  #wasm: WasmExecutor | null = null

  /** Takes what is told; the sentence of a file that is no LUT, or null. */
  set({ dither, lut: bytes }: ToFinish): string | null {
    this.dither = dither
    this.lut = null
    if (bytes === null) return null
    const lut = readLut(bytes)
    const fault = typeof lut === 'string' ? lut : sessionFault(lut, bytes.length)
    if (typeof lut === 'string' || fault !== null) return fault
    const stage = stageOf(lut)
    // An executor of its own: what a drag keeps from one tick to the next stays where it is.
    const wasm = (this.#wasm ??= createWasm({ shelf: 0 }))
    this.lut = (frame) => through(wasm, stage, frame)
    return null
  }
}

/** The codes of a frame, each pixel by itself, so that its shape does not matter. */
function through(wasm: WasmExecutor, stage: KernelStage, frame: Uint16Array): Uint16Array {
  const count = frame.length / 3
  const out = new Uint16Array(frame.length)
  const planes = [0, 1, 2].map(() => new Float32Array(Math.min(CHUNK, count)))
  for (let from = 0; from < count; from += CHUNK) {
    const n = Math.min(CHUNK, count - from)
    const [r, g, b] = planes.map((plane) => plane.subarray(0, n)) as [Float32Array, Float32Array, Float32Array]
    for (let i = 0, at = from * 3; i < n; i++, at += 3) {
      r[i] = frame[at]! / 65535
      g[i] = frame[at + 1]! / 65535
      b[i] = frame[at + 2]! / 65535
    }
    wasm.rows(stage, [r, g, b], out.subarray(from * 3, (from + n) * 3), [n, 1], [[0, n]])
  }
  return out
}
