import { createHash } from 'node:crypto'
import { digest, quantise } from '../../shared/render/digest.ts'
import type { Picture } from '../../shared/render/picture.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { sizeStage } from '../../shared/render/size.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { kernelBytes } from '../../shared/render/wasm-kernel.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'
import { lutSpeed } from './ffmpeg.ts'
import { type Bench, type Figure, percentile } from './figure.ts'

const [WIDTH, HEIGHT] = [1920, 1080]
const LEVEL = `c.${CLIP}/0`

/** LogC3 to Rec.709 through three correctors: balance; contrast and saturation; warmth and a bend. */
const three = (gain: number) =>
  grade(
    ...node(LEVEL, 'aaaaaaaa', {
      'primaries.lift': [0.01, 0.02, 0, -0.01],
      'primaries.gamma': [1.1, 1, 0.98, 1.02],
      'primaries.gain': [gain, 1, 1.05, 1],
      'log.offset': [0.01, 0, -0.01],
    }),
    ...node(LEVEL, 'bbbbbbbb', { 'primaries.contrast': [1.15], 'primaries.saturation': [1.2] }, 'aaaaaaaa'),
    ...node(
      LEVEL,
      'cccccccc',
      { 'primaries.temperature': [300], 'primaries.tint': [-5], 'primaries.gamma': [1.05, 1, 1, 1] },
      'bbbbbbbb',
    ),
  )

/** Median time of some runs, milliseconds; the first ones, in which the engine still compiles, are left out. */
function timed(run: (i: number) => void, runs = 12, warm = 4): number {
  const times: number[] = []
  for (let i = 0; i < runs + warm; i++) {
    const start = performance.now()
    run(i)
    if (i >= warm) times.push(performance.now() - start)
  }
  return percentile(times, 50)
}

/** What the engine does in a second of one thread. */
export async function figures(wanted: (name: string) => boolean): Promise<Figure[]> {
  const frame = source(WIDTH, HEIGHT, (x, y) => [64 + ((x * 7 + y * 3) % 877), 412 + (x % 200), 412 + (y % 200)])
  const plane = () => new Float32Array(WIDTH * HEIGHT)
  const into: Picture = { width: WIDTH, height: HEIGHT, planes: [plane(), plane(), plane()] }
  const compile = (gain: number, width = WIDTH, height = HEIGHT): Plan =>
    compilePlan({ session: session(width, height), entries: three(gain), clip: CLIP, frame: 0 })
  const speed = (ms: number) => (WIDTH * HEIGHT) / 1000 / ms
  const wasm = createWasm()
  const plan = compile(1.2)
  const kernel = plan.stages[0]!
  if (kernel.kind !== 'kernel') throw new Error('the plan does not begin with a kernel')

  const first = performance.now()
  wasm.render(plan, frame, into)
  const firstMs = performance.now() - first
  const renderMs = timed(() => wasm.render(plan, frame, into))
  const bare = compilePlan({ session: session(WIDTH, HEIGHT), entries: grade(), clip: CLIP, frame: 0 })
  const bareMs = timed(() => wasm.render(bare, frame, into))
  const compileMs = timed((i) => compile(1.2 + i / 1000))
  const emitMs = timed(() => new WebAssembly.Module(kernelBytes(kernel.program)))
  const rest = { fit: 'fit', pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false } as const
  const size = (over: object) => {
    const stage = sizeStage({ ...rest, ...over }, [WIDTH, HEIGHT], [WIDTH, HEIGHT], 1)!
    return timed(() => wasm.render({ ...plan, stages: [stage] }, frame, into))
  }
  const [zoomMs, turnMs] = [size({ zoom: 1.5 }), size({ rotate: 5 })]
  const u16 = quantise(into)
  const quantiseMs = timed(() => quantise(into))
  const hashes: number[] = []
  for (let i = 0; i < 8; i++) {
    const start = performance.now()
    await digest(WIDTH, HEIGHT, u16, (bytes) => createHash('sha256').update(bytes).digest())
    hashes.push(performance.now() - start)
  }
  const peer = wanted('engine.render') ? await lutSpeed(WIDTH, HEIGHT) : null
  const shape = `${kernel.program.list.length} instructions, ${kernel.tables.length} tables`
  return [
    {
      name: 'engine.render',
      value: speed(renderMs),
      unit: 'Mpixel/s',
      ...(peer === null
        ? {}
        : { peer: 'ffmpeg lut3d, one thread, which a 33-point table of a grade only comes near', peerValue: peer }),
      note: `LogC3 to Rec.709 through three correctors, 1080p, WASM SIMD, one thread: ${renderMs.toFixed(1)} ms a frame; ${shape}`,
    },
    { name: 'engine.render-bare', value: speed(bareMs), unit: 'Mpixel/s', note: 'LogC3 to Rec.709 without a grade' },
    {
      name: 'engine.first-frame',
      value: firstMs,
      unit: 'ms',
      note: 'a new shape: module written, compiled, first 1080p frame',
    },
    { name: 'engine.module', value: emitMs, unit: 'ms', note: 'module of that kernel written and compiled' },
    { name: 'engine.plan', value: compileMs, unit: 'ms', note: 'document to plan with a changed gain, name included' },
    { name: 'engine.zoom', value: zoomMs, unit: 'ms', note: 'sizing pass, zoom 1.5, 1080p' },
    { name: 'engine.turn', value: turnMs, unit: 'ms', note: 'sizing pass, 5 degrees, 1080p' },
    { name: 'engine.quantise', value: quantiseMs, unit: 'ms', note: '1080p to 16 bits' },
    { name: 'engine.digest', value: percentile(hashes, 50), unit: 'ms', note: 'SHA-256 of a 1080p frame, Node' },
  ]
}

export const bench: Bench = {
  name: 'engine',
  doc: 'what one thread renders, compiles and hashes',
  names: [
    'engine.render',
    'engine.render-bare',
    'engine.first-frame',
    'engine.module',
    'engine.plan',
    'engine.zoom',
    'engine.turn',
    'engine.quantise',
    'engine.digest',
  ],
  async *figures(wanted) {
    yield* await figures(wanted)
  },
}
