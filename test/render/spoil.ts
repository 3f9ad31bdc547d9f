/** Plans with one stage made wrong, for one executor of a pair: what the proof has to find. */
import type { Value } from '../../shared/doc/grade.ts'
import { type MatteId, matteParts } from '../../shared/doc/matte.ts'
import { ARITY, type Instruction, programOf } from '../../shared/op/expr.ts'
import { bitsOf } from '../../shared/op/f32.ts'
import type { Taps } from '../../shared/op/pass.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import type { KernelStage, Plan, PlaneName, Stage } from '../../shared/render/stage.ts'
import { CLIP, grade, node, session, source } from './kit.ts'

/** A constant off by 2^-16 (of whole numbers: by one), one lane of a table shifted, one workgroup in 500 skipped. */
export const faults = ['constant', 'lane', 'workgroup'] as const
export type Fault = (typeof faults)[number]

const OFF = 1 / 65536

/** Each fourth place reads beside its own. */
const shifted = <T extends Int32Array | Float32Array>(numbers: T, by: number): T =>
  numbers.map((v, i) => (i % 4 === 1 ? v + by : v)) as T

const heavier = (taps: Taps): Taps => ({
  ...taps,
  weights: taps.weights.map((w, i) => (i % taps.count === Math.floor(taps.count / 2) ? Math.fround(w + OFF) : w)),
})
const beside = (taps: Taps): Taps => ({ ...taps, first: shifted(taps.first, 1) })

/** The kernel whose outputs are 0 in one of 500 workgroups of 8 × 8 pixels, as if it had not been run there. */
function skipping(stage: KernelStage): KernelStage {
  const { program } = stage
  const list: Instruction[] = [...program.list]
  const put = (code: Instruction['code'], a = 0, b = 0, c = 0, n = 0): number => {
    const arity = ARITY[code]
    return list.push({ code, a: arity > 0 ? a : 0, b: arity > 1 ? b : 0, c: arity > 2 ? c : 0, n }) - 1
  }
  const whole = (code: 'x' | 'y', by: number): number =>
    put('floor', put('mul', put(code), put('const', 0, 0, 0, bitsOf(by))))
  // Of the group (column, row): column + 31·row, by 500, leaves 77.
  const [column, row] = [whole('x', 1 / 8), whole('y', 1 / 8)]
  const number = put('add', column, put('mul', row, put('const', 0, 0, 0, bitsOf(31))))
  const turns = put(
    'floor',
    put('mul', put('add', number, put('const', 0, 0, 0, bitsOf(0.5))), put('const', 0, 0, 0, bitsOf(0.002))),
  )
  const rest = put('sub', number, put('mul', turns, put('const', 0, 0, 0, bitsOf(500))))
  const skipped = put('eq', rest, put('const', 0, 0, 0, bitsOf(77)))
  const nothing = put('const')
  const outputs = program.outputs.map((v) => put('select', skipped, nothing, v))
  return { ...stage, program: programOf(list, outputs, program.coefficients, program.tables) }
}

/** A kernel that leaves planes as they are, but for one workgroup in 500. */
const holes = (names: readonly PlaneName[]): KernelStage => {
  const list = names.map((_, n): Instruction => ({ code: 'plane', a: 0, b: 0, c: 0, n }))
  const program = programOf(
    list,
    names.map((_, n) => n),
    0,
    0,
  )
  return skipping({
    kind: 'kernel',
    program,
    coefficients: new Float32Array(0),
    tables: [],
    reads: names,
    writes: names,
  })
}

/** The stage, wrong; more than one where what it wrote is spoiled after it. Null where it has nothing of the kind to be wrong. */
function wrong(stage: Stage, fault: Fault): readonly Stage[] | null {
  if (fault === 'workgroup') return stage.kind === 'kernel' ? [skipping(stage)] : [stage, holes(stage.writes)]
  switch (stage.kind) {
    case 'kernel': {
      const { coefficients, tables } = stage
      if (fault === 'constant') {
        if (coefficients.length === 0) return null
        // Every fourth: a number that only says where something begins may be off by so little unseen.
        return [
          {
            ...stage,
            coefficients: coefficients.map((v, i) =>
              i % 4 === 3 || coefficients.length < 4 ? Math.fround(v + OFF) : v,
            ),
          },
        ]
      }
      const [first, ...more] = tables
      return first ? [{ ...stage, tables: [{ data: shifted(first.data, 0.01) }, ...more] }] : null
    }
    case 'field': {
      const { field } = stage
      const data = field.data.map((v, i) =>
        fault === 'constant' ? v ^ 1 : field.data[i % 4 === 1 ? Math.max(0, i - 1) : i]!,
      )
      return [{ ...stage, field: { name: `${field.name} ${fault}`, data } }]
    }
    case 'size':
    case 'filter': {
      const change = fault === 'constant' ? heavier : beside
      const { taps } = stage
      if ('turn' in taps) {
        const turn = taps.turn
        const column = [shifted(turn.column[0], 1024), turn.column[1]] as const
        const weights = turn.weights.map((w, i) => (i % turn.count === 1 ? Math.fround(w + OFF) : w))
        return [
          { ...stage, taps: { turn: fault === 'constant' ? { ...turn, weights } : { ...turn, column } } } as Stage,
        ]
      }
      return [{ ...stage, taps: { across: change(taps.across), down: taps.down } } as Stage]
    }
    case 'box': {
      const { across } = stage
      const off =
        fault === 'constant'
          ? { ...across, share: Math.fround(across.share * (1 + OFF)) }
          : { ...across, whole: across.whole + 1 }
      return [{ ...stage, across: off }]
    }
    case 'spread':
      return [fault === 'constant' ? { ...stage, across: stage.across + 1 } : { ...stage, down: stage.down + 1 }]
  }
}

/** A stage without a word of what it writes: nothing that is kept of the right picture stands for it. */
const unmarked = ({ marks: _, ...stage }: Stage): Stage => stage

/** The plan with its stage at `at` made wrong; null where that stage has nothing of the kind. */
export function spoiled(plan: Plan, at: number, fault: Fault): Plan | null {
  const stages = wrong(plan.stages[at]!, fault)
  return stages && { ...plan, stages: plan.stages.flatMap((stage, s) => (s === at ? stages : [stage])).map(unmarked) }
}

const [WIDTH, HEIGHT] = [192, 108]
const L = `c.${CLIP}/0`
const sizing = (...value: Value): [string, Value] => [`${L}/sizing/input`, value]
const window = (kind: string, shape: Value, soft: Value): Record<string, Value> => ({
  'w.wwwwwwww/head': [kind, true, false, 'add', 'a', ''],
  'w.wwwwwwww/shape': shape,
  'w.wwwwwwww/soft': soft,
})

const finesse = (parts: Readonly<Partial<Record<MatteId, number>>>): Value => matteParts.map(({ id }) => parts[id] ?? 0)

/** Every kind of stage there is: a new one does not compile until it can be made wrong. */
export const kinds: readonly Stage['kind'][] = ['kernel', 'field', 'size', 'filter', 'box', 'spread']

/** Grades that have every kind of stage between them. */
export const wrongGrades: readonly (readonly [string, readonly (readonly [string, Value])[]])[] = [
  [
    'a polygon window, zoomed',
    [
      ...node(L, 'aaaaaaaa', {
        'primaries.gain': [1.2, 1, 1.1, 0.9],
        'primaries.gamma': [1.1, 1, 1, 0.9],
        ...window('polygon', [0, 0, 1, 1, 0], [0.3, 0.3]),
        'w.wwwwwwww/path': [-0.8, -0.6, 0, 0, 0, 0, 0.8, -0.5, 0, 0, 0, 0, 0.1, 0.7, 0, 0, 0, 0],
      }),
      sizing('fit', 0, 0, 1.3, 0, false, false),
    ],
  ],
  [
    'a qualifier with matte finesse, turned',
    [
      ...node(L, 'aaaaaaaa', {
        'primaries.gain': [1.3, 1, 1.1, 0.9],
        'qualifier.mode': ['luma'],
        'qualifier.lum-low': [0.3],
        'qualifier.lum-low-soft': [0.2],
        ...window('circle', [0, 0, 0.7, 0.6, 0], [0.3]),
        matte: finesse({ grow: 3, blur: 6 }),
      }),
      sizing('fit', 0, 0, 1, 12, false, false),
    ],
  ],
  [
    'blur, sharpen and mist',
    [
      ...node(L, 'aaaaaaaa', { 'primaries.gamma': [1.2, 1, 1, 1], 'blur.radius': [0.03], 'mist.amount': [40] }),
      ...node(L, 'bbbbbbbb', { 'sharpen.amount': [60], 'sharpen.radius': [0.02] }, 'aaaaaaaa'),
    ],
  ],
]

/** A grade's plan, and a picture of soft changes and a texture to draw it on. */
export function mixed(pairs: readonly (readonly [string, Value])[]): {
  readonly plan: Plan
  readonly source: SourceFrame
} {
  const plan = compilePlan({
    session: session(WIDTH, HEIGHT),
    entries: grade(...pairs.map(([key, value]): [string, Value] => [key, value])),
    clip: CLIP,
    frame: 0,
  })
  const frame = source(WIDTH, HEIGHT, (x, y) => [
    200 + 3 * x + ((x * 7919 + y * 104729) % 61),
    400 + y + ((x * 31 + y * 17) % 23),
    620 - x + ((x * 13 + y * 29) % 31),
  ])
  return { plan, source: frame }
}
