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
import { frameIndex } from '../../shared/media/frame-index.ts'
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
const reach = 24

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
    const config = await track.getDecoderConfig()
    const asked = config && { ...config, hardwareAcceleration: 'prefer-software' as const }
    if (!asked || !(await VideoDecoder.isConfigSupported(asked)).supported)
      throw new Error(`This browser has no software decoder for ${name} (${config?.codec ?? 'an unknown codec'}).`)
    const packets: { timestamp: number; duration: number }[] = []
    for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true }))
      packets.push({ timestamp: packet.timestamp, duration: packet.duration })
    const index = frameIndex(packets)
    const count = index.times.length
    if (count !== media.frames) throw new Error(`${name} has ${count} frames here; the session counts ${media.frames}.`)
    const sink = new VideoSampleSink(track, { hardwareAcceleration: 'prefer-software' })
    return decoderOf(input, sink, index.times, index.middle, name)
  } catch (error) {
    input.dispose()
    throw error instanceof Error ? error : new Error(String(error))
  }
}

function decoderOf(
  input: Input,
  sink: VideoSampleSink,
  times: Float64Array,
  middle: (n: number) => number,
  name: string,
): ClipDecoder {
  let run: AsyncGenerator<VideoSample, void, unknown> | null = null
  let next = 0
  let queue: Promise<unknown> = Promise.resolve()

  const stop = async (): Promise<void> => {
    const ended = run
    run = null
    await ended?.return()
  }
  const take = async (n: number): Promise<RawFrame> => {
    if (!Number.isInteger(n) || n < 0 || n >= times.length)
      throw new Error(`${name} has frames 0 to ${times.length - 1}; there is no frame ${n}.`)
    if (!run || n < next || n - next > reach) {
      await stop()
      run = sink.samples(middle(n))
      next = n
    }
    for (;;) {
      const { value: sample, done } = await run.next()
      if (done || !sample) throw new Error(`${name} ends before frame ${n} when it is decoded.`)
      try {
        if (next++ < n) continue
        // By presentation time, never by count: a sample within half a millisecond of the index's own.
        if (Math.abs(sample.timestamp - times[n]!) > 0.0005)
          throw new Error(`${name} gives another frame than ${n}: its time is ${sample.timestamp}, not ${times[n]}.`)
        return await copy(sample, name)
      } finally {
        sample.close()
      }
    }
  }
  return {
    frames: times.length,
    raw(n) {
      const result = queue.then(() => take(n))
      queue = result.catch(stop)
      return result
    },
    close() {
      queue = queue.then(stop).finally(() => input.dispose())
    },
  }
}

async function copy(sample: VideoSample, name: string): Promise<RawFrame> {
  const format = formatOf(sample.format)
  if (!format)
    throw new Error(
      `${name} is decoded to ${sample.format ?? 'something without planes'}, which cannot be taken apart here.`,
    )
  const { width, height } = sample.visibleRect
  const buffer = new Uint8Array(sample.allocationSize())
  const layouts = await sample.copyTo(buffer)
  return { format: format.name, width, height, planes: planesOf(format, width, height, buffer, layouts) }
}
