/** Differences by control, for a person: clip, node, control, from, to, who and when. */
import { describeChange, diff } from './diff.ts'
import { isAside } from './flags.ts'
import type { Change, Entries, Level, Value } from './grade.ts'
import { readWiring } from './graph.ts'
import { clipEntries, pictured } from './lean.ts'
import { parsePath } from './path.ts'
import { clipGroup, clipVersion, Shelves, sameValue } from './read.ts'
import type { Session } from './session.ts'
import { writeClip, writeMedia } from './session-edit.ts'

/** Who set a key last, and when. */
export interface Author {
  /** Seat id, or `hub`. */
  readonly seat: string
  /** Hub clock, milliseconds. */
  readonly at: number
  readonly revision: number
}

export interface ControlChange extends Change {
  /** Clip id; null for a group, the timeline, a shared node and the cut. */
  readonly clip: string | null
  /** `session` for what the cut, the media or the colour pipeline changed. */
  readonly level: Level | 'session'
  /** Node id; null for what belongs to no node. */
  readonly node: string | null
  /** The node's shown number, from 1, in the newer state (in the older one where it is gone); null: it has none. */
  readonly number: number | null
  /** One line with the numbers of the panel: `Gain 1.00 … → Gain 1.20 …`. */
  readonly words: string
  /** False for labels, places, names, flags and clip colours. */
  readonly pictured: boolean
  /** Null where the hub has not said. */
  readonly author: Author | null
}

/** Shown numbers of the nodes of a state, read once a level and version. */
function numberer(entries: Entries): (level: Level, version: string, node: string) => number | null {
  const read = new Map<string, readonly string[]>()
  return (level, version, node) => {
    const name = `${level}/${version}`
    const order = read.get(name) ?? readWiring(entries, level, version).order
    read.set(name, order)
    const at = order.indexOf(node)
    return at < 0 ? null : at + 1
  }
}

const isPictured = ({ key, from, to }: Change): boolean => {
  const path = parsePath(key)
  if (path?.kind === 'name' || isAside(key)) return false
  if (path?.kind !== 'control') return true
  const rest = `${path.node}/${path.control}`
  const [a, b] = [from && pictured(rest, from), to && pictured(rest, to)]
  return !sameValue(a, b)
}

/** All that differs, neutrals stripped, by level, node and control. `authors` is the hub's word on who set each key. */
export function changesByControl(
  from: Entries,
  to: Entries,
  authors: ReadonlyMap<string, Author> = new Map(),
): readonly ControlChange[] {
  const [before, after] = [numberer(from), numberer(to)]
  const list = diff(from, to).map((change): ControlChange => {
    const path = parsePath(change.key)
    const node = path?.kind === 'control' && path.node !== 'out' && path.node !== 'sizing' ? path.node : null
    const level = change.key.slice(0, change.key.indexOf('/'))
    return {
      ...change,
      clip: level.startsWith('c.') ? level.slice(2) : null,
      level,
      node,
      number:
        path?.kind === 'control' && node !== null
          ? (after(path.level, path.version, node) ?? before(path.level, path.version, node))
          : null,
      words: describeChange(change),
      pictured: isPictured(change),
      author: authors.get(change.key) ?? null,
    }
  })
  const place = (c: ControlChange): number => c.number ?? (c.node === null ? 0 : Number.MAX_SAFE_INTEGER)
  return list.sort((a, b) =>
    a.level !== b.level ? (a.level < b.level ? -1 : 1) : place(a) - place(b) || (a.key < b.key ? -1 : 1),
  )
}

/** A state of the session, to be compared. */
export interface Moment {
  readonly session: Session
  readonly entries: Entries
}

/** Entries of what a clip leans on, with another version's or group's ids put in the place of its own. */
function aligned(entries: Entries, clip: string, version: string, group: string | null): Shelves {
  const out = new Shelves()
  const [ownVersion, ownGroup] = [`c.${clip}/${clipVersion(entries, clip)}/`, clipGroup(entries, clip)]
  for (const [key, value] of clipEntries(entries, clip))
    if (key.startsWith(ownVersion)) out.set(`c.${clip}/${version}/${key.slice(ownVersion.length)}`, value)
    else if (ownGroup !== null && group !== null && key.startsWith(`g.${ownGroup}.`))
      out.set(`g.${group}.${key.slice(ownGroup.length + 3)}`, value)
    else out.set(key, value)
  return out
}

/** What of the cut, the media and the pipeline differs for a clip, and is part of its look. */
function cutChanges(then: Session, now: Session, clip: string): ControlChange[] {
  const rows = (session: Session): (readonly [string, string, Value | null])[] => {
    const cut = session.timeline.clips.find(({ id }) => id === clip)
    const media = cut && session.media.get(cut.media)
    const { timeline, pipeline } = session
    // Quick id, size of the picture, depth, matrix, range, space, bytes and turn: what a look holds of a media.
    const one = media && writeMedia(media)[1]
    return [
      ['Cut', `timeline/clip.${clip}`, cut ? (writeClip(cut)[1].slice(3) as Value) : null],
      ['Media', `media/${cut?.media ?? clip}`, one ? [one[1]!, one[2]!, one[3]!, ...one.slice(8)] : null],
      ['Pipeline', 'pipeline', [pipeline.working, pipeline.output]],
      ['Timeline', 'timeline/settings', [timeline.width, timeline.height, timeline.rate.num, timeline.rate.den]],
    ]
  }
  const words = (value: Value | null): string => value?.join(' ') ?? 'none'
  const after = rows(now)
  return rows(then).flatMap(([title, key, from], i) => {
    const to = after[i]![2]
    if (sameValue(from, to)) return []
    const change = { key: `session/${key}`, from, to, clip: null, level: 'session' as const, node: null, number: null }
    return [{ ...change, words: `${title} ${words(from)} → ${title} ${words(to)}`, pictured: true, author: null }]
  })
}

/**
 * What changed in a clip's picture between two states: its own level, and group, timeline, shared nodes, cut, media and pipeline as far as
 * it leans on them. Another version or group in use is told by its `use` or `group`, and by what differs in it.
 */
export function clipChanges(
  then: Moment,
  now: Moment,
  clip: string,
  authors?: ReadonlyMap<string, Author>,
): readonly ControlChange[] {
  const [version, group] = [clipVersion(now.entries, clip), clipGroup(now.entries, clip)]
  const grade = changesByControl(
    aligned(then.entries, clip, version, group),
    aligned(now.entries, clip, version, group),
    authors,
  )
  return [...cutChanges(then.session, now.session, clip), ...grade.filter((change) => change.pictured)]
}
