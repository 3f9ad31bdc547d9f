/** What a LUT costs before pixels: read when it comes, drawn into a plan the first time, and dragged beside; and a bake. */
import { readLut } from '../../shared/lut/read-lut.ts'
import type { Lut } from '../../shared/op/lut.ts'
import { bakeLut, compileBake, type Planes, type Run } from '../../shared/render/bake.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { rec709Bt1886 } from '../../shared/spaces/rec709-bt1886.ts'
import { CLIP, grade, node, session } from '../render/kit.ts'
import { ownTime } from './chain.ts'
import { cube } from './ffmpeg.ts'
import type { Bench, Figure } from './figure.ts'

const level = `c.${CLIP}/0`
const blob = 'ab'.repeat(32)
const TICKS = 100

/** A LUT read anew: its tables have not been made yet. */
function fresh(bytes: Uint8Array): Lut {
  const lut = readLut(bytes)
  if (typeof lut === 'string') throw new Error(lut)
  return lut
}

function* figures(): Generator<Figure> {
  const bytes = new TextEncoder().encode(cube())
  const size = `33³ .cube, ${(bytes.length / 1e6).toFixed(1)} MB`
  yield { name: 'lut.read', value: ownTime(() => void fresh(bytes)), unit: 'ms', note: `${size}, text to numbers` }

  const entries = (gain: number) =>
    grade(...node(level, 'aaaaaaaa', { 'lut.table': [blob], 'primaries.gain': [gain, 1, 1, 1] }))
  const compile = (lut: Lut, gain: number) =>
    void compilePlan({ session: session(1920, 1080), entries: entries(gain), clip: CLIP, frame: 0, luts: () => lut })
  // Each LUT has its tables made once: the mean of many of them, since the clock of a thread is coarse.
  const many = Array.from({ length: 40 }, () => fresh(bytes))
  compile(many[0]!, 1.1)
  const before = process.threadCpuUsage()
  for (const one of many.slice(1)) compile(one, 1.1)
  const { user, system } = process.threadCpuUsage(before)
  const first = (user + system) / 1000 / (many.length - 1)
  yield {
    name: 'lut.first-plan',
    value: first,
    unit: 'ms',
    note: 'document to plan the first time with it: its table is made',
  }
  const lut = many[0]!
  let gain = 1
  // The clock of a thread is coarse beside one tick.
  const tick = ownTime(() => {
    for (let i = 0; i < TICKS; i++) {
      gain += 1 / 4096
      compile(lut, gain)
    }
  }, 8)
  yield {
    name: 'lut.tick',
    value: (tick * 1000) / TICKS,
    unit: 'µs',
    note: 'document to plan with a wheel moved beside it, name included',
  }

  const wasm = createWasm()
  const run: Run = (stage, planes): Planes => {
    const n = planes[0].length
    const plan = { name: '', source: [n, 1] as const, width: n, height: 1, stages: [stage], lacks: [] }
    return wasm.render(plan, { width: n, height: 1, kind: 'rgb', planes, source: '' }).planes
  }
  const levels = [{ level: `c.${CLIP}`, version: '0', frame: 0, title: 'the clip' }]
  const bake = () => {
    const made = compileBake({
      ...{ entries: entries(1.2), levels, from: logc3, working: logc3, to: rec709Bt1886, luts: () => lut },
    })
    bakeLut(made, { size: 33, range: [0, 1], shaper: false }, '', run)
  }
  yield {
    name: 'lut.bake',
    value: ownTime(bake),
    unit: 'ms',
    note: 'that grade to Rec.709 as a lattice of 33³, without writing it',
  }
}

export const bench: Bench = {
  name: 'lut',
  doc: 'a LUT of 33³ before pixels: read, drawn into a plan, dragged beside, baked',
  names: ['lut.read', 'lut.first-plan', 'lut.tick', 'lut.bake'],
  figures,
}
