/** In a worker: a file opened for frames by number, by mediabunny and WebCodecs, planes only. */
import {
  BlobSource,
  EncodedPacketSink,
  Input,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  UrlSource,
  type VideoSample,
  VideoSampleSink,
  WEBM,
} from 'mediabunny'
import type { Media } from '../../shared/doc/session.ts'
import { codecSentence } from '../../shared/media/codec.ts'
import { type FrameIndex, frameIndex, type PacketTime } from '../../shared/media/frame-index.ts'
import type { RawFrame } from '../../shared/media/planes.ts'
import { turned } from '../../shared/media/turn.ts'
import { FrameWalk, type Run } from '../../shared/media/walk.ts'
import { formatOf, planesOf } from './layout.ts'

/** Where a media is read from: a file of one's own, or the hub's library with a seat's bearer in the header. Can be cloned to a worker. */
export type MediaSource =
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'library'; readonly url: string; readonly bearer: string }

export interface ClipDecoder {
  readonly frames: number
  /** Planes of frame n, from 0; rejects with a sentence outside the file or where the decoder fails. */
  raw(n: number): Promise<RawFrame>
  /** Lets go of what it has decoded ahead; the next frame begins at its key frame. */
  rest(): void
  close(): void
}

/** How far ahead a running decoder is read on rather than sought anew: a decoder set up costs about as much as a dozen frames. */
const reach = 12

/** Rejects with one sentence: no WebCodecs, no decoder for this codec, a file that cannot be read, another number of frames than the session says. */
export async function openClip(source: MediaSource, media: Media): Promise<ClipDecoder> {
  const { name } = media
  if (typeof VideoDecoder === 'undefined')
    throw new Error(
      'This browser has no WebCodecs: no clip can be decoded here. Open the link in a current Chromium, over https or on this machine.',
    )
  const input = new Input({
    // What the hub's library takes: the other containers hold no footage and would weigh 100 kB.
    formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS],
    source:
      source.kind === 'file'
        ? new BlobSource(source.file)
        : new UrlSource(source.url, { requestInit: { headers: { authorization: `Bearer ${source.bearer}` } } }),
  })
  try {
    // A file too short for a container's first bytes is an assertion of mediabunny's, not an answer. The library says itself why it gives none.
    if (source.kind === 'file' && !(await input.canRead().catch(() => false)))
      throw new Error(`${name} is no MP4, MOV, MKV, WebM or TS file that can be read.`)
    const track = await input.getPrimaryVideoTrack()
    if (!track) throw new Error(`${name} holds no video.`)
    const refused = codecSentence(name, (await track.getCodec()) ?? `${(await track.getInternalCodecId()) ?? ''}`)
    if (refused !== null) throw new Error(refused)
    const config = await track.getDecoderConfig()
    const asked = config && { ...config, hardwareAcceleration: 'prefer-software' as const }
    if (!asked || !(await VideoDecoder.isConfigSupported(asked)).supported)
      throw new Error(`This browser has no software decoder for ${name} (${config?.codec ?? 'an unknown codec'}).`)
    const packets: PacketTime[] = []
    const all = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })
    for await (const { timestamp, duration, type } of all) packets.push({ timestamp, duration, key: type === 'key' })
    // The session's count stands for the end of the file's edit list, which whoever probed the file has read.
    const index = frameIndex(packets, null, media.frames)
    const count = index.times.length
    if (count !== media.frames) throw new Error(`${name} has ${count} frames here; the session counts ${media.frames}.`)
    const sink = new VideoSampleSink(track, { hardwareAcceleration: 'prefer-software' })
    const walk = new FrameWalk({ name, index, reach, start: async (key) => runFrom(sink, index, media, key) })
    return {
      frames: count,
      raw: (n) => walk.take(n),
      rest: () => void walk.close(),
      close: () => void walk.close().finally(() => input.dispose()),
    }
  } catch (error) {
    input.dispose()
    throw named(name, 'cannot be read', error)
  }
}

/** An error as a sentence that names the media; one that does already stays as it is. */
function named(name: string, what: string, error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error)
  if (said.startsWith(name)) return new Error(said)
  return new Error(`${name} ${what}: ${said.replace(/\.+$/, '')}.`)
}

function runFrom(sink: VideoSampleSink, { times, middle }: FrameIndex, media: Media, key: number): Run {
  const { name } = media
  const samples = sink.samples(middle(key))
  return {
    async next(n, wanted) {
      const { value: sample, done } = await samples.next().catch((error: unknown) => {
        throw named(`${name}: frame ${n}`, 'cannot be decoded', error)
      })
      if (done || !sample) throw new Error(`${name} ends before frame ${n} when it is decoded.`)
      try {
        // By presentation time, never by count: a sample within half a millisecond of the index's own.
        if (Math.abs(sample.timestamp - times[n]!) > 0.0005)
          throw new Error(`${name} gives another frame than ${n}: its time is ${sample.timestamp}, not ${times[n]}.`)
        return wanted ? await copy(sample, media) : null
      } finally {
        sample.close()
      }
    },
    stop: async () => void (await samples.return()),
  }
}

async function copy(sample: VideoSample, { name, width, height, turn }: Media): Promise<RawFrame> {
  const format = formatOf(sample.format)
  if (!format)
    throw new Error(
      `${name} is decoded to ${sample.format ?? 'something without planes'}, which cannot be taken apart here.`,
    )
  const seen = sample.visibleRect
  const upright = turned(turn, seen.width, seen.height)
  if (upright[0] !== width || upright[1] !== height)
    throw new Error(`${name} is ${upright.join('×')} here; the session says ${width}×${height}.`)
  const buffer = new Uint8Array(sample.allocationSize())
  const layouts = await sample.copyTo(buffer)
  const planes = planesOf(format, seen.width, seen.height, buffer, layouts)
  return { format: format.name, width: seen.width, height: seen.height, planes, turn }
}
