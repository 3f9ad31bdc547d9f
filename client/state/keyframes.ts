/**
 * Fleeting: the keyframes of the level on show, what each control holds at the frame on show, and where a change of one goes: which nodes
 * are under auto-key, which track is chosen, which keyframes are selected, which were copied.
 */
import type { Entries, Level, NodeId, Value } from '../../shared/doc/grade.ts'
import { easedAt } from '../../shared/doc/keyframe.ts'
import {
  type Copied,
  type Keyframe,
  mayMove,
  readKeyframes,
  splitFrame,
  targetOf,
} from '../../shared/doc/keyframe-edit.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import { parseOp, parsePath } from '../../shared/doc/path.ts'
import { Layered, levelEntries, sameValue } from '../../shared/doc/read.ts'
import { faultOf } from '../../shared/doc/schema.ts'
import type { Desk } from './desk.ts'

/** How often shown values follow the playhead while it plays, a second: numbers are read, not watched. */
const followHz = 8

/** A track of the editor: a node (`rest` empty), a group (`primaries`, `w.<window>`) or a control (`primaries.gain`). */
export interface Track {
  readonly node: NodeId
  readonly rest: string
}

/** Where the next change of a control is written, and what for a value set under the fingers. */
export interface Place {
  readonly key: string
  /** The keyframe that takes the change stands at another frame; null: the change is made where one looks. */
  readonly elsewhere: number | null
  readonly stored: (value: Value) => Value
}

/** What a control's mark says: it is under keyframes, and whether one stands at the frame on show. */
export type Mark = 'off' | 'under' | 'here'

interface Index {
  readonly keys: ReadonlyMap<string, readonly Keyframe[]>
  /** Keyframes or tracks: what is on show depends on the frame. */
  readonly moves: boolean
}

/** Of hands that grade alone: the grader's screen brings it to its desk, and a room's first load is without it. */
export type KeyframesOf = new (desk: Desk, changed: () => void) => Keyframes

export class Keyframes {
  /** Every change of every control sets a keyframe. */
  all = false
  track: Track | null = null
  /** Keys with their frames. */
  selected: ReadonlySet<string> = new Set()
  copied: readonly Copied[] = []
  readonly #auto = new Set<NodeId>()
  readonly #desk: Desk
  readonly #changed: () => void
  #base: { readonly of: readonly unknown[]; readonly index: Index } | null = null
  #index: { readonly of: readonly unknown[]; readonly index: Index } | null = null
  #frame = 0
  readonly #values = new Map<string, Value>()

  constructor(desk: Desk, changed: () => void) {
    this.#desk = desk
    this.#changed = changed
  }

  /** A source frame of the clip on show, of the timeline's grade a timeline frame. */
  get now(): number {
    const { clip, frame, level } = this.#desk
    return clip && level !== 't' ? frame - clip.recordIn + clip.sourceIn : frame
  }
  /** The frame that shown values are of: while playing it follows the playhead in steps. */
  get frame(): number {
    return this.#frame
  }
  /** First and last frame that a keyframe of this level is set at. */
  get reach(): readonly [number, number] {
    const { clip, level, suite } = this.#desk
    if (clip && level !== 't') return [clip.sourceIn, clip.sourceIn + clip.length - 1]
    return [0, Math.max(0, suite.session.timeline.length - 1)]
  }
  /** The timeline frame of a frame of this level. */
  toTimeline(frame: number): number {
    const { clip, level } = this.#desk
    return clip && level !== 't' ? frame - clip.sourceIn + clip.recordIn : frame
  }
  /** The playhead stands elsewhere. True where what is on show changes with it. */
  turn(playing: boolean): boolean {
    const { now } = this
    const { num, den } = this.#desk.suite.session.timeline.rate
    if (playing && Math.abs(now - this.#frame) < num / den / followHz) return false
    if (now === this.#frame) return false
    this.#frame = now
    return this.moves
  }

  /** Plain key -> keyframes by frame, of the level and version on show. */
  get keys(): ReadonlyMap<string, readonly Keyframe[]> {
    return this.#read().keys
  }
  /** Something of the level depends on the frame. */
  get moves(): boolean {
    return this.#read().moves
  }
  /** What a control holds at the frame on show; the same object until it is another value. */
  value(key: string): Value | undefined {
    const keys = this.#keysOf(key)
    if (!keys) {
      this.#values.delete(key)
      return this.#desk.suite.drawn.get(key)
    }
    const [had, now] = [this.#values.get(key), easedAt(keys, this.#frame)]
    if (had && sameValue(had, now)) return had
    this.#values.set(key, now)
    return now
  }
  /** While it plays no mark lights up: nothing blinks beside a picture. */
  mark(key: string): Mark {
    const keys = this.#keysOf(key)
    if (!keys) return 'off'
    return !this.#desk.playing && keys.some(([at]) => at === this.#frame) ? 'here' : 'under'
  }

  /** Where a change of the control goes that shows `shown`; what no key takes comes as near as it may. */
  place(key: string, shown: Value): Place {
    const plain = { key, elsewhere: null, stored: (value: Value) => value }
    const node = parsePath(key)
    if (node?.kind !== 'control' || !mayMove(key)) return plain
    const target = targetOf(this.#keysOf(key) ?? [], this.#frame, this.auto(node.node), shown)
    if (!target) return plain
    const at = `${key}@${target.frame}`
    if (target.here) return { key: at, elsewhere: null, stored: target.stored }
    const param = paramOf(node.control)
    return {
      key: at,
      elsewhere: target.frame,
      stored: (value) => {
        const moved = target.stored(value)
        if (!param || faultOf('grade', at, moved) === null) return moved
        const [low, high] = param.hard
        const held = moved.map((v) => (typeof v === 'number' ? Math.min(Math.max(v, low), high) : v))
        return faultOf('grade', at, held) === null ? held : [moved[0]!, ...value]
      },
    }
  }

  /** Whether a change of this node's controls sets a keyframe. */
  auto(node: NodeId): boolean {
    return this.all || this.#auto.has(node)
  }
  /** The node's own switch, whatever that of all says. */
  ownAuto(node: NodeId): boolean {
    return this.#auto.has(node)
  }
  setAuto(node: NodeId, on: boolean): void {
    if (on) this.#auto.add(node)
    else this.#auto.delete(node)
    this.#changed()
  }
  setAll(on: boolean): void {
    this.all = on
    this.#changed()
  }
  choose(track: Track | null): void {
    this.track = track
    this.#changed()
  }
  select(keys: Iterable<string>): void {
    this.selected = new Set(keys)
    this.#changed()
  }
  /** The selected keyframes of the level on show that still stand. */
  get standing(): readonly string[] {
    return [...this.selected].filter((key) => {
      const [control, frame] = splitFrame(key)!
      return this.keys.get(control)?.some(([at]) => at === frame)
    })
  }
  copy(copied: readonly Copied[]): void {
    this.copied = copied
    this.#changed()
  }

  /** The chosen track while its node is the selected one; else all of the selected node. */
  get chosen(): Track | null {
    const { node } = this.#desk
    const { track } = this
    if (track && (track.node === node?.id || track.node === 'sizing')) return track
    return node && { node: node.id, rest: '' }
  }
  /** Plain keys of a track's controls that stand or are under keyframes; of a control's track, that control. */
  controlsOf(track: Track): readonly string[] {
    const { level, version, suite } = this.#desk
    if (!level) return []
    const prefix = `${level}/${version}/${track.node}/`
    if (isControl(track.rest)) return [prefix + track.rest]
    const found = new Set<string>()
    for (const [rest] of levelEntries(suite.drawn, level, version)) {
      const key = `${level}/${version}/${splitFrame(rest)?.[0] ?? rest}`
      if (!key.startsWith(prefix) || !inTrack(key.slice(prefix.length), track.rest)) continue
      if (key !== `${prefix}on` && mayMove(key)) found.add(key)
    }
    return [...found].sort()
  }

  /** Of a control of the level on show; of another (a clip's sizing, while its group is worked on) they are looked up. */
  #keysOf(key: string): readonly Keyframe[] | undefined {
    const { level, version, suite } = this.#desk
    if (key.startsWith(`${level}/${version}/`)) return this.keys.get(key)
    const path = parsePath(key)
    return path?.kind === 'control' ? readKeyframes(suite.drawn, path.level, path.version).get(key) : undefined
  }

  #read(): Index {
    const { level, version, suite } = this.#desk
    const { drawn } = suite
    if (!level) return none
    const of = [drawn, level, version]
    if (this.#index && same(this.#index.of, of)) return this.#index.index
    this.#index = { of, index: this.#over(drawn, level, version) }
    return this.#index.index
  }
  /** What is under the fingers changes few keys: the document's own are read once a change of it. */
  #over(drawn: Entries, level: Level, version: string): Index {
    if (!(drawn instanceof Layered)) return indexOf(drawn, level, version)
    const of = [drawn.base, this.#desk.suite.entries, level, version]
    if (!this.#base || !same(this.#base.of, of)) this.#base = { of, index: indexOf(drawn.base, level, version) }
    const { index } = this.#base
    const touched = new Set<string>()
    for (const key of drawn.over.keys()) {
      const split = splitFrame(key)
      if (split && key.startsWith(`${level}/${version}/`)) touched.add(split[0])
    }
    if (touched.size === 0) return index
    const keys = new Map(index.keys)
    for (const control of touched) {
      const own = new Map(index.keys.get(control))
      for (const [key, value] of drawn.over) {
        const split = splitFrame(key)
        if (split?.[0] !== control) continue
        if (value) own.set(split[1], value)
        else own.delete(split[1])
      }
      if (own.size > 0)
        keys.set(
          control,
          [...own].sort(([a], [b]) => a - b),
        )
      else keys.delete(control)
    }
    return { keys, moves: index.moves || keys.size > 0 }
  }
}

const none: Index = { keys: new Map(), moves: false }
const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.every((v, i) => v === b[i])

function indexOf(entries: Entries, level: Level, version: string): Index {
  const keys = readKeyframes(entries, level, version)
  if (keys.size > 0) return { keys, moves: true }
  for (const [rest] of levelEntries(entries, level, version)) if (rest.includes('/track.')) return { keys, moves: true }
  return { keys, moves: false }
}

const isControl = (rest: string): boolean =>
  rest.startsWith('w.') ? rest.includes('/') : /\.|^(?:on|matte|input|output|blanking)$/.test(rest)

/** Whether a control stands in a track of its node. */
export const inTrack = (control: string, rest: string): boolean =>
  rest === '' || control === rest || control.startsWith(`${rest}.`) || control.startsWith(`${rest}/`)

const paramOf = (control: string) => {
  const [op, name] = parseOp(control) ?? []
  return opFaces.find(({ id }) => id === op)?.params[name ?? ''] ?? null
}
