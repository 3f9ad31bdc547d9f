/**
 * The session document as plain types. Root map `session`, flat: name, link, pipeline, driver, timeline/settings, timeline/track.<id>,
 * timeline/clip.<id>, timeline/transition.<id>, media/<id>, seats/<seat>, locks/<id>; each value is what `session-edit.ts` writes. What is
 * on record beside them (snapshots, verdicts, hold, …) is `records.ts`'s.
 */
import type * as Y from 'yjs'
import type { Value } from './grade.ts'
import type { Clip, Lock, Media, Pipeline, Role, SeatInfo, Session, Timeline, Track, Transition } from './session.ts'

const byOrder = (a: { order: string; id: string }, b: { order: string; id: string }): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1

export const restPipeline: Pipeline = { working: 'logc3-ei800-awg3', output: 'rec709-bt1886' }

/** Reads all of it; what is missing has its rest. Written by the hub alone, so shapes are trusted. */
export function readSession(doc: Y.Doc): Session {
  return sessionOf(doc.getMap<Value>('session').entries())
}

export function sessionOf(entries: Iterable<readonly [string, Value]>): Session {
  let name = ''
  let linked = false
  let pipeline = restPipeline
  let driver: string | null = null
  let settings: Value = ['', 1920, 1080, 24, 1, 86400]
  const tracks: Track[] = []
  const clips: Clip[] = []
  const transitions: Transition[] = []
  const media = new Map<string, Media>()
  const seats = new Map<string, SeatInfo>()
  const locks: Lock[] = []
  let strict = false
  for (const [key, v] of entries) {
    const slash = key.indexOf('/')
    const area = slash < 0 ? key : key.slice(0, slash)
    const rest = key.slice(slash + 1)
    if (area === 'name') name = v[0] as string
    else if (area === 'link') linked = v[0] as boolean
    else if (area === 'pipeline') pipeline = { working: v[0] as string, output: v[1] as string }
    else if (area === 'driver') driver = (v[0] as string | null) ?? null
    else if (area === 'media') media.set(rest, mediaOf(rest, v))
    else if (area === 'seats') seats.set(rest, { id: rest, name: v[0] as string, role: v[1] as Role })
    else if (area === 'locks') locks.push(lockOf(rest, v))
    else if (key === 'rules/strict') strict = v[0] === true
    else if (key === 'timeline/settings') settings = v
    else if (area !== 'timeline') continue
    else if (rest.startsWith('track.'))
      tracks.push({ id: rest.slice(6), kind: 'video', order: v[0] as string, name: v[1] as string })
    else if (rest.startsWith('clip.')) clips.push(clipOf(rest.slice(5), v))
    else if (rest.startsWith('transition.'))
      transitions.push({
        id: rest.slice(11),
        kind: 'dissolve',
        from: v[0] as string,
        to: v[1] as string,
        length: v[2] as number,
        alignment: v[3] as Transition['alignment'],
      })
  }
  locks.sort((a, b) => (a.id < b.id ? -1 : 1))
  transitions.sort((a, b) => (a.id < b.id ? -1 : 1))
  clips.sort((a, b) => a.recordIn - b.recordIn || (a.id < b.id ? -1 : 1))
  tracks.sort(byOrder)
  const timeline: Timeline = {
    name: settings[0] as string,
    width: settings[1] as number,
    height: settings[2] as number,
    rate: { num: settings[3] as number, den: settings[4] as number },
    startTimecode: settings[5] as number,
    tracks,
    clips,
    transitions,
    length: clips.reduce((end, c) => Math.max(end, c.recordIn + c.length), 0),
  }
  return { name, linked, pipeline, timeline, media, seats, driver, locks, ...(strict ? { strict } : {}) }
}

/** A lock as its entry states it. */
export const lockOf = (id: string, v: Value): Lock => ({
  id,
  holder: v[0] as string | null,
  rule: v[1] as string,
  reason: v[2] as string,
  region: v.slice(3) as string[],
})

const mediaOf = (id: string, v: Value): Media => ({
  id,
  name: v[0] as string,
  quick: v[1] as string,
  width: v[2] as number,
  height: v[3] as number,
  rate: { num: v[4] as number, den: v[5] as number },
  frames: v[6] as number,
  startTimecode: v[7] as number,
  depth: v[8] as Media['depth'],
  matrix: v[9] as Media['matrix'],
  range: v[10] as Media['range'],
  space: v[11] as string,
  size: v[12] as number,
  ...(v[13] === undefined ? {} : { turn: v[13] as NonNullable<Media['turn']> }),
})

const clipOf = (id: string, v: Value): Clip => ({
  id,
  name: v[0] as string,
  track: v[1] as string,
  media: v[2] as string,
  recordIn: v[3] as number,
  sourceIn: v[4] as number,
  length: v[5] as number,
  speed: { num: v[6] as number, den: v[7] as number },
})
