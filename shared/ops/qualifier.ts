import { type Controls, defineOp } from '../op/define.ts'
import { drawRamp, holdMask } from '../op/draw.ts'
import type { Builder, Rgb, V } from '../op/expr.ts'
import { HELD_MAX } from '../op/f32.ts'
import { toHsy } from '../op/hsy.ts'
import { choice, type ParamDraft, scalar } from '../op/param.ts'

/** Twice the largest held value: a bound that bounds nothing. */
const FAR = 2 * HELD_MAX
/** Below a sixteenth of saturation a hue counts the less, the greyer it is. */
const GUARD = 16

const bands = { sat: 'saturation', lum: 'luma', red: 'red', green: 'green', blue: 'blue' } as const
type Band = keyof typeof bands

/** Within low … high of a band, softly: 1 inside, 0 from the softness outside on. A bound at its end bounds nothing. */
function drawBand(b: Builder, c: Controls, id: Band, x: V): V {
  const [low, high] = [c.number(`${id}-low`), c.number(`${id}-high`)]
  const [under, over] = [c.number(`${id}-low-soft`), c.number(`${id}-high-soft`)]
  const up = low <= 0 ? drawRamp(b, x, -FAR, 1 - FAR) : drawRamp(b, x, low - under, low)
  const down = high >= 1 ? drawRamp(b, x, FAR, FAR - 1) : drawRamp(b, x, high + over, high, 'left')
  return holdMask(b, b.mul(holdMask(b, up), holdMask(b, down)))
}

/** 1 within half the width of the centre, the short way round, 0 from the softness outside on; of a grey nothing, where a width is set. */
function drawHue(b: Builder, c: Controls, hue: V, sat: V): V {
  const [width, soft] = [c.number('hue-width'), c.number('hue-soft')]
  const off = b.abs(b.sub(hue, b.coef(c.number('hue-center'))))
  const near = b.hold(b.min(off, b.sub(b.const(1), off)))
  const full = width >= 1
  const within = full ? drawRamp(b, near, FAR, FAR - 1) : drawRamp(b, near, width / 2 + soft, width / 2, 'left')
  const sure = b.clamp01(b.add(b.mul(sat, b.const(GUARD)), b.coef(full ? 1 : 0)))
  return holdMask(b, b.mul(holdMask(b, within), holdMask(b, sure)))
}

function drawKey(b: Builder, input: Rgb, c: Controls): V | null {
  const mode = c.word('mode')
  if (mode === 'off') return null
  const both = (x: V, y: V): V => holdMask(b, b.mul(x, y))
  let key: V
  if (mode === 'rgb') {
    const [r, g, blue] = [
      drawBand(b, c, 'red', input[0]),
      drawBand(b, c, 'green', input[1]),
      drawBand(b, c, 'blue', input[2]),
    ]
    key = both(both(r, g), blue)
  } else {
    const { hue, sat, luma } = toHsy(b, input, 'log')
    key = drawBand(b, c, 'lum', luma)
    if (mode === 'hsl') key = both(both(drawHue(b, c, hue, sat), drawBand(b, c, 'sat', sat)), key)
  }
  const [black, white] = [c.number('black-clip') / 100, c.number('white-clip') / 100]
  const clipped = holdMask(b, b.mul(b.sub(key, b.coef(black)), b.coef(1 / (white - black))))
  const turned = b.sub(b.const(1), clipped)
  return c.word('invert') === 'on' ? turned : clipped
}

const number = (
  title: string,
  unit: string,
  neutral: number,
  hard: readonly [number, number],
  doc: string,
  decimals = 3,
): ParamDraft => scalar({ title, unit, neutral, hard, soft: hard, shown: { decimals }, doc })
const limits = (id: Band): [string, ParamDraft][] => {
  const what = bands[id]
  const title = `${what[0]!.toUpperCase()}${what.slice(1)}`
  return [
    [`${id}-low`, number(`${title} Low`, 'code', 0, [0, 1], `Nothing of less ${what} is taken; 0 bounds nothing.`)],
    [`${id}-high`, number(`${title} High`, 'code', 1, [0, 1], `Nothing of more ${what} is taken; 1 bounds nothing.`)],
    [
      `${id}-low-soft`,
      number(`${title} Low Soft`, 'code', 0, [0, 1], 'Over how much below its low bound the key goes to nothing.'),
    ],
    [
      `${id}-high-soft`,
      number(`${title} High Soft`, 'code', 0, [0, 1], 'Over how much above its high bound the key goes to nothing.'),
    ],
  ]
}

/** The qualifier: what of the node's input, by its colour, the node works on. */
export const qualifier = defineOp({
  id: 'qualifier',
  version: 1,
  title: 'Qualifier',
  place: 'key',
  arms: false,
  doc:
    'A key by the colour of the node’s RGB input, multiplied with its windows and its key input. HSL: hue in turns from magenta (red 1/6, green 1/2, blue 5/6), saturation by four times the distance from Rec.709 luma, luma, as in the log style of OpenColorIO’s HSY; ' +
    'RGB: each channel; Luma: luma alone. A band is 1 from its low to its high bound and goes to 0 over its softness outside, smoothly (t² · (3 − 2t)); hue within half its width of the centre, the short way round, and below a saturation of 1/16 the less, the greyer, unless the width is 1. ' +
    'The bands are multiplied; then the clips: (k − black) / (white − black), held to 0 … 1; then invert. Each step is held to multiples of 2^-16. Resolve publishes no formulas for its qualifier; these are ours.',
  params: {
    mode: choice({
      title: 'Mode',
      doc: 'What the key is taken by.',
      options: [
        { id: 'off', title: 'Off', doc: 'No key.' },
        { id: 'hsl', title: 'HSL', doc: 'Hue, saturation and luma.' },
        { id: 'rgb', title: 'RGB', doc: 'Red, green and blue.' },
        { id: 'luma', title: 'Luma', doc: 'Luma alone.' },
      ],
    }),
    'hue-center': number('Hue Center', 'turn', 0.5, [0, 1], 'The hue that is taken, in turns from magenta.'),
    'hue-width': number('Hue Width', 'turn', 1, [0, 1], 'How much of all hues is taken; 1 is every hue, greys too.'),
    'hue-soft': number('Hue Soft', 'turn', 0, [0, 0.5], 'Over how much beyond the width the key goes to nothing.'),
    ...Object.fromEntries((Object.keys(bands) as Band[]).flatMap(limits)),
    'black-clip': number('Black Clip', 'percent', 0, [0, 48], 'Keys up to this become nothing.', 1),
    'white-clip': number('White Clip', 'percent', 100, [52, 100], 'Keys from this on become full.', 1),
    invert: choice({
      title: 'Invert',
      doc: 'Whether what is not taken is meant.',
      options: [
        { id: 'off', title: 'Off', doc: 'What is taken.' },
        { id: 'on', title: 'On', doc: 'What is not taken.' },
      ],
    }),
  },
  parts: [],
  key: drawKey,
})
