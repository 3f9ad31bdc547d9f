/**
 * The 16-bit frame of three planes, as WebAssembly: `codes(count, r, g, b, out)` writes R G B of `count` pixels, rounded up to 8, each the
 * number that `quantise` gives.
 */
import { bitsOf } from '../op/f32.ts'
import {
  ADD,
  again,
  END,
  get,
  I32,
  i32,
  LESS,
  LOOP,
  lanes,
  load,
  moduleBytes,
  SHL,
  set,
  simd,
  store,
  tee,
  V128,
} from './wasm-bytes.ts'
import type { Memory } from './wasm-memory.ts'

/** Of R, G and B which eight 16-bit places an output vector takes, in order: pixels 0 … 7, R G B of each. */
const CHANNELS = 3
const PLACES = 8

/** Places of two vectors of eight, 0 … 7 of the first and 8 … 15 of the second. */
const pick = (places: readonly number[]): number[] =>
  simd('shuffle', ...places.flatMap((place) => [2 * place, 2 * place + 1]))

function codesBytes(): Uint8Array<ArrayBuffer> {
  const [count, out, at] = [0, 4, 5]
  const plane = (c: number) => 1 + c
  const whole = (c: number) => 6 + c
  const [nought, one, full, half] = [9, 10, 11, 12]
  const constants = [
    [nought, 0],
    [one, 1],
    [full, 65535],
    [half, 0.5],
  ] as const
  // What is no number is 0: the larger and the smaller of two are the first where they do not compare.
  const four = (c: number, offset: number): number[] => [
    ...[
      ...get(one),
      ...get(nought),
      ...get(plane(c)),
      ...get(at),
      ...ADD,
      ...load(offset),
      ...simd('pmax'),
      ...simd('pmin'),
    ],
    ...[...get(full), ...simd('mulF'), ...get(half), ...simd('addF'), ...simd('truncSatS')],
  ]
  const vectors = Array.from({ length: CHANNELS }, (_, n) => {
    const of = Array.from({ length: PLACES }, (_, i) => PLACES * n + i)
    const red = of.map((place) => (place % CHANNELS === 1 ? PLACES : 0) + Math.floor(place / CHANNELS))
    const blue = of.map((place, i) => (place % CHANNELS === 2 ? PLACES + Math.floor(place / CHANNELS) : i))
    return [
      ...[...get(out), ...get(whole(0)), ...get(whole(1)), ...pick(red), ...get(whole(2)), ...pick(blue)],
      ...store(16 * n),
    ]
  })
  return moduleBytes([
    {
      name: 'codes',
      params: Array<number>(5).fill(I32),
      locals: [
        [1, I32],
        [7, V128],
      ],
      body: [
        ...constants.flatMap(([local, x]) => [...lanes(bitsOf(x)), ...set(local)]),
        ...LOOP,
        ...[0, 1, 2].flatMap((c) => [...four(c, 0), ...four(c, 16), ...simd('narrowU'), ...set(whole(c))]),
        ...vectors.flat(),
        ...[...get(out), ...i32(16 * CHANNELS), ...ADD, ...set(out)],
        ...[...get(at), ...i32(4 * PLACES), ...ADD, ...tee(at), ...get(count), ...i32(2), ...SHL, ...LESS, ...again(0)],
        ...END,
      ],
    },
  ])
}

/** Room that the codes of so many pixels take on their way, as f32: two to one, and what the last vectors hold past the end. */
export const codeRoom = (count: number): number => Math.ceil((count * CHANNELS) / 2) + 4 * PLACES

/** Writes to `to` the codes of `count` pixels whose planes stand at these addresses; on the way they stand at `room`. */
export type Codes = (count: number, planes: readonly number[], room: number, to: Uint16Array) => void

/** Codes from planes in a memory; the module is made when first asked for. */
export function createCodes(memory: Memory): Codes {
  let run: ((...args: number[]) => void) | null = null
  return (count, planes, room, to) => {
    run ??= new WebAssembly.Instance(new WebAssembly.Module(codesBytes()), { m: { m: memory.memory } }).exports
      .codes as (...args: number[]) => void
    run(count, ...planes, room)
    to.set(memory.u16(room, count * CHANNELS))
  }
}
