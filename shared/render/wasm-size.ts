/**
 * The sizing pass as one WebAssembly SIMD module, the same steps as `resample.ts`. It reads rows with zeros on both sides instead of
 * leaving taps out. All addresses are in bytes.
 *
 * - `across(quads, row, out, first, weights, count)`: a row of 4·quads pixels; `first` holds a byte offset a pixel, `weights` `count`
 *   vectors a quad.
 * - `down(quads, rows, out, weights, count)`: one row of 4·quads pixels out of the `count` rows whose addresses stand at `rows`.
 * - `turn(pixels, out, columnX, columnY, rowX, rowY, plane, stride, weights, count, width, height)`: a row of a turned picture;
 *   `plane` is the address of source pixel (0, 0), with count − 1 zeros or more on every side.
 */
import { FINE, PHASES } from '../op/resampling.ts'
import {
  ADD,
  ADD_F,
  AND,
  again,
  count,
  END,
  F32,
  type Func,
  get,
  I32,
  i32,
  LESS,
  LOOP,
  lanes,
  load,
  loadI,
  MUL,
  moduleBytes,
  SHL,
  SHR,
  SUB,
  set,
  simd,
  step,
  store,
  storeF,
  tee,
  V128,
} from './wasm-bytes.ts'

const IF = [0x04, 0x40]
const LESS_U = [0x49]
const FZERO = [0x43, 0, 0, 0, 0]

function across(): Func {
  const [quads, row, out, first, weights, taps, t, sum] = [0, 1, 2, 3, 4, 5, 6, 11]
  const at = (lane: number) => 7 + lane
  const four = [0, 1, 2, 3]
  const gather = four.flatMap((lane) => [
    ...get(at(lane)),
    ...(lane === 0 ? lanes(0) : get(12)),
    ...simd('load32lane', 2, 0, lane),
    ...set(12),
  ])
  return {
    name: 'across',
    params: Array<number>(6).fill(I32),
    locals: [
      [5, I32],
      [2, V128],
    ],
    body: [
      ...LOOP,
      ...four.flatMap((lane) => [...get(row), ...get(first), ...loadI(lane * 4), ...ADD, ...set(at(lane))]),
      ...[...lanes(0), ...set(sum), ...get(taps), ...set(t)],
      ...LOOP,
      ...gather,
      ...[...get(sum), ...get(weights), ...load(), ...get(12), ...simd('mulF'), ...simd('addF'), ...set(sum)],
      ...[...step(weights, 16), ...four.flatMap((lane) => step(at(lane), 4)), ...count(t)],
      ...END,
      ...[...get(out), ...get(sum), ...store(), ...step(out, 16), ...step(first, 16), ...count(quads)],
      ...END,
    ],
  }
}

function down(): Func {
  const [quads, rows, out, weights, taps, offset, t, sum] = [0, 1, 2, 3, 4, 5, 6, 7]
  return {
    name: 'down',
    params: Array<number>(5).fill(I32),
    locals: [
      [2, I32],
      [1, V128],
    ],
    body: [
      ...LOOP,
      ...[...lanes(0), ...set(sum), ...i32(0), ...set(t)],
      ...LOOP,
      ...[...get(sum), ...get(weights), ...get(t), ...ADD, ...simd('load32splat', 2, 0)],
      ...[...get(rows), ...get(t), ...ADD, ...loadI(0), ...get(offset), ...ADD, ...load()],
      ...[...simd('mulF'), ...simd('addF'), ...set(sum)],
      ...[...get(t), ...i32(4), ...ADD, ...tee(t), ...get(taps), ...i32(2), ...SHL, ...LESS, ...again(0)],
      ...END,
      ...[...get(out), ...get(offset), ...ADD, ...get(sum), ...store(), ...step(offset, 16), ...count(quads)],
      ...END,
    ],
  }
}

function turn(): Func {
  const [pixels, out, columnX, columnY, rowX, rowY, plane, stride, weights, taps, width, height] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ]
  const [x, y, wx, wy, from, group, tap, line, sum, v] = [12, 13, 14, 15, 16, 17, 18, 19, 20, 21]
  /** First source column or row into `first`, the address of its phase's weights into `w`. */
  const place = (column: number, row: number, first: number, w: number): number[] => [
    ...[...get(column), ...loadI(0), ...get(row), ...ADD, ...i32(FINE / PHASES / 2), ...ADD, ...i32(2), ...SHR],
    ...[...tee(first), ...i32(PHASES - 1), ...AND, ...get(taps), ...MUL, ...i32(2), ...SHL, ...get(weights), ...ADD],
    ...[...set(w), ...get(first), ...i32(8), ...SHR, ...get(taps), ...i32(1), ...SHR, ...SUB, ...i32(1), ...ADD],
    ...set(first),
  ]
  /** Whether `count` taps from `first` reach into 0 … size − 1. */
  const inside = (first: number, size: number): number[] => [
    ...[...get(first), ...get(taps), ...ADD, ...i32(1), ...SUB],
    ...[...get(size), ...get(taps), ...ADD, ...i32(1), ...SUB, ...LESS_U],
  ]
  return {
    name: 'turn',
    params: Array<number>(12).fill(I32),
    locals: [
      [8, I32],
      [1, F32],
      [1, V128],
    ],
    body: [
      ...LOOP,
      ...[...place(columnX, rowX, x, wx), ...place(columnY, rowY, y, wy), ...FZERO, ...set(sum)],
      ...[...inside(x, width), ...inside(y, height), ...AND, ...IF],
      ...[...get(y), ...get(stride), ...MUL, ...get(x), ...i32(2), ...SHL, ...ADD, ...get(plane), ...ADD, ...set(from)],
      ...[...get(taps), ...i32(2), ...SHR, ...set(group)],
      // Four source columns at a time: down each, then their weighted sum from left to right.
      ...LOOP,
      ...[...lanes(0), ...set(v), ...i32(0), ...set(tap), ...get(from), ...set(line)],
      ...LOOP,
      ...[...get(v), ...get(wy), ...get(tap), ...ADD, ...simd('load32splat', 2, 0), ...get(line), ...load()],
      ...[...simd('mulF'), ...simd('addF'), ...set(v), ...get(line), ...get(stride), ...ADD, ...set(line)],
      ...[...get(tap), ...i32(4), ...ADD, ...tee(tap), ...get(taps), ...i32(2), ...SHL, ...LESS, ...again(0)],
      ...END,
      ...[...get(wx), ...load(), ...get(v), ...simd('mulF'), ...set(v)],
      ...[0, 1, 2, 3].flatMap((lane) => [...get(sum), ...get(v), ...simd('extractF', lane), ...ADD_F, ...set(sum)]),
      ...[...step(wx, 16), ...step(from, 16), ...count(group)],
      ...END,
      ...END,
      ...[...get(out), ...get(sum), ...storeF(0), ...step(out, 4), ...step(columnX, 4), ...step(columnY, 4)],
      ...count(pixels),
      ...END,
    ],
  }
}

/** The bytes of the module. */
export const sizeBytes = (): Uint8Array<ArrayBuffer> => moduleBytes([across(), down(), turn()])
