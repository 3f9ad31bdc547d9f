/**
 * Matte finesse of a key, in this order: clean black, clean white, black and white clip, shrink or grow, blur, in/out ratio. Cleaning is an
 * opening and a closing by a disc: what a disc of that radius does not fit into goes, what is held to multiples of 2^-16 stays so.
 * Resolve publishes no formulas for its own; these are ours.
 */
import { type MatteId, readMatte } from '../doc/matte.ts'
import { boxOf, discOf, LEAST_SIGMA } from '../op/blur.ts'
import { holdMask } from '../op/draw.ts'
import type { Builder, V } from '../op/expr.ts'
import type { Spread } from '../op/pass.ts'

/** Clips are at least so far apart. */
const LEAST = 1 / 1024

/** clamp01(k·gain + offset), held like every mask. */
export const drawLevel = (b: Builder, k: V, gain: number, offset: number): V =>
  gain === 1 && offset === 0 ? k : holdMask(b, b.add(b.mul(k, b.coef(gain)), b.coef(offset)))

/** A key's blur of that radius in pixels of the picture; the key itself where that is next to nothing. */
export const drawKeyBlur = (b: Builder, key: V, radius: number): V =>
  radius / 2 < LEAST_SIGMA ? key : b.pass(boxOf('mask', radius / 2), [key])[0]!

/** The largest or least of a key within a disc. */
function spread(b: Builder, key: V, way: Spread['way'], radius: number): V {
  const all = discOf(radius).map(([across, down]) => b.pass({ kind: 'spread', way, across, down }, [key])[0]!)
  return all.reduce((one, other) => (way === 'grow' ? b.max(one, other) : b.min(one, other)))
}

/** `scale`: pixels of the picture for one of the whole. */
export function drawMatte(b: Builder, key: V, stored: readonly number[], scale: number): V {
  const matte = readMatte(stored)
  if (matte === null) return key
  const pixels = (id: MatteId) => Math.abs(matte[id]) * scale
  let k = key
  const disc = (way: Spread['way'], radius: number): void => {
    if (radius >= 0.5) k = spread(b, k, way, radius)
  }
  disc('shrink', pixels('clean-black'))
  disc('grow', pixels('clean-black'))
  disc('grow', pixels('clean-white'))
  disc('shrink', pixels('clean-white'))
  const [black, white] = [matte['black-clip'] / 100, 1 - matte['white-clip'] / 100]
  if (black > 0 || white < 1) {
    const gain = 1 / Math.max(white - black, LEAST)
    k = drawLevel(b, k, gain, -black * gain)
  }
  disc(matte.grow > 0 ? 'grow' : 'shrink', pixels('grow'))
  k = drawKeyBlur(b, k, pixels('blur'))
  const out = matte['in-out'] / 100
  return drawLevel(b, k, 1 + Math.abs(out), Math.min(out, 0))
}
