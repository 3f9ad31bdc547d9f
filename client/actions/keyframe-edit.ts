/** How actions and the editor write keyframes: on the level on show, in one undo step. */
import type { Level, Value } from '../../shared/doc/grade.ts'
import { easedAt } from '../../shared/doc/keyframe.ts'
import { readKeyframes, removeKeyframes, type Writes } from '../../shared/doc/keyframe-edit.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import { parseOp, parsePath } from '../../shared/doc/path.ts'
import { neutralValue } from '../../shared/op/param.ts'
import type { Desk } from '../state/desk.ts'
import type { Track } from '../state/keyframes.ts'
import { go } from './transport.ts'

/** Writes as one undo step. False where there is nothing to write or it was refused, which the foot says. */
export function writeKeyframes(desk: Desk, label: string, writes: Writes): boolean {
  const { level, suite } = desk
  if (!level || writes.size === 0) return false
  const refusal = suite.edit(level, label, (grade) => {
    for (const [key, value] of writes)
      if (value === null) grade.reset(key)
      else grade.put(key, value)
  })
  return refusal === null
}

/** The chosen track and its level, or null with a sentence in the foot where nothing can stand under keyframes. */
function trackAtHand(desk: Desk): { readonly track: Track; readonly level: Level } | null {
  const { level, keyframes } = desk
  const track = keyframes.chosen
  if (level?.startsWith('g.')) desk.say('A group’s grade stands over clips of different lengths: it has no keyframes.')
  else if (!level || !track) desk.say('No node is selected: keyframes are set on a node.')
  else return { track, level }
  return null
}

/** What a control holds at a frame, or rests at; null: nothing is known of it. */
function valueAt(desk: Desk, key: string, frame: number): Value | null {
  const keys = desk.keyframes.keys.get(key)
  if (keys) return easedAt(keys, frame)
  const path = parsePath(key)
  const [op, name] = (path?.kind === 'control' && parseOp(path.control)) || []
  const param = opFaces.find(({ id }) => id === op)?.params[name ?? '']
  return desk.suite.drawn.get(key) ?? (param ? neutralValue(param) : null)
}

/** A keyframe at the playhead on every control of the chosen track; one that stands there is made dynamic or static. */
export function addKeyframes(desk: Desk, ease: 'linear' | 'static'): void {
  const at = trackAtHand(desk)
  if (!at) return
  const { keyframes } = desk
  const frame = keyframes.now
  const writes = new Map<string, Value>()
  for (const key of keyframes.controlsOf(at.track)) {
    const value = valueAt(desk, key, frame)
    const had = keyframes.keys.get(key)?.find(([f]) => f === frame)?.[1][0]
    if (value) writes.set(`${key}@${frame}`, [ease === 'linear' && had && had !== 'static' ? had : ease, ...value])
  }
  if (writes.size === 0) desk.say('Nothing here is adjusted yet: move a control first, or turn auto-key on.')
  else writeKeyframes(desk, ease === 'linear' ? 'Add keyframe' : 'Add static keyframe', writes)
}

/** Deletes keyframes; a control that loses its last one keeps what it shows. */
export function deleteKeyframes(desk: Desk, keys: Iterable<string>): void {
  const { keyframes, suite } = desk
  writeKeyframes(desk, 'Delete keyframe', removeKeyframes(suite.entries, keys, keyframes.now))
}

/** Keys of the chosen track's keyframes at the playhead. */
export function keyframesHere(desk: Desk): readonly string[] {
  const { keyframes } = desk
  const track = keyframes.chosen
  if (!track) return []
  return keyframes
    .controlsOf(track)
    .filter((key) => keyframes.keys.get(key)?.some(([frame]) => frame === keyframes.now))
    .map((key) => `${key}@${keyframes.now}`)
}

/** To the nearest keyframe of the chosen track before or after the playhead. */
export function jumpToKeyframe(desk: Desk, way: 1 | -1): void {
  const at = trackAtHand(desk)
  if (!at) return
  const { keyframes, suite, version } = desk
  const all = readKeyframes(suite.drawn, at.level, version)
  const frames = keyframes.controlsOf(at.track).flatMap((key) => (all.get(key) ?? []).map(([frame]) => frame))
  const beyond = frames.filter((frame) => (frame - keyframes.now) * way > 0)
  if (beyond.length === 0) desk.say(way > 0 ? 'No keyframe after this one.' : 'No keyframe before this one.')
  else go(desk, keyframes.toTimeline(way > 0 ? Math.min(...beyond) : Math.max(...beyond)))
}
