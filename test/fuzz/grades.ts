/**
 * Random grades for the proof that all executors give the same bits. A shape decides the graph, which operators and controls are touched
 * and each choice; values decide the numbers. Operators, windows, mixers and spaces are read from their lists, so new ones enter by
 * themselves. Every key keeps to the grammar of the document.
 */
import type { Value } from '../../shared/doc/grade.ts'
import { matteParts } from '../../shared/doc/matte.ts'
import { layerModes, windowKinds } from '../../shared/doc/schema.ts'
import type { Media } from '../../shared/doc/session.ts'
import type { OpDef } from '../../shared/op/define.ts'
import type { Param } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { randomCurve, randomOf } from '../ops/kit.ts'
import { CLIP } from '../render/kit.ts'

/** One grade on one frame: plain data, so that it may be sent to a page and printed. */
export interface Case {
  readonly name: string
  readonly pairs: readonly (readonly [string, Value])[]
  readonly media: Partial<Media>
  readonly pipeline: { readonly working: string; readonly output: string }
  /** Frame of the clip. */
  readonly frame: number
  /** Seed of the source's planes. */
  readonly source: number
}

/** Width and height of the picture that is compared. */
export const TILE = 64
/** So many sets of values of a shape are wild. */
const WILD = 2
const GROUP = 'grou0001'
const SHARED = 'shar0001'

type Random = () => number
const { fround } = Math

class Writer {
  readonly pairs: (readonly [string, Value])[] = []
  readonly #shape: Random
  readonly #values: Random
  readonly #wild: boolean
  #ids = 0

  constructor(shape: Random, values: Random, wild: boolean) {
    this.#shape = shape
    this.#values = values
    this.#wild = wild
  }
  /** Whether, by the shape. */
  odds(p: number): boolean {
    return this.#shape() < p
  }
  /** A whole number below n, by the shape. */
  whole(n: number): number {
    return Math.floor(this.#shape() * n)
  }
  pick<T>(list: readonly T[]): T {
    return list[this.whole(list.length)]!
  }
  /** A number by the values: wild ones anywhere, and now and then one of the ends; others well within. */
  number(low: number, high: number): number {
    const [v, share] = [this.#values(), this.#values()]
    const wild = v < 0.04 ? low : v > 0.96 ? high : low + share * (high - low)
    const x = this.#wild ? wild : low + (0.2 + 0.6 * share) * (high - low)
    return Math.min(Math.max(fround(x), low), high) + 0
  }
  numbers(count: number, low: number, high: number): number[] {
    return Array.from({ length: count }, () => this.number(low, high))
  }
  id(): string {
    return `n${(this.#ids++).toString(36).padStart(7, '0')}`
  }
  put(key: string, value: Value): void {
    this.pairs.push([key, value.map((v) => (typeof v === 'number' ? fround(v) + 0 : v))])
  }

  /** A legal value of a control: tame ones a way from rest, to a side that the shape says; wild ones as far as the hub allows. */
  value(param: Param): Value {
    if (param.kind === 'choice') return [this.pick(param.options).id]
    if (param.kind === 'blob')
      return [
        this.whole(1 << 30)
          .toString(16)
          .padStart(8, '0') + '0'.repeat(56),
      ]
    if (param.course) return randomCurve(param, this.#values)
    const up = param.components.map(() => this.odds(0.5))
    const [low, high] = this.#wild && this.#values() < 0.3 ? param.hard : param.soft
    const all = this.number(low, high)
    return param.neutral.map((rest, i) => {
      if (this.#wild) return this.#values() < 0.15 ? all : this.number(low, high)
      const end = rest === low || (up[i] && rest !== high) ? high : low
      return fround(rest + (0.03 + 0.27 * this.#values()) * (end - rest)) + 0
    })
  }
  /** A control, and where the level may have them keyframes of it. */
  control(key: string, make: () => Value, keyed: boolean): void {
    this.put(key, make())
    if (!keyed || !this.odds(0.15)) return
    const frames = this.whole(3) + 1
    for (let i = 0; i < frames; i++) {
      const at = 8 + 5 * i + this.whole(5)
      this.put(`${key}@${at}`, [this.pick(['static', 'linear', 'ease', 'ease-in', 'ease-out']), ...make()])
    }
  }
  operator(at: string, op: OpDef, keyed: boolean): void {
    const params = Object.values(op.params)
    const share = params.length > 12 ? 0.3 : 0.6
    const touched = params.filter((param) => this.odds(param.kind === 'choice' ? 0.8 : share))
    for (const param of touched.length > 0 ? touched : [this.pick(params)])
      this.control(
        `${at}/${op.id}.${param.id}`,
        () => this.value(param),
        keyed && param.kind !== 'choice' && param.kind !== 'blob',
      )
  }

  window(at: string, order: string, keyed: boolean): void {
    const key = `${at}/w.${this.id()}`
    const kind = this.pick(windowKinds)
    const combine = this.pick(['add', 'subtract', 'intersect'])
    this.put(`${key}/head`, [kind, this.odds(0.92), this.odds(0.3), combine, order, ''])
    const place = () => this.numbers(2, -1.2, 1.2)
    const turn = () => this.number(-360, 360)
    const [one, two] = [() => this.number(0, 1), () => this.numbers(2, 0, 1)]
    const shapes: Record<string, readonly [() => number[], () => number[]]> = {
      circle: [() => [...place(), ...this.numbers(2, 0, 1.5), turn()], this.odds(0.5) ? () => [one()] : two],
      linear: [
        () => [-0.7, -0.6, 0.7, -0.6, 0.7, 0.6, -0.7, 0.6].map((v) => v + this.number(-0.5, 0.5)),
        () => this.numbers(4, 0, 0.6),
      ],
      gradient: [() => [...place(), turn()], () => [one()]],
    }
    const [shape, soft] = shapes[kind] ?? [() => [...place(), ...this.numbers(2, 0.2, 2), turn()], two]
    this.control(`${key}/shape`, shape, keyed)
    this.control(`${key}/soft`, soft, keyed)
    if (this.odds(0.3)) this.control(`${key}/opacity`, () => [one()], keyed)
    if (!(kind in shapes)) {
      const points = 1 + this.whole(7)
      const path = () =>
        Array.from({ length: points }, (_, i) => {
          const [x, y] = [0.7, -0.6, -0.5, 0.6, 0.2, -0.8, 0.9].map((v, k) => (k === i ? v : -v)).slice(i, i + 2)
          return [
            (x ?? 0.1) + this.number(-0.4, 0.4),
            (y ?? 0.3) + this.number(-0.4, 0.4),
            ...this.numbers(4, -0.4, 0.4),
          ]
        }).flat()
      this.control(`${key}/path`, path, keyed)
    }
    if (keyed && this.odds(0.2)) {
      const row = () => [1, 0, 0, 0, 1, 0].map((v) => v + this.number(-0.2, 0.2))
      this.put(`${key}/track.${this.whole(12)}`, Array.from({ length: 24 }, row).flat())
    }
  }

  /** What a corrector has beside its place in the graph. */
  corrector(at: string, before: readonly string[], keyed: boolean): void {
    const touched = 1 + this.whole(2)
    for (let i = 0; i < touched; i++) this.operator(at, this.pick(ops), keyed)
    if (this.odds(0.35)) for (let i = 1 + this.whole(2); i > 0; i--) this.window(at, `a${i}`, keyed)
    if (this.odds(0.06)) this.put(`${at}/on`, [false])
    if (this.odds(0.15)) this.control(`${at}/key.out`, () => [this.number(0, 2), this.number(-1, 1)], keyed)
    if (this.odds(0.15))
      this.control(`${at}/matte`, () => matteParts.map(({ soft: [low, high] }) => this.number(low, high)), keyed)
    if (this.odds(0.2)) {
      const port = this.pick(['rgb', 'r', 'g', 'b', 'key', 'key'])
      const [invert, mode] = [this.odds(0.4), this.pick(['matte', 'mask'])]
      const blur = this.odds(0.3)
      const more = () => [this.number(0, 2), this.number(-0.5, 0.5), blur ? this.number(0, 40) : 0]
      this.put(`${at}/key`, [this.pick(['src', ...before]), port, invert, mode, ...more()])
    }
  }

  /** A graph of `count` nodes and what gathers loose ends: all of it is on the path. */
  graph(level: string, count: number, keyed: boolean, shared: boolean): void {
    const open: string[] = []
    const before: string[] = []
    const link = (): [string, string] => {
      // The last loose end, another one, or any place that has been read already.
      const at =
        open.length > 0 && this.odds(0.8) ? open.splice(this.odds(0.7) ? -1 : this.whole(open.length), 1)[0]! : null
      return [at ?? this.pick(['src', ...before]), this.odds(0.94) ? 'rgb' : this.pick(['r', 'g', 'b', 'key'])]
    }
    const add = (kind: string): void => {
      const id = this.id()
      const at = `${level}/${id}`
      this.put(`${at}/head`, [kind, 'out', '0'])
      if (kind === 'corrector' || kind === 'shared' || kind === 'split') this.put(`${at}/in.0`, link())
      else {
        const edges = kind === 'join' ? 3 : 2 + this.whole(Math.max(1, Math.min(3, open.length)))
        for (let i = 0; i < edges; i++) this.put(`${at}/in.edge000${i}`, [...link(), `a${i}`])
      }
      if (kind === 'corrector') this.corrector(at, before, keyed)
      if (kind === 'shared') this.put(`${at}/shared`, [SHARED])
      if (kind === 'layer') this.put(`${at}/mode`, [this.pick(layerModes)])
      if (kind === 'keymix') this.put(`${at}/mode`, [this.pick(['mask', 'matte'])])
      if (kind === 'parallel' && this.odds(0.4)) this.put(`${at}/mode`, ['average'])
      open.push(id)
      before.push(id)
    }
    for (let i = 0; i < count; i++) {
      const mix = i > 1 && this.odds(0.22)
      add(
        mix ? this.pick(['parallel', 'layer', 'keymix', 'split', 'join', ...(shared ? ['shared'] : [])]) : 'corrector',
      )
    }
    while (open.length > 1) {
      const [a, b] = open.splice(-2)
      const id = this.id()
      const kind = this.pick(['parallel', 'layer'])
      this.put(`${level}/${id}/head`, [kind, 'out', '0'])
      this.put(`${level}/${id}/in.edge0000`, [a!, 'rgb', 'a0'])
      this.put(`${level}/${id}/in.edge0001`, [b!, 'rgb', 'a1'])
      open.push(id)
    }
    this.put(`${level}/out/in.0`, [open[0] ?? 'src', 'rgb'])
  }
}

const media = (writer: Writer): Partial<Media> => {
  const size = writer.odds(0.75) ? [TILE, TILE] : [24 + writer.whole(90), 16 + writer.whole(70)]
  return {
    width: size[0]!,
    height: size[1]!,
    depth: writer.pick([8, 10, 12, 16] as const),
    matrix: writer.pick(['bt709', 'bt709', 'bt601', 'bt2020', 'rgb'] as const),
    range: writer.pick(['limited', 'full'] as const),
    space: writer.pick(spaces).id,
  }
}

/** The case of a shape (from 1) with its n-th values, by a seed: the same wherever it is made. */
export function randomCase(seed: number, shape: number, values: number): Case {
  const mixed = (n: number) => randomOf(Math.imul(seed, 0x9e3779b1) ^ Math.imul(n, 0x85ebca6b))
  const byShape = mixed(shape)
  // Tame values keep the kernel for most shapes, so that a set of them costs no pipeline; the first two are wild.
  const writer = new Writer(byShape, mixed(shape * 4096 + values + 1), values < WILD)
  const share = byShape()
  const count = 1 + Math.floor(24 * share * share * share * share * share)
  const shared = writer.odds(0.25)
  writer.graph(`c.${CLIP}/0`, Math.min(count, 24), true, shared)
  if (shared) writer.graph(`s.${SHARED}/0`, 1 + writer.whole(2), true, false)
  if (writer.odds(0.2)) {
    writer.put(`c.${CLIP}/group`, [GROUP])
    if (writer.odds(0.7)) writer.graph(`g.${GROUP}.pre/0`, 1 + writer.whole(2), false, false)
    if (writer.odds(0.7)) writer.graph(`g.${GROUP}.post/0`, 1 + writer.whole(2), false, false)
  }
  if (writer.odds(0.2)) writer.graph('t/0', 1 + writer.whole(2), true, false)
  if (writer.odds(0.3))
    writer.put(`c.${CLIP}/0/sizing/input`, [
      writer.pick(['fit', 'fill', 'one']),
      ...writer.numbers(2, -0.6, 0.6),
      writer.number(0.25, 4),
      writer.odds(0.5) ? writer.number(-180, 180) : 0,
      writer.odds(0.3),
      writer.odds(0.3),
    ])
  if (writer.odds(0.1)) writer.put(`c.${CLIP}/0/sizing/blanking`, writer.numbers(4, 0, 0.4))
  const own = media(writer)
  const pipeline = { working: writer.pick(spaces).id, output: writer.pick(spaces).id }
  for (const level of [`c.${CLIP}`, 't'])
    if (writer.odds(0.1))
      writer.put(`${level}/0/sizing/output`, [
        ...writer.numbers(2, -0.6, 0.6),
        writer.number(0.25, 4),
        writer.odds(0.5) ? writer.number(-180, 180) : 0,
        writer.odds(0.3),
        writer.odds(0.3),
      ])
  return {
    name: `seed ${seed}, shape ${shape}, values ${values}`,
    pairs: writer.pairs,
    media: own,
    pipeline,
    frame: values % 12,
    source: (shape * 64 + values) | 0,
  }
}
