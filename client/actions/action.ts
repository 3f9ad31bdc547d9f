/** What an action is: one command of the interface, with its key in `client/keys`, its right and what it does. */
import type { Verb } from '../../shared/policy/verbs.ts'
import type { ActionId } from '../keys/keymap.ts'
import type { Desk } from '../state/desk.ts'

export interface Hands {
  /** The physical key (`event.code`) that ran the action; empty where a button or a list did. */
  readonly key: string
  /** Whether a physical key (`event.code`) is down now. */
  held(code: string): boolean
}

export interface Action {
  /** Its row in the keymap. */
  readonly id: ActionId
  /** As a menu, a tooltip and the list of keys say it. */
  readonly title: string
  /** What the seat's role must allow. */
  readonly verb: Verb
  /** True where a key held down goes on running it. */
  readonly repeats?: boolean
  /** Where its key is ours; everywhere without it. */
  here?(desk: Desk): boolean
  /** Why it can do nothing now, as a sentence; null where it can. Absent: it always can. */
  why?(desk: Desk): string | null
  run(desk: Desk, hands: Hands): void
}
