/** The engine beside OpenColorIO: the same chain on the same image in the same run, one thread. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readCube } from '../../shared/lut/cube.ts'
import { drawOp, type Ground, readControls } from '../../shared/op/define.ts'
import { Builder } from '../../shared/op/expr.ts'
import type { Value } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { kernelStage, type Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { cube, curvesSpeed, lutSpeed } from './ffmpeg.ts'
import type { Bench, Figure } from './figure.ts'
import { ocioSpeeds, type PeerSpeed, type Step } from './ocio.ts'
import { folder } from './tidy.ts'

export const [WIDTH, HEIGHT] = [1920, 1080]

/** An operator here and there: the same numbers. Without a peer in OpenColorIO, ffmpeg has one. */
interface Twin {
  readonly id: string
  readonly controls: Readonly<Record<string, Value>>
  readonly peer?: Step
}

const numbers = {
  cdl: { slope: [1.1, 1, 0.9], offset: [0.01, 0, -0.02], power: [1.05, 0.95, 1.1], saturation: 1.2 },
  primary: {
    brightness: [2, 1, 0, -1],
    contrast: [1.1, 1, 1.02, 0.98],
    gamma: [1.1, 1.02, 1, 0.97],
    saturation: 1.1,
  },
  tone: {
    blacks: [1.05, 1, 0.98, 1.02],
    shadows: [1.1, 1.02, 1, 0.98],
    midtones: [0.95, 1, 1.03, 1.01],
    highlights: [1.05, 0.97, 1, 1.02],
    whites: [0.95, 1.02, 1, 0.98],
    's-contrast': 1.1,
  },
  curve: {
    r: [0, 0, 0.3, 0.27, 0.7, 0.74, 1, 1],
    g: [0, 0.01, 0.5, 0.52, 1, 0.98],
    b: [0, 0, 0.4, 0.43, 1, 0.97],
    y: [0, 0, 0.25, 0.22, 0.75, 0.78, 1, 1],
  },
}
const listed = (of: Readonly<Record<string, number | readonly number[]>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, typeof value === 'number' ? [value] : value]))

const twins: Record<string, Twin> = {
  cdl: { id: 'cdl', controls: listed(numbers.cdl), peer: { op: 'cdl', ...numbers.cdl } },
  primary: { id: 'grading-primary', controls: listed(numbers.primary), peer: { op: 'primary', ...numbers.primary } },
  tone: { id: 'grading-tone', controls: listed(numbers.tone), peer: { op: 'tone', ...numbers.tone } },
  curve: { id: 'grading-rgb-curve', controls: listed(numbers.curve), peer: { op: 'curve', ...numbers.curve } },
  curves: {
    id: 'curves',
    controls: listed({ r: numbers.curve.r, g: numbers.curve.g, b: numbers.curve.b }),
  },
}

/** The LUT's name, and the file that OpenColorIO reads it from: written when the bench begins. */
const LUT = '0'.repeat(64)
const lut = (file: string): Twin => ({ id: 'lut', controls: { table: [LUT] }, peer: { op: 'lut', file } })
const table = readCube(cube())

/** What is measured: a name, and which operators it chains. */
const chains: Readonly<Record<string, readonly (keyof typeof twins)[]>> = {
  all: ['cdl', 'primary', 'tone', 'curve', 'lut'],
  four: ['cdl', 'primary', 'tone', 'curve'],
  cdl: ['cdl'],
  primary: ['primary'],
  tone: ['tone'],
  curve: ['curve'],
  lut: ['lut'],
  curves: ['curves'],
}

/** One kernel of these operators in their order, as they stand in a node. */
export function planOf(which: readonly string[]): Plan {
  const b = new Builder()
  const input = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
  const ground: Ground = { working: spaces[0]!, input, lut: () => (typeof table === 'string' ? null : table) }
  const rgb = which.reduce((now, name) => {
    const { id, controls } = twins[name]!
    const op = ops.find((one) => one.id === id)!
    const rounded = (control: string) => controls[control]?.map((v) => (typeof v === 'number' ? Math.fround(v) : v))
    return drawOp(b, op, now, readControls(op, rounded), ground)
  }, input)
  return {
    name: which.join(' '),
    source: [WIDTH, HEIGHT],
    width: WIDTH,
    height: HEIGHT,
    stages: [kernelStage(b, rgb)],
    lacks: [],
  }
}

/** A picture of a sort: soft changes over it, a texture on them, all within 0 … 1. */
export function image(): SourceFrame {
  const planes = [0, 1, 2].map((c) =>
    Float32Array.from({ length: WIDTH * HEIGHT }, (_, p) => {
      const [x, y] = [p % WIDTH, Math.floor(p / WIDTH)]
      const soft = (x / WIDTH) * (c === 0 ? 0.7 : 0.4) + (y / HEIGHT) * (c === 2 ? 0.5 : 0.2)
      return 0.03 + soft + (((x * 7919 + y * 104729 + c * 31) % 97) / 97) * 0.05
    }),
  )
  return { width: WIDTH, height: HEIGHT, kind: 'rgb', planes: [planes[0]!, planes[1]!, planes[2]!], source: '' }
}

/** The shortest time of this thread over some runs, milliseconds: neighbours on the machine do not count, or little. */
export function ownTime(run: () => void, runs = 16, warm = 6): number {
  const times: number[] = []
  for (let i = 0; i < runs + warm; i++) {
    const before = process.threadCpuUsage()
    run()
    const { user, system } = process.threadCpuUsage(before)
    if (i >= warm) times.push((user + system) / 1000)
  }
  return Math.min(...times)
}

/** The peer of a chain as a figure prints it, or what to install. */
async function besideOf(
  name: string,
  peer: PeerSpeed | undefined,
): Promise<{ readonly figure: { readonly peer?: string; readonly peerValue?: number }; readonly note: string }> {
  if (peer) return { figure: { peer: `OpenColorIO ${peer.version}`, peerValue: peer.speed }, note: '' }
  if (name !== 'curves') return { figure: {}, note: 'no OpenColorIO here: apt-get install python3-pyopencolorio' }
  const speed = await curvesSpeed(WIDTH, HEIGHT)
  return speed === null
    ? { figure: {}, note: 'no ffmpeg here' }
    : {
        figure: { peer: 'ffmpeg curves, 10-bit codes, a table of whole numbers', peerValue: speed },
        note: 'floats of any size here, 1,024 codes there',
      }
}

async function* figures(wanted: (name: string) => boolean): AsyncGenerator<Figure> {
  const frame = image()
  const packed = new Float32Array(WIDTH * HEIGHT * 3)
  frame.planes.forEach((plane, c) => {
    for (let p = 0; p < plane.length; p++) packed[3 * p + c] = plane[p]!
  })
  const at = await folder()
  const file = join(at, 'table.cube')
  await writeFile(file, cube())
  twins.lut = lut(file)
  const steps = Object.fromEntries(
    Object.entries(chains).flatMap(([name, which]) => {
      if (!wanted(`chain.${name}`)) return []
      const own = which.map((one) => twins[one]!.peer)
      return own.every((step) => step !== undefined) ? [[name, own]] : []
    }),
  )
  const peers = await ocioSpeeds(packed, WIDTH, HEIGHT, steps, 7)
  const plane = () => new Float32Array(WIDTH * HEIGHT)
  const into: Picture = { width: WIDTH, height: HEIGHT, planes: [plane(), plane(), plane()] }
  const wasm = createWasm()
  for (const [name, which] of Object.entries(chains)) {
    if (!wanted(`chain.${name}`)) continue
    const plan = planOf(which)
    const ms = ownTime(() => wasm.render(plan, frame, into))
    const peer = peers?.get(name)
    let off = 0
    if (peer)
      into.planes.forEach((own, c) => {
        for (let p = 0; p < own.length; p++) off = Math.max(off, Math.abs(own[p]! - peer.result[3 * p + c]!))
      })
    const beside = await besideOf(name, peer)
    const kernel = plan.stages[0]!
    const size = kernel.kind === 'kernel' ? `${kernel.program.list.length} instructions` : ''
    yield {
      name: `chain.${name}`,
      value: speed(ms),
      unit: 'Mpixel/s',
      ...beside.figure,
      note: `${which.join(' + ')}, 1080p float, one thread, its own time, the best run; ${size}; ${peer ? `apart by ${off.toExponential(1)} at most` : beside.note}`,
    }
    if (name !== 'lut') continue
    const other = await lutSpeed(WIDTH, HEIGHT)
    const note = '33³, tetrahedral; floats here, 10-bit codes there'
    if (other === null) yield { name: 'chain.lut-ffmpeg', value: speed(ms), unit: 'Mpixel/s', note: 'no ffmpeg here' }
    else
      yield {
        name: 'chain.lut-ffmpeg',
        value: speed(ms),
        unit: 'Mpixel/s',
        peer: 'ffmpeg lut3d',
        peerValue: other,
        note,
      }
  }
}

const speed = (ms: number): number => (WIDTH * HEIGHT) / 1000 / ms

export const bench: Bench = {
  name: 'chain',
  doc: 'the same operators on the same image as OpenColorIO, one thread',
  names: [...Object.keys(chains), 'lut-ffmpeg'].map((name) => `chain.${name}`),
  figures,
}
