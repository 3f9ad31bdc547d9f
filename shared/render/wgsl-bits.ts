/**
 * What every WGSL kernel begins with: the buffers, and the instructions that WGSL leaves open or a driver may fold, on whole numbers.
 * All values are u32; a float is one by `bitcast`. The only built-in functions are `bitcast`, `select`, `min` and `max` of whole numbers.
 */
import { bitsOf, HELD_MAX, HELD_MIN } from '../op/f32.ts'

/** Invocations of a workgroup: pixels side by side in a row. */
export const GROUP = 64

export const hex = (n: number): string => `0x${(n >>> 0).toString(16)}u`

/** Words that each kernel's numbers begin with: the zero that no compiler can know, then width and height of what it writes. */
export const ZERO = 0
export const WIDTH = 1
export const HEIGHT = 2
export const OWN = 3

/** The four buffers. `pairs`: tables are read as pairs of value and slope, else word by word. */
export const buffers = (pairs: boolean): string => `
@group(0) @binding(0) var<storage, read> source: array<u32>;
@group(0) @binding(1) var<storage, read_write> field: array<u32>;
@group(0) @binding(2) var<storage, read> numbers: array<u32>;
@group(0) @binding(3) var<storage, read> tables: array<${pairs ? 'vec2<u32>' : 'u32'}>;
`

/**
 * NaN and subnormals cannot be told from others by float compares on a driver that assumes there are none: `order` gives whole numbers
 * that compare as the floats do, both zeros as 0, and `real` says what is no NaN. `whole` is f32 to i32 towards zero, held to the ends, NaN to 0; `decimal` is i32 to f32, to nearest even.
 */
export const bits = (seal: string): string => `
fn hold(u: u32) -> u32 {
  let m = u & 0x7fffffffu;
  return select((u & 0x80000000u) | min(m, ${hex(bitsOf(HELD_MAX))}), 0u, (m < ${hex(bitsOf(HELD_MIN))}) | (m > 0x7f800000u));
}
fn order(u: u32) -> i32 {
  let m = bitcast<i32>(u & 0x7fffffffu);
  return select(m, 0 - m, u > 0x7fffffffu);
}
fn real(u: u32) -> bool { return (u & 0x7fffffffu) <= 0x7f800000u; }
fn floored(u: u32) -> u32 {
  let m = u & 0x7fffffffu;
  let e = m >> 23u;
  let below = u > 0x7fffffffu;
  let part = 0x7fffffu >> (min(max(e, 127u), 150u) - 127u);
  let large = (u + select(0u, part, below)) & ~part;
  let small = select(u & 0x80000000u, 0xbf800000u, below & (m != 0u));
  return select(select(large, small, e < 127u), u, e >= 150u);
}
fn whole(u: u32) -> u32 {
  let m = u & 0x7fffffffu;
  let e = m >> 23u;
  let below = u > 0x7fffffffu;
  let f = (u & 0x7fffffu) | 0x800000u;
  let n = select(f >> (150u - min(max(e, 127u), 150u)), f << (min(max(e, 150u), 157u) - 150u), e > 150u);
  let ends = select(select(0x7fffffffu, 0x80000000u, below), 0u, m > 0x7f800000u);
  return select(select(select(n, 0u - n, below), ends, e > 157u), 0u, e < 127u);
}
fn decimal(u: u32, z: u32) -> u32 {
  let high = bitcast<u32>(f32(bitcast<i32>(u) >> 16u) * bitcast<f32>(0x47800000u${seal}))${seal};
  let low = bitcast<u32>(f32(u & 0xffffu))${seal};
  return bitcast<u32>(bitcast<f32>(high) + bitcast<f32>(low))${seal};
}
`

/** The barrier behind each arithmetic result (engine.md): a float goes on as bits that no compiler knows. */
export const sealOf = (barriers: boolean): string => (barriers ? ' ^ z' : '')
