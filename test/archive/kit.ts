/** What the tests of the archive say in a line: a clip, its gain, looks, answers of commands. */
import { lookName } from '../../shared/render/name.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId } from '../kit/suite.ts'

export const clip = clipId(1)
export const level = `c.${clip}`
export const key = (node: string, of = level): string => `${of}/0/${node}/primaries.gain`
export const gain = key('node0001')
export const set = (suite: Suite, n: number, where = gain) =>
  suite.edit(where.slice(0, where.indexOf('/')), 'Gain', (grade) => grade.put(where, [1, n, 1, 1]))
export const hex = 'ab'.repeat(16)
export const looks = (suite: Suite, of = clip): string => lookName(suite.session, suite.entries, of)

/** The value of an answer, or its refusal thrown. */
export async function done<T = Record<string, unknown>>(answer: ReturnType<Suite['command']>): Promise<T> {
  const given = await answer
  if (!given.ok) throw new Error(`${given.refusal.rule}: ${given.refusal.sentence}`)
  return given.value as T
}
export const refused = async (answer: ReturnType<Suite['command']>): Promise<string> => {
  const given = await answer
  return given.ok ? 'ok' : given.refusal.rule
}
export const verdict = (suite: Suite, snapshot: string, over: Readonly<Record<string, unknown>> = {}) =>
  suite.command('verdict', {
    ...{ snapshot, clip, verdict: 'approve', note: '', look: looks(suite), digest: hex, frame: 0 },
    ...{ class: 'original', display: 'Rec.709 declared' },
    ...over,
  })
/** A grade with a node whose gain counts: two correctors and a change of the first. */
export async function graded(ann: Suite): Promise<string> {
  let node = ''
  ann.edit(level, 'Nodes', (g) => {
    node = g.append(level, '0')!
    g.append(level, '0')
    g.control(level, '0', node, 'primaries.gain', [1, 2, 1, 1])
  })
  return `${level}/0/${node}/primaries.gain`
}
