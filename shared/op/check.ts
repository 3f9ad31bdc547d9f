/** Is this value legal for this control, and if not, the sentence that says so. */
import type { OpDef } from './define.ts'
import type { Param, Value } from './param.ts'

/** A sentence naming the control, the rule and the value, or null where the value may stand. */
export function checkValue(name: string, param: Param, value: Value): string | null {
  const n = param.components.length
  if (value.length !== n)
    return `${name} takes ${n === 1 ? 'one value' : `${n} values`} (${param.components.join(', ')}), not ${value.length}.`
  if (param.kind === 'choice') {
    const [word] = value
    if (param.options.some((o) => o.id === word)) return null
    return `${name} is one of ${param.options.map((o) => o.id).join(', ')}, not ${JSON.stringify(word)}.`
  }
  const [low, high] = param.hard
  for (let i = 0; i < n; i++) {
    const part = n === 1 ? name : `${name} ${param.components[i]}`
    const v = value[i]
    if (typeof v !== 'number') return `${part} is a number, not ${JSON.stringify(v)}.`
    if (!Number.isFinite(v)) return `${part} is a finite number, not ${v}.`
    if (Object.is(v, -0)) return `${part} is 0, not -0.`
    if (Math.fround(v) !== v) return `${part} is an f32 number: ${v} is not one, ${Math.fround(v)} is.`
    if (v < low || v > high) return `${part} lies between ${low} and ${high}, not at ${v}.`
  }
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
