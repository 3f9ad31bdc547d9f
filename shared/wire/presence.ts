/** What a suite says of itself in awareness on the session socket. The hub stamps seat, name and role; a suite's own words for them are overwritten. */
import type { Role } from '../doc/session.ts'

export interface Presence {
  readonly seat: string
  readonly name: string
  readonly role: Role
  readonly following: boolean
  /** Timeline frame shown, or null when unknown. */
  readonly frame: number | null
  readonly playing: boolean
  /** Whoever sits there looks at something that no receipt is given for: bypass, a past moment, a wipe. */
  readonly ownView: boolean
  /** Round trip to the hub as the suite measures it, milliseconds. */
  readonly lagMs: number | null
  /** Pointer in picture units (centre, half height), each −4 to 4; null when up. */
  readonly pointer: readonly [number, number] | null
  /** `<level>/<version>/<node>` under these hands, or null: what others see them in. */
  readonly node: string | null
}

/** Most bytes of one presence entry as JSON. */
export const maxPresenceBytes = 2048

const count = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null
const real = (value: unknown, end: number): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= -end && value <= end

/** Keeps the known fields of a state from outside, in bounds, under the stamp; unknown fields fall away. Null is a state that is no object. */
export function stampPresence(
  state: unknown,
  stamp: { readonly seat: string; readonly name: string; readonly role: Role },
): Presence | null {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return null
  const { following, frame, playing, ownView, lagMs, pointer, node } = state as Record<string, unknown>
  const at =
    Array.isArray(pointer) && pointer.length === 2 && real(pointer[0], 4) && real(pointer[1], 4)
      ? ([pointer[0], pointer[1]] as const)
      : null
  return {
    ...stamp,
    following: following === true,
    frame: count(frame),
    playing: playing === true,
    ownView: ownView === true,
    lagMs: real(lagMs, 600_000) && lagMs >= 0 ? lagMs : null,
    pointer: at,
    node: typeof node === 'string' && /^[0-9a-z./]{1,60}$/.test(node) ? node : null,
  }
}
