/** Frames by `ffmpeg` on PATH, as planes over a pipe: frame N by the same index as the browser's. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { FrameIndex } from '../shared/media/frame-index.ts'
import { layoutOf, planeSizes, type RawFrame, sourceName, toSourceFrame } from '../shared/media/planes.ts'
import type { SourceFrame } from '../shared/render/picture.ts'
import { indexFile } from './library.ts'

export interface Decoder {
  readonly frames: number
  /** Frame n from 0; rejects with a sentence outside the file or where ffmpeg fails. */
  frame(n: number): Promise<SourceFrame>
  raw(n: number): Promise<RawFrame>
  close(): void
}

/** How far ahead a running ffmpeg is read rather than started again. */
const REACH = 48

/** True where ffmpeg and ffprobe are on PATH. */
export const hasFfmpeg = (): boolean =>
  !spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).error &&
  !spawnSync('ffprobe', ['-version'], { stdio: 'ignore' }).error

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

function pixelFormat(path: string): { format: string; width: number; height: number } {
  const args = [
    '-v',
    'error',
    '-select_streams',
    'v:0',
    '-show_entries',
    'stream=width,height,pix_fmt',
    '-of',
    'json',
    path,
  ]
  const done = spawnSync('ffprobe', args, { encoding: 'utf8' })
  if (done.error) throw new Error('Frames cannot be decoded here: ffprobe (of ffmpeg) is not on PATH.')
  const stream = (JSON.parse(done.stdout || '{}') as { streams?: { width: number; height: number; pix_fmt: string }[] })
    .streams?.[0]
  if (!stream) throw new Error(`${path} cannot be decoded: ${done.stderr.trim() || 'ffprobe found no video in it'}.`)
  return {
    format: stream.pix_fmt.replace(/le$/, '').replace(/^yuvj/, 'yuv'),
    width: stream.width,
    height: stream.height,
  }
}

/** Opens a file for frames by number. Throws a sentence where ffmpeg is missing or the format is none that we take apart. */
export async function openDecoder(path: string): Promise<Decoder> {
  const { format, width, height } = pixelFormat(path)
  const layout = layoutOf(format)
  if (!layout) throw new Error(`${path} cannot be decoded: its frames are of format ${format}.`)
  const index: FrameIndex = await indexFile(path)
  const wide = layout.depth > 8 ? 2 : 1
  const sizes = planeSizes(layout, width, height)
  const bytes = sizes.reduce((n, [w, h]) => n + w * h * wide, 0)

  let child: ChildProcess | null = null
  let next = 0
  let chunks: AsyncIterator<Buffer> | null = null
  let parts: Buffer[] = []
  let held = 0
  let said = ''
  let queue: Promise<unknown> = Promise.resolve()

  const stop = () => {
    child?.stdout?.destroy()
    child?.kill('SIGKILL')
    child = null
  }
  const start = (n: number) => {
    stop()
    said = ''
    const seek = n === 0 ? [] : ['-ss', ((index.times[n - 1]! + index.times[n]!) / 2 - index.times[0]!).toFixed(6)]
    const args = [
      '-v',
      'error',
      '-nostdin',
      '-threads',
      '2',
      ...seek,
      '-i',
      path,
      '-map',
      '0:v:0',
      '-fps_mode',
      'passthrough',
      '-f',
      'rawvideo',
      'pipe:1',
    ]
    child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stderr!.on('data', (part: Buffer) => {
      said = (said + part.toString()).slice(-500)
    })
    // An error of the spawn itself shows as an ended pipe below.
    child.on('error', (error) => {
      said = error.message
    })
    chunks = (child.stdout as Readable)[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    parts = []
    held = 0
    next = n
  }

  /** The next frame's bytes. Chunks are pulled one by one: a pipe that is only asked for a whole frame is never read on. */
  const take = async (): Promise<Buffer> => {
    while (held < bytes) {
      const chunk = await chunks!.next()
      if (chunk.done) throw new Error(`${path}: frame ${next} could not be decoded${said ? `: ${said.trim()}` : ''}.`)
      parts.push(chunk.value)
      held += chunk.value.length
    }
    const all = Buffer.concat(parts)
    parts = [all.subarray(bytes)]
    held -= bytes
    return all.subarray(0, bytes)
  }

  const decode = async (n: number): Promise<RawFrame> => {
    if (!Number.isInteger(n) || n < 0 || n >= index.times.length)
      throw new Error(`${path} has frames 0 to ${index.times.length - 1}; there is no frame ${n}.`)
    if (!child || n < next || n - next > REACH) start(n)
    while (next < n) {
      await take()
      next++
    }
    const buffer = await take()
    next++
    let at = 0
    const planes = sizes.map(([w, h]) => {
      const part = buffer.subarray(at, (at += w * h * wide))
      if (wide === 1) return new Uint8Array(part)
      const samples = new Uint16Array(w * h)
      new Uint8Array(samples.buffer).set(part)
      return samples
    })
    return { format, width, height, planes }
  }

  const raw = (n: number): Promise<RawFrame> => {
    const result = queue.then(() => decode(n))
    queue = result.catch(() => stop())
    return result
  }
  return {
    frames: index.times.length,
    raw,
    async frame(n) {
      const planes = await raw(n)
      const frame = toSourceFrame(planes, await sourceName(planes, sha256))
      if (typeof frame === 'string') throw new Error(frame)
      return frame
    },
    close: stop,
  }
}
