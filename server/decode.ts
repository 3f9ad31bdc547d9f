/** Frames by `ffmpeg` on PATH, as planes over a pipe: frame N by the same index as the browser's. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Media } from '../shared/doc/session.ts'
import { layoutOf, planeSizes, type RawFrame, sourceName, toSourceFrame } from '../shared/media/planes.ts'
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

/** How far ahead a running ffmpeg is read on rather than started again: about as long as a start takes. */
const reach = 48

const nodeSha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** One ffmpeg that writes frames to its pipe from some time on. Pulled chunk by chunk: a pipe asked for whole frames would never be read on. */
class Run {
  readonly #child: ChildProcess
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)
  #said = ''

  /** `seek` in seconds from the file's start; null for its first frame. */
  constructor(path: string, seek: number | null) {
    const from = seek === null ? [] : ['-ss', seek.toFixed(6)]
    const args = ['-v', 'error', '-nostdin', '-threads', '2', '-noautorotate', ...from, '-i', path]
    const out = ['-map', '0:v:0', '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1']
    this.#child = spawn('ffmpeg', [...args, ...out], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stderr!.on('data', (part: Buffer) => {
      this.#said = (this.#said + part.toString()).slice(-500)
    })
    // An error of the spawn itself shows as an ended pipe below.
    this.#child.on('error', (error: NodeJS.ErrnoException) => {
      this.#said = error.code === 'ENOENT' ? noFfmpeg(basename(path)) : error.message
    })
    this.#chunks = this.#child.stdout![Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** The next frame's bytes, in memory of their own; null at the end. */
  async next(bytes: number): Promise<ArrayBuffer | null> {
    const frame = new Uint8Array(bytes)
    let got = 0
    for (;;) {
      const take = Math.min(bytes - got, this.#rest.length)
      frame.set(this.#rest.subarray(0, take), got)
      this.#rest = this.#rest.subarray(take)
      got += take
      if (got === bytes) return frame.buffer
      const { value, done } = await this.#chunks.next()
      if (done) return null
      this.#rest = value
    }
  }

  get said(): string {
    return this.#said.trim()
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
  const { format, width, height, start } = await askFfprobe(path)
  const layout = layoutOf(format)
  if (!layout) throw new Error(`${name} cannot be decoded: its frames are of format ${format}.`)
  const index = await indexFile(path, name)
  if (typeof index === 'string') throw new Error(index)
  const { times } = index
  if (media && (times.length !== media.frames || width !== media.width || height !== media.height))
    throw new Error(
      `${name} is ${width}×${height} and ${times.length} frames here; the session says ${media.width}×${media.height} and ${media.frames}.`,
    )
  const wide = layout.depth > 8 ? 2 : 1
  const sizes = planeSizes(layout, width, height)
  const bytes = sizes.reduce((n, [w, h]) => n + w * h * wide, 0)

  let run: Run | null = null
  let next = 0
  let queue: Promise<unknown> = Promise.resolve()
  const stop = (): void => {
    run?.stop()
    run = null
  }
  const decode = async (n: number): Promise<RawFrame> => {
    if (!Number.isInteger(n) || n < 0 || n >= times.length)
      throw new Error(`${name} has frames 0 to ${times.length - 1}; there is no frame ${n}.`)
    if (!run || n < next || n - next > reach) {
      stop()
      run = new Run(path, n === 0 ? null : (times[n - 1]! + times[n]!) / 2 - start)
      next = n
    }
    for (;;) {
      const buffer: ArrayBuffer | null = await run.next(bytes)
      if (!buffer) throw new Error(`${name}: frame ${next} could not be decoded${run.said ? `: ${run.said}` : ''}.`)
      if (next++ < n) continue
      let at = 0
      const planes = sizes.map(([w, h]) => {
        const from = at
        at += w * h * wide
        return wide === 1 ? new Uint8Array(buffer, from, w * h) : new Uint16Array(buffer, from, w * h)
      })
      return { format, width, height, planes }
    }
  }
  const raw = (n: number): Promise<RawFrame> => {
    const result = queue.then(() => decode(n))
    queue = result.catch(stop)
    return result
  }
  return {
    frames: times.length,
    raw,
    async frame(n) {
      const planes = await raw(n)
      const frame = toSourceFrame(planes, await sourceName(planes, options.sha256 ?? nodeSha256))
      if (typeof frame === 'string') throw new Error(frame)
      return frame
    },
    close: stop,
  }
}
