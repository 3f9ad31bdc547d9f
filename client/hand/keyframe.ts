/** Keyframes under a pointer: which one a press takes, which a box takes. Places are pixels from the upper left of the lanes' content. */
import { type Timescale, xOf } from './timescale.ts'

/** Height of a lane, pixels. */
export const laneHeight = 18
/** How near a press takes a keyframe, pixels across. */
const nearness = 7

/** A lane's marks by frame, each with the keys that stand there. */
export type Lane = readonly { readonly frame: number; readonly keys: readonly string[] }[]
type Spot = readonly [x: number, y: number]

/** The mark that a press takes: the nearest across of its lane. */
export function markAt(lanes: readonly Lane[], scale: Timescale, [x, y]: Spot): Lane[number] | null {
  let [found, best]: [Lane[number] | null, number] = [null, nearness]
  for (const mark of lanes[Math.floor(y / laneHeight)] ?? []) {
    const away = Math.abs(xOf(scale, mark.frame) - x)
    if (away <= best) [found, best] = [mark, away]
  }
  return found
}

/** Keys of all marks whose middle lies in the box between two corners. */
export function keysIn(lanes: readonly Lane[], scale: Timescale, a: Spot, b: Spot): Set<string> {
  const [left, right] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])]
  const [top, foot] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])]
  const found = new Set<string>()
  lanes.forEach((lane, i) => {
    const middle = (i + 0.5) * laneHeight
    if (middle < top || middle > foot) return
    for (const { frame, keys } of lane) {
      const x = xOf(scale, frame)
      if (x >= left && x <= right) for (const key of keys) found.add(key)
    }
  })
  return found
}
