/** Where one pixel of the frame stands in each scope: what a ring round the pixel under the pointer is drawn by. */
import { BINS, COLUMNS, LEVELS, type ScopeKind, SIDE } from './counts.ts'
import { chromaOf, lumaOf, type Weights } from './weights.ts'

/** The middle of the bin that a pixel is counted in, in shares of the scope: 0 at its left and at its foot, 1 at its right and at its top. */
export interface Place {
  readonly trace: 'luma' | 'red' | 'green' | 'blue'
  readonly x: number
  readonly y: number
}

const channels = ['red', 'green', 'blue'] as const
/** From a 16-bit value to the middle of its level, and of its bin of a histogram, as shares. */
const levelOf = (value: number): number => ((value >> 7) + 0.5) / LEVELS
const binOf = (value: number): number => ((value >> 6) + 0.5) / BINS

/**
 * A pixel of 16-bit R, G and B that lies `right` (0 to 1) across the frame. A parade has three places, each in its third; so has a histogram,
 * on its foot.
 */
export function placesOf(
  kind: ScopeKind,
  rgb: readonly [number, number, number],
  right: number,
  weights: Weights,
): readonly Place[] {
  const [r, g, b] = rgb
  const x = (Math.min(COLUMNS - 1, Math.max(0, Math.floor(right * COLUMNS))) + 0.5) / COLUMNS
  const luma = lumaOf(weights, r, g, b)
  switch (kind) {
    case 'waveform':
      return [{ trace: 'luma', x, y: levelOf(luma) }]
    case 'parade':
      return channels.map((trace, i) => ({ trace, x: (i + x) / 3, y: levelOf(rgb[i]!) }))
    case 'vectorscope': {
      const place = (code: number) => ((code >> 1) + 0.5) / SIDE
      return [{ trace: 'luma', x: place(chromaOf(weights.blue, b - luma)), y: place(chromaOf(weights.red, r - luma)) }]
    }
    case 'histogram':
      return channels.map((trace, i) => ({ trace, x: binOf(rgb[i]!), y: 0 }))
  }
}
