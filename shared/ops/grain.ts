import { filterOf } from '../op/blur.ts'
import { defineOp, rasterOf } from '../op/define.ts'
import { drawNoise, hash, NOISE_SIGMA } from '../op/noise.ts'
import { scalar } from '../op/param.ts'

/** A Gaussian of less leaves grain as it is. */
const LEAST = 0.15
/** Standard deviations of it that the taps can make, at most, in pixels. */
const MOST = 8
/** Variance of a pixel's own square. */
const PIXEL = 1 / 12

/** What a Gaussian leaves of the standard deviation of white noise, along both ways. */
function left(sigma: number): number {
  const { weights, count } = filterOf([64, 64], sigma).taps.across
  const middle = weights.subarray(32 * count, 33 * count)
  return middle.reduce((sum, w) => sum + w * w, 0)
}

/** Grain of film: noise of a given size, the same for the same frame on every machine. */
export const grain = defineOp({
  id: 'grain',
  version: 1,
  title: 'Grain',
  place: 'finish',
  arms: false,
  doc:
    'Adds noise to code values. At each pixel the four bytes of a hash of place, source frame and seed are added up, which is nearly normal; a Gaussian of half the size as its standard deviation (that of Sharpen) makes grains of them, whose standard deviation is then the amount. ' +
    'Of its variance the share that colour says is each channel’s own, the rest is in all three alike. With Y the luma held to 0 … 1, falloff f leaves 1 − f · (2Y − 1)². In a reduced picture grains are as much smaller and weaker as the picture is. Ours.',
  params: {
    amount: scalar({
      title: 'Amount',
      unit: 'code',
      neutral: 0,
      hard: [0, 0.5],
      soft: [0, 0.1],
      shown: { scale: 100, decimals: 2 },
      doc: 'Standard deviation of the grain, in hundredths of the code range: 0 changes nothing.',
    }),
    size: scalar({
      title: 'Size',
      unit: 'pixel',
      neutral: 1.5,
      hard: [0, 16],
      soft: [0, 6],
      doc: 'How large a grain is, in pixels of the whole picture; it changes nothing while the amount is 0.',
    }),
    colour: scalar({
      title: 'Color',
      unit: 'percent',
      neutral: 0,
      hard: [0, 100],
      soft: [0, 100],
      shown: { decimals: 0 },
      doc: 'How much of the grain is each channel’s own: 0 is grey grain, 100 has nothing in common.',
    }),
    falloff: scalar({
      title: 'Falloff',
      unit: 'percent',
      neutral: 50,
      hard: [0, 100],
      soft: [0, 100],
      shown: { decimals: 0 },
      doc: 'How much weaker grain is towards black and white: 0 is alike everywhere, 100 leaves none there.',
    }),
    seed: scalar({
      title: 'Seed',
      unit: 'number',
      neutral: 0,
      hard: [0, 9999],
      soft: [0, 9999],
      shown: { decimals: 0 },
      doc: 'Another number is another grain of the same kind; its whole part counts.',
    }),
  },
  parts: [
    {
      reads: ['amount', 'size', 'colour', 'falloff', 'seed'],
      draw: (b, rgb, c, ground) => {
        const amount = c.number('amount')
        if (amount === 0) return null
        const { width, height, scale, frame } = rasterOf(ground)
        const [whole, colour, falloff] = [c.number('size') / 2, c.number('colour') / 100, c.number('falloff') / 100]
        const sigma = Math.min(whole * scale, MOST)
        const key = (channel: number) => hash(frame + hash(Math.floor(c.number('seed')) * 4 + channel))
        // What a pixel of a reduced picture has as the mean of many.
        const reduced = Math.sqrt((whole * whole + PIXEL) / (whole * whole + PIXEL / (scale * scale)))
        const white = (channel: number) => b.hold(b.mul(drawNoise(b, key(channel)), b.const(1 / 512)))
        const grey = colour === 1 ? null : white(0)
        const [common, own] = [b.coef(Math.sqrt(1 - colour)), b.coef(Math.sqrt(colour))]
        const noise =
          colour === 0
            ? [grey!]
            : [1, 2, 3].map((channel) => {
                const alone = b.hold(b.mul(own, white(channel)))
                return grey === null ? alone : b.hold(b.add(alone, b.mul(common, grey)))
              })
        const soft = sigma >= LEAST ? b.pass(filterOf([width, height], sigma), noise) : noise
        const each = b.coef(((amount * reduced) / (sigma >= LEAST ? left(sigma) : 1)) * (512 / NOISE_SIGMA))
        const off = b.sub(b.mul(b.const(2), b.hold(b.clamp01(b.luma(rgb)))), b.const(1))
        const weight = b.hold(b.sub(b.const(1), b.mul(b.coef(falloff), b.mul(b.hold(off), b.hold(off)))))
        return b.each(rgb, (x, i) => {
          const grain = b.hold(b.mul(each, b.hold(soft[i] ?? soft[0]!)))
          return b.add(x, b.mul(weight, grain))
        })
      },
    },
  ],
})
