/** Where the picture stands: input sizing and output blanking, a region of its own under the node id `sizing`. */
import type { Blanking, Entries, Level, Sizing } from './grade.ts'
import { clipVersion } from './read.ts'
import { readControl } from './read-control.ts'

export const restSizing: Sizing = { fit: 'fit', pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false }

/** Input sizing of a clip's version in use; with a source frame, as its keyframes say there. */
export function readSizing(entries: Entries, clip: string, frame?: number): Sizing {
  const v = readControl(entries, `c.${clip}`, clipVersion(entries, clip), 'sizing', 'input', frame)
  if (!v) return restSizing
  return {
    fit: v[0] as Sizing['fit'],
    pan: [v[1] as number, v[2] as number],
    zoom: v[3] as number,
    rotate: v[4] as number,
    flipX: v[5] as boolean,
    flipY: v[6] as boolean,
  }
}

export const restBlanking: Blanking = [0, 0, 0, 0]

/** Output blanking of a clip's version in use or of the timeline, at a source or timeline frame. */
export function readBlanking(entries: Entries, level: Level, frame?: number): Blanking {
  const version = level.startsWith('c.') ? clipVersion(entries, level.slice(2)) : '0'
  const v = readControl(entries, level, version, 'sizing', 'blanking', frame)
  return v === null ? restBlanking : (v as unknown as Blanking)
}
