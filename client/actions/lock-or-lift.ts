import type { Desk } from '../state/desk.ts'
import { lockAt, type Place } from '../state/lock-at.ts'

/** Asks why before it locks; a lock that stands is lifted at once, and the hub says who may. */
export function lockOrLift(desk: Desk, place: Place): void {
  const lock = lockAt(desk.suite.session, place)
  if (lock === null) {
    desk.setLocking(place)
    return
  }
  void desk.suite.command('lift', { lock: lock.id }).then((answer) => {
    desk.say(answer.ok ? 'The lock is lifted.' : answer.refusal.sentence)
  })
}
