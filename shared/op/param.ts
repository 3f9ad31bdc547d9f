/** What a control is: its unit, its neutral, its ranges, and how its stored number is shown. */
import type { SplineKind } from './spline.ts'

/** A stored value, as the document keeps it (structurally the same as `shared/doc/grade.ts`, which this room may not import). */
export type Value = readonly (number | string | boolean | null)[]

export type ParamKind = 'scalar' | 'yrgb' | 'rgb' | 'choice' | 'curve' | 'blob'

/** How a stored number is shown: `shown = stored · scale + offset`, printed with `decimals` places. */
export interface Shown {
  readonly scale: number
  readonly offset: number
  readonly decimals: number
}

export interface Choice {
  readonly id: string
  readonly title: string
}

/** A choice as its operator writes it. */
export interface DocChoice extends Choice {
  /** One sentence: what choosing it does. */
  readonly doc: string
}

/** How a curve may run, and what it means at rest. */
export interface Course {
  /** The spline through its points. */
  readonly spline: SplineKind
  /** What it gives where it changes nothing: its own argument, or this number. */
  readonly rest: 'itself' | number
  /** Range of x, as stored; y keeps to the hard range. */
  readonly across: readonly [number, number]
  /** Least distance of two points in x. */
  readonly gap: number
  /** Whether a point may lie lower than the one before it. */
  readonly falls: boolean
}

/** Points of a curve: at least, and at most. */
export const POINTS = { least: 2, most: 32 } as const

/** One control of an operator. A tuple is one value of the document, of as many numbers as it has components. */
export interface Param {
  /** Lower kebab, the second half of the document's `<op>.<control>`. Never renamed, never reused. */
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly kind: ParamKind
  /** Names of the tuple's numbers, in stored order. */
  readonly components: readonly string[]
  /** Stored value that changes nothing. Empty for a choice, whose neutral is its first option, and for a blob, whose neutral is no name. */
  readonly neutral: readonly number[]
  /** What the hub accepts, each component alike, ends included, as stored. */
  readonly hard: readonly [number, number]
  /** What a wheel or slider reaches without being pushed further, as stored. */
  readonly soft: readonly [number, number]
  readonly shown: Shown
  /** The options of a choice, in menu order; empty otherwise. */
  readonly options: readonly Choice[]
  /** Of a curve, whose value is `[x0, y0, x1, y1, …]` with x rising; absent otherwise. */
  readonly course?: Course
}

/** A control with what is said of it: only who shows or prints that needs it (`shared/doc/op-docs.ts`). */
export interface DocParam extends Param {
  /** One sentence: what its numbers do, and what the neutral leaves alone. */
  readonly doc: string
  readonly options: readonly DocChoice[]
}

/** What a maker is told; the id is given by the operator's own key (`defineOp`). */
export interface ParamSpec {
  readonly title: string
  readonly doc: string
  readonly unit: string
  /** One number for all components, or one for each. */
  readonly neutral: number | readonly number[]
  readonly hard: readonly [number, number]
  readonly soft: readonly [number, number]
  readonly shown?: Partial<Shown>
}

/** A parameter that has not yet been given its id. */
export type ParamDraft = Omit<DocParam, 'id'>

const tuple = (kind: ParamKind, components: readonly string[], spec: ParamSpec): ParamDraft => ({
  kind,
  components,
  title: spec.title,
  doc: spec.doc,
  unit: spec.unit,
  neutral: components.map((_, i) => (typeof spec.neutral === 'number' ? spec.neutral : spec.neutral[i]!)),
  hard: spec.hard,
  soft: spec.soft,
  shown: { scale: 1, offset: 0, decimals: 2, ...spec.shown },
  options: [],
})

/** One number. */
export const scalar = (spec: ParamSpec): ParamDraft => tuple('scalar', ['value'], spec)

/** Master, red, green, blue: the tuple of a primary wheel. */
export const yrgb = (spec: ParamSpec): ParamDraft => tuple('yrgb', ['y', 'r', 'g', 'b'], spec)

/** Red, green, blue. */
export const rgb = (spec: ParamSpec): ParamDraft => tuple('rgb', ['r', 'g', 'b'], spec)

/** One of a closed list of words, stored as `[id]`; the first option is the neutral. */
export const choice = (spec: { title: string; doc: string; options: readonly DocChoice[] }): ParamDraft => ({
  kind: 'choice',
  components: ['value'],
  title: spec.title,
  doc: spec.doc,
  unit: 'choice',
  neutral: [],
  hard: [0, 0],
  soft: [0, 0],
  shown: { scale: 1, offset: 0, decimals: 0 },
  options: spec.options,
})

/** A file beside the document, stored as `[name]`: the SHA-256 of its bytes, 64 hex digits, or the empty text for none. */
export const blob = (spec: { title: string; doc: string }): ParamDraft => ({
  kind: 'blob',
  components: ['value'],
  title: spec.title,
  doc: spec.doc,
  unit: 'file',
  neutral: [],
  hard: [0, 0],
  soft: [0, 0],
  shown: { scale: 1, offset: 0, decimals: 0 },
  options: [],
})

/** A curve through points: two numbers each, 2 to 32 of them. `ends`: x of the two points it has at rest. */
export const curve = (
  spec: Omit<ParamSpec, 'neutral' | 'shown'> & { readonly course: Course; readonly ends?: readonly [number, number] },
): ParamDraft => {
  const { rest } = spec.course
  const ends = spec.ends ?? (spec.course.spline === 'hue' || spec.course.spline === 'turn' ? [0, 0.5] : [0, 1])
  return {
    kind: 'curve',
    components: ['x', 'y'],
    title: spec.title,
    doc: spec.doc,
    unit: spec.unit,
    neutral: ends.flatMap((x) => [x, rest === 'itself' ? x : rest]),
    hard: spec.hard,
    soft: spec.soft,
    shown: { scale: 1, offset: 0, decimals: 3 },
    options: [],
    course: spec.course,
  }
}

/** The stored value that changes nothing, as the document would hold it. */
export const neutralValue = (param: Param): Value =>
  param.kind === 'choice' ? [param.options[0]!.id] : param.kind === 'blob' ? [''] : param.neutral.map(Math.fround)

/** Whether a stored value is the neutral, by value, after the document's rounding to f32; a curve is where each of its points rests. */
export function isNeutral(param: Param, value: Value): boolean {
  if (param.course) {
    const { rest } = param.course
    return value.every((v, i) => i % 2 === 0 || v === (rest === 'itself' ? value[i - 1] : rest))
  }
  const neutral = neutralValue(param)
  return value.length === neutral.length && value.every((v, i) => v === neutral[i])
}

/** Whether every stored control of an operator is neutral: then it is absent from the plan. */
export const allNeutral = (
  { params }: { readonly params: Readonly<Record<string, Param>> },
  stored: (control: string) => Value | undefined,
): boolean =>
  Object.values(params).every((param) => {
    const value = stored(param.id)
    return value === undefined || isNeutral(param, value)
  })

/** Stored number -> the number a panel shows (not yet rounded to its decimals). */
export const toShown = (param: Param, stored: number): number => stored * param.shown.scale + param.shown.offset

/** Shown number -> stored number (not yet rounded to f32, not yet held to a range). */
export const fromShown = (param: Param, shown: number): number => (shown - param.shown.offset) / param.shown.scale

/** The number as a panel prints it, e.g. `25.00`. Never prints a negative zero. */
export function printShown(param: Param, stored: number): string {
  const text = toShown(param, stored).toFixed(param.shown.decimals)
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text
}

/** Holds a stored number to the hard range. */
export const holdHard = (param: Param, stored: number): number =>
  Math.min(Math.max(stored, param.hard[0]), param.hard[1])
