/** How actions write a graph: on the clip on show, in one undo step. */
import type { GradeWriter } from '../../shared/doc/edit.ts'
import type { Node, NodeId } from '../../shared/doc/grade.ts'
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
    chosen = write(grade, level, version)
  })
  if (refusal) return false
  if (chosen) desk.select(chosen)
  return true
}

/** The selected node's id; where the clip has none yet, one is made first. Null where that is refused. */
export function nodeAtHand(desk: Desk): NodeId | null {
  const had = desk.node
  if (had) return had.id
  editGraph(desk, 'Add node', (grade, level, version) => grade.append(level, version))
  const made = desk.node as Node | null
  return made?.id ?? null
}
