import { setDefaultTree } from '../../shared/doc/share.ts'
import type { Action } from './action.ts'
import { editGraph, needsGraph } from './graph-edit.ts'

/** A clip that nobody has touched begins, at the first turn of a wheel, with a copy of this grade. */
export const setTree: Action = {
  id: 'set-default-tree',
  title: 'Make this grade the default tree of untouched clips',
  verb: 'grade',
  why: needsGraph,
  run: (desk) => {
    const done = editGraph(desk, 'Set default tree', (grade, level, version) => {
      setDefaultTree(grade, { level, version })
      return undefined
    })
    if (done) desk.say('Clips that nobody has touched begin with this grade from now on.')
  },
}
