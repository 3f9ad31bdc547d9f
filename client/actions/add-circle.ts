import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Add serial node with circle window. */
export const addCircle: Action = {
  id: 'add-circle',
  title: 'Add serial node with circle window',
  verb: 'grade',
  run: (desk) => {
    const { node } = desk
    const done = editGraph(desk, 'Add circle window', (grade, level, version) => {
      const id =
        node && desk.graph?.nodes.includes(node) ? grade.after(level, version, node.id) : grade.append(level, version)
      grade.window(level, version, id, 'circle')
      return id
    })
    if (done) desk.palettes.show('window')
  },
}
