/** What neighbourhood passes cost, and what a tick of a drag saves by what is kept of the tick before. */
import type { Value } from '../../shared/doc/grade.ts'
import { boxOf, filterOf } from '../../shared/op/blur.ts'
import type { Pass } from '../../shared/op/pass.ts'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { PICTURE, type Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'
import type { Bench, Figure } from './figure.ts'

type Size = readonly [number, number]
const FULL: Size = [1920, 1080]
/** A viewer's size. */
const HALF: Size = [960, 540]

const picture = ([width, height]: Size): SourceFrame =>
  source(width, height, (x, y) => [64 + ((x * 7 + y * 3) % 877), 412 + (x % 200), 412 + (y % 200)])
function into([width, height]: Size): Picture {
  const plane = () => new Float32Array(width * height)
  return { width, height, planes: [plane(), plane(), plane()] }
}

/** Processor time of a run, milliseconds, the mean of eight after four that are not counted. */
function cost(run: (i: number) => void): number {
  for (let i = 0; i < 4; i++) run(i)
  const before = process.cpuUsage()
  for (let i = 4; i < 12; i++) run(i)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / 8
}

const passes: Readonly<Record<string, readonly [pass: Pass, planes: 1 | 3, doc: string]>> = {
  'blur-small': [boxOf('picture', 2), 3, 'a picture blurred, standard deviation 2 pixels'],
  'blur-large': [boxOf('picture', 60), 3, 'a picture blurred, standard deviation 60 pixels'],
  matte: [boxOf('mask', 10), 1, 'a key blurred, standard deviation 10 pixels'],
  grow: [{ kind: 'spread', way: 'grow', across: 10, down: 10 }, 1, 'a key grown by a square of 10 pixels'],
  taps: [filterOf(FULL, 1), 3, 'a picture through a Gaussian of f32 taps, standard deviation 1 pixel'],
}

const ids = Array.from({ length: 12 }, (_, i) => `node${String(i).padStart(4, '0')}`)
const circle = {
  'w.wwwwwwww/head': ['circle', true, false, 'add', 'a', ''],
  'w.wwwwwwww/shape': [0.1, 0, 0.5, 0.4, 10],
  'w.wwwwwwww/soft': [0.2],
} satisfies Record<string, Value>

/** Twelve nodes with two windows and a qualifier, its key blurred; the gain of one moved. */
const twelve = (held: number, by: number) =>
  grade(
    ...ids.flatMap((id, i) =>
      node(
        `c.${CLIP}/0`,
        id,
        {
          'primaries.gain': [1 + i / 100 + (i === held ? by : 0), 1, 1, 1],
          'primaries.gamma': [1, 1.02, 1, 1],
          'primaries.saturation': [1.05],
          ...(i === 3 || i === 8 ? circle : {}),
          ...(i === 3 ? { 'qualifier.mode': ['hsl'], 'qualifier.hue-width': [0.4], matte: [0, 0, 0, 0, 0, 10] } : {}),
        },
        ids[i - 1] ?? 'src',
      ),
    ),
  )

function drag(held: number, cut: boolean): number {
  const wasm = createWasm({ shelf: cut ? 128 * 1024 * 1024 : 0 })
  const [frame, result] = [picture(HALF), into(HALF)]
  const here = { level: `c.${CLIP}`, node: ids[held]! }
  return cost((i) => {
    const asked = { session: session(...FULL), entries: twelve(held, i / 500), clip: CLIP, frame: 0, resolution: HALF }
    wasm.render(compilePlan(cut ? { ...asked, held: here } : asked), frame, result)
  })
}

export function* figures(wanted: (name: string) => boolean): Iterable<Figure> {
  const [width, height] = FULL
  for (const [name, [pass, planes, doc]] of Object.entries(passes)) {
    if (!wanted(`pass.${name}`)) continue
    const names = PICTURE.slice(0, planes)
    const stages = [{ ...pass, reads: names, writes: names }]
    const plan: Plan = { name: '', source: FULL, width, height, stages, lacks: [] }
    const wasm = createWasm({ shelf: 0 })
    const [frame, result] = [picture(FULL), into(FULL)]
    const ms = cost(() => wasm.render(plan, frame, result))
    yield {
      name: `pass.${name}`,
      value: (width * height) / 1000 / ms,
      unit: 'Mpixel/s',
      note: `${doc}; WASM, one thread, 1080p, processor time`,
    }
  }
  for (const held of [3, 8, 11]) {
    const name = `pass.drag-${held + 1}`
    if (!wanted(name)) continue
    yield {
      name,
      value: drag(held, true),
      unit: 'ms',
      peer: 'nothing kept',
      peerValue: drag(held, false),
      note: `a tick of node ${held + 1} of twelve with two windows and a qualifier whose key is blurred, plan and pixels, 960 × 540, WASM, one thread, processor time`,
    }
  }
}

export const bench: Bench = {
  name: 'pass',
  doc: 'what blurs and mattes cost, and a drag that keeps what stands before its node',
  names: [...Object.keys(passes), 'drag-4', 'drag-9', 'drag-12'].map((name) => `pass.${name}`),
  figures,
}
