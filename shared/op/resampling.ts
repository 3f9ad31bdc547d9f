/**
 * Sizing, as taps. One filter: the separable cubic of Mitchell and Netravali (1988) with B = C = 1/3, weights rounded to 1/4,096
 * and made to sum to one. Reducing widens the filter by the reduction. A column or row that moves by whole pixels (to 1/1,024) at scale 1,
 * flipped or not, is copied and not filtered; a sizing that moves nothing is no pass at all.
 */
import { cos, sin } from './libm.ts'
import type { Resampling, Taps, Turn } from './pass.ts'

const DEGREE = 0.017453292519943295

/** Where a picture is put into another. */
export interface Sizing {
  readonly fit: 'fit' | 'fill' | 'one'
  /** Pan x, y in half picture heights; zoom as a factor; rotation in degrees, clockwise. */
  readonly pan: readonly [number, number]
  readonly zoom: number
  readonly rotate: number
  readonly flipX: boolean
  readonly flipY: boolean
}

/** How the finished picture is put into its own frame. */
export type OutputSizing = Omit<Sizing, 'fit'>

/** Source pixels an output pixel are held within these: one is 1/64 … 1,024 of the other. */
const SCALE_MIN = 1 / 1024
const SCALE_MAX = 64

/** Whole weights sum to this. */
export const WHOLE = 4096
/** A turned position is in whole 1/1,024 of a source pixel, its phase in 1/256. */
export const FINE = 1024
export const PHASES = 256

/** Mitchell–Netravali with B = C = 1/3 at distance x. */
export function mitchell(x: number): number {
  const a = Math.abs(x)
  if (a < 1) return (7 * a * a * a - 12 * a * a + 16 / 3) / 6
  if (a < 2) return ((-7 / 3) * a * a * a + 12 * a * a - 20 * a + 32 / 3) / 6
  return 0
}

/** Positions are held to this, 2^30: what lies a million pixels off is outside any picture, and two such parts still sum in 32 bits. */
const FAR = 1073741824

type Six = readonly [number, number, number, number, number, number]

/** `count` whole weights that sum to 4,096, of taps from `start` about `at`; the largest takes what rounding left over. */
function weigh(count: number, start: number, at: number, wide: number): number[] {
  const raw: number[] = []
  for (let i = 0; i < count; i++) raw.push(mitchell((start + i - at) / wide))
  const sum = raw.reduce((s, w) => s + w, 0)
  const out = raw.map((w) => Math.floor((w / sum) * WHOLE + 0.5))
  let top = 0
  for (let i = 1; i < count; i++) if (out[i]! > out[top]!) top = i
  out[top] = out[top]! + WHOLE - out.reduce((s, w) => s + w, 0)
  return out
}

/** Taps of `to` positions where position p reads the source at `scale·(p + ½) + shift`, counted from the source's edge. */
function straight(to: number, scale: number, shift: number): Taps {
  const start = scale * 0.5 + shift - 0.5
  const whole = Math.floor(start + 0.5)
  // A pan is stored in half heights as f32: three pixels come out a ten-millionth off.
  if (Math.abs(scale) === 1 && Math.abs(start - whole) < 1 / FINE)
    return {
      first: Int32Array.from({ length: to }, (_, p) => whole + scale * p),
      weights: new Float32Array(to).fill(1),
      count: 1,
    }
  const wide = Math.max(1, Math.abs(scale))
  const count = Math.ceil(2 * wide) * 2
  const first = new Int32Array(to)
  const weights = new Float32Array(to * count)
  for (let p = 0; p < to; p++) {
    const at = scale * (p + 0.5) + shift - 0.5
    first[p] = Math.floor(at) - count / 2 + 1
    weigh(count, first[p]!, at, wide).forEach((w, i) => {
      weights[p * count + i] = w / WHOLE
    })
  }
  return { first, weights, count }
}

function turned([a, b, c, d, e, f]: Six, [w, h]: readonly [number, number]): Turn {
  const wide = Math.max(1, Math.sqrt(a * a + b * b))
  const count = Math.ceil(wide) * 4
  const weights = new Float32Array(PHASES * count)
  for (let p = 0; p < PHASES; p++)
    weigh(count, 1 - count / 2, p / PHASES, wide).forEach((v, i) => {
      weights[p * count + i] = v / WHOLE
    })
  const parts = (n: number, k: number, shift: number) =>
    Int32Array.from({ length: n }, (_, p) =>
      Math.floor(Math.max(-FAR, Math.min(FAR, (k * (p + 0.5) + shift) * FINE)) + 0.5),
    )
  return { column: [parts(w, a, 0), parts(w, d, 0)], row: [parts(h, b, c - 0.5), parts(h, e, f - 0.5)], weights, count }
}

/** Where a turned position's taps begin (`first`, in source pixels) and which of the 256 phases they have. */
export function phaseOf(position: number, count: number): readonly [first: number, phase: number] {
  const p = (position + FINE / PHASES / 2) >> 2
  return [(p >> 8) - count / 2 + 1, p & (PHASES - 1)]
}

/** Source position of an output pixel's centre, as `Resampling` holds it. `one` as of `resampling`. */
function placed(
  sizing: Sizing,
  [sw, sh]: readonly [number, number],
  [w, h]: readonly [number, number],
  one: number,
): Six {
  const fits = sizing.fit === 'fit' ? Math.min(w / sw, h / sh) : sizing.fit === 'fill' ? Math.max(w / sw, h / sh) : one
  const scale = Math.max(SCALE_MIN, Math.min(SCALE_MAX, 1 / (fits * sizing.zoom)))
  const quarters = sizing.rotate / 90
  const exact = quarters === Math.floor(quarters)
  // Cosine and sine of whole quarters are exact.
  const c = exact ? [1, 0, -1, 0][quarters & 3]! : cos(sizing.rotate * DEGREE)
  const s = exact ? [0, 1, 0, -1][quarters & 3]! : sin(sizing.rotate * DEGREE)
  const fx = sizing.flipX ? -scale : scale
  const fy = sizing.flipY ? -scale : scale
  // The picture's centre stands at (cx, cy) of the output; from there turned back, scaled and flipped into the source.
  const cx = w / 2 + sizing.pan[0] * (h / 2)
  const cy = h / 2 + sizing.pan[1] * (h / 2)
  const [a, b, d, e] = [c * fx, s * fx, -s * fy, c * fy]
  return [a, b, sw / 2 - a * cx - b * cy, d, e, sh / 2 - d * cx - e * cy]
}

function passOf(affine: Six, from: readonly [number, number], to: readonly [number, number]): Resampling | null {
  const [a, b, c, d, e, f] = affine
  const still = a === 1 && e === 1 && b === 0 && d === 0 && c === 0 && f === 0
  if (still && to[0] === from[0] && to[1] === from[1]) return null
  const taps =
    b === 0 && d === 0 ? { across: straight(to[0], a, c), down: straight(to[1], e, f) } : { turn: turned(affine, to) }
  return { kind: 'size', from, to, affine, taps }
}

/**
 * The pass of a sizing from one size to another, or null where nothing moves. `one` is how many output pixels a source
 * pixel has at 1:1: 1, and less where a reduced frame stands for the whole one.
 */
export const resampling = (
  sizing: Sizing,
  from: readonly [number, number],
  to: readonly [number, number],
  one: number,
): Resampling | null => passOf(placed(sizing, from, to, one), from, to)

/**
 * Output sizing of a clip, and of the timeline after it, as one pass: two would filter twice, and cut off what the second brings back. Null
 * where nothing moves. Both together reduce to 1/64 at most.
 */
export function outputResampling(
  clip: OutputSizing,
  timeline: OutputSizing,
  size: readonly [number, number],
): Resampling | null {
  const zoom = Math.max(timeline.zoom, 1 / (SCALE_MAX * clip.zoom))
  const [a, b, c, d, e, f] = placed({ fit: 'fit', ...clip }, size, size, 1)
  const [m, n, o, p, q, r] = placed({ fit: 'fit', ...timeline, zoom }, size, size, 1)
  const across = [a * m + b * p, a * n + b * q, a * o + b * r + c] as const
  const down = [d * m + e * p, d * n + e * q, d * o + e * r + f] as const
  return passOf([...across, ...down], size, size)
}
