/** What differs between two states of a document, neutrals stripped. */
import { isNeutral } from '../op/param.ts'
import { ops } from '../ops/index.ts'
import type { Change, Entries, Value } from './grade.ts'
import { parsePath } from './path.ts'
import { sameValue } from './read.ts'

/** True for a stored value that changes no picture by being neutral: equal to the key's absence. */
export function isRest(key: string, value: Value): boolean {
  const path = parsePath(key)
  if (path?.kind !== 'control' || path.frame !== null) return false
  if (path.control === 'on') return value[0] === true
  if (path.control === 'key.out') return value[0] === 1 && value[1] === 0
  const dot = path.control.indexOf('.')
  const op = ops.find((o) => o.id === path.control.slice(0, dot))
  const param = op?.params[path.control.slice(dot + 1)]
  return param !== undefined && isNeutral(param, value)
}

/** Changes from one state to another, by key, in key order. */
export function diff(from: Entries, to: Entries): Change[] {
  const rest = (entries: Entries, key: string): Value | null => {
    const value = entries.get(key)
    return value === undefined || isRest(key, value) ? null : value
  }
  const keys = new Set([...from.keys(), ...to.keys()])
  const out: Change[] = []
  for (const key of [...keys].sort()) {
    const [a, b] = [rest(from, key), rest(to, key)]
    if (!sameValue(a, b)) out.push({ key, from: a, to: b })
  }
  return out
}

/** A change in words with the numbers of the panel, for the foot of the screen. */
export function describe(key: string, value: Value | null): string {
  const path = parsePath(key)
  if (path?.kind !== 'control') return key
  const dot = path.control.indexOf('.')
  const param = ops.find((o) => o.id === path.control.slice(0, dot))?.params[path.control.slice(dot + 1)]
  if (!param) return path.control
  if (value === null) return `${param.title} at rest`
  const shown = value.map((v) =>
    typeof v === 'number' ? (v * param.shown.scale + param.shown.offset).toFixed(param.shown.decimals) : String(v),
  )
  return `${param.title} ${shown.join(' ')}`
}
