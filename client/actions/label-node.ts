import type { Action } from './action.ts'
import { needsNode } from './graph-edit.ts'

/** Puts the caret into the label of the selected node. */
export const labelNode: Action = {
  id: 'label-node',
  title: 'Label the node',
  verb: 'grade',
  why: needsNode,
  run: (desk) => {
    if (desk.node && (desk.node.kind === 'corrector' || desk.node.kind === 'shared'))
      desk.choice.setNaming(desk.node.id)
    else desk.say('There is no node to label: select a corrector first.')
  },
}
