/** What hands do to keyframes, as writes: where a change of a control goes, and moving, easing, copying and deleting keyframes. Pure. */
import type { Entries, Level, Value } from './grade.ts'
import { type Ease, easedAt } from './keyframe.ts'
import { parsePath } from './path.ts'
import { levelEntries } from './read.ts'

/** Frame and [ease, …tuple], by frame. */
export type Keyframe = readonly [frame: number, value: Value]

/** Writes of one transaction; null deletes a key. */
export type Writes = ReadonlyMap<string, Value | null>

/** The plain key and the frame of a keyframe's key; null where the key is none. */
export function splitFrame(key: string): readonly [control: string, frame: number] | null {
  const at = key.lastIndexOf('@')
  return at < 0 ? null : [key.slice(0, at), Number(key.slice(at + 1))]
}

const byFrame = (a: Keyframe, b: Keyframe): number => a[0] - b[0]

/** All keyframes of a level and version: plain key -> its keyframes by frame. */
export function readKeyframes(entries: Entries, level: Level, version: string): Map<string, Keyframe[]> {
  const found = new Map<string, Keyframe[]>()
  for (const [rest, value] of levelEntries(entries, level, version)) {
    const split = splitFrame(rest)
    if (!split) continue
    const key = `${level}/${version}/${split[0]}`
    const list = found.get(key)
    if (list) list.push([split[1], value])
    else found.set(key, [[split[1], value]])
  }
  for (const list of found.values()) list.sort(byFrame)
  return found
}

/** Whether a control of this key may stand under keyframes: structure, what never touches the picture, and a group's may not. */
export const mayMove = (key: string): boolean => parsePath(`${key}@0`) !== null

/** A control's keyframe that a change is written to. */
export interface Target {
  readonly frame: number
  /** False where the change is made at another frame than the keyframe stands. */
  readonly here: boolean
  /** What is stored there for a value set under the fingers. */
  readonly stored: (value: Value) => Value
}

/**
 * Where a change at a frame goes: to the keyframe that stands there; with auto-key to a new one, which goes on as the one on its left does;
 * without, to the keyframe on the left (before the first, to that one), which moves by as much as the fingers did from `shown`, so that
 * nothing jumps. Null: to the plain key.
 */
export function targetOf(keys: readonly Keyframe[], frame: number, auto: boolean, shown: Value): Target | null {
  const left = keys.findLast(([at]) => at <= frame) ?? keys[0]
  if (left?.[0] === frame) return { frame, here: true, stored: (value) => [left[1][0]!, ...value] }
  if (auto) {
    const ease = left && left[0] < frame ? left[1][0]! : 'linear'
    return { frame, here: true, stored: (value) => [ease, ...value] }
  }
  if (!left) return null
  const [at, had] = left
  return {
    frame: at,
    here: false,
    stored: (value) => {
      if (value.length !== had.length - 1 || value.length !== shown.length) return [had[0]!, ...value]
      const moved = value.map((v, i) => {
        const [from, base] = [shown[i], had[i + 1]]
        return typeof v === 'number' && typeof from === 'number' && typeof base === 'number'
          ? Math.fround(base + (v - from)) + 0
          : v
      })
      return [had[0]!, ...moved]
    },
  }
}

/** How far keyframes at these frames may be moved for a wish of `by`: none leaves [first, last], none that is outside goes further out. */
export function heldBy(frames: readonly number[], by: number, [first, last]: readonly [number, number]): number {
  let held = by
  for (const frame of frames) {
    if (held < 0) held = Math.max(held, Math.min(0, first - frame))
    else held = Math.min(held, Math.max(0, last - frame))
  }
  return held + 0
}

/** The keyframes moved by whole frames; one that stood where another comes is replaced by it. */
export function moveKeyframes(entries: Entries, keys: Iterable<string>, by: number): Writes {
  const writes = new Map<string, Value | null>()
  const moved: (readonly [string, Value])[] = []
  for (const key of keys) {
    const [split, value] = [splitFrame(key), entries.get(key)]
    if (!split || !value) continue
    writes.set(key, null)
    moved.push([`${split[0]}@${split[1] + by}`, value])
  }
  for (const [key, value] of moved) writes.set(key, value)
  return writes
}

/** The keyframes with another way to the next one. */
export function easeKeyframes(entries: Entries, keys: Iterable<string>, ease: Ease): Writes {
  const writes = new Map<string, Value | null>()
  for (const key of keys) {
    const value = entries.get(key)
    if (value && splitFrame(key)) writes.set(key, [ease, ...value.slice(1)])
  }
  return writes
}

/**
 * Without these keyframes. A control that loses its last one keeps the value it had at `frame`, as its plain key: a picture does not jump
 * because nothing moves in it any more.
 */
export function removeKeyframes(entries: Entries, keys: Iterable<string>, frame: number): Writes {
  const writes = new Map<string, Value | null>()
  const touched = new Set<string>()
  for (const key of keys) {
    const split = splitFrame(key)
    if (!split || !entries.has(key)) continue
    writes.set(key, null)
    touched.add(split[0])
  }
  for (const control of touched) {
    const path = parsePath(control)
    if (path?.kind !== 'control') continue
    const all = readKeyframes(entries, path.level, path.version).get(control) ?? []
    if (all.every(([at]) => writes.has(`${control}@${at}`))) writes.set(control, easedAt(all, frame))
  }
  return writes
}

/** A copied keyframe: its control within the level (`<node>/<control>`), frames after the first one copied, [ease, …tuple]. */
export interface Copied {
  readonly control: string
  readonly after: number
  readonly value: Value
}

/** These keyframes as a copy, in the order of their frames. */
export function copyKeyframes(entries: Entries, keys: Iterable<string>): readonly Copied[] {
  const found: { control: string; frame: number; value: Value }[] = []
  for (const key of keys) {
    const [split, value] = [splitFrame(key), entries.get(key)]
    if (split && value) found.push({ control: split[0].split('/').slice(2).join('/'), frame: split[1], value })
  }
  const first = Math.min(...found.map(({ frame }) => frame))
  return found
    .sort((a, b) => a.frame - b.frame)
    .map(({ control, frame, value }) => ({ control, after: frame - first, value }))
}

/**
 * Copied keyframes at a frame of a level and version. Copied from one node alone they go to `node`, its windows' apart, which are no
 * other node's; else each to its own. What would lie beyond `last` is left out.
 */
export function pasteKeyframes(
  copied: readonly Copied[],
  [level, version, node]: readonly [Level, string, string | null],
  frame: number,
  last: number,
): Writes {
  const writes = new Map<string, Value | null>()
  const nodes = new Set(copied.map(({ control }) => control.slice(0, control.indexOf('/'))))
  for (const { control, after, value } of copied) {
    const slash = control.indexOf('/')
    const from = control.slice(0, slash)
    const to = nodes.size === 1 && node !== null && from !== 'sizing' ? node : from
    const rest = control.slice(slash + 1)
    if (frame + after > last || (to !== from && (rest.startsWith('w.') || to === 'sizing'))) continue
    writes.set(`${level}/${version}/${to}/${rest}@${frame + after}`, value)
  }
  return writes
}
