/** Where the picture stands: input sizing, output sizing and blanking, a region of its own under the node id `sizing`. */
import type { Blanking, Entries, Level, OutputSizing, Sizing } from './grade.ts'
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

export const restOutput: OutputSizing = { pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false }

/** Version of a level whose sizing is in force: of a clip the one in use. */
const versionOf = (entries: Entries, level: Level): string =>
  level.startsWith('c.') ? clipVersion(entries, level.slice(2)) : '0'

/** Output sizing of a clip's version in use or of the timeline, at a source or timeline frame. */
export function readOutput(entries: Entries, level: Level, frame?: number): OutputSizing {
  const v = readControl(entries, level, versionOf(entries, level), 'sizing', 'output', frame)
  // Before it was drawn, the grammar took any eight numbers here.
  if (v?.length !== 6) return restOutput
  const [panX, panY, zoom, rotate, flipX, flipY] = v as readonly [number, number, number, number, boolean, boolean]
  return { pan: [panX, panY], zoom, rotate, flipX, flipY }
}

export const restBlanking: Blanking = [0, 0, 0, 0]

/** Output blanking of a clip's version in use or of the timeline, at a source or timeline frame. */
export function readBlanking(entries: Entries, level: Level, frame?: number): Blanking {
  const v = readControl(entries, level, versionOf(entries, level), 'sizing', 'blanking', frame)
  return v === null ? restBlanking : (v as unknown as Blanking)
}
