/** Clips made for a test by ffmpeg, and the names of their frames found without our decoder: whole files through a pipe, cut by size. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const demo = fileURLToPath(new URL('../../demo/clips', import.meta.url))
export const demoClips = readdirSync(demo).filter((name) => name.endsWith('.mp4'))

/** Camera files that lie beside the project where it is built, and are not part of it. */
const beside = fileURLToPath(new URL('../../../shared/footage', import.meta.url))
export const footage = existsSync(beside) ? beside : null
if (footage === null) process.stderr.write('test/media: ../shared/footage is not there; its clips are not tried.\n')

export const folder = () => mkdtempSync(join(tmpdir(), 'samelight-media-'))
export const remove = (path: string) => rmSync(path, { recursive: true, force: true })

export const ffmpeg = (...args: string[]): void =>
  void execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { stdio: ['ignore', 'ignore', 'pipe'] })

/** A moving picture with noise; every frame differs. */
export const moving = (size: string, rate: string, seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds},noise=alls=12:allf=t:all_seed=7`],
]
export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '12', '-bf', '2', '-threads', '1']

/** MEDIA4 by other means: format, u32le width and height, the samples. */
export function namesOf(path: string, format: string, width: number, height: number, bytes: number): string[] {
  const args = ['-v', 'error', '-nostdin', '-noautorotate', '-i', path, '-map', '0:v:0']
  const all = execFileSync('ffmpeg', [...args, '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'], {
    maxBuffer: 2 ** 31,
  })
  const size = Buffer.alloc(8)
  size.writeUInt32LE(width, 0)
  size.writeUInt32LE(height, 4)
  return Array.from({ length: all.length / bytes }, (_, i) =>
    createHash('sha256')
      .update(format, 'ascii')
      .update(size)
      .update(all.subarray(i * bytes, (i + 1) * bytes))
      .digest('hex')
      .slice(0, 32),
  )
}
