/** The hub's own media: a folder of files probed and conformed end to end into a timeline. */
import { dirname, relative } from 'node:path'
import type { Clip, Media, Rate, Timeline } from '../shared/doc/session.ts'
import { spaces } from '../shared/spaces/index.ts'
import { folderFiles } from './folder-files.ts'
import { type Probed, probe } from './probe.ts'

export interface Prepared {
  readonly name: string
  readonly media: readonly Media[]
  readonly timeline: Timeline
  /** Media id -> absolute path. */
  readonly files: ReadonlyMap<string, string>
  /** One sentence for each file that was left out. */
  readonly skipped: readonly string[]
  /** Which input space which files were taken to be in and why, and what is shown otherwise than elsewhere. */
  readonly remarks: readonly string[]
}

/** Containers that are looked into. */
const readable = /\.(mp4|mov|qt|m4v|3gp|mkv|webm|ts|m2ts|mts)$/i
/** Footage that is named when it is left out; any other file is no footage. */
const footage = /\.(mxf|avi|mpe?g|wmv|r3d|braw|ari|arx|crm|dpx|cin|exr|dng|tiff?)$/i

/** One sentence a folder and kind of footage that is not read: an image sequence is one of them. */
function unread(paths: readonly string[], dir: string): string[] {
  const kinds = new Map<string, string[]>()
  for (const path of paths) {
    const kind = footage.exec(path)?.[0].toLowerCase()
    if (kind) kinds.set(`${dirname(path)} ${kind}`, [...(kinds.get(`${dirname(path)} ${kind}`) ?? []), path])
  }
  return [...kinds.values()].map((some) => {
    const first = relative(dir, some[0]!)
    return some.length === 1
      ? `${first} is left out: files of its kind are not read.`
      : `${first} and ${some.length - 1} more are left out: files of their kind are not read.`
  })
}

/**
 * Probes a folder and lays its clips end to end in the order of their names. What is left out is said in `skipped`. Rejects with one
 * sentence when the folder cannot be read or holds nothing to grade.
 */
export async function prepareSession(dir: string): Promise<Prepared> {
  const { files: found, troubles } = await folderFiles(dir)
  const paths = found.map(({ path }) => path)
  const taken: Probed[] = []
  const skipped = [...troubles, ...unread(paths, dir)]
  const files = new Map<string, string>()
  for (const path of paths) {
    const shown = relative(dir, path).normalize('NFC')
    if (!readable.test(path)) continue
    const one = await probe(path, shown.split(/[\\/]/).at(-1)!)
    if (typeof one === 'string') skipped.push(one)
    else if (files.has(one.media.id))
      skipped.push(`${shown} is left out: it is the same file as ${relative(dir, files.get(one.media.id)!)}.`)
    else {
      taken.push(one)
      files.set(one.media.id, path)
    }
  }
  const media = taken.map((one) => one.media)
  if (media.length === 0)
    throw new Error(
      `The media folder ${dir} holds no clip that can be read${skipped.length > 0 ? `: ${skipped.join(' ')}` : '.'}`,
    )
  const remarks = [...chosen(taken), ...taken.flatMap((one) => one.remarks)]
  return { name: nameOf(dir), media, timeline: conform(media), files, skipped, remarks }
}

/** One sentence for each input space and reason: three files by name, the others counted. */
function chosen(taken: readonly Probed[]): string[] {
  const alike = new Map<string, string[]>()
  for (const { media, because } of taken) {
    const key = `${spaces.find(({ id }) => id === media.space)?.title ?? media.space}, ${because}`
    alike.set(key, [...(alike.get(key) ?? []), media.name])
  }
  return [...alike].map(([key, names]) => {
    const more = names.length > 3 ? ` and ${names.length - 3} more` : ''
    return `${names.slice(0, 3).join(', ')}${more}: input space ${key}.`
  })
}

/** A folder called `clips` or the like is named by the one it stands in. */
const nameOf = (dir: string): string => {
  const parts = dir.split(/[\\/]/).filter((part) => part !== '' && part !== '.')
  const [last, before] = [parts.at(-1), parts.at(-2)]
  return ((/^(clips|media|footage)$/i.test(last ?? '') && before) || last || 'Session').normalize('NFC')
}

const most = <T>(items: readonly T[], key: (item: T) => string): T => {
  const count = new Map<string, number>()
  for (const item of items) count.set(key(item), (count.get(key(item)) ?? 0) + 1)
  return items.reduce((best, item) => (count.get(key(item))! > count.get(key(best))! ? item : best))
}

const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b))

/** Source frames a timeline frame; rates within a thousandth of each other (24 and 23.976) run frame by frame. */
export function speedFor(media: Rate, timeline: Rate): Rate {
  const [num, den] = [media.num * timeline.den, media.den * timeline.num]
  if (Math.abs(num / den - 1) < 0.0015) return { num: 1, den: 1 }
  const divisor = common(num, den)
  return { num: num / divisor, den: den / divisor }
}

/**
 * One track, end to end, at the size and the rate that most files have, record timecode from 01:00:00:00. A clip of another rate keeps its
 * speed: timeline frame f shows its source frame floor(f · speed).
 */
export function conform(media: readonly Media[]): Timeline {
  const size = most(media, (m) => `${m.width}×${m.height}`)
  const rate = most(media, (m) => `${m.rate.num}/${m.rate.den}`).rate
  const track = 'v0000001'
  let at = 0
  const clips = media.map((m): Clip => {
    const speed = speedFor(m.rate, rate)
    // Every timeline frame whose source frame is still in the file.
    const length = Math.ceil((m.frames * speed.den) / speed.num)
    const clip: Clip = {
      id: m.id,
      name: m.name.replace(/\.[^.]+$/, '').replace(/_logc3?$/i, ''),
      track,
      media: m.id,
      recordIn: at,
      sourceIn: 0,
      length,
      speed,
    }
    at += length
    return clip
  })
  return {
    name: 'Timeline 1',
    width: size.width,
    height: size.height,
    rate,
    startTimecode: 3600 * Math.round(rate.num / rate.den),
    tracks: [{ id: track, kind: 'video', order: 'm', name: 'V1' }],
    clips,
    transitions: [],
    length: at,
  }
}
