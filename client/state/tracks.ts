/** Shared: the tracks of windows as they are drawn, at the frame on show; while one is tracked, as far as it has been found. */
import type { Entries, Window } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { printPath } from '../../shared/doc/path.ts'
import { levelEntries } from '../../shared/doc/read.ts'
import { type Carry, carryAt, type Run, type Tracked } from '../../shared/doc/track.ts'
import type { Desk } from './desk.ts'
import type { WindowPlace } from './tracking.ts'

/** Source frame of the clip on show. */
export const sourceFrame = ({ clip, frame }: Desk): number => (clip ? frame - clip.recordIn + clip.sourceIn : 0)

/** Key of a part of a window. */
export const windowKey = ({ level, version, node, window }: WindowPlace, part: string): string =>
  printPath(level, version, node, `w.${window}/${part}`)

/** The runs of a window's track. */
export function runsOf(entries: Entries, { level, version, node, window }: WindowPlace): Run[] {
  const prefix = `${node}/w.${window}/track.`
  const runs: Run[] = []
  for (const [rest, value] of levelEntries(entries, level, version))
    if (rest.startsWith(prefix)) runs.push([Number(rest.slice(prefix.length)), value])
  return runs
}

/** The window under the hands: the chosen one of the selected node, else its first. */
export function windowAtHand(desk: Desk): Window | null {
  const { node, palettes } = desk
  return node?.windows.find(({ id }) => id === palettes.window) ?? node?.windows[0] ?? null
}

/** Where it stands in the document; null where there is no window, or none that a track can be of. */
export function placeAtHand(desk: Desk): WindowPlace | null {
  const { level, version, node } = desk
  const window = windowAtHand(desk)
  return level?.startsWith('c.') && node && window ? { level, version, node: node.id, window: window.id } : null
}

/** Where a run under way has brought a window in a source frame; undefined where it says nothing of it. */
export function foundAt({ tracking }: Desk, window: string, frame: number): Carry | undefined {
  const { run } = tracking
  return run?.place.window === window ? run.found.get(frame) : undefined
}

/** Where the track of a window carries it in a source frame, with what is being found now; null without one. */
export const carriedAt = (desk: Desk, place: WindowPlace, frame: number): Carry | null =>
  foundAt(desk, place.window, frame) ?? carryAt(runsOf(desk.suite.drawn, place), frame)

/** The windows of the selected node as the frame on show has them: keyframes read, tracks carried. */
export function windowsHere(desk: Desk): readonly Window[] {
  const { level, version, node, suite } = desk
  if (!level || !node || node.windows.length === 0) return none
  const frame = level.startsWith('c.') ? sourceFrame(desk) : desk.frame
  const graph = readGraph(suite.drawn, level, version, frame)
  const here = [...graph.nodes, ...graph.loose].find(({ id }) => id === node.id)?.windows ?? none
  return here.map((window) => {
    const carry = foundAt(desk, window.id, frame)
    return carry ? { ...window, carry } : window
  })
}
const none: readonly Window[] = []

/** The source frames that a track has places of, in order, each with the place that stands there. */
export function trackedFrames(entries: Entries, place: WindowPlace): Tracked[] {
  const runs = runsOf(entries, place)
  const frames = new Set<number>()
  for (const [first, numbers] of runs) for (let i = 0; i < numbers.length / 6; i++) frames.add(first + i)
  return [...frames].sort((p, q) => p - q).map((frame): Tracked => [frame, carryAt(runs, frame)!])
}

/** Whether a window of the selected node has a track. */
export function hasTrack({ level, version, node, suite }: Desk): boolean {
  if (!level || !node || node.windows.length === 0) return false
  for (const [rest] of levelEntries(suite.drawn, level, version))
    if (rest.startsWith(`${node.id}/w.`) && rest.includes('/track.')) return true
  return false
}
