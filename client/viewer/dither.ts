/**
 * What is added to a code before it is cut to eight bits: a fixed matrix of blue noise, so that a level between two codes is both of them in
 * its share, with nothing coarse for the eye to hold on to, the same at a place in every picture. Made by void and cluster (R. Ulichney,
 * "The void-and-cluster method for dither array generation", Proc. SPIE 1913, 1993) with the Gaussian of 1.5 pixels that the paper finds best.
 */
import { exp } from '../../shared/op/libm.ts'

/** Pixels of the matrix each way, a power of two; it repeats. */
export const DITHER_SIDE = 64
const ALL = DITHER_SIDE * DITHER_SIDE
const SIGMA = 1.5
/** Beyond this many pixels a Gaussian of 1.5 is under 2^-15 of its middle. */
const REACH = 7
/** Share of the pixels that the first pattern has: the paper asks for no more than half. */
const FIRST = Math.floor(ALL / 10)

/** Whole numbers, so that sums come out alike however often they are added to and taken from. */
const gaussian = Int32Array.from({ length: (2 * REACH + 1) * (2 * REACH + 1) }, (_, i) => {
  const [x, y] = [(i % (2 * REACH + 1)) - REACH, Math.floor(i / (2 * REACH + 1)) - REACH]
  return Math.floor(65536 * exp(-(x * x + y * y) / (2 * SIGMA * SIGMA)) + 0.5)
})

/** Above any sum of Gaussians: what is on has it added, so that one look finds the most crowded of those on, or the freest of those off. */
const ON = 1 << 28

/** Of each pixel its rank among all, from 0: those below any rank are spread as evenly as that many can be. */
function ranks(): Uint16Array {
  const energy = new Int32Array(ALL)
  const flip = (at: number): void => {
    const sign = energy[at]! >= ON ? -1 : 1
    energy[at] = energy[at]! + sign * ON
    const [x, y] = [at % DITHER_SIDE, Math.floor(at / DITHER_SIDE)]
    for (let dy = -REACH, i = 0; dy <= REACH; dy++) {
      const row = ((y + dy) & (DITHER_SIDE - 1)) * DITHER_SIDE
      for (let dx = -REACH; dx <= REACH; dx++, i++) {
        const there = row + ((x + dx) & (DITHER_SIDE - 1))
        energy[there] = energy[there]! + sign * gaussian[i]!
      }
    }
  }
  const cluster = (): number => {
    let [found, best] = [0, energy[0]!]
    for (let i = 1; i < ALL; i++) {
      const own = energy[i]!
      if (own > best) [found, best] = [i, own]
    }
    return found
  }
  const hole = (): number => {
    let [found, best] = [0, energy[0]!]
    for (let i = 1; i < ALL; i++) {
      const own = energy[i]!
      if (own < best) [found, best] = [i, own]
    }
    return found
  }
  // A first pattern from a fixed seed (Park and Miller's generator), its clusters moved into its voids until nothing is gained.
  for (let count = 0, seed = 1; count < FIRST; ) {
    seed = (seed * 48271) % 2147483647
    const at = seed % ALL
    if (energy[at]! >= ON) continue
    flip(at)
    count++
  }
  for (;;) {
    const crowded = cluster()
    flip(crowded)
    const free = hole()
    flip(free)
    if (free === crowded) break
  }
  const out = new Uint16Array(ALL)
  const first = energy.slice()
  for (let rank = FIRST - 1; rank >= 0; rank--) {
    const at = cluster()
    out[at] = rank
    flip(at)
  }
  energy.set(first)
  for (let rank = FIRST; rank < ALL; rank++) {
    const at = hole()
    out[at] = rank
    flip(at)
  }
  return out
}

let made: Int32Array | null = null

/**
 * Of each pixel of the matrix, row by row, what is added to v · 255 before its upper bits are taken ((…) >> 16), for 16-bit codes v: whole
 * numbers 255 to 65,535, so that black, white and every other whole code stay what they are.
 */
export function thresholds(): Int32Array {
  made ??= Int32Array.from(ranks(), (rank) => 255 + Math.floor(((2 * rank + 1) * (65536 - 255)) / (2 * ALL)))
  return made
}

/** The threshold at a place of a picture, as a share of a code. */
export const dither = (x: number, y: number): number =>
  thresholds()[(y & (DITHER_SIDE - 1)) * DITHER_SIDE + (x & (DITHER_SIDE - 1))]! / 65536
