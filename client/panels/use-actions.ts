/** Runs actions for buttons and keys: an open run of steps ends first, a role without the right is told so in the foot. */
import { useCallback, useEffect } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import { actionOf } from '../actions/index.ts'
import { commitBurst } from '../hand/burst.ts'
import { bindKeys, Held } from '../keys/bind.ts'
import { type ActionId, keymap } from '../keys/keymap.ts'
import { onMac, printChord } from '../keys/print.ts'
import type { Desk } from '../state/desk.ts'
import { useDesk } from '../state/use-desk.ts'

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
  const action = actionOf(id)
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

/** Binds the keymap to the window while the screen stands. */
export function useKeys(): void {
  const desk = useDesk()
  useEffect(
    () =>
      bindKeys(
        window,
        held,
        (id, repeat, code) => perform(desk, id, repeat, code),
        (id) => actionOf(id).here?.(desk) ?? true,
      ),
    [desk],
  )
}
