/** What the hub writes into the session document: plain values by key, to be set in one transaction. */
import type { Value } from './grade.ts'
import { SCHEMA_VERSION } from './schema.ts'
import type { Clip, Lock, Media, Pipeline, SeatInfo, Timeline } from './session.ts'

/** Key -> value of the session document; null deletes. */
export type SessionWrites = ReadonlyMap<string, Value | null>

export const writeMedia = (m: Media): readonly [string, Value] => [
  `media/${m.id}`,
  [
    m.name,
    m.quick,
    m.width,
    m.height,
    m.rate.num,
    m.rate.den,
    m.frames,
    m.startTimecode,
    m.depth,
    m.matrix,
    m.range,
    m.space,
    m.size,
    ...(m.turn ? [m.turn] : []),
  ],
]

export const writeClip = (c: Clip): readonly [string, Value] => [
  `timeline/clip.${c.id}`,
  [c.name, c.track, c.media, c.recordIn, c.sourceIn, c.length, c.speed.num, c.speed.den],
]

export const writeSeat = (s: SeatInfo): readonly [string, Value] => [`seats/${s.id}`, [s.name, s.role]]

export const writeLock = (l: Lock): readonly [string, Value] => [
  `locks/${l.id}`,
  [l.holder, l.rule, l.reason, ...l.region],
]

export function writeTimeline(t: Timeline): Map<string, Value> {
  const out = new Map<string, Value>()
  out.set('timeline/settings', [t.name, t.width, t.height, t.rate.num, t.rate.den, t.startTimecode])
  for (const track of t.tracks) out.set(`timeline/track.${track.id}`, [track.order, track.name])
  for (const clip of t.clips) out.set(...writeClip(clip))
  for (const x of t.transitions) out.set(`timeline/transition.${x.id}`, [x.from, x.to, x.length, x.alignment])
  return out
}

/** A fresh session: linked or not, nobody driving. */
export function writeFresh(
  name: string,
  pipeline: Pipeline,
  timeline: Timeline,
  media: readonly Media[],
  linked: boolean,
): Map<string, Value> {
  const out = writeTimeline(timeline)
  for (const m of media) out.set(...writeMedia(m))
  out.set('schema', [SCHEMA_VERSION])
  out.set('name', [name])
  out.set('link', [linked])
  out.set('pipeline', [pipeline.working, pipeline.output])
  return out
}
