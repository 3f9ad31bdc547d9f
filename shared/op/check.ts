/** Is this value legal for this control, and if not, the sentence that says so; and does an operator keep to the canonical numbers. */
import { boundDraft } from './bound-pass.ts'
import { drawOp, type Ground, type OpDef, readControls } from './define.ts'
import { Builder, type Table } from './expr.ts'
import { neutralValue, type Param, POINTS, type Value } from './param.ts'

/** A sentence naming the control, the rule and the value, or null where the value may stand. */
export function checkValue(name: string, param: Param, value: Value): string | null {
  if (param.course) return checkCurve(name, param, value)
  const n = param.components.length
  if (value.length !== n)
    return `${name} takes ${n === 1 ? 'one value' : `${n} values`} (${param.components.join(', ')}), not ${value.length}.`
  if (param.kind === 'blob') {
    const [word] = value
    if (word === '' || (typeof word === 'string' && blobPattern.test(word))) return null
    return `${name} is the SHA-256 of a file, 64 hex digits, or empty for none, not ${JSON.stringify(word)}.`
  }
  if (param.kind === 'choice') {
    const [word] = value
    if (param.options.some((o) => o.id === word)) return null
    return `${name} is one of ${param.options.map((o) => o.id).join(', ')}, not ${JSON.stringify(word)}.`
  }
  for (let i = 0; i < n; i++) {
    const wrong = checkNumber(n === 1 ? name : `${name} ${param.components[i]}`, param.hard, value[i])
    if (wrong !== null) return wrong
  }
  return null
}

/** What a blob is named by. */
export const blobPattern = /^[0-9a-f]{64}$/

function checkNumber(
  part: string,
  [low, high]: readonly [number, number],
  v: Value[number] | undefined,
): string | null {
  if (typeof v !== 'number') return `${part} is a number, not ${JSON.stringify(v)}.`
  if (!Number.isFinite(v)) return `${part} is a finite number, not ${v}.`
  if (Object.is(v, -0)) return `${part} is 0, not -0.`
  if (Math.fround(v) !== v) return `${part} is an f32 number: ${v} is not one, ${Math.fround(v)} is.`
  return v < low || v > high ? `${part} lies between ${low} and ${high}, not at ${v}.` : null
}

function checkCurve(name: string, param: Param, value: Value): string | null {
  const { across, falls, gap, rest, spline } = param.course!
  const [least, most] = [POINTS.least, POINTS.most]
  if (value.length % 2 !== 0 || value.length < 2 * least || value.length > 2 * most)
    return `${name} takes x and y of ${least} to ${most} points, not ${value.length} ${value.length === 1 ? 'value' : 'values'}.`
  for (let i = 0; i < value.length; i += 2) {
    const point = i / 2 + 1
    const wrong =
      checkNumber(`${name} x of point ${point}`, across, value[i]) ??
      checkNumber(`${name} y of point ${point}`, param.hard, value[i + 1])
    if (wrong !== null) return wrong
    if (i === 0) continue
    const [x, y, x0, y0] = [value[i], value[i + 1], value[i - 2], value[i - 1]] as [number, number, number, number]
    if (x - x0 < gap)
      return `${name} point ${point} lies at least ${gap} to the right of the one before it, not at ${x} after ${x0}.`
    if (!falls && y < y0) return `${name} does not fall: point ${point} is at ${y}, after ${y0}.`
  }
  const [first, last] = [value[0] as number, value.at(-2) as number]
  const round = spline === 'hue' || spline === 'turn'
  if (round && last - first > across[1] - across[0] - gap)
    return `${name} goes round: its last point lies at least ${gap} before its first one comes again, not at ${last}.`
  if (round && rest === 'itself' && (value[1] as number) < (value.at(-1) as number) - 1)
    return `${name} does not fall: point 1 is at ${value[1]}, after ${(value.at(-1) as number) - 1}.`
  return null
}

/**
 * Checks the value of a document key `<op>.<control>` against the list of operators (`shared/ops/index.ts`). An operator or control
 * that is not in the list is answered with a sentence too: the world is closed.
 */
export function checkControl(ops: readonly OpDef[], op: string, control: string, value: Value): string | null {
  const def = ops.find((o) => o.id === op)
  if (def === undefined) return `There is no operator ${JSON.stringify(op)}.`
  const param = Object.hasOwn(def.params, control) ? def.params[control] : undefined
  if (param === undefined) return `The operator ${op} has no control ${JSON.stringify(control)}.`
  return checkValue(`${op}.${control}`, param, value)
}

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
