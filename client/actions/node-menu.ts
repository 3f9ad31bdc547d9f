import type { Action } from './action.ts'
import { needsNode } from './graph-edit.ts'

/** Opens the menu of the selected node, over its box. */
export const nodeMenu: Action = {
  id: 'node-menu',
  title: 'Menu of the node',
  verb: 'watch',
  why: needsNode,
  run: (desk) => {
    if (desk.node) desk.choice.setMenu({ node: desk.node.id, at: null })
    else desk.say('There is no node with a menu: select one first.')
  },
}
