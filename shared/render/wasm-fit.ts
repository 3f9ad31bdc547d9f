/**
 * The 16-bit frame on its way to a canvas, as one WebAssembly SIMD module. All addresses are in bytes; R, G and B are the first three lanes of a
 * vector, the fourth becomes 255. What is read and written in vectors goes up to 16 bytes past the end.
 *
 * - `same(quads, codes, out)`: 4·quads pixels, each value to 8 bits, rounded: (v·255 + 32,768) >> 16.
 * - `down(eights, top, stride, rows, weights, line)`: 8·eights values, each the sum of `rows` rows by their weights; `weights` holds each of them twice as
 *   u16, `line` takes f32.
 * - `across(quads, line, offsets, weights, taps, scale, out)`: 4·quads pixels of RGBA; `offsets` holds where in the line each begins, `weights` `taps` f32
 *   a pixel. A pixel is floor(sum · scale + 0.5), held to 0 … 255.
 * - `sameGrain(quads, codes, out, grain)` and `acrossGrain(…, out, grain)`: the same with a number of each pixel's own, from `grain` on, in place of
 *   32,768 (i32) and 0.5 (f32).
 */
import {
  ADD,
  count,
  END,
  F32,
  type Func,
  get,
  I32,
  i32,
  LOOP,
  lanes,
  load,
  loadI,
  moduleBytes,
  set,
  simd,
  step,
  store,
  V128,
} from './wasm-bytes.ts'

const RGB = [...Array<number>(12).fill(255), 0, 0, 0, 0]
const OPAQUE = [...Array<number>(12).fill(0), 255, 0, 0, 0]
/** A vector of whole R, G, B and whatever: opaque. */
const opaque = [...simd('const', ...RGB), ...simd('and'), ...simd('const', ...OPAQUE), ...simd('or')]
const four = [0, 1, 2, 3]
/** Four opaque pixels on the stack to sixteen bytes at `out`. */
const pack = (out: number, pixels: (i: number) => number[]): number[] => [
  ...get(out),
  ...[...pixels(0), ...pixels(1), ...simd('narrowS')],
  ...[...pixels(2), ...pixels(3), ...simd('narrowS')],
  ...simd('narrow8U'),
  ...store(),
]

function same(grained: boolean): Func {
  const [quads, codes, out, grain] = [0, 1, 2, 3]
  const half = (i: number): number[] =>
    grained ? [...get(grain), ...simd('load32splat', 2, i * 4)] : [...lanes(32768)]
  const pixel = (i: number): number[] => [
    ...[...get(codes), ...simd('load64zero', 1, i * 6), ...simd('extendLowU')],
    ...[...lanes(255), ...simd('mulI'), ...half(i), ...simd('addI'), ...i32(16), ...simd('shrU')],
    ...opaque,
  ]
  const on = grained ? step(grain, 16) : []
  return {
    name: grained ? 'sameGrain' : 'same',
    params: Array<number>(grained ? 4 : 3).fill(I32),
    locals: [],
    body: [...LOOP, ...pack(out, pixel), ...step(codes, 24), ...step(out, 16), ...on, ...count(quads), ...END],
  }
}

function down(): Func {
  const [eights, top, stride, rows, weights, line, from, at, left] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
  const [weight, row, low, high] = [9, 10, 11, 12]
  const add = (sum: number, half: 'extmulLowU' | 'extmulHighU'): number[] => [
    ...[...get(sum), ...get(row), ...get(weight), ...simd(half), ...simd('addI'), ...set(sum)],
  ]
  const put = (sum: number, offset: number): number[] => [
    ...[...get(line), ...get(sum), ...simd('convertU'), ...store(offset)],
  ]
  return {
    name: 'down',
    params: Array<number>(6).fill(I32),
    locals: [
      [3, I32],
      [4, V128],
    ],
    body: [
      ...LOOP,
      ...[...get(top), ...set(from), ...get(weights), ...set(at), ...get(rows), ...set(left)],
      ...[...lanes(0), ...set(low), ...lanes(0), ...set(high)],
      ...LOOP,
      ...[...get(from), ...load(), ...set(row), ...get(at), ...simd('load32splat', 2, 0), ...set(weight)],
      ...[...add(low, 'extmulLowU'), ...add(high, 'extmulHighU')],
      ...[...get(from), ...get(stride), ...ADD, ...set(from), ...step(at, 4), ...count(left)],
      ...END,
      ...[...put(low, 0), ...put(high, 16), ...step(line, 32), ...step(top, 16), ...count(eights)],
      ...END,
    ],
  }
}

function across(grained: boolean): Func {
  const [quads, line, offsets, weights, taps, scale, out, grain] = [0, 1, 2, 3, 4, 5, 6, 7]
  const [at, left, sum] = [0, 1, 2].map((i) => i + (grained ? 8 : 7)) as [number, number, number]
  const done = (i: number): number => sum + 1 + i
  const half = (i: number): number[] =>
    grained
      ? [...get(grain), ...simd('load32splat', 2, i * 4)]
      : [...simd('const', ...four.flatMap(() => [0, 0, 0, 0x3f]))]
  const pixel = (i: number): number[] => [
    ...[...get(line), ...get(offsets), ...loadI(i * 4), ...ADD, ...set(at), ...lanes(0), ...set(sum)],
    ...[...get(taps), ...set(left)],
    ...LOOP,
    ...[...get(sum), ...get(at), ...load(), ...get(weights), ...simd('load32splat', 2, 0), ...simd('mulF')],
    ...[...simd('addF'), ...set(sum), ...step(at, 12), ...step(weights, 4), ...count(left)],
    ...END,
    ...[...get(sum), ...get(scale), ...simd('splatF'), ...simd('mulF')],
    ...[...half(i), ...simd('addF'), ...simd('truncSatS')],
    ...[...opaque, ...set(done(i))],
  ]
  const on = grained ? step(grain, 16) : []
  return {
    name: grained ? 'acrossGrain' : 'across',
    params: [I32, I32, I32, I32, I32, F32, I32, ...(grained ? [I32] : [])],
    locals: [
      [2, I32],
      [5, V128],
    ],
    body: [
      ...LOOP,
      ...four.flatMap(pixel),
      ...pack(out, (i) => get(done(i))),
      ...[...step(offsets, 16), ...step(out, 16), ...on, ...count(quads)],
      ...END,
    ],
  }
}

/** The module: imports one memory as `m.m`. */
export const fitBytes = (): Uint8Array<ArrayBuffer> =>
  moduleBytes([same(false), down(), across(false), same(true), across(true)])
