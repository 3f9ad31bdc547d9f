/** The command `conform`: another cut in place of this one, in which a clip that shows the same pictures stays the same clip, with its grade, notes and verdicts. */
import type { Clip, Media, Timeline, Track, Transition, Session as View } from '../shared/doc/session.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { unpack } from './archive/history.ts'
import { arrange } from './arrange.ts'
import { newId } from './auth.ts'
import { relocked } from './lock.ts'
import { type Args, type Command, isCount, type Outcome, settled, wrong } from './outcome.ts'
import type { Session } from './session.ts'

/** Ids named in an answer; beyond them it says how many there are. */
const mostNamed = 200

/** Source frames of a clip: the first, and the first after. A retime that goes backwards covers what lies before. */
function sourceRange({ sourceIn, length, speed }: Clip): readonly [number, number] {
  const end = sourceIn + (length * speed.num) / speed.den
  return [Math.min(sourceIn, end), Math.max(sourceIn, end)]
}

/** How many source frames two clips of one media share. */
export function overlap(a: Clip, b: Clip): number {
  if (a.media !== b.media) return 0
  const [[from, to], [other, end]] = [sourceRange(a), sourceRange(b)]
  return Math.max(0, Math.min(to, end) - Math.max(from, other))
}

/** Which clip of the old cut each of the new one goes on as; and whose pictures a further part of one shows, whose grade it may be given by `copy`. */
export function matchCut(
  before: readonly Clip[],
  after: readonly Clip[],
): { readonly same: ReadonlyMap<Clip, string>; readonly halves: ReadonlyMap<Clip, string> } {
  const same = new Map<Clip, string>()
  const taken = new Set<string>()
  const byId = new Map(before.map((clip) => [clip.id, clip]))
  for (const clip of after)
    if (byId.get(clip.id)?.media === clip.media && !taken.has(clip.id)) {
      same.set(clip, clip.id)
      taken.add(clip.id)
    }
  const byMedia = new Map<string, Clip[]>()
  for (const clip of before) byMedia.set(clip.media, [...(byMedia.get(clip.media) ?? []), clip])
  const pairs = after
    .filter((clip) => !same.has(clip))
    .flatMap((clip) => (byMedia.get(clip.media) ?? []).map((old) => ({ clip, old, shared: overlap(clip, old) })))
    .filter(({ shared }) => shared > 0)
    // The more they share the surer; of equal ones the nearest in the cut, then by id, so that it is one answer always.
    .sort(
      (a, b) =>
        b.shared - a.shared ||
        Math.abs(a.clip.recordIn - a.old.recordIn) - Math.abs(b.clip.recordIn - b.old.recordIn) ||
        (a.old.id < b.old.id ? -1 : 1),
    )
  for (const { clip, old } of pairs)
    if (!same.has(clip) && !taken.has(old.id)) {
      same.set(clip, old.id)
      taken.add(old.id)
    }
  const halves = new Map<Clip, string>()
  for (const { clip, old } of pairs) if (!same.has(clip) && !halves.has(clip)) halves.set(clip, old.id)
  return { same, halves }
}

const keysOf = ({ clips, tracks, transitions }: Timeline): string[] => [
  ...clips.map(({ id }) => `timeline/clip.${id}`),
  ...tracks.map(({ id }) => `timeline/track.${id}`),
  ...transitions.map(({ id }) => `timeline/transition.${id}`),
]

interface Cut {
  readonly clips: readonly Clip[]
  readonly tracks: readonly Track[]
  readonly transitions: readonly Transition[]
  readonly media: readonly Media[]
  readonly settings?: unknown
}

const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as T[]) : [])
const named = (ids: readonly unknown[]) => ({ ids: ids.slice(0, mostNamed), count: ids.length })

/** The outcome of putting a whole cut in the place of this one: what `arrange` would make of it, with what stood before removed. */
function replace(session: Session, cut: Cut): Outcome | Refusal {
  const { view } = session.policy
  // A media that the session knows under another id is the same by its content.
  const known = new Map([...view.media.values()].map(({ quick, size, id }) => [`${quick} ${size}`, id]))
  const mediaIds = new Map<unknown, string>()
  for (const { id, quick, size } of cut.media) {
    const found = view.media.has(id) ? undefined : known.get(`${quick} ${size}`)
    if (found !== undefined) mediaIds.set(id, found)
  }
  const given = cut.clips.map((clip) => ({ ...clip, media: mediaIds.get(clip.media) ?? clip.media }))
  // The shapes first: what follows reads them as clips.
  const media = cut.media.filter(({ id }) => !mediaIds.has(id))
  const { settings } = cut
  const shape = { tracks: cut.tracks, transitions: [], media, ...(settings === undefined ? {} : { settings }) }
  const fits = arrange(emptied(view), { ...shape, clips: given })
  if ('sentence' in fits) return fits
  const { same, halves } = matchCut(view.timeline.clips, given)
  const taken = new Set([...view.timeline.clips.map(({ id }) => id), ...same.values()])
  const ids = new Map<string, string>()
  const clips = given.map((clip) => {
    const id = same.get(clip) ?? (taken.has(clip.id) ? newId() : clip.id)
    taken.add(id)
    ids.set(clip.id, id)
    return { ...clip, id }
  })
  const transitions = cut.transitions.map((one) => ({
    ...one,
    from: ids.get(one.from) ?? one.from,
    to: ids.get(one.to) ?? one.to,
  }))
  const stay = new Set(keysOf({ ...view.timeline, clips, tracks: cut.tracks, transitions }))
  const remove = keysOf(view.timeline).filter((key) => !stay.has(key))
  const arranged = arrange(view, { ...shape, clips, transitions, remove })
  if ('sentence' in arranged) return arranged
  const before = new Set(view.timeline.clips.map(({ id }) => id))
  const added = clips.filter(({ id }) => !before.has(id)).map(({ id }) => id)
  const gone = [...before].filter((id) => !clips.some((clip) => clip.id === id))
  const { revision } = session.journal
  return relocked(session, {
    writes: arranged.writes,
    value: {
      kept: clips.length - added.length,
      added: named(added),
      removed: named(gone),
      halves: named(given.filter((clip) => halves.has(clip)).map((clip) => [ids.get(clip.id), halves.get(clip)])),
      before: revision,
    },
  })
}

/** The session without its cut: what a whole new one is held against. */
const emptied = (view: View): View => ({
  ...view,
  timeline: { ...view.timeline, clips: [], tracks: [], transitions: [] },
})

/**
 * {clips, tracks, transitions?, media?, settings?}: the whole new cut. {revision}: the cut as it was then; the answer's `before` is the one that takes it
 * back. Grades of clips that are in the new cut no more stay in the document: a clip that returns has its grade.
 */
export const conform: Command = (session, _seat, args) =>
  args.revision === undefined ? fromArgs(session, args) : fromRevision(session, args.revision)

function fromArgs(session: Session, args: Args): Outcome | Refusal {
  const [clips, tracks] = [list<Clip>(args.clips), list<Track>(args.tracks)]
  if (clips.length === 0 || tracks.length === 0)
    return wrong('conform takes {clips, tracks}: the whole new cut; or {revision}: the cut as it was then.')
  const all: readonly unknown[] = [...clips, ...tracks, ...list(args.transitions), ...list(args.media)]
  if (!all.every((part) => typeof part === 'object' && part !== null))
    return wrong('conform takes lists of whole parts, as arrange does.')
  const ids = clips.map((clip) => clip.id)
  if (new Set(ids).size < ids.length) return wrong('conform takes {clips} with an id each.')
  const cut = { clips, tracks, transitions: list<Transition>(args.transitions), media: list<Media>(args.media) }
  return replace(session, { ...cut, settings: args.settings })
}

async function fromRevision(session: Session, revision: unknown): Promise<Outcome | Refusal> {
  const saved = await settled(session)
  if (typeof saved !== 'number') return saved
  if (!isCount(revision) || revision < 1 || revision > saved)
    return wrong(`conform takes {revision}: one from 1 to ${saved}.`)
  const { timeline, media } = (await unpack((await session.archive.history.content(revision)).bytes)).session
  const { name, width, height, rate, startTimecode } = timeline
  const missing = [...media.values()].filter(({ id }) => !session.policy.view.media.has(id))
  const cut = { clips: timeline.clips, tracks: timeline.tracks, transitions: timeline.transitions, media: missing }
  return replace(session, { ...cut, settings: { name, width, height, rate, startTimecode } })
}
