/** In a worker: a file opened for frames by number, by mediabunny and WebCodecs, planes only. */
import {
  ALL_FORMATS,
  BlobSource,
  EncodedPacketSink,
  Input,
  UrlSource,
  type VideoSample,
  VideoSampleSink,
} from 'mediabunny'
import type { Media } from '../../shared/doc/session.ts'
import { codecSentence } from '../../shared/media/codec.ts'
import { type FrameIndex, frameIndex, type PacketTime } from '../../shared/media/frame-index.ts'
import type { RawFrame } from '../../shared/media/planes.ts'
import { formatOf, planesOf } from './layout.ts'

/** Where a media is read from: a file of one's own, or the hub's library with a seat's bearer in the header. Can be cloned to a worker. */
export type MediaSource =
  | { readonly kind: 'file'; readonly file: Blob }
  | { readonly kind: 'library'; readonly url: string; readonly bearer: string }

export interface ClipDecoder {
  readonly frames: number
  /** Planes of frame n, from 0; rejects with a sentence outside the file or where the decoder fails. */
  raw(n: number): Promise<RawFrame>
  close(): void
}

/** How far ahead a running decoder is read on rather than sought anew. */
const reach = 12
/** Frames kept on a way backwards: about one group of pictures, 100 MB of 1080p at 10 bits. */
const mostKept = 12

/** Rejects with one sentence: no WebCodecs, no decoder for this codec, a file that cannot be read, another number of frames than the session says. */
export async function openClip(source: MediaSource, media: Media): Promise<ClipDecoder> {
  const { name } = media
  if (typeof VideoDecoder === 'undefined')
    throw new Error(
      'This browser has no WebCodecs: no clip can be decoded here. Open the link in a current Chromium, over https or on this machine.',
    )
  const input = new Input({
    formats: ALL_FORMATS,
    source:
      source.kind === 'file'
        ? new BlobSource(source.file)
        : new UrlSource(source.url, { requestInit: { headers: { authorization: `Bearer ${source.bearer}` } } }),
  })
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) throw new Error(`${name} holds no video.`)
    const refused = codecSentence(name, await track.getCodec())
    if (refused !== null) throw new Error(refused)
    const config = await track.getDecoderConfig()
    const asked = config && { ...config, hardwareAcceleration: 'prefer-software' as const }
    if (!asked || !(await VideoDecoder.isConfigSupported(asked)).supported)
      throw new Error(`This browser has no software decoder for ${name} (${config?.codec ?? 'an unknown codec'}).`)
    const keys = new EncodedPacketSink(track)
    const packets: PacketTime[] = []
    for await (const { timestamp, duration } of keys.packets(undefined, undefined, { metadataOnly: true }))
      packets.push({ timestamp, duration })
    // The session's count stands for the end of the file's edit list, which whoever probed the file has read.
    const index = frameIndex(packets, null, media.frames)
    const count = index.times.length
    if (count !== media.frames) throw new Error(`${name} has ${count} frames here; the session counts ${media.frames}.`)
    const sink = new VideoSampleSink(track, { hardwareAcceleration: 'prefer-software' })
    return new Clip(input, sink, keys, index, media)
  } catch (error) {
    input.dispose()
    throw error instanceof Error ? error : new Error(String(error))
  }
}

/** One open file: a run of decoded frames forwards, sought anew where the asked one is far, and a shelf of those passed on a way back. */
class Clip implements ClipDecoder {
  readonly #input: Input
  readonly #sink: VideoSampleSink
  readonly #keys: EncodedPacketSink
  readonly #index: FrameIndex
  readonly #media: Media
  readonly #kept = new Map<number, RawFrame>()
  #run: AsyncGenerator<VideoSample, void, unknown> | null = null
  #next = 0
  #last = 0
  #queue: Promise<unknown> = Promise.resolve()

  constructor(input: Input, sink: VideoSampleSink, keys: EncodedPacketSink, index: FrameIndex, media: Media) {
    this.#input = input
    this.#sink = sink
    this.#keys = keys
    this.#index = index
    this.#media = media
  }

  get frames(): number {
    return this.#index.times.length
  }

  raw(n: number): Promise<RawFrame> {
    const result = this.#queue.then(() => this.#take(n))
    this.#queue = result.catch(() => this.#stop())
    return result
  }

  close(): void {
    this.#kept.clear()
    this.#queue = this.#queue.then(() => this.#stop()).finally(() => this.#input.dispose())
  }

  async #stop(): Promise<void> {
    const ended = this.#run
    this.#run = null
    await ended?.return()
  }

  async #take(n: number): Promise<RawFrame> {
    const { name } = this.#media
    const { times } = this.#index
    if (!Number.isInteger(n) || n < 0 || n >= times.length)
      throw new Error(`${name} has frames 0 to ${times.length - 1}; there is no frame ${n}.`)
    const kept = this.#kept.get(n)
    // A step or a play backwards: what is decoded on the way from the key frame is wanted next.
    const back = n < this.#last && this.#last - n <= mostKept
    this.#last = n
    if (kept) return kept
    if (!this.#run || n < this.#next || n - this.#next > reach) {
      await this.#stop()
      const start = back ? await this.#keyBefore(n) : n
      this.#run = this.#sink.samples(this.#index.middle(start))
      this.#next = start
    }
    for (;;) {
      const { value: sample, done } = await this.#run.next()
      const at = this.#next++
      if (done || !sample) throw new Error(`${name} ends before frame ${n} when it is decoded.`)
      try {
        // By presentation time, never by count: a sample within half a millisecond of the index's own.
        if (Math.abs(sample.timestamp - times[at]!) > 0.0005)
          throw new Error(`${name} gives another frame than ${at}: its time is ${sample.timestamp}, not ${times[at]}.`)
        if (at < n && (!back || n - at > mostKept)) continue
        const frame = await copy(sample, this.#media)
        if (back) this.#keep(at, frame)
        if (at === n) return frame
      } finally {
        sample.close()
      }
    }
  }

  /** The frame of the key packet from which frame n is decoded. */
  async #keyBefore(n: number): Promise<number> {
    const key = await this.#keys.getKeyPacket(this.#index.middle(n), { metadataOnly: true })
    if (!key) return n
    const at = this.#index.times.findIndex((time) => time >= key.timestamp - 0.0005)
    return Math.min(n, Math.max(0, at))
  }

  #keep(n: number, frame: RawFrame): void {
    this.#kept.set(n, frame)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= mostKept) break
      this.#kept.delete(oldest)
    }
  }
}

async function copy(sample: VideoSample, { name, width, height }: Media): Promise<RawFrame> {
  const format = formatOf(sample.format)
  if (!format)
    throw new Error(
      `${name} is decoded to ${sample.format ?? 'something without planes'}, which cannot be taken apart here.`,
    )
  const seen = sample.visibleRect
  if (seen.width !== width || seen.height !== height)
    throw new Error(`${name} is ${seen.width}×${seen.height} here; the session says ${width}×${height}.`)
  const buffer = new Uint8Array(sample.allocationSize())
  const layouts = await sample.copyTo(buffer)
  return { format: format.name, width, height, planes: planesOf(format, width, height, buffer, layouts) }
}
