import { setDefaultTree } from '../../shared/doc/share.ts'
import type { Action } from './action.ts'

/** Untouched clips begin empty again. */
export const clearTree: Action = {
  id: 'clear-default-tree',
  title: 'Untouched clips begin without a tree',
  verb: 'grade',
  run: (desk) => {
    const { level, suite } = desk
    if (level && suite.edit(level, 'No default tree', (grade) => setDefaultTree(grade, null)) === null)
      desk.say('Clips that nobody has touched begin without a node from now on.')
  },
}
