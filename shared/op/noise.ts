/** Noise from whole numbers: the same for the same place, frame and seed on every machine. */
import type { Builder, V } from './expr.ts'

/** Six rounds of additions, shifts and exclusive ors: Robert Jenkins' hash of 32-bit integers, by its constants. */
const ROUNDS = [
  ['add', 0x7ed55d16, 'add', 'left', 12],
  ['xor', 0xc761c23c, 'xor', 'right', 19],
  ['add', 0x165667b1, 'add', 'left', 5],
  ['add', 0xd3a2646c, 'xor', 'left', 9],
  ['add', 0xfd7046c5, 'add', 'left', 3],
  ['xor', 0xb55a4f09, 'xor', 'right', 16],
] as const

/** The hash of a whole number of 32 bits, as a signed one. */
export function hash(n: number): number {
  let a = n | 0
  for (const [first, constant, second, way, by] of ROUNDS) {
    const left = first === 'add' ? (a + constant) | 0 : a ^ constant
    const right = way === 'left' ? a << by : a >>> by
    a = second === 'add' ? (left + right) | 0 : left ^ right
  }
  return a
}

/** The same per pixel. */
function drawHash(b: Builder, n: V): V {
  let a = n
  for (const [first, constant, second, way, by] of ROUNDS) {
    const left = first === 'add' ? b.iadd(a, b.iconst(constant)) : b.xor(a, b.iconst(constant))
    const right = way === 'left' ? b.shl(a, by) : b.shr(a, by)
    a = second === 'add' ? b.iadd(left, right) : b.xor(left, right)
  }
  return a
}

/** Standard deviation of the sum of four bytes. */
export const NOISE_SIGMA = Math.sqrt((4 * (256 * 256 - 1)) / 12)

/**
 * White noise of mean 0: the sum of the four bytes of a hash of the place and of `key` (whole, 32 bits), less 510; nearly normal, its
 * standard deviation `NOISE_SIGMA`. The key is data.
 */
export function drawNoise(b: Builder, key: number): V {
  const half = (n: number) => b.toInt(b.coef(n))
  const mixed = b.or(b.shl(half(key >>> 16), 16), half(key & 0xffff))
  const h = drawHash(b, b.iadd(b.toInt(b.x()), drawHash(b, b.iadd(b.toInt(b.y()), mixed))))
  const byte = (shift: number) => b.and(shift === 0 ? h : b.shr(h, shift), b.iconst(255))
  const sum = b.iadd(b.iadd(byte(0), byte(8)), b.iadd(byte(16), byte(24)))
  return b.toFloat(b.isub(sum, b.iconst(510)))
}
