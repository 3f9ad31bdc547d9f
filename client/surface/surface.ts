/**
 * The hands of a device: what it says, done to what its map names. Movement has no release, so a run of it is a burst: one undo step once it
 * has rested for 400 ms or another control is touched (client/hand/burst.ts). What may not be held is said once a run, not at each step.
 */
import { Burst, commitBurst, restMs } from '../hand/burst.ts'
import { type Control, controlName } from '../state/palette.ts'
import { type Encoding, pressedFrom, steps } from './midi.ts'
import { Pickup } from './pickup.ts'
import type { Reach } from './reach.ts'
import type { Signal } from './signal.ts'
import type { Place, Target } from './target.ts'
import { atLevel, levelOf, rested, turned } from './turn.ts'

type Tuple = readonly number[]

/** Pixels of a drag that one step of a relative knob is worth: a turn of 24 steps moves a master by a tenth of its range. */
export const stepPixels = 4

/** Far enough, in pixels, that a control that does not move stands at its end. */
const probe = 20

const same = (a: Tuple, b: Tuple): boolean => a.length === b.length && a.every((v, i) => v === b[i])

/** What a part of a device does, how its numbers are read, and how fast. */
export interface Bound {
  readonly target: Target
  readonly encoding: Encoding
  /** Movement is multiplied by it, 0.1 … 10. */
  readonly pace: number
}

/** One way of one control under way: where it began and how far it has come, so that slow turning loses nothing to rounding. */
interface Run {
  readonly of: string
  readonly from: Tuple
  readonly x: number
  readonly y: number
  readonly last: Tuple
}

export class Surface {
  readonly #reach: Reach
  readonly #bursts = new Map<string, Burst>()
  readonly #pickups = new Map<string, Pickup>()
  /** Parts that are down. */
  readonly #down = new Set<string>()
  #run: Run | null = null
  #subject = ''
  #refused: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(reach: Reach) {
    this.#reach = reach
  }

  /** `device` tells equal parts of two devices apart. */
  take(device: string, signal: Signal, { target, encoding, pace }: Bound): void {
    const part = `${device} ${signal.part}`
    if (signal.kind === 'press') this.#press(target)
    else if (signal.kind === 'turn') {
      if (target.kind === 'move') this.#turn(target.control, target.place, signal.dx * pace, signal.dy * pace)
    } else if (target.kind !== 'move') {
      const is = signal.part.startsWith('note') ? signal.value > 0 : signal.value >= pressedFrom
      const was = this.#down.has(part)
      this.#down[is ? 'add' : 'delete'](part)
      if (is && !was) this.#press(target)
    } else if (!signal.part.startsWith('note')) {
      if (encoding === 'absolute') this.#level(part, target.control, target.place, signal.value / 127)
      else this.#turn(target.control, target.place, steps(encoding, signal.value) * stepPixels * pace, 0)
    }
  }

  /** Ends what is under way. */
  close(): void {
    clearTimeout(this.#timer)
    for (const burst of this.#bursts.values()) burst.commit()
  }

  #press(target: Target): void {
    if (target.kind === 'action') this.#reach.perform(target.id)
    if (target.kind !== 'rest') return
    commitBurst()
    const value = this.#reach.value(target.control)
    const next = rested(target.control, target.place, value)
    if (same(next, value)) return
    const hold = this.#reach.grip(target.control)()
    hold?.set(next)
    hold?.commit()
  }

  #turn(control: Control, place: Place, dx: number, dy: number): void {
    if (dx === 0 && dy === 0) return
    this.#look()
    const value = this.#valueOf(control)
    const of = `${controlName(control)} ${place}`
    const had = this.#run
    const going = had?.of === of && same(had.last, value) ? had : { of, from: value, x: 0, y: 0, last: value }
    const [x, y] = [going.x + dx, going.y + dy]
    const next = turned(control, place, going.from, x, y)
    const far = probe / Math.hypot(dx, dy)
    // At its end nothing is added up, so that a turn back counts at once.
    const stands = same(next, value) && same(turned(control, place, value, dx * far, dy * far), value)
    this.#run = stands ? null : { ...going, x, y, last: next }
    this.#set(control, next, value)
  }

  #level(part: string, control: Control, place: Place, level: number): void {
    this.#look()
    const value = this.#valueOf(control)
    const now = levelOf(control, place, value)
    if (now === null) return
    const pickup = this.#pickups.get(part) ?? new Pickup()
    this.#pickups.set(part, pickup)
    if (!pickup.takes(level, now)) return
    const next = atLevel(control, place, value, level)
    if (this.#set(control, next, value)) pickup.left(levelOf(control, place, next)!)
  }

  /** Another node under the hands: what is under way is of the one before. */
  #look(): void {
    if (this.#reach.subject() === this.#subject) return
    commitBurst()
    this.#run = null
    this.#refused = null
    this.#subject = this.#reach.subject()
  }

  #burst(control: Control): Burst {
    const name = controlName(control)
    const burst = this.#bursts.get(name) ?? new Burst(() => this.#reach.grip(control)())
    this.#bursts.set(name, burst)
    return burst
  }
  #valueOf(control: Control): Tuple {
    return this.#burst(control).value ?? this.#reach.value(control)
  }

  #set(control: Control, next: Tuple, value: Tuple): boolean {
    const name = controlName(control)
    const burst = this.#burst(control)
    if (this.#refused === name) {
      this.#rest(name)
      return false
    }
    if (burst.value === null && same(next, value)) return true
    const held = burst.set(next)
    if (!held) this.#rest(name)
    // The first move in an untouched clip brings a node: still the same hands.
    this.#subject = this.#reach.subject()
    return held
  }

  /** Refused, and silent until the hand has rested. */
  #rest(name: string): void {
    this.#refused = name
    this.#run = null
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => (this.#refused = null), restMs)
  }
}
