import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Node on or off. */
export const nodeOn: Action = {
  id: 'node-on',
  title: 'Node on or off',
  verb: 'grade',
  run: (desk) => {
    const { node } = desk
    if (node)
      editGraph(
        desk,
        node.on ? 'Node off' : 'Node on',
        (grade, level, version) => void grade.on(level, version, node.id, !node.on),
      )
  },
}
