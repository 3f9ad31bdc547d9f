/** What a tick of a hand, and a frame of keyframes, costs before the first pixel; and how a large grade opens and draws. */
import type { Value } from '../../shared/doc/grade.ts'
import { Shelves } from '../../shared/doc/read.ts'
import type { Picture } from '../../shared/render/picture.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, session, source } from '../render/kit.ts'
import type { Bench, Figure } from './figure.ts'

const [WIDTH, HEIGHT] = [1920, 1080]
const LEVEL = `c.${CLIP}/0`

type Pairs = readonly (readonly [string, Value])[]
type Controls = Readonly<Record<string, Value>>

/** Nodes one after the other, each with its controls (`w.…` are windows). */
function serial(nodes: readonly Controls[]): [string, Value][] {
  const id = (i: number): string => `node${String(i).padStart(4, '0')}`
  return [
    ...nodes.flatMap((controls, i): [string, Value][] => [
      [`${LEVEL}/${id(i)}/head`, ['corrector', 'out', '0']],
      [`${LEVEL}/${id(i)}/in.0`, [i === 0 ? 'src' : id(i - 1), 'rgb']],
      ...Object.entries(controls).map(([key, value]): [string, Value] => [`${LEVEL}/${id(i)}/${key}`, value]),
    ]),
    [`${LEVEL}/out/in.0`, [id(nodes.length - 1), 'rgb']],
  ]
}
const put = (pairs: Pairs): Shelves => {
  const out = new Shelves()
  for (const [key, value] of pairs)
    out.set(
      key,
      value.map((v) => (typeof v === 'number' ? Math.fround(v) : v)),
    )
  return out
}

/** What a colorist has in a node after some minutes; `by` moves every number a little. */
const balance = (by: number): Controls => ({
  'primaries.lift': [0.01 + by, 0.02, 0, -0.01],
  'primaries.gamma': [1.1 + by, 1, 0.98, 1.02],
  'primaries.gain': [1.2 + by, 1, 1.05, 1],
  'primaries.contrast': [1.15 + by],
  'primaries.saturation': [1.2 + by],
  'log.shadow': [0.01 + by, 0, -0.01],
  'log.offset': [0.01 + by, 0, -0.01],
})
const circle = (by: number): Controls => ({
  'w.wwwwwww1/head': ['circle', true, false, 'add', 'a', ''],
  'w.wwwwwww1/shape': [0.1 + by, 0, 0.4, 0.3, 10],
  'w.wwwwwww1/soft': [0.2],
})
const linear = (by: number): Controls => ({
  'w.wwwwwww2/head': ['linear', true, false, 'add', 'b', ''],
  'w.wwwwwww2/shape': [-0.8 + by, -0.7, 0.8, -0.7, 0.8, 0.7, -0.8, 0.7],
  'w.wwwwwww2/soft': [0.2, 0.3, 0.1, 0.2],
})
const gradient = (by: number): Controls => ({
  'w.wwwwwww3/head': ['gradient', true, false, 'intersect', 'c', ''],
  'w.wwwwwww3/shape': [0, 0.2 + by, 30],
  'w.wwwwwww3/soft': [0.5],
})
const keyed = { 'qualifier.mode': ['hsl'], 'qualifier.hue-width': [0.3], 'qualifier.hue-soft': [0.1] } as const
const bend = (by: number): Value => [0, 0, 0.3, 0.25 + by, 0.7, 0.8, 1, 1]
const level = (by: number): Value => [0, 1, 0.3, 1.4 + by, 0.6, 0.8]

/** Ticks by what is under the hand, each number of it moved. */
const ticks: Readonly<Record<string, { readonly doc: string; readonly nodes: (by: number) => readonly Controls[] }>> = {
  wheels: { doc: 'lift, gamma, gain, contrast, saturation, log wheels', nodes: (by) => [balance(by)] },
  curves: {
    doc: 'custom curves Y R G B',
    nodes: (by) => [Object.fromEntries('yrgb'.split('').map((c) => [`curves.${c}`, bend(by)]))],
  },
  hue: {
    doc: 'three hue curves',
    nodes: (by) => [
      {
        'hue-curves.hue-hue': [0, 0, 0.3, 0.1 + by, 0.6, 0],
        'hue-curves.hue-sat': level(by),
        'hue-curves.lum-sat': level(by),
      },
    ],
  },
  windows: {
    doc: 'circle, linear and gradient over wheels that rest',
    nodes: (by) => [{ ...balance(0), ...circle(by), ...linear(by), ...gradient(by) }],
  },
  tone: {
    doc: 'OpenColorIO’s GradingTone, all five zones of four channels and S-contrast',
    nodes: (by) => [
      {
        ...Object.fromEntries(
          ['blacks', 'shadows', 'midtones', 'highlights', 'whites'].map((zone, i) => [
            `grading-tone.${zone}`,
            [1.1 + by, 0.95, 1.02, 1 + i / 50],
          ]),
        ),
        'grading-tone.s-contrast': [1.2 + by],
      },
    ],
  },
  twelve: {
    doc: 'one gain of twelve nodes with two windows and a qualifier',
    nodes: (by) =>
      Array.from({ length: 12 }, (_, i) => ({
        ...balance(i === 5 ? by : i / 1000),
        ...(i === 3 ? circle(0) : {}),
        ...(i === 6 ? linear(0) : {}),
        ...(i === 8 ? keyed : {}),
      })),
  },
}

/** The shortest of some runs by the clock, milliseconds, after some that are not counted: an account of a thread's own time is too coarse. */
function best(run: () => void, runs: number, warm: number): number {
  let least = Infinity
  for (let i = 0; i < runs + warm; i++) {
    const began = performance.now()
    run()
    if (i >= warm) least = Math.min(least, performance.now() - began)
  }
  return least
}

const compile = (entries: Shelves, frame = 0): Plan =>
  compilePlan({ session: session(WIDTH, HEIGHT), entries, clip: CLIP, frame })

/** Keyframes of the first `count` controls of each node that are numbers, at both ends of the clip. */
function animated(nodes: readonly Controls[], count: number): Shelves {
  const pairs = serial(nodes)
  const numbers = pairs.filter(([key, value]) => /\/(primaries|log)\./.test(key) && typeof value[0] === 'number')
  const frames = numbers.slice(0, count).flatMap(([key, value]): [string, Value][] => [
    [`${key}@10`, ['linear', ...value]],
    [`${key}@33`, ['ease', ...value.map((v) => (v as number) + 0.05)]],
  ])
  return put([...pairs, ...frames])
}

async function* figures(wanted: (name: string) => boolean): AsyncGenerator<Figure> {
  for (const [name, { doc, nodes }] of Object.entries(ticks)) {
    if (!wanted(`tick.${name}`)) continue
    // Other numbers each time: nothing that was made before serves.
    let i = 0
    const steps = Array.from({ length: 100 }, (_, k) => put(serial(nodes((k + 1) / 4096))))
    const ms = best(() => compile(steps[i++]!), 60, 40)
    yield {
      name: `tick.${name}`,
      value: ms * 1000,
      unit: 'us',
      note: `document to plan, name and tables included: ${doc}`,
    }
  }
  const twelve = ticks.twelve!.nodes(0)
  const moving = { three: animated(twelve, 3), all: animated(twelve, 12 * 7) }
  for (const [name, entries] of Object.entries(moving)) {
    if (!wanted(`tick.keyframes-${name}`)) continue
    let frame = 0
    const ms = best(() => compile(entries, frame++ % 24), 20, 24)
    const what = name === 'all' ? 'every wheel of all of them keyframed' : 'three controls keyframed'
    yield {
      name: `tick.keyframes-${name}`,
      value: ms,
      unit: 'ms',
      note: `a frame of twelve nodes, ${what}, document to plan`,
    }
  }
  if (wanted('tick.open')) {
    const masks = (i: number) => [circle, linear, gradient][i % 3]!(i / 100)
    const plan = compile(put(serial(Array.from({ length: 24 }, (_, i) => ({ ...balance(i / 1000), ...masks(i) })))))
    const ms = best(() => createWasm().prepare(plan), 6, 4)
    const count = plan.stages.reduce((n, stage) => n + (stage.kind === 'kernel' ? stage.program.list.length : 0), 0)
    yield {
      name: 'tick.open',
      value: ms,
      unit: 'ms',
      note: `the kernel of 24 nodes with a window each, ${count} instructions: written, compiled, ready`,
    }
  }
  if (wanted('tick.draw')) {
    const plan = compile(put(serial(twelve)))
    const frame = source(WIDTH, HEIGHT, (x, y) => [64 + ((x * 7 + y * 3) % 877), 412 + (x % 200), 412 + (y % 200)])
    const plane = () => new Float32Array(WIDTH * HEIGHT)
    const into: Picture = { width: WIDTH, height: HEIGHT, planes: [plane(), plane(), plane()] }
    const wasm = createWasm()
    const ms = best(() => wasm.render(plan, frame, into), 6, 4)
    yield {
      name: 'tick.draw',
      value: (WIDTH * HEIGHT) / 1000 / ms,
      unit: 'Mpixel/s',
      note: 'twelve nodes with two windows and a qualifier, 1080p, one thread',
    }
  }
}

export const bench: Bench = {
  name: 'tick',
  doc: 'what a tick of a hand costs before pixels, the best of some runs',
  names: [...Object.keys(ticks), 'keyframes-three', 'keyframes-all', 'open', 'draw'].map((name) => `tick.${name}`),
  figures,
}
