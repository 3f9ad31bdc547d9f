/** Runs actions for buttons and keys: an open run of steps ends first, a role without the right is told so in the foot. */
import { useCallback, useEffect } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import type { Action } from '../actions/action.ts'
import { roomActions } from '../actions/room-actions.ts'
import { commitBurst } from '../hand/burst.ts'
import { hearControls } from '../hand/tell.ts'
import { bindKeys, Held } from '../keys/bind.ts'
import { type ActionId, keymap } from '../keys/keymap.ts'
import { onMac, printChord } from '../keys/print.ts'
import type { Desk } from '../state/desk.ts'
import { useDesk } from '../state/use-desk.ts'

/** What this page can run by now. */
const known = new Map<ActionId, Action>(roomActions.map((action) => [action.id, action]))

/** More that this page can run from now on: a screen that grades gives all of it before it stands. */
export function learn(actions: readonly Action[]): void {
  for (const action of actions) known.set(action.id, action)
}

/** An action of this page. A panel that names one which its screen has not learnt is a bug of ours. */
function actionOf(id: ActionId): Action {
  const action = known.get(id)
  if (!action) throw new Error(`the action ${id} is on a screen that has not learnt it`)
  return action
}

/** Does what needs the hands of a grader: on the next turn where this page has them, in a room as soon as they have come. */
export function withActions(desk: Desk, use: (all: typeof import('../actions/index.ts')) => void): void {
  void import('../actions/index.ts').then(
    (all) => {
      learn(all.actions)
      use(all)
    },
    () => desk.say('That part of the page is not to be had: the hub is out of reach or newer than the page.'),
  )
}

const held = new Held()
const down = (code: string) => held.has(code)

/** Why an action can do nothing now: the role has not the right, or its own reason. Null: it can. */
export function whyNot(desk: Desk, id: ActionId): string | null {
  const action = actionOf(id)
  const { role } = desk.suite
  if (!roles[role][action.verb])
    return `${action.title} needs the right to ${action.verb}, which the role ${role} does not have.`
  return action.why?.(desk) ?? null
}

/** Runs one action on a desk; `key` is the physical one that asked for it. */
export function perform(desk: Desk, id: ActionId, repeat = false, key = ''): void {
  const action = known.get(id)
  if (!action) {
    // A key of the grader, pressed in a room: whether this role may, and what it does, comes now.
    withActions(desk, () => perform(desk, id, repeat, key))
    return
  }
  if (repeat && !action.repeats) return
  const no = whyNot(desk, id)
  if (no !== null) {
    desk.say(no)
    return
  }
  commitBurst()
  action.run(desk, { key, held: down })
}

/** What a button needs to know of an action: its title, its key as printed, whether the role may, and how to run it. */
export function useAction(id: ActionId) {
  const desk = useDesk()
  const action = actionOf(id)
  return {
    title: action.title,
    keys: printChord(keymap[id][0], onMac()),
    may: roles[desk.suite.role][action.verb] !== false,
    press: useCallback(() => perform(desk, id), [desk, id]),
  }
}

/** Binds the keymap to the window while the screen stands, and hears what its controls say. */
export function useKeys(): void {
  const desk = useDesk()
  useEffect(() => hearControls((sentence) => desk.say(sentence)), [desk])
  useEffect(
    () =>
      bindKeys(
        window,
        held,
        (id, repeat, code) => perform(desk, id, repeat, code),
        (id) => known.get(id)?.here?.(desk) ?? true,
      ),
    [desk],
  )
}
