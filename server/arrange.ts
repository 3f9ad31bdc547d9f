/** The command `arrange`: parts of the timeline and media, checked field by field, since nobody checks the session document after the hub. */

import type { Value } from '../shared/doc/grade.ts'
import type { Clip, Media, Rate, Transition, Session as View } from '../shared/doc/session.ts'
import { writeClip, writeMedia } from '../shared/doc/session-edit.ts'
import { refusal } from '../shared/policy/judge.ts'
import { spaces } from '../shared/spaces/index.ts'
import type { Refusal } from '../shared/wire/refusal.ts'

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean

const id: Check = (x) => typeof x === 'string' && /^[0-9a-z]{8}$/.test(x)
const text: Check = (x) => typeof x === 'string' && x.length >= 1 && x.length <= 120
const whole =
  (low: number, high: number): Check =>
  (x) =>
    Number.isSafeInteger(x) && (x as number) >= low && (x as number) <= high
const frames = whole(0, 0x7fffffff)
const among =
  (...list: readonly unknown[]): Check =>
  (x) =>
    list.includes(x)
const rate: Check = (x) =>
  typeof x === 'object' &&
  x !== null &&
  whole(-1_000_000, 1_000_000)((x as Rate).num) &&
  (x as Rate).num !== 0 &&
  whole(1, 1_000_000)((x as Rate).den)

const shapes: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  clip: {
    id,
    name: text,
    track: id,
    media: id,
    recordIn: frames,
    sourceIn: frames,
    length: whole(1, 0x7fffffff),
    speed: rate,
  },
  track: { id, order: (x) => typeof x === 'string' && /^[0-9a-z]{1,32}$/.test(x), name: text },
  transition: { id, from: id, to: id, length: whole(1, 0xffff), alignment: among('start', 'centre', 'end') },
  settings: { name: text, width: whole(16, 16384), height: whole(16, 16384), rate, startTimecode: frames },
  media: {
    id,
    name: text,
    quick: (x) => typeof x === 'string' && /^[0-9a-f]{32}$/.test(x),
    width: whole(1, 16384),
    height: whole(1, 16384),
    rate,
    frames: whole(1, 0x7fffffff),
    startTimecode: frames,
    depth: among(8, 10, 12, 16),
    matrix: among('bt709', 'bt601', 'bt2020', 'rgb'),
    range: among('limited', 'full'),
    space: among(...spaces.map((space) => space.id)),
    size: whole(0, Number.MAX_SAFE_INTEGER),
    turn: among(undefined, 90, 180, 270),
  },
}

/** Most parts one command may set or remove. */
const maxParts = 10_000

/** The first field of a part that does not fit, as a sentence; null: all fit. */
function misfit(kind: string, part: unknown): string | null {
  const fields: Fields = typeof part === 'object' && part !== null ? (part as Fields) : {}
  for (const [field, check] of Object.entries(shapes[kind]!))
    if (!check(fields[field]))
      return `arrange: the ${field} of a ${kind} is ${JSON.stringify(fields[field])?.slice(0, 60) ?? 'missing'}, which it may not be.`
  return null
}

/**
 * Args: {clips?, tracks?, transitions?, media?: lists of whole parts as in `shared/doc/session.ts`; settings?: {name, width, height, rate, startTimecode};
 * remove?: list of keys such as `timeline/clip.<id>`, `media/<id>`}. What the cut points at must be there afterwards.
 */
export function arrange(
  view: View,
  args: Fields,
): { readonly writes: Map<string, Value | null>; readonly value: unknown } | Refusal {
  const no = (sentence: string): Refusal => refusal('argument', sentence)
  const list = (name: string): readonly unknown[] => (Array.isArray(args[name]) ? (args[name] as unknown[]) : [])
  const parts = { clip: list('clips'), track: list('tracks'), transition: list('transitions'), media: list('media') }
  const removed = list('remove')
  const total = removed.length + Object.values(parts).reduce((sum, some) => sum + some.length, 0)
  if (total > maxParts) return no(`arrange changes at most ${maxParts} parts at once.`)
  for (const [kind, some] of Object.entries(parts))
    for (const part of some) {
      const sentence = misfit(kind, part)
      if (sentence) return no(sentence)
    }
  const writes = new Map<string, Value | null>()
  for (const key of removed) {
    if (typeof key !== 'string' || !/^(timeline\/(clip|track|transition)\.|media\/)[0-9a-z]{8}$/.test(key))
      return no('arrange removes keys such as timeline/clip.<id> or media/<id>.')
    writes.set(key, null)
  }
  if (args.settings !== undefined) {
    const sentence = misfit('settings', args.settings)
    if (sentence) return no(sentence)
    const s = args.settings as { name: string; width: number; height: number; rate: Rate; startTimecode: number }
    writes.set('timeline/settings', [s.name, s.width, s.height, s.rate.num, s.rate.den, s.startTimecode])
  }
  for (const m of parts.media as Media[]) writes.set(...writeMedia(m))
  for (const t of parts.track as { id: string; order: string; name: string }[])
    writes.set(`timeline/track.${t.id}`, [t.order, t.name])
  for (const c of parts.clip as Clip[]) writes.set(...writeClip(c))
  for (const x of parts.transition as Transition[])
    writes.set(`timeline/transition.${x.id}`, [x.from, x.to, x.length, x.alignment])
  if (writes.size === 0)
    return no('arrange takes {clips, tracks, transitions, media, settings, remove}; none was given.')
  return dangling(view, writes) ?? { writes, value: { changed: writes.size } }
}

/** The first thing the cut would point at in vain. */
function dangling(view: View, writes: ReadonlyMap<string, Value | null>): Refusal | null {
  const stands = (key: string, before: boolean): boolean => (writes.has(key) ? writes.get(key) !== null : before)
  const hasTrack = (track: string): boolean =>
    stands(
      `timeline/track.${track}`,
      view.timeline.tracks.some((t) => t.id === track),
    )
  const hasMedia = (media: string): boolean => stands(`media/${media}`, view.media.has(media))
  const clips = new Map(view.timeline.clips.map((c) => [c.id, { track: c.track, media: c.media }]))
  for (const [key, value] of writes) {
    if (!key.startsWith('timeline/clip.')) continue
    if (value === null) clips.delete(key.slice(14))
    else clips.set(key.slice(14), { track: value[1] as string, media: value[2] as string })
  }
  for (const [clip, { track, media }] of clips) {
    if (!hasTrack(track)) return refusal('argument', `Clip ${clip} would stand on track ${track}, which is not there.`)
    if (!hasMedia(media)) return refusal('argument', `Clip ${clip} would point at media ${media}, which is not there.`)
  }
  const transitions = new Map(view.timeline.transitions.map((x) => [x.id, [x.from, x.to]]))
  for (const [key, value] of writes) {
    if (!key.startsWith('timeline/transition.')) continue
    if (value === null) transitions.delete(key.slice(20))
    else transitions.set(key.slice(20), [value[0] as string, value[1] as string])
  }
  for (const [x, ends] of transitions)
    for (const end of ends)
      if (!clips.has(end)) return refusal('argument', `Transition ${x} would join clip ${end}, which is not there.`)
  return null
}
