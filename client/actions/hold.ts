import type { Desk } from '../state/desk.ts'
import type { Action } from './action.ts'

/** Runs a command of the hold; what the hub or the network refuses is said in the foot. */
export function letRooms(desk: Desk, ask: (desk: Desk) => ReturnType<Desk['suite']['holding']['hold']>): void {
  void ask(desk).then((answer) => {
    if (!answer.ok) desk.say(answer.refusal.sentence)
  })
}

/** Freezes the rooms where they are; pressed again, the rooms move to where the driver is by now and stay held there. */
export const hold: Action = {
  id: 'hold',
  title: 'Hold the rooms, or show them this and hold on',
  verb: 'grade',
  run: (desk) =>
    letRooms(desk, ({ suite: { records, holding } }) => (records.hold ? holding.publish(true) : holding.hold())),
}
