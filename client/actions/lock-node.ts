import type { Action } from './action.ts'
import { needsNode } from './graph-edit.ts'
import { lockOrLift } from './lock-or-lift.ts'

/** Locks the selected node; pressed again, lifts it. */
export const lockNode: Action = {
  id: 'lock-node',
  title: 'Lock the node, or lift its lock',
  verb: 'lock',
  why: needsNode,
  run: (desk) => {
    const { clip, node, level, suite } = desk
    const body = node?.kind === 'shared' ? node.shared : level?.startsWith('s.') ? level.slice(2) : null
    if (body !== null) {
      const region = [`s.${body}/`]
      const lock = suite.session.locks.find((one) => one.region.includes(region[0]!))
      const command = lock
        ? suite.command('lift', { lock: lock.id })
        : suite.command('lock', { region, reason: 'shared node' })
      void command.then((answer) => {
        if (!answer.ok) desk.say(answer.refusal.sentence)
        else desk.say(lock ? 'The lock is lifted.' : 'The shared node is locked.')
      })
      return
    }
    if (clip && node) lockOrLift(desk, { clip: clip.id, node: node.id })
    else desk.say('There is no node to lock: select one first.')
  },
}
