/** One control as it stands, at a frame or as its plain key. */
import { neutralValue } from '../op/param.ts'
import type { Entries, Level, Value } from './grade.ts'
import { easedAt } from './keyframe.ts'
import { opFaces } from './op-faces.ts'
import { parseOp, printPath } from './path.ts'
import { levelEntries } from './read.ts'

/**
 * The value of a control: at a frame its keyframes decide, where it has any; else its plain key; else an operator's neutral. Null for a
 * control without a neutral that is not stored.
 */
export function readControl(
  entries: Entries,
  level: Level,
  version: string,
  node: string,
  control: string,
  frame?: number,
): Value | null {
  if (frame !== undefined) {
    const prefix = `${node}/${control}@`
    const keys: [number, Value][] = []
    for (const [rest, value] of levelEntries(entries, level, version))
      if (rest.startsWith(prefix)) keys.push([Number(rest.slice(prefix.length)), value])
    if (keys.length > 0) return easedAt(keys, frame)
  }
  const plain = entries.get(printPath(level, version, node, control))
  if (plain) return plain
  const [op, name] = parseOp(control) ?? []
  const param = opFaces.find(({ id }) => id === op)?.params[name ?? '']
  return param ? neutralValue(param) : null
}
