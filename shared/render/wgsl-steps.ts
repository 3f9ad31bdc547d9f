/**
 * A plan as what a GPU does one after the other. Planes between stages, the picture and its 16-bit frame stand in one buffer, `field`, by
 * word; the source frame's planes in another; tables, taps and weights in a third, where `place` puts them. Pure: nothing of WebGPU.
 */
import type { Program } from '../op/expr.ts'
import { bitsOf } from '../op/f32.ts'
import type { Box, Filter, Resampling, Spread } from '../op/pass.ts'
import { enterBox, enterSpread, stridesOf } from './box.ts'
import { sizesOf } from './resample.ts'
import { type FieldStage, type KernelStage, type PassStage, PICTURE, type Plan, spentAfter } from './stage.ts'
import { kernelText, numbersOf } from './wgsl.ts'
import { GROUP, HEIGHT, OWN, WIDTH } from './wgsl-bits.ts'
import { boxText, spreadText } from './wgsl-box.ts'
import { CODES_ROW, type PassText, passText } from './wgsl-passes.ts'

/** One dispatch. */
export interface Step {
  /** Equal names, equal text: the key of pipelines. */
  readonly shader: string
  readonly text: (barriers: boolean) => string
  /** The first is the zero. */
  readonly numbers: Uint32Array
  /** Workgroups across and down. */
  readonly groups: readonly [number, number]
}

/** A plane: of the source frame, or between stages; from which word on. */
export interface Place {
  readonly source: boolean
  readonly at: number
}

export interface Steps {
  readonly list: readonly Step[]
  /** Where R, G and B of the picture stand afterwards. */
  readonly picture: readonly [Place, Place, Place]
  /** Word of `field` from which the 16-bit frame stands, and its words. */
  readonly codesAt: number
  readonly codesWords: number
  /** Words of `field` in all. */
  readonly fieldWords: number
  /** Of each step of the list the stage it is of; −1 for the way out. */
  readonly stages: readonly number[]
  /** Of each stage, from which word on the planes stand that it writes. */
  readonly places: readonly (readonly number[])[]
}

/** What stands among the tables: f32 or i32 a word, or u16 two a word and even in number. */
export type Data = Float32Array | Int32Array | Uint16Array

/** Word from which some data stands among the tables; even. */
export type Placer = (data: Data) => number

/** All that a plan reads beside its planes and coefficients. */
export function dataOf(plan: Plan): readonly Data[] {
  return plan.stages.flatMap((stage): readonly Data[] => {
    if (stage.kind === 'kernel') return stage.tables.map(({ data }) => data)
    if (stage.kind === 'field') return [stage.field.data]
    if (stage.kind === 'box' || stage.kind === 'spread') return []
    const { taps } = stage
    if ('turn' in taps) return [...taps.turn.column, ...taps.turn.row, taps.turn.weights]
    return [taps.across.first, taps.across.weights, taps.down.first, taps.down.weights]
  })
}

const shape = (name: string, origins: readonly boolean[]): string =>
  `${name} ${origins.map((source) => (source ? 's' : 'f')).join('')}`

function step(
  shader: string,
  text: (barriers: boolean) => string,
  [width, height]: readonly [number, number],
  own: readonly number[],
): Step {
  const numbers = new Uint32Array(OWN + own.length)
  numbers[WIDTH] = width
  numbers[HEIGHT] = height
  numbers.set(own, OWN)
  return { shader, text, numbers, groups: [Math.ceil(width / GROUP), height] }
}

function passStep(
  pass: PassText,
  origins: readonly boolean[],
  size: readonly [number, number],
  own: readonly number[],
) {
  return step(shape(pass, origins), (barriers) => passText(pass, origins, barriers), size, own)
}

/**
 * The steps of a plan. `keeping`: no stage writes where another did, so that what a stage wrote still stands for the next picture; without
 * it planes are taken again as soon as nobody reads them.
 */
export function stepsOf(plan: Plan, place: Placer, keeping = false): Steps {
  const list: Step[] = []
  let words = 0
  const free = new Map<number, number[]>()
  const take = (size: number): Place => {
    const at = free.get(size)?.pop()
    if (at !== undefined) return { source: false, at }
    words += size
    return { source: false, at: words - size }
  }
  const sizes = new Map<Place, number>()
  const put = (name: string, plane: Place, size: number): void => {
    give(name)
    planes.set(name, plane)
    sizes.set(plane, size)
  }
  const drop = (plane: Place, size: number): void => {
    if (!plane.source) free.set(size, [...(free.get(size) ?? []), plane.at])
  }
  /** Gives a name's plane back. */
  const give = (name: string): void => {
    const plane = planes.get(name)
    if (plane && !keeping) drop(plane, sizes.get(plane) ?? 0)
    planes.delete(name)
  }

  let [width, height] = plan.source
  const planes = new Map<string, Place>(PICTURE.map((name, i) => [name, { source: true, at: i * width * height }]))
  const get = (name: string): Place => {
    const plane = planes.get(name)
    if (!plane) throw new Error(`a stage reads ${name}, which no stage before it wrote`)
    return plane
  }

  function kernel(stage: KernelStage, spent: readonly string[]): void {
    const { program } = stage
    const ins = stage.reads.slice(0, program.inputs).map(get)
    const origins = ins.map(({ source }) => source)
    // A pixel is read whole before it is written: a plane that nobody reads after this may be written where it stands.
    for (const name of new Set([...stage.writes, ...spent])) give(name)
    const outs = stage.writes.map(() => take(width * height))
    stage.writes.forEach((name, i) => {
      put(name, outs[i]!, width * height)
    })
    const own = [...ins, ...outs].map(({ at }) => at)
    const tables = stage.tables.map(({ data }) => place(data) / 2)
    const coefs = new Uint32Array(stage.coefficients.buffer, stage.coefficients.byteOffset, stage.coefficients.length)
    const text = (barriers: boolean) => kernelText(program, origins, barriers)
    const made = step(shape(program.shape, origins), text, [width, height], [...own, ...tables, ...coefs])
    if (made.numbers.length !== numbersOf(program).count)
      throw new Error(`a kernel of ${program.coefficients} coefficients was given ${coefs.length}`)
    list.push(made)
  }

  function field(stage: FieldStage): void {
    const out = take(width * height)
    put(stage.writes[0], out, width * height)
    list.push(passStep('field', [false], [width, height], [place(stage.field.data), out.at]))
  }

  /** A program over whole planes, all written before any is read elsewhere. */
  function each(program: Program, ins: readonly Place[], outs: readonly Place[]): void {
    const origins = ins.map(({ source }) => source)
    const own = [...ins, ...outs].map(({ at }) => at)
    list.push(step(shape(program.shape, origins), (seal) => kernelText(program, origins, seal), [width, height], own))
  }

  function sized(pass: Resampling | Filter, plane: Place): Place {
    const [[sw, sh], [w, h]] = sizesOf(pass)
    const origins = [plane.source]
    const out = take(w * h)
    if ('turn' in pass.taps) {
      const { column, row, weights, count } = pass.taps.turn
      const data = [...column, ...row, weights].map(place)
      list.push(passStep('turn', origins, [w, h], [plane.at, out.at, sw, sh, ...data, count]))
      return out
    }
    const { across, down } = pass.taps
    const middle = take(w * sh)
    const one = [plane.at, middle.at, sw, place(across.first), place(across.weights), across.count]
    list.push(passStep('across', origins, [w, sh], one))
    const two = [middle.at, out.at, sh, place(down.first), place(down.weights), down.count]
    list.push(passStep('down', [false], [w, h], two))
    drop(middle, w * sh)
    return out
  }

  function boxed(pass: Box, plane: Place): Place {
    let [now, next] = [take(width * height), take(width * height)]
    each(enterBox(pass.of), [plane], [now])
    const [pixels, rows] = [
      [width, 1, width],
      [height, width, 1],
    ] as const
    for (let i = 0; i < 6; i++) {
      const { whole, part, share } = i < 3 ? pass.across : pass.down
      const last = i === 5
      const own = [now.at, next.at, ...(i < 3 ? pixels : rows), whole, bitsOf(part), bitsOf(share)]
      const text = (seal: boolean) => boxText(pass.of, last, seal)
      list.push(step(`box ${pass.of} ${last}`, text, [i < 3 ? height : width, 1], own))
      ;[now, next] = [next, now]
    }
    drop(next, width * height)
    return now
  }

  function grown(pass: Spread, plane: Place): Place {
    let [now, next] = [take(width * height), take(width * height)]
    each(enterSpread(), [plane], [now])
    for (const along of ['x', 'y'] as const)
      for (const apart of stridesOf(along === 'x' ? pass.across : pass.down)) {
        const text = (seal: boolean) => spreadText(pass.way, along, seal)
        list.push(step(`${pass.way} ${along}`, text, [width, height], [now.at, next.at, apart]))
        ;[now, next] = [next, now]
      }
    drop(next, width * height)
    return now
  }

  function pass(stage: PassStage): void {
    const done = stage.reads.map(get).map((plane) => {
      if (stage.kind === 'box') return boxed(stage, plane)
      return stage.kind === 'spread' ? grown(stage, plane) : sized(stage, plane)
    })
    if (stage.kind === 'size') [width, height] = stage.to
    stage.writes.forEach((name, i) => {
      put(name, done[i]!, width * height)
    })
  }

  const spent = spentAfter(plan.stages)
  const stages: number[] = []
  const places = plan.stages.map((stage, s) => {
    if (stage.kind === 'kernel') kernel(stage, spent[s]!)
    else if (stage.kind === 'field') field(stage)
    else pass(stage)
    const own = stage.writes.map((name) => get(name).at)
    if (stage.kind !== 'kernel') for (const name of spent[s]!) give(name)
    while (stages.length < list.length) stages.push(s)
    if (keeping) free.clear()
    return own
  })
  stages.push(-1)
  const [r, g, b] = PICTURE
  const picture = [get(r), get(g), get(b)] as const
  const pixels = width * height
  const pairs = Math.ceil(pixels / 2)
  const codesAt = words
  const origins = picture.map(({ source }) => source)
  const rows = Math.ceil(pairs / CODES_ROW)
  list.push(
    passStep('codes', origins, [Math.min(pairs, CODES_ROW), rows], [...picture.map(({ at }) => at), codesAt, pixels]),
  )
  return { list, picture, codesAt, codesWords: pairs * 3, fieldWords: words + pairs * 3, stages, places }
}
