/**
 * A grade as a LUT: the maths of its nodes drawn into one kernel, sampled at the vertices of a lattice, and held against itself in between.
 * A lattice knows nothing of places and neighbours, and a key has edges that fall between its vertices: a node with a window, a key or an
 * operator that sees neighbours is left out whole, and named.
 */
import type { Entries, Graph, Level, Node } from '../doc/grade.ts'
import { readGraph } from '../doc/graph.ts'
import { drawConvert } from '../op/convert.ts'
import { drawOp, type Ground, readControls } from '../op/define.ts'
import { drawLut } from '../op/draw-lut.ts'
import { Builder, type Rgb } from '../op/expr.ts'
import { log2 } from '../op/libm.ts'
import type { Lut, Lut1d, LutStep } from '../op/lut.ts'
import type { Space } from '../op/space.ts'
import { ops } from '../ops/index.ts'
import { drawGraph } from './nodes.ts'
import { lutLack } from './plan.ts'
import { type KernelStage, kernelStage } from './stage.ts'

/** One graph of those that a picture goes through; `title` is what it is called where a node of it is left out. */
export interface BakeLevel {
  readonly level: Level
  readonly version: string
  /** The frame whose keyframes hold, or none. */
  readonly frame: number | undefined
  readonly title: string
}

export interface BakeRequest {
  readonly entries: Entries
  /** In the order of the picture. */
  readonly levels: readonly BakeLevel[]
  /** What the LUT is given, what the nodes work on, what it gives. */
  readonly from: Space
  readonly working: Space
  readonly to: Space
  readonly luts: (blob: string) => Lut | null
}

export interface Baking {
  /** Three planes in, three out: the grade of each colour by itself. */
  readonly stage: KernelStage
  /** Nodes that are left out, one sentence each. */
  readonly left: readonly string[]
  /** What the grade names and is not here, one sentence each. */
  readonly lacks: readonly string[]
}

/** Why a node cannot stand in a LUT, or null. */
function whyNot(node: Node, ground: Ground): string | null {
  if (node.kind !== 'corrector') return null
  if (node.windows.some(({ on }) => on)) return 'it has a window'
  if (node.key !== null) return 'it has a key input'
  for (const op of ops) {
    const controls = readControls(op, (control) => node.controls.get(`${op.id}.${control}`))
    const b = new Builder()
    const rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
    if (op.key?.(b, rgb, controls)) return `it has a ${op.title.toLowerCase()}`
    // A node that is off gives its key alone.
    if (!node.on) continue
    drawOp(b, op, rgb, controls, { ...ground, input: rgb })
    if (b.fields.size > 0 || b.list.some(({ code }) => code === 'x' || code === 'y'))
      return `its ${op.title} depends on the place`
    if (b.passes.length > 0) return op.place === 'sizing' ? 'it moves the picture' : `its ${op.title} sees neighbours`
  }
  // Whatever else a node may come to do: drawn by itself it asks for no pixel but its own.
  const b = new Builder()
  const inputs = [{ edge: '0', node: 'src', port: 'rgb' }] as const
  drawGraph(
    { b, ground, size: [16, 16], shared: () => null, lack: () => {}, armed: null },
    { level: '', version: '0', nodes: [{ ...node, inputs }], out: { node: node.id, port: 'rgb' }, loose: [] },
    b.hold3([b.plane(0), b.plane(1), b.plane(2)]),
  )
  const placed = b.list.some(({ code }) => code === 'x' || code === 'y')
  return placed || b.fields.size > 0 || b.passes.length > 0 ? 'it depends on the place or sees neighbours' : null
}

/** The graph without the nodes that cannot be baked: wires stand in their place, and a layer that is one of them is no layer. */
function bakeable(graph: Graph, ground: Ground, tell: (node: Node, why: string) => void): Graph {
  const left = new Set<string>()
  for (const node of graph.nodes) {
    const why = whyNot(node, ground)
    if (why === null) continue
    left.add(node.id)
    if (node.on) tell(node, why)
  }
  const nodes = graph.nodes.map((node): Node => {
    if (left.has(node.id))
      return { ...node, on: false, windows: [], key: null, matte: [], keyOut: [1, 0], controls: new Map() }
    if (node.kind !== 'layer' && node.kind !== 'keymix') return node
    const inputs = node.inputs.filter((edge) => !left.has(edge.node))
    return { ...node, inputs: inputs.length > 0 ? inputs : node.inputs.slice(0, 1) }
  })
  return { ...graph, nodes }
}

/** Draws a grade for a bake. */
export function compileBake({ entries, levels, from, working, to, luts }: BakeRequest): Baking {
  const left: string[] = []
  const lacks = new Set<string>()
  const lut = (blob: string): Lut | null => {
    const own = luts(blob)
    if (own === null) lacks.add(lutLack(blob))
    return own
  }
  const ground: Ground = { working, lut }
  const told = new Set<string>()
  const tell = (title: string) => (node: Node, why: string) => {
    const name = node.label === '' ? '' : ` “${node.label}”`
    const sentence = `Node ${node.number}${name} of ${title} is left out: ${why}.`
    if (!told.has(sentence)) left.push(sentence)
    told.add(sentence)
  }
  const b = new Builder()
  let rgb: Rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
  rgb = drawConvert(b, from, working, rgb)
  for (const { level, version, frame, title } of levels) {
    const graph = readGraph(entries, level, version, frame)
    rgb = drawGraph(
      {
        b,
        ground,
        size: [1, 1],
        shared: (id) => {
          const body = readGraph(entries, `s.${id}`, '0', frame)
          return body && bakeable(body, ground, tell('a shared node'))
        },
        lack: (sentence) => lacks.add(sentence),
        armed: null,
      },
      bakeable(graph, ground, tell(title)),
      rgb,
    )
  }
  rgb = drawConvert(b, working, to, rgb)
  return { stage: kernelStage(b, b.hold3(rgb)), left, lacks: [...lacks] }
}

/** Colours as three planes. */
export type Planes = readonly [Float32Array, Float32Array, Float32Array]
/** Runs a kernel over colours. */
export type Run = (stage: KernelStage, colours: Planes) => Planes

export interface BakeShape {
  /** Vertices each way. */
  readonly size: number
  /** What the LUT is for, in values of its input; the rest is held to it. */
  readonly range: readonly [low: number, high: number]
  /** Whether a table that follows a logarithm stands before the lattice: for light, whose steps matter most near black. */
  readonly shaper: boolean
}

/** Entries of a shaper: the most that Resolve reads is 65,536. */
const ENTRIES = 16_384
/** How far the shaper's logarithm bends: 0.18 of 0 … 16 stands near the middle. */
const BEND = 4096

function shaperOf(range: readonly [number, number]): Lut1d {
  const values = Float32Array.from({ length: ENTRIES }, (_, i) => log2(1 + (BEND * i) / (ENTRIES - 1)) / log2(1 + BEND))
  values[ENTRIES - 1] = 1
  return { kind: 'lut1d', domain: [range, range, range], values: [values, values, values] }
}

/** The input at a share of the lattice's side: along it even, or where the shaper comes to that share. */
function inputOf({ range: [low, high] }: BakeShape, shaper: Lut1d | null): (share: number) => number {
  if (!shaper) return (share) => low + (high - low) * share
  const values = shaper.values[0]
  return (share) => {
    let [at, end] = [0, ENTRIES - 1]
    while (end - at > 1) {
      const middle = (at + end) >> 1
      if (values[middle]! <= share) at = middle
      else end = middle
    }
    const rest = (share - values[at]!) / (values[end]! - values[at]!)
    return low + ((high - low) * (at + rest)) / (ENTRIES - 1)
  }
}

/** The lattice of a grade, with its shaper before it where one is wanted. */
export function bakeLut({ stage }: Pick<Baking, 'stage'>, shape: BakeShape, title: string, run: Run): Lut {
  const { size, range, shaper: shaped } = shape
  const shaper = shaped ? shaperOf(range) : null
  const input = inputOf(shape, shaper)
  const axis = Array.from({ length: size }, (_, i) => input(i / (size - 1)))
  const all = size * size * size
  const along = (stride: number) => Float32Array.from({ length: all }, (_, v) => axis[Math.floor(v / stride) % size]!)
  const out = run(stage, [along(1), along(size), along(size * size)])
  const values = new Float32Array(3 * all)
  out.forEach((plane, c) => {
    for (let v = 0; v < all; v++) values[3 * v + c] = plane[v]!
  })
  const unit = [0, 1] as const
  const domain = shaper ? unit : range
  const steps: LutStep[] = [{ kind: 'lut3d', size: [size, size, size], domain: [domain, domain, domain], values }]
  return { title, steps: shaper ? [shaper, ...steps] : steps }
}

/** How far a LUT is from the grade it was baked of, in ten-bit code values: 1,023 times the difference. */
export interface BakeError {
  readonly mean: number
  readonly max: number
  /** The colour at which it is worst, in values of the LUT's input. */
  readonly at: readonly [number, number, number]
  /** Colours that were tried. */
  readonly count: number
}

/** Colours tried at once. */
const CHUNK = 65_536
/** Chunks of colours drawn at random for the mean: 262,144 colours. */
const RANDOM = 4
const TEN_BIT = 1023

/**
 * The LUT beside the grade: on 262,144 colours drawn evenly along its lattice, whose differences make the mean, and, for the worst, on the
 * middles of up to as many cells too. `lut` is what was read back from the file. The same colours every time.
 */
export function measureBake({ stage }: Pick<Baking, 'stage'>, lut: Lut, shape: BakeShape, run: Run): BakeError {
  const b = new Builder()
  const baked = kernelStage(b, drawLut(b, b.hold3([b.plane(0), b.plane(1), b.plane(2)]), lut))
  const input = inputOf(shape, shape.shaper ? shaperOf(shape.range) : null)
  const draw = numbersFrom(2025)
  let [sum, count, max] = [0, 0, 0]
  let at: readonly [number, number, number] = [0, 0, 0]
  const hold = (planes: Planes, counted: boolean): void => {
    const [a, z] = [run(stage, planes).map((plane) => plane.slice()), run(baked, planes)]
    for (let v = 0; v < planes[0].length; v++)
      for (let c = 0; c < 3; c++) {
        const off = Math.abs(a[c]![v]! - z[c]![v]!) * TEN_BIT
        if (counted) sum += off
        if (off <= max) continue
        max = off
        at = [planes[0][v]!, planes[1][v]!, planes[2][v]!]
      }
    count += planes[0].length
  }
  const plane = (make: () => number) => Float32Array.from({ length: CHUNK }, make)
  const even = () => input(draw())
  for (let i = 0; i < RANDOM; i++) hold([plane(even), plane(even), plane(even)], true)
  const middle = () => input((Math.floor(draw() * (shape.size - 1)) + 0.5) / (shape.size - 1))
  for (let i = 0; i < RANDOM; i++) hold([plane(middle), plane(middle), plane(middle)], false)
  return { mean: sum / (3 * CHUNK * RANDOM), max, at, count }
}

/** Numbers of 0 … 1 from a seed: Marsaglia's xorshift (Journal of Statistical Software 8/14, 2003), shifts 13, 17, 5. */
function numbersFrom(seed: number): () => number {
  let x = seed
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) / 4294967296
  }
}
