import type { Action } from './action.ts'
import { editGraph } from './graph-edit.ts'

/** Add outside node: it works where the selected one's key does not. */
export const addOutside: Action = {
  id: 'add-outside',
  title: 'Add outside node',
  verb: 'grade',
  run: (desk) => {
    const { node, graph } = desk
    if (!node || !graph?.nodes.includes(node)) {
      desk.say('There is no node to work outside of: select one in the picture first.')
      return
    }
    editGraph(desk, 'Add outside node', (grade, level, version) => grade.outside(level, version, node.id))
  },
}
