/** A grade as one ASC CDL, where it is exactly that. */
import type { Entries, Level, Node } from '../doc/grade.ts'
import { readGraph } from '../doc/graph.ts'
import { levelEntries } from '../doc/read.ts'
import { allNeutral } from '../op/param.ts'
import { ops } from '../ops/index.ts'
import { type Correction, restCorrection } from './cdl.ts'

/** Operators of a node that are not at rest. */
const acting = (node: Node): string[] =>
  node.on
    ? ops.filter((op) => !allNeutral(op, (control) => node.controls.get(`${op.id}.${control}`))).map(({ id }) => id)
    : []

/** What of a node a CDL cannot say, in words. */
function beyond(node: Node, keyed: boolean): string[] {
  const own = acting(node)
  const words = own.filter((id) => id !== 'cdl')
  if (own.length === 0) return node.kind === 'corrector' || node.kind === 'split' || !node.on ? [] : [node.kind]
  if (node.windows.some(({ on }) => on)) words.push('a window')
  if (node.key !== null) words.push('a key input')
  if (node.keyOut[0] !== 1 || node.keyOut[1] !== 0) words.push('a key output')
  if (keyed) words.push('keyframes')
  if (String(node.controls.get('cdl.style')?.[0] ?? '').endsWith('reverse')) words.push('a CDL in reverse')
  return words
}

/** The correction that a level and version is, or one sentence that names what of it is more than one CDL. */
export function correctionOf(entries: Entries, level: Level, version: string): Correction | string {
  const { nodes } = readGraph(entries, level, version)
  const keyed = new Set<string>()
  let sized = false
  for (const [rest] of levelEntries(entries, level, version)) {
    if (rest.includes('@')) keyed.add(rest.slice(0, rest.indexOf('/')))
    if (rest.startsWith('sizing/')) sized = true
  }
  const faults = nodes.flatMap((node) => {
    const words = beyond(node, keyed.has(node.id))
    return words.length > 0 ? [`node ${node.number} has ${words.join(', ')}`] : []
  })
  if (sized) faults.push('the picture is sized')
  const graded = nodes.filter((node) => acting(node).includes('cdl'))
  if (graded.length > 1) faults.push(`nodes ${graded.map(({ number }) => number).join(' and ')} each hold one`)
  if (faults.length > 0) return `This grade is more than one CDL: ${faults.join('; ')}.`
  const [node] = graded
  if (!node) return restCorrection
  const numbers = (control: string, rest: readonly number[]) =>
    (node.controls.get(`cdl.${control}`) as readonly [number, number, number] | undefined) ??
    (rest as readonly [number, number, number])
  return {
    ...restCorrection,
    slope: numbers('slope', restCorrection.slope),
    offset: numbers('offset', restCorrection.offset),
    power: numbers('power', restCorrection.power),
    saturation: numbers('saturation', [1])[0],
    style: node.controls.get('cdl.style')?.[0] === 'asc' ? 'asc' : 'noclamp',
  }
}
