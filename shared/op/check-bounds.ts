/** Does an operator keep to the canonical numbers, whatever its controls and pixels. */
import { boundDraft } from './bound-pass.ts'
import { drawOp, type Ground, type OpDef, readControls } from './define.ts'
import { Builder, type Table } from './expr.ts'
import { neutralValue, type Param, POINTS, type Value } from './param.ts'

/** Values of one number of a control that its maths is bounded at: both ranges' ends, and the powers of two between them. */
function rungs(param: Param): number[] {
  const [low, high] = param.hard
  const found = new Set([low, high, ...param.soft, ...param.neutral].map(Math.fround))
  for (let power = 1 / 1024; power <= high || power <= -low; power *= 2)
    for (const v of [power, -power]) if (v >= low && v <= high) found.add(v)
  return [...found]
}

/** Curves that its maths is bounded at: at rest, as low and as high as may be, as steep as may be, and many points. */
function bends(param: Param): Value[] {
  const { across, falls, gap } = param.course!
  const [left, right] = across
  const [low, high] = param.hard
  const round = param.course!.spline === 'hue' || param.course!.spline === 'turn'
  const end = round ? right - gap : right
  const middle = (left + right) / 2
  const rows: number[][] = [
    [left, low, end, low],
    [left, high, end, high],
    [left, low, end, high],
    [left, low, middle, low, middle + gap, high, end, high],
    [left, low, left + gap, high, end, high],
  ]
  if (falls) rows.push([left, high, middle, low, end, high], [left, high, middle, high, middle + gap, low, end, high])
  const many = Array.from({ length: POINTS.most }, (_, i) => {
    const share = i / (POINTS.most - 1)
    return [left + (end - left) * share, falls && i % 2 === 0 ? low : low + (high - low) * share]
  })
  rows.push(many.flat())
  // A hue for a hue may not fall as it comes round.
  const wide = round && param.course!.rest === 'itself'
  return [neutralValue(param), ...rows.map((row) => row.map(Math.fround))].filter(
    (row) => !wide || (row[1] as number) >= (row.at(-1) as number) - 1,
  )
}

/** Values of a control that its maths is bounded at: each number by itself, and all alike. */
function samples(param: Param): Value[] {
  if (param.course) return bends(param)
  if (param.kind === 'blob') return [neutralValue(param)]
  if (param.kind === 'choice') return param.options.map((o) => [o.id])
  const neutral = neutralValue(param) as readonly number[]
  const alone = param.components.length > 1 ? [...param.components.keys()] : []
  return rungs(param).flatMap((v) => [
    param.components.map(() => v),
    ...alone.map((at) => neutral.map((rest, i) => (i === at ? v : rest))),
  ])
}

/**
 * Whether an operator keeps to the canonical numbers whatever the pixels and whatever its controls say within their hard ranges: one
 * sentence for each setting at which a value on the way could be no number, infinite or subnormal, none where none could. Every
 * coefficient is taken for any that may reach the pixels, so a setting decides only the shape of the maths and its tables: each control
 * is tried along its range, the others at rest, under each word of each choice, and all together at both ends.
 */
export function checkBounds(op: OpDef, ground: Ground): string[] {
  const params = Object.values(op.params)
  const words = params.filter((p) => p.kind === 'choice' || p.kind === 'blob')
  const numbers = params.filter((p) => !words.includes(p))
  const ends = [0, 1].map(
    (end) =>
      new Map(
        numbers.map((p) => [
          p.id,
          p.course ? bends(p).at(end === 0 ? 1 : -1)! : p.components.map(() => Math.fround(p.hard[end]!)),
        ]),
      ),
  )
  const settings: ReadonlyMap<string, Value>[] = [
    ...(numbers.length === 0 ? ends.slice(0, 1) : ends),
    ...numbers.flatMap((p) => samples(p).map((v) => new Map([[p.id, v]]))),
  ]
  const worded = words.reduce<ReadonlyMap<string, Value>[]>(
    (list, p) => list.flatMap((had) => samples(p).map((v) => new Map([...had, [p.id, v]]))),
    settings,
  )
  const wrong = new Set<string>()
  // One shape with the same tables has one bound.
  const bounds = new Map<string, string | null>()
  const numbered = new Map<Table, number>()
  for (const setting of worded) {
    const b = new Builder()
    const rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
    const controls = readControls(op, (control) => setting.get(control))
    const out = drawOp(b, op, rgb, controls, ground)
    const key = op.key?.(b, rgb, controls) ?? null
    const outputs = key === null ? out : [...out, key]
    for (const table of b.tables) if (!numbered.has(table)) numbered.set(table, numbered.size)
    const passes = b.passes.map(({ pass, inputs }) => `${JSON.stringify({ ...pass, taps: null })} ${inputs.join(' ')}`)
    const tables = b.tables.map((table) => numbered.get(table)).join(' ')
    const same = [b.program(outputs).shape, tables, ...passes].join('\n')
    if (!bounds.has(same)) bounds.set(same, boundDraft(b, outputs))
    const fault = bounds.get(same)!
    if (fault !== null)
      wrong.add(`${op.id} at ${[...setting].map(([id, v]) => `${id} ${v.join(' ')}`).join(', ')}: ${fault}`)
  }
  return [...wrong]
}
