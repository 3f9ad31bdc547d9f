import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { checkEntry, type LayerMode, layerModes } from '../../shared/doc/schema.ts'
import { boundProgram } from '../../shared/op/bound.ts'
import { Builder, type Rgb } from '../../shared/op/expr.ts'
import { drawComposite } from '../../shared/render/composite.ts'
import { drawGraph } from '../../shared/render/nodes.ts'
import { runKernel } from '../../shared/render/reference.ts'
import { kernelStage } from '../../shared/render/stage.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { distance, luma, randomOf, type Triple } from '../ops/kit.ts'
import { grade } from './kit.ts'

const f32 = Math.fround
const random = randomOf(20261208)
const pick = (low: number, high: number) => f32(low + (high - low) * random())
const colour = (low = -0.3, high = 1.5): Triple => [pick(low, high), pick(low, high), pick(low, high)]

/** One channel of each separable mode; below, top. */
const formulas: Partial<Record<LayerMode, (b: number, t: number) => number>> = {
  normal: (_, t) => t,
  add: (b, t) => b + t,
  subtract: (b, t) => t - b,
  multiply: (b, t) => b * t,
  screen: (b, t) => 1 - (1 - b) * (1 - t),
  darken: Math.min,
  lighten: Math.max,
  difference: (b, t) => Math.abs(t - b),
  exclusion: (b, t) => b + t - 2 * b * t,
  overlay: (b, t) => (b < 0.5 ? 2 * b * t : 1 - 2 * (1 - b) * (1 - t)),
  'hard-light': (b, t) => (t < 0.5 ? 2 * b * t : 1 - 2 * (1 - b) * (1 - t)),
  'soft-light': (b, t) => (1 - 2 * t) * b * b + 2 * t * b,
  'linear-burn': (b, t) => b + t - 1,
  divide: (b, t) => b / Math.max(t, 1 / 1024),
  'color-dodge': (b, t) => b / Math.max(1 - t, 1 / 1024),
  'color-burn': (b, t) => 1 - (1 - b) / Math.max(t, 1 / 1024),
}
const far = (rgb: Triple) => rgb.reduce((sum, v) => sum + Math.abs(v - luma(rgb)), 0)
function formula(mode: LayerMode, below: Triple, top: Triple): Triple {
  const simple = formulas[mode]
  if (simple) return below.map((b, i) => simple(b, top[i]!)) as unknown as Triple
  const y = luma(mode === 'luminosity' ? top : below)
  const chroma = mode === 'hue' || mode === 'color' ? top : below
  const wanted = mode === 'saturation' || mode === 'color' ? top : below
  const by = far(chroma) === 0 ? 0 : far(wanted) / far(chroma)
  return chroma.map((v) => y + by * (v - luma(chroma))) as unknown as Triple
}
function composite(mode: LayerMode, pairs: readonly (readonly [Triple, Triple])[]): Triple[] {
  const b = new Builder()
  const [below, top] = [0, 3].map((from) => b.hold3([b.plane(from), b.plane(from + 1), b.plane(from + 2)])) as [
    Rgb,
    Rgb,
  ]
  const stage = kernelStage(b, drawComposite(b, mode, below, top), ['a', 'b', 'c', 'd', 'e', 'f'])
  expect(boundProgram(stage.program, stage.coefficients, stage.tables)).toBeNull()
  const planes = [0, 1, 2, 3, 4, 5].map((n) => Float32Array.from(pairs, (pair) => pair[n < 3 ? 0 : 1][n % 3]!))
  const out = runKernel(stage, planes, pairs.length, 1)
  return pairs.map((_, i) => [out[0]![i]!, out[1]![i]!, out[2]![i]!])
}

describe('[OP16] composite modes', () => {
  it.each(layerModes)('[OP16] %s is its formula and clips nothing, at its corners too', (mode) => {
    const corners = [0, 1 / 1024, 0.5, 1, 1 - 1 / 1024].flatMap((v) => [v, v - 6e-8, v + 6e-8]).map(f32)
    const pairs: [Triple, Triple][] = [
      ...Array.from({ length: 400 }, (): [Triple, Triple] => [colour(), colour()]),
      ...corners.flatMap((v): [Triple, Triple][] => [
        [
          [v, 0.3, v],
          [0.6, v, v],
        ],
        [
          [v, v, v],
          [0.25, 0.5, 0.75],
        ],
      ]),
    ]
    const most = composite(mode, pairs).reduce((worst, rgb, i) => {
      const [below, top] = pairs[i]!
      const want = formula(mode, below, top)
      const near = [0, 1, 2, 3, 4, 5].map((n) => {
        const by = (rgb: Triple, at: number) => rgb.map((x, c) => (c === at ? x + 1.2e-7 : x)) as unknown as Triple
        return formula(mode, n < 3 ? by(below, n) : below, n < 3 ? top : by(top, n - 3))
      })
      return rgb.reduce((more, v, c) => {
        const moved = near.reduce((sum, one) => sum + distance(one[c]!, want[c]!), 0)
        return Math.max(more, distance(v, want[c]!) - moved)
      }, worst)
    }, 0)
    console.log(`${mode}: worst error beyond ulps ${most.toExponential(1)}`)
    expect(most).toBeLessThanOrEqual(2e-6)
  })

  it('[OP16] hue takes the hue, saturation the saturation, color both and luminosity the luma of the layer', () => {
    const [below, top]: [Triple, Triple] = [
      [0.6, 0.4, 0.3],
      [0.2, 0.3, 0.9],
    ]
    const at = (mode: LayerMode) => composite(mode, [[below, top]])[0]!
    expect(luma(at('hue'))).toBeCloseTo(luma(below), 6)
    expect(far(at('hue'))).toBeCloseTo(far(below), 6)
    expect(far(at('saturation'))).toBeCloseTo(far(top), 6)
    expect(luma(at('color'))).toBeCloseTo(luma(below), 6)
    expect(luma(at('luminosity'))).toBeCloseTo(luma(top), 6)
  })
})

const L = 't/0'
const corrector = (
  id: string,
  into: string,
  controls: Record<string, Value>,
  reads: [string, string] = ['src', 'rgb'],
): [string, Value][] => [
  [`${L}/${id}/head`, ['corrector', into, '0']],
  [`${L}/${id}/in.0`, reads],
  ...Object.entries(controls).map(([control, value]): [string, Value] => [`${L}/${id}/${control}`, value]),
]
const mixer = (
  id: string,
  kind: string,
  edges: readonly (readonly [string, string])[],
  more: Record<string, Value> = {},
): [string, Value][] => [
  [`${L}/${id}/head`, [kind, 'out', '0']],
  ...edges.map(([node, port], i): [string, Value] => [`${L}/${id}/in.edge000${i}`, [node, port, 'abcdef'[i]!]]),
  ...Object.entries(more).map(([control, value]): [string, Value] => [`${L}/${id}/${control}`, value]),
]
const out = (id: string): [string, Value] => [`${L}/out/in.0`, [id, 'rgb']]
/** The graph of these entries on one pixel; every entry passes the grammar. */
function run(pixel: Triple, ...entries: [string, Value][]): Triple {
  const all = grade(...entries)
  for (const [key, value] of all) expect(checkEntry('grade', key, value)).toBeNull()
  const b = new Builder()
  const lacks: string[] = []
  const sheet = {
    b,
    ground: { working: logc3 },
    size: [1, 1] as const,
    shared: () => null,
    lack: (s: string) => lacks.push(s),
    armed: null,
  }
  const rgb = drawGraph(sheet, readGraph(all, 't', '0'), b.hold3([b.plane(0), b.plane(1), b.plane(2)]))
  expect(lacks).toEqual([])
  const stage = kernelStage(b, rgb)
  expect(boundProgram(stage.program, stage.coefficients, stage.tables, 'these coefficients')).toBeNull()
  const [r, g, blue] = runKernel(
    stage,
    pixel.map((v) => Float32Array.of(v)),
    1,
    1,
  )
  return [r![0]!, g![0]!, blue![0]!]
}
const near = (want: Triple) => want.map((v) => expect.closeTo(v, 5))
const offset = (v: number): Record<string, Value> => ({ 'log.offset': [v, v, v] })
const pixel: Triple = [0.25, 0.5, 0.75]

describe('[OP16] layer mixer', () => {
  const two = (mode: string | null, key: number) => [
    ...corrector('aaaaaaaa', 'mixmixmi', offset(0.125)),
    ...corrector('bbbbbbbb', 'mixmixmi', { ...offset(0.25), 'key.out': [key, 0] }),
    ...mixer(
      'mixmixmi',
      'layer',
      [
        ['aaaaaaaa', 'rgb'],
        ['bbbbbbbb', 'rgb'],
      ],
      mode === null ? {} : { mode: [mode] },
    ),
    out('mixmixmi'),
  ]
  it('[OP16] the later input covers where its key is 1, not at all where it is 0, and by half at a half', () => {
    // The layer's own key mixes it over its input first, then over what is below.
    expect(run(pixel, ...two(null, 1))).toEqual(near([0.5, 0.75, 1]))
    expect(run(pixel, ...two(null, 0))).toEqual(near([0.375, 0.625, 0.875]))
    expect(run(pixel, ...two(null, 0.5))).toEqual(near([0.375, 0.625, 0.875]))
  })
  it('[OP16] puts its inputs together in its mode; a word of another kind is none', () => {
    expect(run(pixel, ...two('multiply', 1))).toEqual(near([0.375 * 0.5, 0.625 * 0.75, 0.875]))
    expect(run(pixel, ...two('add', 1))).toEqual(near([0.875, 1.375, 1.875]))
    expect(run(pixel, ...two('matte', 1))).toEqual(near([0.5, 0.75, 1]))
  })
  it('[OP16] one input is itself, none is the source', () => {
    expect(
      run(
        pixel,
        ...corrector('aaaaaaaa', 'mixmixmi', offset(0.125)),
        ...mixer('mixmixmi', 'layer', [['aaaaaaaa', 'rgb']]),
        out('mixmixmi'),
      ),
    ).toEqual(near([0.375, 0.625, 0.875]))
    expect(run(pixel, ...mixer('mixmixmi', 'layer', []), out('mixmixmi'))).toEqual(pixel)
  })
  it('[OP16] a parallel mixer adds what its branches changed, or takes their mean', () => {
    const parallel = (mode: Record<string, Value>) => [
      ...corrector('aaaaaaaa', 'mixmixmi', offset(0.125)),
      ...corrector('bbbbbbbb', 'mixmixmi', offset(0.25)),
      ...mixer(
        'mixmixmi',
        'parallel',
        [
          ['aaaaaaaa', 'rgb'],
          ['bbbbbbbb', 'rgb'],
        ],
        mode,
      ),
      out('mixmixmi'),
    ]
    expect(run(pixel, ...parallel({}))).toEqual(near([0.625, 0.875, 1.125]))
    expect(run(pixel, ...parallel({ mode: ['average'] }))).toEqual(near([0.4375, 0.6875, 0.9375]))
  })
})

describe('[OP16] key mixer, splitter and combiner', () => {
  /** Two nodes that give keys of a quarter and three quarters, a key mixer of them, and a node keyed from it. */
  const keyed = (mode: Record<string, Value>) => [
    ...corrector('aaaaaaaa', 'mixmixmi', { 'key.out': [0.25, 0] }),
    ...corrector('bbbbbbbb', 'mixmixmi', { 'key.out': [0.75, 0] }),
    ...mixer(
      'mixmixmi',
      'keymix',
      [
        ['aaaaaaaa', 'rgb'],
        ['bbbbbbbb', 'rgb'],
      ],
      mode,
    ),
    ...corrector('cccccccc', 'out', { ...offset(0.5), key: ['mixmixmi', 'key', false, 'matte', 1, 0, 0] }, [
      'mixmixmi',
      'rgb',
    ]),
    out('cccccccc'),
  ]
  it('[OP16] a key mixer adds keys (the larger), or multiplies them as mattes', () => {
    const by = (k: number): Triple => [0.25 + 0.5 * k, 0.5 + 0.5 * k, 0.75 + 0.5 * k]
    expect(run(pixel, ...keyed({}))).toEqual(near(by(0.75)))
    expect(run(pixel, ...keyed({ mode: ['matte'] }))).toEqual(near(by(0.1875)))
  })

  it('[OP16] a splitter gives its channels, each to be worked on; a combiner takes red, green and blue in turn', () => {
    const split: [string, Value][] = [
      [`${L}/splitspl/head`, ['split', 'out', '0']],
      [`${L}/splitspl/in.0`, ['src', 'rgb']],
    ]
    const joined = run(
      pixel,
      ...split,
      ...corrector('aaaaaaaa', 'joinjoin', offset(0.125), ['splitspl', 'r']),
      ...corrector('bbbbbbbb', 'joinjoin', {}, ['splitspl', 'b']),
      ...mixer('joinjoin', 'join', [
        ['aaaaaaaa', 'rgb'],
        ['splitspl', 'g'],
        ['bbbbbbbb', 'rgb'],
      ]),
      out('joinjoin'),
    )
    expect(joined).toEqual(near([0.375, 0.5, 0.75]))
    const swapped = run(
      pixel,
      ...split,
      ...mixer('joinjoin', 'join', [
        ['splitspl', 'b'],
        ['splitspl', 'g'],
        ['splitspl', 'r'],
      ]),
      out('joinjoin'),
    )
    expect(swapped).toEqual([0.75, 0.5, 0.25])
    expect(run(pixel, ...split, [`${L}/out/in.0`, ['splitspl', 'g']])).toEqual([0.5, 0.5, 0.5])
  })

  it('[OP16] a key may be seen as a picture, and a picture or a channel of it may key', () => {
    const a = corrector('aaaaaaaa', 'out', { 'key.out': [0.25, 0] })
    expect(run(pixel, ...a, [`${L}/out/in.0`, ['aaaaaaaa', 'key']])).toEqual([0.25, 0.25, 0.25])
    const by = (port: string) =>
      run(
        pixel,
        ...corrector('bbbbbbbb', 'out', { ...offset(0.5), key: ['src', port, false, 'matte', 1, 0, 0] }),
        out('bbbbbbbb'),
      )
    expect(by('g')).toEqual(near([0.5, 0.75, 1]))
    const y = luma(pixel)
    expect(by('rgb')).toEqual(near([0.25 + 0.5 * y, 0.5 + 0.5 * y, 0.75 + 0.5 * y]))
  })

  it('[OP16] a mixer’s word is one of the list, has no keyframe, and `normal` is none', () => {
    expect(checkEntry('grade', `${L}/mixmixmi/mode`, ['screen'])).toBeNull()
    expect(checkEntry('grade', `${L}/mixmixmi/mode`, ['glow'])).toContain('takes [one word out of normal, add')
    expect(checkEntry('grade', `${L}/mixmixmi/mode@4`, ['linear', 'screen'])).toContain('fits no rule')
  })
})
