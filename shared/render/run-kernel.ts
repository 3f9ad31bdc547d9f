/** A kernel in plain numbers: one pixel, one instruction at a time, rounded to f32 after every step. */
import { hold } from '../op/f32.ts'
import type { KernelStage } from './stage.ts'

/** Runs one kernel over planes of `width × height`; returns fresh output planes. */
export function runKernel(
  stage: Pick<KernelStage, 'program' | 'coefficients' | 'tables'>,
  inputs: readonly Float32Array[],
  width: number,
  height: number,
): Float32Array[] {
  const { program, coefficients, tables } = stage
  const list = program.list
  const F = new Float32Array(list.length)
  const I = new Int32Array(F.buffer)
  const outputs = program.outputs.map(() => new Float32Array(width * height))
  const bits = outputs.map((o) => new Int32Array(o.buffer))
  const planes = inputs.map((p) => new Int32Array(p.buffer, p.byteOffset, p.length))
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const p = y * width + x
      for (let k = 0; k < list.length; k++) step(k, p, x, y)
      program.outputs.forEach((v, o) => {
        bits[o]![p] = I[v]!
      })
    }
  return outputs

  function step(k: number, p: number, x: number, y: number): void {
    const { code, a, b, c, n } = list[k]!
    switch (code) {
      case 'plane':
        I[k] = planes[n]![p]!
        return
      case 'coef':
        F[k] = coefficients[n]!
        return
      case 'const':
        I[k] = n
        return
      case 'x':
        F[k] = x
        return
      case 'y':
        F[k] = y
        return
      case 'add':
        F[k] = Math.fround(F[a]! + F[b]!)
        return
      case 'sub':
        F[k] = Math.fround(F[a]! - F[b]!)
        return
      case 'mul':
        F[k] = Math.fround(F[a]! * F[b]!)
        return
      case 'lt':
        I[k] = F[a]! < F[b]! ? -1 : 0
        return
      case 'eq':
        I[k] = F[a]! === F[b]! ? -1 : 0
        return
      case 'ilt':
        I[k] = I[a]! < I[b]! ? -1 : 0
        return
      case 'iadd':
        I[k] = I[a]! + I[b]!
        return
      case 'isub':
        I[k] = I[a]! - I[b]!
        return
      case 'and':
        I[k] = I[a]! & I[b]!
        return
      case 'or':
        I[k] = I[a]! | I[b]!
        return
      case 'xor':
        I[k] = I[a]! ^ I[b]!
        return
      case 'shl':
        I[k] = I[a]! << n
        return
      case 'shr':
        I[k] = I[a]! >>> n
        return
      case 'select':
        I[k] = (I[a]! & I[b]!) | (~I[a]! & I[c]!)
        return
      case 'floor':
        F[k] = Math.floor(F[a]!)
        return
      case 'hold':
        F[k] = hold(F[a]!)
        return
      case 'toint':
        I[k] = saturate(F[a]!)
        return
      case 'tofloat':
        F[k] = I[a]!
        return
      case 'value':
        F[k] = tables[n]!.data[2 * I[a]!]!
        return
      case 'slope':
        F[k] = tables[n]!.data[2 * I[a]! + 1]!
        return
      case 'vertex':
        F[k] = tables[n >> 2]!.data[4 * I[a]! + (n & 3)]!
        return
    }
  }
}

/** f32 to i32 as WebAssembly's i32x4.trunc_sat_f32x4_s does it: towards zero, held to the ends, NaN to 0. */
const saturate = (x: number): number =>
  Number.isNaN(x)
    ? 0
    : x >= 2147483647
      ? 2147483647
      : x <= -2147483648
        ? -2147483648
        : x < 0
          ? Math.ceil(x)
          : Math.floor(x)
