/** `ffprobe`, of the ffmpeg on PATH: what its decoder will give. */
import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { promisify } from 'node:util'

export interface Probed {
  /** ffmpeg's pixel format without byte order: yuv422p10. Full range has no other name: range is the session's word. */
  readonly format: string
  readonly width: number
  readonly height: number
  /** Seconds at which the file starts, from which `-ss` is counted. */
  readonly start: number
  /** True for a container without an index of its key frames: ffmpeg comes in anywhere and goes on to the next one. */
  readonly blind: boolean
}

const run = promisify(execFile)

/** Said where a clip cannot be decoded for want of ffmpeg. */
export const noFfmpeg = (name: string): string =>
  `${name} cannot be decoded here: there is no ffmpeg on PATH (Debian has it as the package ffmpeg).`

/** Rejects with one sentence: no ffprobe, a file that it cannot read. */
export async function askFfprobe(path: string): Promise<Probed> {
  const name = basename(path)
  const args = ['-v', 'error', '-select_streams', 'v:0', '-of', 'json']
  const shown = ['-show_entries', 'stream=width,height,pix_fmt:format=start_time,format_name']
  let out: string
  try {
    out = (await run('ffprobe', [...args, ...shown, '-i', path])).stdout
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string }
    if (code === 'ENOENT') throw new Error(noFfmpeg(name))
    throw new Error(`${name} cannot be decoded: ${stderr?.trim().split('\n').at(-1) || String(error)}.`)
  }
  const { streams, format } = JSON.parse(out || '{}') as {
    streams?: { width: number; height: number; pix_fmt?: string }[]
    format?: { start_time?: string; format_name?: string }
  }
  const stream = streams?.[0]
  if (!stream?.pix_fmt) throw new Error(`${name} cannot be decoded: ffprobe found no video in it.`)
  const start = Number(format?.start_time)
  return {
    format: stream.pix_fmt.replace(/le$/, '').replace(/^yuvj/, 'yuv'),
    width: stream.width,
    height: stream.height,
    start: Number.isFinite(start) ? start : 0,
    blind: format?.format_name === 'mpegts',
  }
}
