/** The hub's own media: a folder of files probed and conformed end to end into a timeline. Needs no ffmpeg. */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from 'mediabunny'
import type { Clip, Media, Timeline } from '../shared/doc/session.ts'
import type { Bytes } from '../shared/media/bytes.ts'
import { depthOf } from '../shared/media/depth.ts'
import { type FrameIndex, frameIndex, rateOf } from '../shared/media/frame-index.ts'
import { quickId } from '../shared/media/quick.ts'
import { readTimecode } from '../shared/media/timecode-track.ts'

export interface Prepared {
  readonly name: string
  readonly media: readonly Media[]
  readonly timeline: Timeline
  /** Media id -> absolute path. */
  readonly files: ReadonlyMap<string, string>
  /** One sentence for each file that was left out. */
  readonly skipped: readonly string[]
}

const LIKELY = /\.(mp4|mov|m4v|mkv|webm|ts)$/i

/** A file as random access; close the handle after. */
export async function fileBytes(path: string): Promise<{ readonly bytes: Bytes; readonly handle: FileHandle }> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const buffer = new Uint8Array(length)
    let got = 0
    while (got < length) {
      const { bytesRead } = await handle.read(buffer, got, length - got, offset + got)
      if (bytesRead === 0) throw new Error(`${path} ended at byte ${offset + got} of ${size}`)
      got += bytesRead
    }
    return buffer
  }
  return { bytes: { size, read }, handle }
}

/** Presentation times of a file's video frames. */
export async function indexFile(path: string): Promise<FrameIndex> {
  using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error(`${path} holds no video`)
  return await indexTrack(new EncodedPacketSink(track))
}

async function indexTrack(sink: EncodedPacketSink): Promise<FrameIndex> {
  const packets: { timestamp: number; duration: number }[] = []
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true }))
    packets.push({ timestamp: packet.timestamp, duration: packet.duration })
  return frameIndex(packets)
}

/** An id of eight letters that the file's content decides. */
const idOf = (quick: string): string =>
  BigInt(`0x${quick.slice(0, 13)}`)
    .toString(36)
    .padStart(8, '0')
    .slice(-8)

const matrixOf = (name: string | null | undefined): Media['matrix'] =>
  name?.startsWith('bt2020') ? 'bt2020' : name === 'bt470bg' || name === 'smpte170m' ? 'bt601' : 'bt709'

/** What a file is as media of a session, or the sentence that says why it is none. */
export async function probe(path: string, name: string): Promise<Media | string> {
  const { bytes, handle } = await fileBytes(path)
  try {
    using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) })
    const track = await input.getPrimaryVideoTrack()
    if (!track) return `${name} holds no video.`
    const config = await track.getDecoderConfig()
    if (!config) return `${name} is of a codec that nothing here decodes.`
    const index = await indexTrack(new EncodedPacketSink(track))
    if (index.times.length === 0) return `${name} holds no frames.`
    const rate = rateOf(index)
    const timecode = await readTimecode(bytes)
    const color = await track.getColorSpace()
    const quick = await quickId(bytes)
    const description = config.description
    const record = description
      ? ArrayBuffer.isView(description)
        ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
        : new Uint8Array(description)
      : null
    return {
      id: idOf(quick),
      name,
      quick,
      width: await track.getCodedWidth(),
      height: await track.getCodedHeight(),
      rate,
      frames: index.times.length,
      startTimecode: timecode?.frame ?? 0,
      depth: depthOf(config.codec, record),
      matrix: matrixOf(color.matrix as string | null | undefined),
      range: color.fullRange ? 'full' : 'limited',
      space: /log-?c3|logc(?!4)/i.test(name) ? 'logc3-ei800-awg3' : 'rec709-scene',
      size: bytes.size,
    }
  } catch (error) {
    return `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`
  } finally {
    await handle.close()
  }
}

/** Probes a folder and lays its clips end to end in name order. Throws one sentence when the folder holds nothing to grade. */
export async function prepareSession(dir: string): Promise<Prepared> {
  let names: string[]
  try {
    names = (await readdir(dir)).sort()
  } catch (error) {
    throw new Error(
      `The media folder ${dir} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`,
    )
  }
  const media: Media[] = []
  const skipped: string[] = []
  const files = new Map<string, string>()
  for (const name of names.filter((n) => LIKELY.test(n))) {
    const path = join(dir, name)
    if (!(await stat(path)).isFile()) continue
    const one = await probe(path, name.normalize('NFC'))
    if (typeof one === 'string') skipped.push(one)
    else if (files.has(one.id)) skipped.push(`${name} is the same file as ${media.find((m) => m.id === one.id)!.name}.`)
    else {
      media.push(one)
      files.set(one.id, path)
    }
  }
  if (media.length === 0)
    throw new Error(
      `The media folder ${dir} holds no video that can be read${skipped.length > 0 ? `: ${skipped.join(' ')}` : '.'}`,
    )
  return {
    name: dir.split(/[\\/]/).filter(Boolean).at(-1) ?? 'Session',
    media,
    timeline: conform(media),
    files,
    skipped,
  }
}

const most = <T>(items: readonly T[], key: (item: T) => string): T => {
  const count = new Map<string, number>()
  for (const item of items) count.set(key(item), (count.get(key(item)) ?? 0) + 1)
  return items.reduce((best, item) => (count.get(key(item))! > count.get(key(best))! ? item : best))
}

/** One track, end to end, at the size and rate that most files have; other rates keep their frames, one for one. */
export function conform(media: readonly Media[]): Timeline {
  const size = most(media, (m) => `${m.width}×${m.height}`)
  const rate = most(media, (m) => `${m.rate.num}/${m.rate.den}`).rate
  const perSecond = Math.round(rate.num / rate.den)
  const track = 'v0000001'
  let at = 0
  const clips = media.map((m): Clip => {
    const clip: Clip = {
      id: m.id,
      name: m.name.replace(/\.[^.]+$/, '').replace(/_logc3$/i, ''),
      track,
      media: m.id,
      recordIn: at,
      sourceIn: 0,
      length: m.frames,
      speed: { num: 1, den: 1 },
    }
    at += m.frames
    return clip
  })
  return {
    name: 'Timeline 1',
    width: size.width,
    height: size.height,
    rate,
    startTimecode: 3600 * perSecond,
    tracks: [{ id: track, kind: 'video', order: 'm', name: 'V1' }],
    clips,
    transitions: [],
    length: at,
  }
}
