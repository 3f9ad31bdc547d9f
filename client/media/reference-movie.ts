/** An offline reference movie: a file of one's own laid against the timeline, seen as it is and never graded. */
import { BlobSource, EncodedPacketSink, Input, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } from 'mediabunny'
import { Shelves } from '../../shared/doc/read.ts'
import type { Media, Session } from '../../shared/doc/session.ts'
import { codecSentence } from '../../shared/media/codec.ts'
import { depthOf } from '../../shared/media/depth.ts'
import { readEdit } from '../../shared/media/edit-list.ts'
import { frameIndex, type PacketTime, rateOf } from '../../shared/media/frame-index.ts'
import { matrixOf } from '../../shared/media/matrix.ts'
import { readMovie } from '../../shared/media/movie.ts'
import { readTimecode } from '../../shared/media/timecode-track.ts'
import { turned } from '../../shared/media/turn.ts'
import { type Movie, movieId } from '../state/reference.ts'

const ofFile = (file: Blob) => ({
  size: file.size,
  read: async (offset: number, length: number) =>
    new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
})

/**
 * A file as a cut of one clip, in the session's own output space, so that what it holds is what is shown. It begins where its timecode says
 * in the timeline's record timecode, else at the timeline's first frame. A sentence where it cannot be laid there.
 */
export async function openMovie(file: File, session: Session): Promise<Movie | string> {
  const { name } = file
  const input = new Input({ formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS], source: new BlobSource(file) })
  try {
    if (!(await input.canRead().catch(() => false)))
      return `${name} is no MP4, MOV, MKV, WebM or TS file that can be read.`
    const track = await input.getPrimaryVideoTrack()
    if (!track) return `${name} holds no video.`
    const refused = codecSentence(name, (await track.getCodec()) ?? `${(await track.getInternalCodecId()) ?? ''}`)
    if (refused !== null) return refused
    const bytes = ofFile(file)
    const movie = await readMovie(bytes)
    const edit = movie && readEdit(movie, track.id)
    if (typeof edit === 'string') return `${name} cannot be counted in frames: ${edit}.`
    const packets: PacketTime[] = []
    const all = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })
    for await (const { timestamp, duration, type } of all) packets.push({ timestamp, duration, key: type === 'key' })
    const index = frameIndex(packets, edit)
    const frames = index.times.length
    if (frames === 0) return `${name} holds no frames.`
    const { timeline, pipeline } = session
    const rate = rateOf(index)
    const own = rate.num / rate.den
    const fps = timeline.rate.num / timeline.rate.den
    if (Math.abs(own - fps) > 0.001)
      return `${name} has ${own.toFixed(3)} frames a second, the timeline ${fps.toFixed(3)}.`
    const config = await track.getDecoderConfig()
    const { description } = config ?? {}
    const record =
      description === undefined
        ? null
        : ArrayBuffer.isView(description)
          ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
          : new Uint8Array(description)
    const depth = config ? depthOf(config.codec, record) : null
    const color = await track.getColorSpace()
    const turn = await track.getRotation()
    const stored = [await track.getCodedWidth(), await track.getCodedHeight()] as const
    const [width, height] = turned(turn === 0 ? undefined : turn, ...stored)
    const code = movie && (await readTimecode(bytes, movie))
    const start = code ? Math.round((code.frame / code.framesPerSecond) * Math.round(fps)) - timeline.startTimecode : 0
    const media: Media = {
      ...{ id: movieId, name, quick: '0'.repeat(32), width, height, rate, frames, startTimecode: 0 },
      depth: depth ?? 8,
      matrix: matrixOf(color.matrix as string | null | undefined, stored[1]),
      range: color.fullRange ? 'full' : 'limited',
      space: pipeline.output,
      size: file.size,
      ...(turn === 0 ? {} : { turn }),
    }
    const speed = { num: 1, den: 1 }
    const clip = { id: movieId, name, track: '', media: movieId, recordIn: 0, sourceIn: 0, length: frames, speed }
    const cut = { ...timeline, clips: [clip], transitions: [], length: frames }
    const content = {
      session: { ...session, timeline: cut, media: new Map([[movieId, media]]) },
      entries: new Shelves(),
    }
    // Of another day's timecode it begins where the timeline does.
    const apart = start + frames <= 0 || start >= timeline.length
    return { name, file, frames, start: apart ? 0 : start, content }
  } catch (error) {
    return `${name} cannot be read: ${(error instanceof Error ? error.message : String(error)).replace(/\.+$/, '')}.`
  } finally {
    input.dispose()
  }
}
