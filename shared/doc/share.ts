/**
 * Shared nodes and the default tree. A shared node is a name in the graph; what it holds stands once, under `s.<id>/0/`, for every clip that
 * uses it. The default tree stands under one reserved such id: no node names it, and a clip that nobody has touched begins with a copy.
 */
import { drawId, type GradeWriter } from './edit.ts'
import type { Entries, Level, Node } from './grade.ts'
import { readGraph } from './graph.ts'
import { printPath } from './path.ts'
import { levelEntries } from './read.ts'
import { heldBy, rest as putToRest } from './rewire.ts'

/** Reserved shared id of the session's default tree. */
export const defaultTree = 'default0'

/** A shared body. */
export interface SharedBody {
  readonly id: string
  /** As its node is called; empty: it has no name. */
  readonly label: string
  /** Clips, groups and the timeline whose graph names it. */
  readonly users: readonly Level[]
}

/** Every shared body with a node in it, by name, then id. */
export function sharedBodies(entries: Entries): SharedBody[] {
  const users = new Map<string, Set<Level>>()
  const bodies = new Set<string>()
  for (const [key, value] of entries) {
    const [level, , node, control] = key.split('/') as [string, string, string | undefined, string | undefined]
    if (node === undefined) continue
    if (level.startsWith('s.') && control === 'head' && value[0] !== 'gone') bodies.add(level.slice(2))
    if (control !== 'shared' || entries.get(`${key.slice(0, -'shared'.length)}head`)?.[0] !== 'shared') continue
    const id = value[0] as string
    users.set(id, (users.get(id) ?? new Set()).add(level))
  }
  bodies.delete(defaultTree)
  return [...bodies]
    .map((id) => ({
      id,
      label: readGraph(entries, `s.${id}`, '0').nodes.find((node) => node.label !== '')?.label ?? '',
      users: [...(users.get(id) ?? [])].sort(),
    }))
    .sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : a.id < b.id ? -1 : 1))
}

/** Makes a corrector shared: what it holds moves under a new shared id. Answers that id, or a sentence why not. */
export function share(
  grade: GradeWriter,
  level: Level,
  version: string,
  node: Node,
): { readonly id: string } | { readonly refusal: string } {
  if (level.startsWith('s.')) return { refusal: 'A shared node holds no shared node: go back to the clip first.' }
  if (node.kind !== 'corrector') return { refusal: 'Only a corrector is shared: select one.' }
  if (node.key !== null)
    return {
      refusal: `Node ${node.number} takes its key from another node, which is not shared with it: cut that link first.`,
    }
  const id = drawId(grade.draw)
  const body = `s.${id}`
  for (const [control, value] of heldBy(grade, level, version, node.id))
    if (control !== 'on') grade.put(printPath(body, '0', node.id, control), value)
  grade.put(printPath(body, '0', node.id, 'head'), ['corrector', 'out', '0'])
  grade.put(printPath(body, '0', node.id, 'in.0'), ['src', 'rgb'])
  grade.put(printPath(body, '0', 'out', 'in.0'), [node.id, 'rgb'])
  if (node.label !== '') grade.label(body, '0', node.id, node.label)
  putToRest(grade, level, version, node.id)
  const head = grade.entries.get(printPath(level, version, node.id, 'head'))!
  grade.put(printPath(level, version, node.id, 'head'), ['shared', ...head.slice(1)])
  grade.put(printPath(level, version, node.id, 'shared'), [id])
  return { id }
}

/** Makes a shared node a corrector of its own again, holding what the body holds now. Answers a sentence where the body is more than one node. */
export function unshare(grade: GradeWriter, level: Level, version: string, node: Node): string | null {
  if (node.kind !== 'shared' || node.shared === null) return 'This node is not shared.'
  const body = readGraph(grade.entries, `s.${node.shared}`, '0').nodes
  if (body.length > 1) return 'What is shared here is more than one node, which one node cannot hold.'
  const at = (control: string) => printPath(level, version, node.id, control)
  grade.put(at('head'), ['corrector', ...grade.entries.get(at('head'))!.slice(1)])
  grade.reset(at('shared'))
  if (body[0])
    for (const [control, value] of heldBy(grade, `s.${node.shared}`, '0', body[0].id))
      if (control !== 'on') grade.put(at(control), value)
  return null
}

/** A node that stands for a shared body, after another one, or at the end. Answers its id. */
export function addShared(grade: GradeWriter, level: Level, version: string, id: string, after: string | null): string {
  const node = after === null ? grade.append(level, version, 'shared') : grade.after(level, version, after, 'shared')
  grade.put(printPath(level, version, node, 'shared'), [id])
  const label = readGraph(grade.entries, `s.${id}`, '0').nodes.find((one) => one.label !== '')?.label
  if (label !== undefined) grade.label(level, version, node, label)
  return node
}

/** Whether anybody has ever put a node into this level and version. */
export const isTouched = (entries: Entries, level: Level, version: string): boolean => {
  for (const [key] of levelEntries(entries, level, version)) if (key.endsWith('/head')) return true
  return false
}

/** What of a grade is no part of a tree: sizing is a clip's own, keyframes and tracks stand at its frames. */
const isOfTheClip = (key: string): boolean => key.startsWith('sizing/') || key.includes('@') || key.includes('/track.')

/** Makes a copy of this grade the session's default tree; with null there is none. */
export function setDefaultTree(
  grade: GradeWriter,
  from: { readonly level: Level; readonly version: string } | null,
): void {
  const body = `s.${defaultTree}`
  for (const [key] of [...levelEntries(grade.entries, body, '0')]) grade.reset(`${body}/0/${key}`)
  if (from === null) return
  for (const [key, value] of [...levelEntries(grade.entries, from.level, from.version)])
    if (key.includes('/') && !isOfTheClip(key)) grade.put(`${body}/0/${key}`, value)
}

/**
 * Begins a clip's version that nobody has touched with the session's default tree, under the tree's own node ids: two who touch it at once
 * begin the same. Answers the last corrector of what it brought, or null where there is nothing to bring.
 */
export function beginTree(grade: GradeWriter, level: Level, version: string): string | null {
  if (!level.startsWith('c.') || isTouched(grade.entries, level, version)) return null
  const tree = [...levelEntries(grade.entries, `s.${defaultTree}`, '0')]
  for (const [key, value] of tree) grade.put(`${level}/${version}/${key}`, value)
  return tree.length === 0
    ? null
    : (readGraph(grade.entries, level, version).nodes.findLast(({ kind }) => kind === 'corrector')?.id ?? null)
}
