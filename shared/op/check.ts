/** Is this value legal for this control, and if not, the sentence that says so. */
import { type Param, POINTS, type Value } from './param.ts'

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
 * Checks the value of a document key `<op>.<control>` against the list of operators (`shared/doc/op-faces.ts`). An operator or control
 * that is not in the list is answered with a sentence too: the world is closed.
 */
export function checkControl(
  ops: readonly { readonly id: string; readonly params: Readonly<Record<string, Param>> }[],
  op: string,
  control: string,
  value: Value,
): string | null {
  const def = ops.find((o) => o.id === op)
  if (def === undefined) return `There is no operator ${JSON.stringify(op)}.`
  const param = Object.hasOwn(def.params, control) ? def.params[control] : undefined
  if (param === undefined) return `The operator ${op} has no control ${JSON.stringify(control)}.`
  return checkValue(`${op}.${control}`, param, value)
}
