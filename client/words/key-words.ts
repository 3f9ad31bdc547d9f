/** Keys of the grade as a colorist says them: sentences of the rules and of the hub name what they are about by its key. */
import type { Entries } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import { parseOp, parsePath } from '../../shared/doc/path.ts'
import type { Session } from '../../shared/doc/session.ts'

type Cut = Pick<Session, 'timeline'>

/** Of controls that no operator defines, what they are called. */
const own: readonly (readonly [RegExp, string])[] = [
  [/^head$/, 'The node'],
  [/^in\./, 'A link'],
  [/^on$/, 'On and off'],
  [/^label$/, 'The label'],
  [/^colour$/, 'The colour'],
  [/^at$/, 'The place'],
  [/^key/, 'The key'],
  [/^matte$/, 'The matte'],
  [/^w\./, 'A window'],
  [/^(?:input|output|blanking)$/, 'Sizing'],
]

const fields = { use: 'The version in use', group: 'The group', colour: 'The clip colour' } as const

const clipWords = ({ timeline }: Cut, id: string): string => {
  const at = timeline.clips.findIndex((clip) => clip.id === id)
  return at < 0 ? 'a clip of another cut' : `clip ${String(at + 1).padStart(2, '0')}`
}

function levelWords(level: string, cut: Cut): string {
  if (level === 't') return 'the timeline'
  if (level.startsWith('c.')) return clipWords(cut, level.slice(2))
  return level.startsWith('g.') ? 'a group' : 'a shared node'
}

/** `Gain of node 2 SKY, clip 04`; a key of no known form stays as it is. */
export function keyWords(key: string, cut: Cut, entries: Entries): string {
  const path = parsePath(key)
  if (path === null) return key
  if (path.kind === 'flag') return `The flag ${path.flag} of ${clipWords(cut, path.clip)}`
  if (path.kind === 'clip') return `${fields[path.field]} of ${clipWords(cut, path.clip)}`
  if (path.kind === 'name') return 'The name'
  const [op, control] = parseOp(path.control) ?? []
  const params = opFaces.find(({ id }) => id === op)?.params ?? {}
  const title =
    Object.values(params).find(({ id }) => id === control)?.title ??
    own.find(([form]) => form.test(path.control))?.[1] ??
    path.control
  const where = levelWords(path.level, cut)
  if (path.node === 'sizing' || path.node === 'out') return `${title} of ${where}`
  const graph = readGraph(entries, path.level, path.version)
  const node = [...graph.nodes, ...graph.loose].find(({ id }) => id === path.node)
  return `${title} of ${node ? `node ${node.number}${node.label ? ` ${node.label}` : ''}` : 'a node'}, ${where}`
}

const keyPattern = /(?<![\w./])(?:[cs]\.[0-9a-z]{8}|g\.[0-9a-z]{8}(?:\.(?:pre|post))?|t)\/[0-9a-z./@-]*[0-9a-z]/g

/** The sentence with each key in words. */
export const sayKeys = (sentence: string, cut: Cut, entries: Entries): string =>
  sentence.replace(keyPattern, (key) => keyWords(key, cut, entries))
