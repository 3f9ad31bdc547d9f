/** What a file on this machine is: bytes at random, its frames by number, and its record as media of a session. */
import type { FileHandle } from 'node:fs/promises'
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input, type InputVideoTrack } from 'mediabunny'
import type { Media, Rate } from '../shared/doc/session.ts'
import type { Bytes } from '../shared/media/bytes.ts'
import { codecSentence } from '../shared/media/codec.ts'
import { depthOf, isGrey } from '../shared/media/depth.ts'
import { type Edit, readEdit } from '../shared/media/edit-list.ts'
import { type FrameIndex, frameIndex, type PacketTime, rateOf } from '../shared/media/frame-index.ts'
import { inputSpace } from '../shared/media/input-space.ts'
import { matrixOf } from '../shared/media/matrix.ts'
import { readMovie } from '../shared/media/movie.ts'
import { layoutOf } from '../shared/media/planes.ts'
import { quickId } from '../shared/media/quick.ts'
import { readTimecode, type Timecode } from '../shared/media/timecode-track.ts'
import { turned } from '../shared/media/turn.ts'
import { askFfprobe } from './ffprobe.ts'
import { fileBytes } from './file-bytes.ts'

interface Looked {
  readonly track: InputVideoTrack
  readonly index: FrameIndex
  readonly timecode: Timecode | null
  readonly tags: string
}

/** Looks into a file with mediabunny and our own readers; a sentence where it holds no frames that we can count. */
async function look<T>(
  path: string,
  name: string,
  then: (looked: Looked, bytes: Bytes) => Promise<T>,
): Promise<T | string> {
  let handle: FileHandle | null = null
  try {
    const opened = await fileBytes(path)
    handle = opened.handle
    const { bytes } = opened
    if (bytes.size === 0) return `${name} is empty.`
    using input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(path) })
    // A file too short for a container's first bytes is an assertion of mediabunny's, not an answer.
    if (!(await input.canRead().catch(() => false)))
      return `${name} is no MP4, MOV, MKV, WebM or TS file that can be read.`
    const movie = await readMovie(bytes)
    if (movie && movie.missing > 0)
      return `${name} is cut off: ${movie.missing} of the ${bytes.size + movie.missing} bytes that it speaks of are not there.`
    const track = await input.getPrimaryVideoTrack()
    if (!track) return `${name} holds no video.`
    const refused = codecSentence(name, (await track.getCodec()) ?? `${(await track.getInternalCodecId()) ?? ''}`)
    if (refused !== null) return refused
    const edit: Edit | null | string = movie && readEdit(movie, track.id)
    if (typeof edit === 'string') return `${name} cannot be counted in frames: ${edit}.`
    const packets = await packetTimes(track)
    if (!edit && packets.some(({ timestamp }) => timestamp < -0.0005))
      return `${name} cannot be counted in frames: it has some before its time 0 and no edit list.`
    const index = frameIndex(packets, edit)
    if (index.times.length === 0) return `${name} holds no frames.`
    const tags = Object.values((await input.getMetadataTags()).raw ?? {}).filter((tag) => typeof tag === 'string')
    return await then(
      { track, index, timecode: movie && (await readTimecode(bytes, movie)), tags: tags.join('\n') },
      bytes,
    )
  } catch (error) {
    return `${name} cannot be read: ${(error instanceof Error ? error.message : String(error)).replace(/\.+$/, '')}.`
  } finally {
    await handle?.close()
  }
}

async function packetTimes(track: InputVideoTrack): Promise<PacketTime[]> {
  const packets: PacketTime[] = []
  for await (const { timestamp, duration, type } of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  }))
    packets.push({ timestamp, duration, key: type === 'key' })
  return packets
}

/** Presentation times of a file's frames; a sentence where it has none. */
export const indexFile = (path: string, name: string): Promise<FrameIndex | string> =>
  look(path, name, async ({ index }) => index)

/** An id of eight letters that the file's content decides: 52 bits of the quick id, base 36. */
const idOf = (quick: string): string =>
  BigInt(`0x${quick.slice(0, 13)}`)
    .toString(36)
    .padStart(8, '0')
    .slice(-8)

const startOf = (timecode: Timecode | null, rate: Rate): number => {
  if (!timecode) return 0
  const perSecond = Math.max(1, Math.round(rate.num / rate.den))
  const { frame, framesPerSecond } = timecode
  return perSecond === framesPerSecond ? frame : Math.round((frame / framesPerSecond) * perSecond)
}

const recordOf = (description: AllowSharedBufferSource | undefined): Uint8Array | null =>
  description === undefined
    ? null
    : ArrayBuffer.isView(description)
      ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
      : new Uint8Array(description)

/** A file as media of a session, and what a person may want to know of how it was taken. */
export interface Probed {
  readonly media: Media
  /** How its input space was chosen: `as its name says LogC3`. */
  readonly because: string
  /** A sentence for each thing of the file that is shown otherwise than elsewhere. */
  readonly remarks: readonly string[]
}

/** What a file is as media of a session, or the sentence that says why it is none. ffprobe is asked only for a depth that no record tells. */
export const probe = (path: string, name: string): Promise<Probed | string> =>
  look(path, name, async ({ track, index, timecode, tags }, bytes) => {
    const config = await track.getDecoderConfig()
    if (!config) return `${name} has no description that a decoder could be set up by.`
    const record = recordOf(config.description)
    const color = await track.getColorSpace()
    const matrix = color.matrix as string | null | undefined
    if (matrix === 'rgb') return `${name} holds R′G′B′, not Y′CbCr: its planes are not read.`
    if (isGrey(config.codec, record)) return `${name} holds no colour: its planes are not read.`
    const told = record !== null || !config.codec.startsWith('avc') ? depthOf(config.codec, record) : null
    const depth = told ?? (await askedDepth(path, name))
    if (typeof depth === 'string') return depth
    const turn = await track.getRotation()
    const stored = [await track.getCodedWidth(), await track.getCodedHeight()] as const
    const [width, height] = turned(turn === 0 ? undefined : turn, ...stored)
    const square = await track.getSquarePixelWidth()
    const rate = rateOf(index)
    const quick = await quickId(bytes)
    const { space, because } = inputSpace(name, tags, {
      primaries: (color.primaries as string | null | undefined) ?? null,
      transfer: (color.transfer as string | null | undefined) ?? null,
    })
    return {
      media: {
        id: idOf(quick),
        name,
        quick,
        width,
        height,
        rate,
        frames: index.times.length,
        startTimecode: startOf(timecode, rate),
        depth,
        matrix: matrixOf(matrix, stored[1]),
        range: color.fullRange ? 'full' : 'limited',
        space,
        size: bytes.size,
        ...(turn === 0 ? {} : { turn }),
      },
      because,
      remarks: [
        ...(square !== stored[0] ? [`${name} has pixels that are not square; they are shown as square ones.`] : []),
        ...((await track.getFlip()) ? [`${name} is to be mirrored by its own word; it is shown as stored.`] : []),
      ],
    }
  })

/** By what ffmpeg decodes it to. */
async function askedDepth(path: string, name: string): Promise<Media['depth'] | string> {
  const { format } = await askFfprobe(path)
  const depth = layoutOf(format)?.depth
  return depth === 8 || depth === 10 || depth === 12 || depth === 16
    ? depth
    : `${name} is decoded to ${format}, whose planes are not read.`
}
