import { describe, expect, it } from 'vitest'
import { BINS, COLUMNS, countScopes, LEVELS, SIDE } from '../../shared/scope/counts.ts'
import { placesOf } from '../../shared/scope/place.ts'
import { rec709, rec2020 } from '../../shared/scope/weights.ts'

const kinds = ['waveform', 'parade', 'vectorscope', 'histogram'] as const
const colours = [
  [0, 0, 0],
  [65535, 65535, 65535],
  [65535, 0, 0],
  [0, 0, 65535],
  [12345, 40000, 23456],
  [50000, 31000, 22000],
] as const
/** The only bin with a pixel in it. */
const lit = (counts: Uint32Array): number => counts.indexOf(1)

describe('[SCOPE4] a pixel is ringed where it is counted', () => {
  it.each(colours)('[SCOPE4] %i %i %i lies in the middle of its bin in each scope', (...rgb) => {
    for (const weights of [rec709, rec2020])
      for (const [width, x] of [
        [1, 0],
        [COLUMNS, 0],
        [COLUMNS, 479],
        [COLUMNS, 100],
      ] as const) {
        const frame = new Uint16Array(width * 3)
        frame.set(rgb, 3 * x)
        // The pixel alone: what the others hold is taken away.
        const [all, others] = [frame, frame.map(() => 0)].map((of) =>
          countScopes(of, width, 1, { kinds: [...kinds], weights }),
        )
        const only = (a: Uint32Array, b: Uint32Array): number => {
          const found = a.findIndex((n, i) => n > b[i]!)
          return found < 0 ? lit(a) : found
        }
        const at = (kind: (typeof kinds)[number]) => placesOf(kind, rgb, (x + 0.5) / width, weights)
        const black = rgb.every((v) => v === 0)
        const bin = (a: Uint32Array, b: Uint32Array, dark: number) => (black ? dark : only(a, b))

        const column = Math.floor((x * COLUMNS) / width)
        const middle = width === 1 ? 240 : column
        const level = bin(all!.waveform!, others!.waveform!, column * LEVELS) % LEVELS
        expect(at('waveform')).toEqual([{ trace: 'luma', x: (middle + 0.5) / COLUMNS, y: (level + 0.5) / LEVELS }])
        at('parade').forEach((place, i) => {
          const own = rgb[i] === 0 ? 0 : only(all!.parade![i]!, others!.parade![i]!) % LEVELS
          expect(place.x).toBeCloseTo((i + (middle + 0.5) / COLUMNS) / 3, 12)
          expect(place.y).toBe((own + 0.5) / LEVELS)
        })
        const chroma = at('vectorscope')[0]!
        const grey = (SIDE / 2) * SIDE + SIDE / 2
        const square = rgb[0] === rgb[1] && rgb[1] === rgb[2] ? grey : only(all!.vectorscope!, others!.vectorscope!)
        expect([chroma.x, chroma.y]).toEqual([((square % SIDE) + 0.5) / SIDE, (Math.floor(square / SIDE) + 0.5) / SIDE])
        at('histogram').forEach((place, i) => {
          const own = rgb[i] === 0 ? 0 : only(all!.histogram![i]!, others!.histogram![i]!)
          expect(place).toEqual({ trace: ['red', 'green', 'blue'][i], x: (own + 0.5) / BINS, y: 0 })
        })
      }
  })

  it('[SCOPE4] the edges of the picture are in the first and the last column', () => {
    const x = (right: number) => placesOf('waveform', [9, 9, 9], right, rec709)[0]!.x * COLUMNS - 0.5
    expect([-0.1, 0, 1, 1.2].map(x)).toEqual([0, 0, 479, 479])
  })
})
