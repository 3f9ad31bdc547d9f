import type { Action } from './action.ts'
import { lockOrLift } from './lock-or-lift.ts'

/** Locks the selected node; pressed again, lifts it. */
export const lockNode: Action = {
  id: 'lock-node',
  title: 'Lock the node, or lift its lock',
  verb: 'lock',
  run: (desk) => {
    const { clip, node } = desk
    if (clip && node) lockOrLift(desk, { clip: clip.id, node: node.id })
    else desk.say('There is no node to lock: select one first.')
  },
}
