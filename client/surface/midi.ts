/**
 * MIDI messages as parts and numbers, and the ways in which makers send a knob's steps through seven bits. Pure.
 *
 * Status bytes by the MIDI 1.0 Detailed Specification (MMA, 1996), table 1: 0x8n note off, 0x9n note on (velocity 0 is off), 0xBn control
 * change; n is the channel less one. Controllers from 120 on are channel mode messages, no knob.
 */
import type { Signal } from './signal.ts'

/** How a control change says that it was moved. Absolute: where it stands. The others: by how many steps, right positive. */
export const encodings = ['absolute', 'twos', 'offset', 'signed'] as const
export type Encoding = (typeof encodings)[number]

/** As a list says them. */
export const encodingTitles: Readonly<Record<Encoding, string>> = {
  absolute: 'Absolute, with pickup',
  twos: 'Relative, two’s complement',
  offset: 'Relative, about 64',
  signed: 'Relative, sign and size',
}

/** What a message says, or null where it is neither a control change nor a note: `cc <channel> <controller>`, `note <channel> <key>`. */
export function readMidi(data: ArrayLike<number>): Extract<Signal, { kind: 'value' }> | null {
  const [status = 0, one = 0, two = 0] = [data[0], data[1], data[2]]
  if (data.length < 3 || one > 127 || two > 127) return null
  const channel = (status & 15) + 1
  switch (status & 0xf0) {
    case 0xb0:
      return one >= 120 ? null : { kind: 'value', part: `cc ${channel} ${one}`, value: two }
    case 0x90:
      return { kind: 'value', part: `note ${channel} ${one}`, value: two }
    case 0x80:
      return { kind: 'value', part: `note ${channel} ${one}`, value: 0 }
    default:
      return null
  }
}

/** Steps of a relative encoding, right positive. */
export function steps(encoding: Exclude<Encoding, 'absolute'>, value: number): number {
  if (encoding === 'twos') return value < 64 ? value : value - 128
  if (encoding === 'offset') return value - 64
  return value < 64 ? value : 64 - value
}

/**
 * The encoding that a run of values hints at, or null where there are too few: three at least, best turned right and then left. What stands
 * still is never sent twice by an absolute knob, and it does not leap; small numbers that come again are steps.
 */
export function hint(values: readonly number[]): Encoding | null {
  if (values.length < 3) return null
  const pairs = values.slice(1).map((v, i) => [values[i]!, v] as const)
  const again = pairs.some(([a, b]) => a === b)
  const leaps = pairs.some(([a, b]) => Math.abs(a - b) > 40)
  const about = values.every((v) => v !== 64 && Math.abs(v - 64) <= 8)
  if (about && (again || pairs.some(([a, b]) => a < 64 !== b < 64))) return 'offset'
  if (!again && !leaps) return 'absolute'
  if (values.every((v) => (v >= 1 && v <= 16) || v >= 112)) return 'twos'
  return values.every((v) => (v >= 1 && v <= 16) || (v >= 65 && v <= 80)) ? 'signed' : 'absolute'
}

/** From here on a control change is a press (MIDI 1.0, table 3: switches are off up to 63). */
export const pressedFrom = 64
