import { describe, expect, it } from 'vitest'
import {
  arc,
  arcOf,
  bandOf,
  type Colour,
  graspAt,
  hsyOf,
  hueOf,
  moveBand,
  narrowed,
  picked,
  turnedTo,
  widened,
} from '../../client/hand/qualify.ts'
import { colourAt, histogramOf } from '../../client/viewer/probe.ts'
import { checkControl } from '../../shared/op/check.ts'
import { Builder } from '../../shared/op/expr.ts'
import { ops } from '../../shared/ops/index.ts'
import { qualifier } from '../../shared/ops/qualifier.ts'
import { runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { seeded } from '../kit/seed.ts'
import { controls } from '../ops/kit.ts'

const rest = (control: string) => qualifier.params[control]!.neutral[0]!
/** The engine's key of each colour under these numbers. */
function keys(mode: string, numbers: ReadonlyMap<string, number>, colours: readonly Colour[]): Float32Array {
  const b = new Builder()
  const values = { mode: [mode], ...Object.fromEntries([...numbers].map(([id, v]) => [id, [Math.fround(v)]])) }
  const key = qualifier.key!(b, b.hold3([b.plane(0), b.plane(1), b.plane(2)]), controls(qualifier, values))!
  const planes = [0, 1, 2].map((c) => Float32Array.from(colours, (rgb) => rgb[c]!))
  return runKernel(kernelStage(b, [key], ['r', 'g', 'b'], ['k']), planes, colours.length, 1)[0]!
}
const skin: Colour[] = [
  [0.52, 0.42, 0.36],
  [0.55, 0.44, 0.37],
  [0.5, 0.4, 0.35],
]
const magentas: Colour[] = [
  [0.5, 0.3, 0.48],
  [0.48, 0.3, 0.5],
]

describe('a qualifier picked from the picture', () => {
  it.each(['hsl', 'rgb', 'luma'] as const)('[UI89] the engine’s key of what was picked is full, in %s', (mode) => {
    for (const colours of [skin, magentas, [[0.1, 0.6, 0.2]] as Colour[]]) {
      const numbers = picked(mode, 'take', colours, rest)
      expect([...keys(mode, numbers, colours)].every((k) => k === 1)).toBe(true)
      for (const [id, v] of numbers) expect(checkControl(ops, 'qualifier', id, [Math.fround(v)]), id).toBeNull()
    }
    const [far] = keys('hsl', picked('hsl', 'take', skin, rest), [[0.2, 0.3, 0.6]])
    expect(far).toBe(0)
  })

  it('[UI89] hues on both sides of magenta are one short arc, not all the others', () => {
    const [center, width] = hueOf(arcOf(magentas.map((colour) => hsyOf(colour)[0])))
    expect(Math.min(center, 1 - center)).toBeLessThan(0.03)
    expect(width).toBeLessThan(0.15)
    expect(turnedTo(arc(0.02, 0.02, 0), arc(0.98, 0.02, 0)).low).toBeCloseTo(1.01, 12)
  })

  it('[UI89] adding takes both; cutting off leaves what is farther away', () => {
    const first = picked('hsl', 'take', skin, rest)
    const now = (control: string) => first.get(control) ?? rest(control)
    const both = picked('hsl', 'add', magentas, now)
    expect([...keys('hsl', both, [...skin, ...magentas])].every((k) => k === 1)).toBe(true)
    const bright = { low: 0.2, high: 0.8, under: 0.1, over: 0.1 }
    expect(narrowed(bright, bandOf([0.75]))).toMatchObject({ low: 0.2, high: 0.72 })
    expect(narrowed(bright, bandOf([0.25]))).toMatchObject({ low: 0.28, high: 0.8 })
    expect(narrowed(bright, bandOf([0.95]))).toEqual(bright)
    expect(widened(bright, bandOf([0.95]))).toMatchObject({ low: 0.2, high: 0.98, over: 0.1 })
  })

  it('[UI93] a press takes an end within reach, the softness beyond it, else the whole range, and each moves alone', () => {
    const band = { low: 0.3, high: 0.6, under: 0.1, over: 0.2 }
    expect([0.29, 0.61, 0.22, 0.75, 0.45, 0.05].map((at) => graspAt(band, at, 0.02))).toEqual([
      'low',
      'high',
      'under',
      'over',
      'all',
      'all',
    ])
    expect(moveBand(band, 'low', 0.5, false)).toMatchObject({ low: 0.6, high: 0.6 })
    expect(moveBand(band, 'all', 0.9, false)).toMatchObject({ low: 0.7, high: 1 })
    expect(moveBand(band, 'all', 0.9, true)).toMatchObject({ low: 1.2, high: 1.5 })
    expect(moveBand(band, 'under', -0.05, false).under).toBe(0.15)
    expect(moveBand(band, 'over', -0.5, false).over).toBe(0)
  })

  it('[UI89] whatever is picked, in whatever order, may stand', () => {
    const draw = seeded(20261127)
    let now = new Map<string, number>()
    for (let i = 0; i < 300; i++) {
      const colour = [0, 0, 0].map(() => draw(1001) / 1000) as unknown as Colour
      const how = (['take', 'add', 'cut'] as const)[draw(3)]!
      const mode = (['hsl', 'rgb', 'luma'] as const)[draw(3)]!
      now = new Map([...now, ...picked(mode, how, [colour], (id) => now.get(id) ?? rest(id))])
      for (const [id, v] of now) expect(checkControl(ops, 'qualifier', id, [Math.fround(v)]), `${id} ${i}`).toBeNull()
    }
  })
})

describe('what a node reads', () => {
  const codes = new Uint16Array(4 * 3 * 3)
  codes.fill(32768)
  codes.set([65535, 0, 0], (1 * 4 + 3) * 3)

  it('[UI91] a colour is the mean of the nine pixels round the pointer, of fewer at an edge', () => {
    const input = { size: [4, 3], codes } as const
    expect(colourAt(input, 0.1, 0.1)).toEqual([32768 / 65535, 32768 / 65535, 32768 / 65535])
    const [r, g] = colourAt(input, 0.99, 0.5)
    expect(r).toBeCloseTo((5 * 32768 + 65535) / 6 / 65535, 12)
    expect(g).toBeCloseTo((5 * 32768) / 6 / 65535, 12)
  })

  it('[UI91] a histogram counts every pixel once a channel', () => {
    const [r, g] = histogramOf({ size: [4, 3], codes }, 4)
    expect([...r]).toEqual([0, 0, 11, 1])
    expect([...g]).toEqual([1, 0, 11, 0])
  })
})
