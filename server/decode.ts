/** Frames by `ffmpeg` on PATH, as planes over a pipe: frame N by the same index as the browser's. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Media } from '../shared/doc/session.ts'
import { layoutOf, planeSizes, type RawFrame, sourceName, toSourceFrame } from '../shared/media/planes.ts'
import { turned } from '../shared/media/turn.ts'
import { FrameWalk } from '../shared/media/walk.ts'
import type { SourceFrame } from '../shared/render/picture.ts'
import { askFfprobe, noFfmpeg } from './ffprobe.ts'
import { indexFile } from './probe.ts'

export interface Decoder {
  readonly frames: number
  /** Frame n from 0, with its name; rejects with a sentence outside the file or where ffmpeg fails. */
  frame(n: number): Promise<SourceFrame>
  /** The same as the decoder's own planes. */
  raw(n: number): Promise<RawFrame>
  close(): void
}

export interface DecoderOptions {
  /** Node's own where absent. */
  readonly sha256?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>
}

/** How far ahead a running ffmpeg is read on rather than started again: about as long as a start takes, 0.1 s. */
const reach = 24

const nodeSha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** One ffmpeg that writes frames to its pipe from some time on. Pulled chunk by chunk: a pipe asked for whole frames would never be read on. */
class Pipe {
  readonly #child: ChildProcess
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)
  #said = ''

  /**
   * `seek` in seconds from the file's start; null for its first frame. `early` seconds before it the file is entered, and what comes between
   * is decoded and dropped. An error ends the run: what it would conceal is no frame of the file; `lenient` where what cannot be decoded
   * comes before the frames that are asked for, in an open group or on the way of `early`.
   */
  constructor(path: string, seek: number | null, early: number, lenient: boolean) {
    const from = seek === null ? [] : ['-ss', (seek - early).toFixed(6)]
    const drop = early > 0 ? ['-ss', early.toFixed(6)] : []
    const strict = lenient ? [] : ['-xerror', '-err_detect', 'explode']
    const args = ['-v', 'error', '-nostdin', ...strict, '-threads', '2', '-noautorotate', ...from, '-i', path]
    const out = [...drop, '-map', '0:v:0', '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1']
    this.#child = spawn('ffmpeg', [...args, ...out], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stderr!.on('data', (part: Buffer) => {
      this.#said = (this.#said + part.toString()).slice(0, 500)
    })
    // An error of the spawn itself shows as an ended pipe below.
    this.#child.on('error', (error: NodeJS.ErrnoException) => {
      this.#said = error.code === 'ENOENT' ? noFfmpeg(basename(path)) : error.message
    })
    this.#chunks = this.#child.stdout![Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** The next frame's bytes in memory of their own, or an empty buffer where they are unwanted; null at the end. */
  async next(bytes: number, wanted: boolean): Promise<ArrayBuffer | null> {
    const frame = wanted ? new Uint8Array(bytes) : null
    let got = 0
    for (;;) {
      const take = Math.min(bytes - got, this.#rest.length)
      frame?.set(this.#rest.subarray(0, take), got)
      this.#rest = this.#rest.subarray(take)
      got += take
      if (got === bytes) return frame?.buffer ?? new ArrayBuffer(0)
      const { value, done } = await this.#chunks.next()
      if (done) return null
      this.#rest = value
    }
  }

  /** The first thing ffmpeg complained of, without the address that it puts before it. */
  get said(): string {
    return (this.#said.trim().split('\n')[0] ?? '').replace(/^\[[^\]]*\] /, '').replace(/\.$/, '')
  }

  stop(): void {
    this.#child.stdout!.destroy()
    this.#child.kill('SIGKILL')
  }
}

/**
 * Opens a file for frames by number. Rejects with one sentence: no ffmpeg, a format that we do not take apart, a file that is not the
 * media it is said to be.
 */
export async function openDecoder(path: string, media?: Media, options: DecoderOptions = {}): Promise<Decoder> {
  const name = media?.name ?? basename(path)
  const { format, width, height, start, blind } = await askFfprobe(path)
  const layout = layoutOf(format)
  if (!layout) throw new Error(`${name} cannot be decoded: its frames are of format ${format}.`)
  const index = await indexFile(path, name)
  if (typeof index === 'string') throw new Error(index)
  const { times } = index
  const turn = media?.turn
  const upright = turned(turn, width, height)
  if (media && (times.length !== media.frames || upright[0] !== media.width || upright[1] !== media.height))
    throw new Error(
      `${name} is ${upright.join('×')} and ${times.length} frames here; the session says ${media.width}×${media.height} and ${media.frames}.`,
    )
  const wide = layout.depth > 8 ? 2 : 1
  const sizes = planeSizes(layout, width, height)
  const bytes = sizes.reduce((n, [w, h]) => n + w * h * wide, 0)

  const frameOf = (buffer: ArrayBuffer): RawFrame => {
    let at = 0
    const planes = sizes.map(([w, h]) => {
      const from = at
      at += w * h * wide
      return wide === 1 ? new Uint8Array(buffer, from, w * h) : new Uint16Array(buffer, from, w * h)
    })
    return { format, width, height, planes, turn }
  }
  const before = (key: number): number => index.keyBefore(Math.max(0, key - 1))
  const walk = new FrameWalk({
    name,
    index,
    reach,
    async start(key) {
      // A microsecond early, so that rounding does not pass it by; a middle of the frame before would decode the group before, too.
      const pipe = new Pipe(
        path,
        key === 0 ? null : times[key]! - start - 1e-6,
        key > 0 && blind ? times[key]! - times[before(before(key))]! : 0,
        key > 0 && (blind || index.isOpen(key)),
      )
      return {
        async next(n, wanted) {
          const buffer = await pipe.next(bytes, wanted)
          if (!buffer)
            throw new Error(`${name}: frame ${n} could not be decoded${pipe.said === '' ? '' : `: ${pipe.said}`}.`)
          return wanted ? frameOf(buffer) : null
        },
        stop: async () => pipe.stop(),
      }
    },
  })
  return {
    frames: times.length,
    raw: (n) => walk.take(n),
    async frame(n) {
      const planes = await walk.take(n)
      const frame = toSourceFrame(planes, await sourceName(planes, options.sha256 ?? nodeSha256))
      if (typeof frame === 'string') throw new Error(frame)
      return frame
    },
    close: () => void walk.close(),
  }
}
