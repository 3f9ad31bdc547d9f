/** Asks for the pixel under the pointer whenever pointer or picture has moved: one question at a time, the newest place last. */
import type { Desk } from '../state/desk.ts'
import type { Probe } from './probe.ts'
import type { FromPixel } from './work.ts'

/** `at`: shares of the picture from its left and from above. */
export interface Pointed {
  readonly at: readonly [number, number]
  readonly pixel: FromPixel
}

/** `graded`: only the picture as it is drawn is asked for, and nothing is drawn for the answer's sake. Null: the pointer is elsewhere. */
export function followPixel(
  desk: Desk,
  probe: Probe,
  graded: boolean,
  hear: (pointed: Pointed | null) => void,
): () => void {
  const { framing } = desk
  let [over, asking, again] = [false, false, false]
  const ask = async () => {
    if (asking) {
      again = true
      return
    }
    const at = framing.pointer
    if (!at) return hear(null)
    asking = true
    const pixel = await probe.pixel(...at, graded)
    asking = false
    if (over) return
    hear(framing.pointer && pixel ? { at, pixel } : null)
    if (again) {
      again = false
      void ask()
    }
  }
  const soon = () => void ask()
  const stops = [
    framing.onPointer(soon),
    probe.onShown(soon),
    ...(['frame', 'play'] as const).map((kind) => desk.on(kind, soon)),
  ]
  return () => {
    over = true
    for (const stop of stops) stop()
  }
}
