/**
 * Turning a plane on its side, as WebAssembly: `turn(from, to, stride, toStride, rows, columns)` writes row by row what stands column by
 * column, four by four; rows and columns are multiples of four, strides in bytes.
 */
import {
  ADD,
  again,
  END,
  get,
  I32,
  i32,
  LOOP,
  load,
  MUL,
  moduleBytes,
  SUB,
  set,
  simd,
  store,
  tee,
  V128,
} from './wasm-bytes.ts'

const step = (local: number, by: readonly number[]): number[] => [...get(local), ...by, ...ADD, ...set(local)]
/** Lanes of two vectors, as bytes: 0 … 3 of the first, 4 … 7 of the second. */
const pick = (...lanes: readonly number[]): number[] =>
  simd('shuffle', ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)))

/** The bytes of the module. */
export function turnBytes(): Uint8Array<ArrayBuffer> {
  const [from, to, stride, toStride, rows, columns] = [0, 1, 2, 3, 4, 5]
  const [line, place, left, at] = [6, 7, 8, 9]
  const [r, t] = [10, 14]
  const fours = [0, 1, 2, 3]
  const low = [0, 4, 1, 5]
  const high = [2, 6, 3, 7]
  const pairs = [
    [r, r + 1, low],
    [r, r + 1, high],
    [r + 2, r + 3, low],
    [r + 2, r + 3, high],
  ] as const
  const results = [
    [t, t + 2, [0, 1, 4, 5]],
    [t, t + 2, [2, 3, 6, 7]],
    [t + 1, t + 3, [0, 1, 4, 5]],
    [t + 1, t + 3, [2, 3, 6, 7]],
  ] as const
  return moduleBytes([
    {
      name: 'turn',
      params: Array<number>(6).fill(I32),
      locals: [
        [4, I32],
        [8, V128],
      ],
      body: [
        ...LOOP,
        ...[...get(from), ...set(line), ...get(to), ...set(place), ...get(columns), ...set(left)],
        ...LOOP,
        ...[...get(line), ...set(at)],
        ...fours.flatMap((i) => [...get(at), ...load(), ...set(r + i), ...step(at, get(stride))]),
        ...pairs.flatMap(([x, y, lanes], i) => [...get(x), ...get(y), ...pick(...lanes), ...set(t + i)]),
        ...[...get(place), ...set(at)],
        ...results.flatMap(([x, y, lanes]) => [
          ...[...get(at), ...get(x), ...get(y), ...pick(...lanes), ...store(), ...step(at, get(toStride))],
        ]),
        ...[...step(line, i32(16)), ...get(at), ...set(place)],
        ...[...get(left), ...i32(4), ...SUB, ...tee(left), ...again(0), ...END],
        ...[...step(from, [...get(stride), ...i32(4), ...MUL]), ...step(to, i32(16))],
        ...[...get(rows), ...i32(4), ...SUB, ...tee(rows), ...again(0), ...END],
      ],
    },
  ])
}
