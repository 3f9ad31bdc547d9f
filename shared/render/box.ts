/**
 * What the passes over masks and pictures do with one pixel, as programs: every executor runs these between its own loops. A box adds up
 * whole numbers, which come to the same in whatever order; what follows is f32 in one order.
 */
import { holdMask } from '../op/draw.ts'
import { Builder, type Program, type V } from '../op/expr.ts'
import { bitsOf } from '../op/f32.ts'
import type { Box, Spread } from '../op/pass.ts'

/** A mask's steps. */
const STEPS = 65536
/** A held value is so many whole 1/16, which with 2,047 of them fit 32 bits, and so many 2^-24 more, which fit too. */
const HIGH = 16
const LOW = 1048576

/** 1.5 · 2^23: what is added to it comes to its nearest whole number, ties to even, in the last bits. */
const ANCHOR = 12582912

/** Whole numbers of a value, one for each sum, each beyond the bits of `ANCHOR`, which differences do not see. */
function parts(b: Builder, of: Box['of'], x: V): readonly V[] {
  const anchor = b.const(ANCHOR)
  if (of === 'mask') return [b.add(x, anchor)]
  const scaled = b.mul(x, b.const(HIGH))
  const whole = b.add(scaled, anchor)
  return [whole, b.add(b.mul(b.sub(scaled, b.sub(whole, anchor)), b.const(LOW)), anchor)]
}

/** (sum + part · (x before + x after)) · share of a box's whole pixels and the two beside it. */
function mean(b: Builder, of: Box['of'], last: boolean, sums: readonly V[], before: V, after: V): V {
  const [part, share] = [b.coef(0), b.coef(0)]
  const inside =
    of === 'mask'
      ? b.toFloat(sums[0]!)
      : b.add(b.mul(b.toFloat(sums[0]!), b.const(1 / HIGH)), b.mul(b.toFloat(sums[1]!), b.const(1 / HIGH / LOW)))
  const all = b.mul(b.add(inside, b.mul(part, b.add(before, after))), share)
  if (of === 'picture') return last ? b.hold(all) : all
  const whole = b.min(b.floor(b.add(all, b.const(0.5))), b.const(STEPS))
  return last ? b.mul(whole, b.const(1 / STEPS)) : whole
}

const kept = new Map<string, Program>()
const once = (key: string, draw: (b: Builder) => readonly V[]): Program => {
  let had = kept.get(key)
  if (!had) {
    const b = new Builder()
    had = b.program(draw(b))
    kept.set(key, had)
  }
  return had
}

/** A value as a box takes it: held; of a mask, how many 2^-16. Reads plane 0. */
export const enterBox = (of: Box['of']): Program =>
  once(`enter ${of}`, (b) => {
    const x = b.hold(b.plane(0))
    return [of === 'picture' ? x : b.floor(b.add(b.mul(b.clamp01(x), b.const(STEPS)), b.const(0.5)))]
  })

/** How many sums a box has. */
export const sumsOf = (of: Box['of']): 1 | 2 => (of === 'mask' ? 1 : 2)

/** Whole numbers of a value that has entered, one for each sum. Reads plane 0. */
export const splitBox = (of: Box['of']): Program =>
  once(`split ${of}`, (b) => parts(b, of, b.plane(0)).map((v) => b.isub(v, b.iconst(bitsOf(ANCHOR)))))

/** The mean by its sums. Reads the sums, the values before and after; coefficients are part and share. `last`: of the three boxes down. */
export const closeBox = (of: Box['of'], last: boolean): Program =>
  once(`close ${of} ${last}`, (b) => {
    const n = sumsOf(of)
    const planes = Array.from({ length: n + 2 }, (_, i) => b.plane(i))
    return [mean(b, of, last, planes.slice(0, n), planes[n]!, planes[n + 1]!)]
  })

/**
 * One step along a line. Reads the sums, the value that comes in, the one that goes out and stands before, the one after; coefficients
 * are part and share; gives the sums and the mean.
 */
export const stepBox = (of: Box['of'], last: boolean): Program =>
  once(`step ${of} ${last}`, (b) => {
    const n = sumsOf(of)
    const planes = Array.from({ length: n + 3 }, (_, i) => b.plane(i))
    const [comes, goes, after] = planes.slice(n) as [V, V, V]
    const [more, less] = [parts(b, of, comes), parts(b, of, goes)]
    const sums = more.map((v, i) => b.iadd(b.isub(planes[i]!, less[i]!), v))
    return [...sums, mean(b, of, last, sums, goes, after)]
  })

/** A mask's value as a spread takes it. Reads plane 0. */
export const enterSpread = (): Program => once('enter spread', (b) => [holdMask(b, b.hold(b.plane(0)))])

/** The largest or least of three. */
export const stepSpread = (way: Spread['way']): Program =>
  once(`step ${way}`, (b) => {
    const pick = (x: V, y: V) => (way === 'grow' ? b.max(x, y) : b.min(x, y))
    return [pick(pick(b.plane(0), b.plane(1)), b.plane(2))]
  })

/** How far apart the three stand that are compared step by step, until together they reach `radius`: at most a triple each time. */
export function stridesOf(radius: number): readonly number[] {
  const out: number[] = []
  for (let reach = 0; reach < radius; ) {
    const stride = Math.min(2 * reach + 1, radius - reach)
    out.push(stride)
    reach += stride
  }
  return out
}
