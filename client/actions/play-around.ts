import type { Action } from './action.ts'
import { framesASecond, go, playFrom } from './transport.ts'

/** Seconds before and after the playhead, as Resolve’s pre-roll and post-roll have them at rest. */
const roll = 2

/** Plays what lies about the playhead once, and comes back to it. */
export const playAround: Action = {
  id: 'play-around',
  title: 'Play around the playhead',
  verb: 'watch',
  run: (desk) => {
    const middle = desk.frame
    const around = roll * framesASecond(desk)
    const last = desk.suite.session.timeline.length - 1
    const end = Math.min(middle + around, last)
    let begun = false
    const stops = [
      desk.on('play', () => {
        if (desk.playing) begun = true
        else if (begun) done()
      }),
      desk.on('frame', () => {
        if (!begun || desk.frame < end) return
        done()
        go(desk, middle)
      }),
    ]
    function done(): void {
      for (const stop of stops) stop()
    }
    playFrom(desk, middle - around)
  },
}
