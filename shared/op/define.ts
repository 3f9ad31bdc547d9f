/** What an operator is, and how one is defined. */
import { Builder, type Rgb, type V } from './expr.ts'
import type { Lut } from './lut.ts'
import { type Place, rank } from './order.ts'
import { type DocParam, isNeutral, neutralValue, type Param, type ParamDraft, type Value } from './param.ts'
import type { Space } from './space.ts'

/** Stored values of one operator's controls: all of them, neutrals filled in. */
export interface Controls {
  /** The numbers of a control, in stored order. */
  numbers(control: string): readonly number[]
  /** The number of a control that has one. */
  number(control: string): number
  /** The word of a choice, or the name of a blob. */
  word(control: string): string
}

/** The picture that a graph works on. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** Pixels of it for one of the whole picture: 1, and less where a reduced picture stands for it. */
  readonly scale: number
  /** Source frame of a clip, frame of the timeline after it. */
  readonly frame: number
}
const plainRaster: Raster = { width: 1920, height: 1080, scale: 1, frame: 0 }

/** The picture an operator works on; without one a still of 1920 × 1080. */
export const rasterOf = (ground: Ground): Raster => ground.raster ?? plainRaster

/** What of the session an operator may depend on. */
export interface Ground {
  /** The working space, for operators that mean light or primaries. */
  readonly working: Space
  /** The held RGB input of the node, for operators that are keyed from it; without one it is what the operator itself is given. */
  readonly input?: Rgb
  /** The LUT of a blob, or null where it is not here; whoever answers null says so. */
  readonly lut?: (blob: string) => Lut | null
  /** For operators that see neighbours or places. */
  readonly raster?: Raster
}

/** One step of an operator; its value is held (`Builder.hold`) before the next step. */
export interface Part {
  /** The controls it reads, by id. */
  readonly reads: readonly string[]
  /** Draws it, or answers null where these controls change nothing: then it is absent from the plan. */
  readonly draw: (b: Builder, rgb: Rgb, controls: Controls, ground: Ground) => Rgb | null
}

export interface OpDef {
  /** Lower kebab, the file's name and the first half of the document's `<op>.<control>`. */
  readonly id: string
  /** Raised whenever the same stored values would give other bits; part of every plan's name. */
  readonly version: number
  readonly title: string
  /** What it does, in sentences; printed in docs/ops.md. */
  readonly doc: string
  /** Where in the fixed order of a node it works; of two in one place the list says which is first. */
  readonly place: Place
  readonly params: Readonly<Record<string, DocParam>>
  /** False where no hand is quick on it: at rest it is absent from an armed node too, so that it costs the others nothing. */
  readonly arms?: boolean
  /** Its maths, in the one order in which they are applied. */
  readonly parts: readonly Part[]
  /** What it gives the node's key by the held RGB input: a mask, or null where it limits nothing. */
  readonly key?: (b: Builder, input: Rgb, controls: Controls) => V | null
}

/** An operator as its file writes it: parameters without the ids that their keys already say. */
export type OpSpec = Omit<OpDef, 'params'> & { readonly params: Readonly<Record<string, ParamDraft>> }

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** Gives each parameter its id and checks the definition; a wrong one is our own bug and throws. */
export function defineOp(spec: OpSpec): OpDef {
  const params: Record<string, DocParam> = {}
  for (const [id, draft] of Object.entries(spec.params)) {
    const bad = fault(id, draft)
    if (bad !== null) throw new Error(`operator ${spec.id}, control ${id}: ${bad}`)
    params[id] = { id, ...draft }
  }
  for (const id of spec.parts.flatMap((part) => part.reads))
    if (params[id] === undefined) throw new Error(`operator ${spec.id}: a part reads ${id}, which is no control`)
  if (!kebab.test(spec.id)) throw new Error(`operator id ${spec.id} is not lower kebab`)
  return { ...spec, params }
}

function fault(id: string, p: ParamDraft): string | null {
  if (!kebab.test(id)) return 'id is not lower kebab'
  if (!/[.]$/.test(p.doc)) return 'doc is not a sentence'
  if (p.kind === 'blob') return null
  if (p.kind === 'choice') {
    if (p.options.length < 2) return 'a choice has at least two options'
    return p.options.every((o) => kebab.test(o.id) && /[.]$/.test(o.doc))
      ? null
      : 'an option is not lower kebab with a sentence'
  }
  if (!(p.hard[0] <= p.soft[0] && p.soft[0] < p.soft[1] && p.soft[1] <= p.hard[1]))
    return 'soft range does not lie within the hard range'
  if (p.hard.some((end) => Math.fround(end) < p.hard[0] || Math.fround(end) > p.hard[1]))
    return 'an end of the hard range rounds to an f32 outside it'
  if (p.course) {
    const fault = p.neutral.some((n, i) => i % 2 === 0 && (n < p.course!.across[0] || n > p.course!.across[1]))
    return fault ? 'a point at rest lies outside the range' : null
  }
  if (p.neutral.some((n) => n < p.soft[0] || n > p.soft[1])) return 'neutral lies outside the soft range'
  return null
}

/** Completes what the document stores of an operator with the neutrals of the rest. */
export function readControls(op: OpDef, stored: (control: string) => Value | undefined): Controls {
  const get = (control: string): Value => {
    const param = op.params[control]
    if (param === undefined) throw new Error(`operator ${op.id} has no control ${control}`)
    return stored(control) ?? neutralValue(param)
  }
  const numbers = (control: string) => get(control) as readonly number[]
  return { numbers, number: (control) => numbers(control)[0]!, word: (control) => get(control)[0] as string }
}

/** What a control is moved by in an armed kernel: this share of its soft range, once for each number of the tuple. */
const HAIR = 1 / 1048576

/** A curve a hair from rest. */
function bent(param: Param): readonly number[] {
  const [low, high] = param.soft
  return param.neutral.map((v, i) => (i === 1 ? v + (high - low) * HAIR * (v < high ? 1 : -1) : v))
}

/** The same controls, each number moved by a hair: none rests, no two are equal, so every part has its general shape. */
function moved(op: OpDef, controls: Controls): Controls {
  const numbers = (control: string): readonly number[] => {
    const param = op.params[control]!
    if (param.kind === 'choice' || param.kind === 'blob') return controls.numbers(control)
    // A curve at rest is bent a little in its middle; one that is not keeps its points, so that it stays a curve that may be.
    if (param.course) return isNeutral(param, controls.numbers(control)) ? bent(param) : controls.numbers(control)
    const [low, high] = param.soft
    return controls.numbers(control).map((v, i) => {
      // By a little more from place to place: equal exponents of two operators would share a table, and part as one of them moves.
      const hair =
        (high - low) *
        HAIR *
        (1 + rank(op.place) / 64) *
        (i + 1) *
        (v + (high - low) * HAIR * 8 > param.hard[1] ? -1 : 1)
      return v + hair === param.neutral[i] ? v + 2 * hair : v + hair
    })
  }
  return { numbers, number: (control) => numbers(control)[0]!, word: controls.word }
}

/**
 * Draws an operator armed: every part, each behind a switch that is off where its controls rest. The shape is the same for (nearly) all
 * values, so that the first move off neutral needs no new kernel; with all off `rgb` comes back bit for bit. What is on is drawn a hair
 * from what the controls say: for a picture under the fingers, never for a receipt. `rgb` is held; `on` says whether any part is.
 */
export function armOp(b: Builder, op: OpDef, rgb: Rgb, controls: Controls, ground: Ground): { rgb: Rgb; on: boolean } {
  let now = rgb
  let on = false
  const hair = moved(op, controls)
  for (const part of op.parts) {
    const apart = new Builder()
    const planes: Rgb = [apart.plane(0), apart.plane(1), apart.plane(2)]
    const plain = part.draw(apart, planes, controls, { ...ground, input: planes }) !== null
    const next = part.draw(b, now, hair, ground)
    if (next === null) continue
    const mask = b.lt(b.const(0.5), b.coef(plain ? 1 : 0))
    const before = now
    now = b.each(b.hold3(next), (x, i) => b.select(mask, x, before[i]))
    on ||= plain
  }
  return { rgb: now, on }
}

/** Draws an operator: its parts in order, each held, the neutral ones absent. The same `rgb` comes back where nothing is drawn. */
export function drawOp(b: Builder, op: OpDef, rgb: Rgb, controls: Controls, ground: Ground): Rgb {
  let now = rgb
  for (const part of op.parts) {
    const next = part.draw(b, now, controls, ground)
    if (next !== null) now = b.hold3(next)
  }
  return now
}
