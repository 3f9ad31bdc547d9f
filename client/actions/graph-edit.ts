/** How actions write a graph: on the clip on show, in one undo step. */
import type { GradeWriter } from '../../shared/doc/edit.ts'
import type { Node, NodeId, Value, WindowKind } from '../../shared/doc/grade.ts'
import { beginTree, sharedBodies } from '../../shared/doc/share.ts'
import { keymap } from '../keys/keymap.ts'
import { onMac, printChord } from '../keys/print.ts'
import type { Desk } from '../state/desk.ts'

/** Runs `write` on the level and version on show and selects the node that it answers. False where there is no clip or it was refused. */
export function editGraph(
  desk: Desk,
  label: string,
  write: (grade: GradeWriter, level: string, version: string) => NodeId | undefined,
): boolean {
  const { level, version, suite } = desk
  if (!level) return false
  let chosen: NodeId | undefined
  const refusal = suite.edit(level, label, (grade) => {
    beginTree(grade, level, version)
    chosen = write(grade, level, version)
  })
  if (refusal) return false
  if (chosen) desk.select(chosen)
  return true
}

/**
 * An edit of links, which may be none: the sentence that it answers is said, and nothing is written. True where it was done.
 */
export function rewire(
  desk: Desk,
  label: string,
  write: (grade: GradeWriter, level: string, version: string) => string | null,
): boolean {
  const { level, version, suite } = desk
  if (!level) return false
  let no: string | null = null
  // Tried first: what is refused leaves no step to undo.
  suite.writesOf((grade) => {
    no = write(grade, level, version)
  })
  if (no !== null) {
    desk.say(no)
    return false
  }
  return suite.edit(level, label, (grade) => void write(grade, level, version)) === null
}

/** The nodes that a command on nodes is about: those chosen together, else the selected one. */
export function nodesAtHand({ graph, node, choice }: Desk): readonly Node[] {
  const chosen = [...(graph?.nodes ?? []), ...(graph?.loose ?? [])].filter(({ id }) => choice.nodes.has(id))
  return chosen.length > 0 ? chosen : node ? [node] : []
}
/** A corrector beside the selected node, both into a mixer; where there is no node yet, one to stand beside comes first. */
export function addBeside(desk: Desk, kind: 'parallel' | 'layer', label: string): void {
  const { node, graph } = desk
  if (node && !graph?.nodes.includes(node)) {
    desk.say('A node out of the picture has nothing beside it: link it first.')
    return
  }
  if (node && node.kind !== 'corrector' && node.kind !== 'shared') {
    desk.say('A mixer has nothing beside it: select a corrector.')
    return
  }
  editGraph(desk, label, (grade, level, version) => {
    const at = node?.id ?? grade.append(level, version)
    return grade.beside(level, version, at, kind) ?? undefined
  })
}

/**
 * The selected node; where the clip has none yet, a new one's id with what has to be written to bring it. Null where there is no clip, and
 * where the selected node is no corrector, and so has no palettes: that is said.
 */
export function nodeAtHand(
  desk: Desk,
): { readonly id: NodeId; readonly writes: ReadonlyMap<string, Value | null> } | null {
  const { level, version, node, suite } = desk
  if (node && node.kind !== 'corrector') {
    desk.say(node.kind === 'shared' ? sharedWords(desk, node) : 'This node has no palettes: select a corrector.')
    return null
  }
  if (node) return { id: node.id, writes: new Map() }
  if (!level) return null
  let id: NodeId | undefined
  const writes = suite.writesOf((grade) => {
    id = beginTree(grade, level, version) ?? grade.append(level, version)
  })
  return id === undefined ? null : { id, writes }
}

/** A serial node after the selected one, with a window of this kind on it, which is on show: one step. `as`: what it is made other than at rest. */
export function addWindowed(
  desk: Desk,
  kind: WindowKind,
  as: { readonly shape?: Value; readonly path?: Value } = {},
): boolean {
  const { node, graph } = desk
  let window = ''
  const done = editGraph(desk, `Add ${kind} window`, (grade, level, version) => {
    const id = node && graph?.nodes.includes(node) ? grade.after(level, version, node.id) : grade.append(level, version)
    window = grade.window(level, version, id, kind)
    for (const [part, value] of Object.entries(as)) grade.control(level, version, id, `w.${window}/${part}`, value)
    return id
  })
  if (!done) return false
  desk.palettes.show('window')
  desk.palettes.setWindow(window)
  return true
}

/** Why a command on the selected node can do nothing: there is none. */
export const needsNode = ({ node }: Desk): string | null => (node ? null : 'There is no node here: add one first.')

/** Why a command on the graph can do nothing: it is empty. */
export const needsGraph = ({ graph }: Desk): string | null =>
  graph && graph.nodes.length + graph.loose.length > 0 ? null : 'There is no node here: add one first.'

/** Why a shared node is not graded where it stands: a stray hand would change every clip that uses it. */
function sharedWords({ suite }: Desk, { number, shared }: Node): string {
  const users = sharedBodies(suite.drawn).find(({ id }) => id === shared)?.users.length ?? 1
  const where = users === 1 ? 'this grade alone' : `${users} grades`
  return `Node ${number} is shared and stands in ${where}: open it (${printChord(keymap['open-shared'][0], onMac())}) to change it in all.`
}
