/**
 * Input sizing: one filter, the separable cubic of Mitchell and Netravali (1988) with B = C = 1/3, weights rounded to 1/4,096 and made
 * to sum to one, taps summed in rising order in f32. Reducing widens the filter. With a rotation the same filter is taken over the
 * source at 1/64 of a pixel. A sizing that moves nothing is no stage at all, so that its pixels stay bit-identical.
 */
import type { Sizing } from '../doc/grade.ts'
import { cos, sin } from '../op/libm.ts'
import type { SizeStage, Taps } from './stage.ts'

const DEGREE = 0.017453292519943295

/** Mitchell–Netravali with B = C = 1/3 at distance x. */
export function mitchell(x: number): number {
  const a = Math.abs(x)
  if (a < 1) return (7 * a * a * a - 12 * a * a + 16 / 3) / 6
  if (a < 2) return ((-7 / 3) * a * a * a + 12 * a * a - 20 * a + 32 / 3) / 6
  return 0
}

/** Whole weights of 1/4,096 that sum to 4,096; the largest takes what rounding left over. */
function whole(raw: readonly number[]): number[] {
  const sum = raw.reduce((s, w) => s + w, 0)
  const out = raw.map((w) => Math.floor((w / sum) * 4096 + 0.5))
  const rest = 4096 - out.reduce((s, w) => s + w, 0)
  let top = 0
  for (let i = 1; i < out.length; i++) if (out[i]! > out[top]!) top = i
  out[top] = out[top]! + rest
  return out
}

/** Taps for `to` positions where output p reads the source at `scale·(p + ½) + shift` (pixel edges). */
function taps(to: number, scale: number, shift: number): Taps {
  const wide = Math.max(1, Math.abs(scale))
  const count = Math.ceil(2 * wide) * 2
  const first = new Int32Array(to)
  const weights = new Float32Array(to * count)
  for (let p = 0; p < to; p++) {
    const at = scale * (p + 0.5) + shift - 0.5
    const start = Math.floor(at) - count / 2 + 1
    first[p] = start
    const raw: number[] = []
    for (let i = 0; i < count; i++) raw.push(mitchell((start + i - at) / wide))
    whole(raw).forEach((w, i) => {
      weights[p * count + i] = w / 4096
    })
  }
  return { first, weights, count }
}

/** The stage of a sizing from one size to another, or null where nothing moves. */
export function sizeStage(
  sizing: Sizing,
  from: readonly [number, number],
  to: readonly [number, number],
  one: number,
): SizeStage | null {
  const [sw, sh] = from
  const [w, h] = to
  const fit = Math.min(w / sw, h / sh)
  const fill = Math.max(w / sw, h / sh)
  // Output pixels a source pixel; `one` is 1 at the timeline's own resolution and smaller for a preview.
  const scale = (sizing.fit === 'fit' ? fit : sizing.fit === 'fill' ? fill : one) * sizing.zoom
  const turn = sizing.rotate * DEGREE
  const c = sizing.rotate === 0 ? 1 : cos(turn)
  const s = sizing.rotate === 0 ? 0 : sin(turn)
  const fx = (sizing.flipX ? -1 : 1) / scale
  const fy = (sizing.flipY ? -1 : 1) / scale
  // Output centre moves by pan (half heights); then turned back, scaled and flipped into the source.
  const cx = w / 2 + sizing.pan[0] * (h / 2)
  const cy = h / 2 + sizing.pan[1] * (h / 2)
  const a = c * fx
  const b = s * fx
  const d = -s * fy
  const e = c * fy
  const affine = [a, b, sw / 2 - a * cx - b * cy, d, e, sh / 2 - d * cx - e * cy]
  if (w === sw && h === sh && a === 1 && b === 0 && e === 1 && d === 0 && affine[2] === 0 && affine[5] === 0)
    return null
  const straight = b === 0 && d === 0
  return {
    kind: 'size',
    from,
    to,
    across: straight ? taps(w, a, affine[2]!) : null,
    down: straight ? taps(h, e, affine[5]!) : null,
    affine,
  }
}

function separable(stage: SizeStage, source: Float32Array, out: Float32Array): void {
  const [sw, sh] = stage.from
  const [w, h] = stage.to
  const { across, down } = stage as { across: Taps; down: Taps }
  const middle = new Float32Array(w * sh)
  const n = across.count
  for (let x = 0; x < w; x++) {
    const first = across.first[x]!
    const base = x * n
    const low = Math.max(0, -first)
    const high = Math.min(n, sw - first)
    for (let y = 0; y < sh; y++) {
      const row = y * sw + first
      let sum = 0
      for (let i = low; i < high; i++)
        sum = Math.fround(sum + Math.fround(across.weights[base + i]! * source[row + i]!))
      middle[y * w + x] = sum
    }
  }
  const m = down.count
  for (let y = 0; y < h; y++) {
    const first = down.first[y]!
    const base = y * m
    const low = Math.max(0, -first)
    const high = Math.min(m, sh - first)
    for (let x = 0; x < w; x++) {
      let sum = 0
      for (let i = low; i < high; i++)
        sum = Math.fround(sum + Math.fround(down.weights[base + i]! * middle[(first + i) * w + x]!))
      out[y * w + x] = sum
    }
  }
}

const PHASES = 64

function turned(stage: SizeStage, source: Float32Array, out: Float32Array): void {
  const [sw, sh] = stage.from
  const [w, h] = stage.to
  const [a, b, c, d, e, f] = stage.affine as [number, number, number, number, number, number]
  // Reducing while turning: taps every `step` source pixels over a filter widened alike.
  const wide = Math.max(1, Math.sqrt(a * a + b * b))
  const count = Math.ceil(2 * wide) * 2
  const weights = new Float32Array(PHASES * count)
  for (let p = 0; p < PHASES; p++) {
    const raw: number[] = []
    for (let i = 0; i < count; i++) raw.push(mitchell((i - count / 2 + 1 - p / PHASES) / wide))
    whole(raw).forEach((v, i) => {
      weights[p * count + i] = v / 4096
    })
  }
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const px = Math.floor((a * (x + 0.5) + b * (y + 0.5) + c - 0.5) * PHASES + 0.5)
      const py = Math.floor((d * (x + 0.5) + e * (y + 0.5) + f - 0.5) * PHASES + 0.5)
      const x0 = Math.floor(px / PHASES) - count / 2 + 1
      const y0 = Math.floor(py / PHASES) - count / 2 + 1
      const wx = (px - Math.floor(px / PHASES) * PHASES) * count
      const wy = (py - Math.floor(py / PHASES) * PHASES) * count
      let sum = 0
      if (x0 + count > 0 && y0 + count > 0 && x0 < sw && y0 < sh)
        for (let j = Math.max(0, -y0); j < Math.min(count, sh - y0); j++) {
          let line = 0
          for (let i = Math.max(0, -x0); i < Math.min(count, sw - x0); i++)
            line = Math.fround(line + Math.fround(weights[wx + i]! * source[(y0 + j) * sw + x0 + i]!))
          sum = Math.fround(sum + Math.fround(weights[wy + j]! * line))
        }
      out[y * w + x] = sum
    }
}

/** Runs the pass on one plane. The same code serves every executor on the CPU. */
export function runSize(stage: SizeStage, source: Float32Array, out: Float32Array): void {
  if (stage.across) separable(stage, source, out)
  else turned(stage, source, out)
}
