/** How actions write a graph: on the clip on show, in one undo step. */
import type { GradeWriter } from '../../shared/doc/edit.ts'
import type { NodeId, Value } from '../../shared/doc/grade.ts'
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

/** The selected node; where the clip has none yet, a new one's id with what has to be written to bring it. Null where there is no clip. */
export function nodeAtHand(
  desk: Desk,
): { readonly id: NodeId; readonly writes: ReadonlyMap<string, Value | null> } | null {
  const { level, version, node, suite } = desk
  if (node) return { id: node.id, writes: new Map() }
  if (!level) return null
  let id: NodeId | undefined
  const writes = suite.writesOf((grade) => {
    id = grade.append(level, version)
  })
  return id === undefined ? null : { id, writes }
}
