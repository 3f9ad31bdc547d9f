/** What a surface asks of a desk: the same grips and the same actions as mouse and keys. */
import type { Grip } from '../hand/grip.ts'
import type { ActionId } from '../keys/keymap.ts'
import type { Control } from '../state/palette.ts'

export interface Reach {
  /** Names what the controls are of now: level, version and node. Another name, another node. */
  subject(): string
  /** The stored tuple of a control as drawn now, at rest where there is none. */
  value(control: Control): readonly number[]
  /** Takes hold of it; where the judge says no it gives null and the foot says why. */
  grip(control: Control): Grip
  /** Runs an action, or says why not. */
  perform(id: ActionId): void
}
