import { share } from '../../shared/doc/share.ts'
import type { Action } from './action.ts'
import { editGraph, needsNode } from './graph-edit.ts'

/** Makes the selected node shared. Freshly shared it is locked: nobody else changes what now stands in several clips. */
export const shareNode: Action = {
  id: 'share-node',
  title: 'Make the node shared',
  verb: 'grade',
  why: (desk) => (desk.node?.kind === 'shared' ? 'The node is shared already.' : needsNode(desk)),
  run: (desk) => {
    const { node, level, version, suite } = desk
    if (!node || !level) return
    let made = ''
    let no = ''
    suite.writesOf((grade) => {
      const answer = share(grade, level, version, node)
      if ('refusal' in answer) no = answer.refusal
    })
    if (no !== '') {
      desk.say(no)
      return
    }
    const done = editGraph(desk, 'Share node', (grade) => {
      const answer = share(grade, level, version, node)
      if ('id' in answer) made = answer.id
      return undefined
    })
    if (!done) return
    void suite.command('lock', { region: [`s.${made}/`], reason: 'shared node' }).then((answer) => {
      desk.say(answer.ok ? `Node ${node.number} is shared, and locked by you.` : answer.refusal.sentence)
    })
  },
}
