/** What control surfaces may do to a desk: take hold of a control of the selected node, and run an action; no more than mouse and keys. */
import { printPath } from '../../shared/doc/path.ts'
import { actions } from '../actions/index.ts'
import type { Desk } from '../state/desk.ts'
import { controlName } from '../state/palette.ts'
import type { Reach } from '../surface/reach.ts'
import { learn, perform } from './use-actions.ts'
import { holdControls } from './use-grip.ts'

// A knob may run any of them.
learn(actions)

export const reachOf = (desk: Desk): Reach => ({
  subject: () => `${desk.level} ${desk.version} ${desk.node?.id}`,
  value: (control) => {
    const { level, version, node, keyframes } = desk
    const key = level && node ? printPath(level, version, node.id, controlName(control)) : null
    return ((key === null ? undefined : keyframes.value(key)) ?? control.param.neutral) as readonly number[]
  },
  grip:
    ({ op, param }) =>
    () => {
      const held = holdControls(desk, op.id, [param], param.title)
      return held && { ...held, set: (tuple) => held.set(new Map([[param.id, tuple]])) }
    },
  perform: (id) => perform(desk, id),
})
