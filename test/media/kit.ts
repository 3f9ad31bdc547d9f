/** Clips made for a test by ffmpeg, and the names of their frames found without our decoder: whole files through a pipe, cut by size. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
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

const open = ['-x264-params', 'open-gop=1:keyint=10:bframes=3:b-adapt=0:scenecut=0']
const sd = '320x180'

/** Footage of many kinds: name in the folder -> how ffmpeg makes it. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'Día 2/A 25 p.mp4': [...moving(sd, '25', 1.6), ...h264, '-pix_fmt', 'yuv420p'],
  'Día 2/B_23.976_logc3.mov': [
    ...moving(sd, '24000/1001', 1.6),
    ...[...h264, ...open, '-pix_fmt', 'yuv422p10le', '-timecode', '01:02:03:04'],
  ],
  'ten.mp4': [...moving(sd, '24', 1), ...h264, '-pix_fmt', 'yuv420p10le', '-color_range', 'tv'],
  'full.mp4': [...moving(sd, '30', 1), ...h264, '-pix_fmt', 'yuvj420p', '-colorspace', 'bt709'],
  'four.mp4': [...moving(sd, '24', 0.5), ...h264, '-pix_fmt', 'yuv444p'],
  'phone_vfr.mkv': [
    ...moving(sd, '30000/1001', 2),
    ...['-vf', "select='not(eq(mod(n,7),3))*not(between(n,1,4))'", '-fps_mode', 'vfr', ...h264, '-pix_fmt', 'yuv420p'],
  ],
  'web.webm': [
    ...moving(sd, '25', 1),
    ...['-c:v', 'libvpx-vp9', '-b:v', '300k', '-cpu-used', '8', '-lag-in-frames', '16', '-auto-alt-ref', '1'],
    ...['-g', '20', '-pix_fmt', 'yuv420p', '-threads', '1'],
  ],
  'card.m2ts': [...moving(sd, '25', 1), ...h264, '-pix_fmt', 'yuv420p', '-f', 'mpegts'],
}

/** Overwrites the one edit's length in a movie of 1,000 ticks a second; the file is otherwise the same. */
function trimEnd(path: string, bySeconds: number): void {
  const all = readFileSync(path)
  const at = all.indexOf('elst') + 12
  all.writeUInt32BE(all.readUInt32BE(at) - bySeconds * 1000, at)
  writeFileSync(path, all)
}

/** What `makeFootage` makes. */
export const made: readonly string[] = [...Object.keys(kinds), 'trimmed.mp4', 'upright.mp4']

/** Makes all of `kinds` in a folder, and of the first of them one trimmed at both ends by its edit list and one turned like a phone's. */
export function makeFootage(dir: string): void {
  for (const [name, args] of Object.entries(kinds)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    ffmpeg(...args, join(dir, name))
  }
  const first = join(dir, Object.keys(kinds)[0]!)
  const trimmed = join(dir, 'trimmed.mp4')
  ffmpeg('-ss', '0.28', '-i', first, '-c', 'copy', trimmed)
  trimEnd(trimmed, 0.2)
  ffmpeg('-i', join(dir, 'ten.mp4'), '-c', 'copy', '-metadata:s:v', 'rotate=90', join(dir, 'upright.mp4'))
}

const subsampled: Readonly<Record<string, number>> = { 420: 1.5, 422: 2, 444: 3 }

/**
 * MEDIA4 by other means: the whole file through a pipe, cut by size, each frame's name of its format (and turn, as the session's record
 * says it), u32le width and height, and the samples.
 */
export function namesOf(path: string, turn = 0): string[] {
  const probed = execFileSync(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=width,height,pix_fmt', '-of', 'json', path],
    { encoding: 'utf8' },
  )
  const { width, height, pix_fmt } = JSON.parse(probed).streams[0] as { width: number; height: number; pix_fmt: string }
  const format = pix_fmt.replace(/le$/, '').replace('yuvj', 'yuv')
  const bytes = width * height * subsampled[format.slice(3, 6)]! * (/p1\d$/.test(format) ? 2 : 1)
  const args = ['-v', 'error', '-nostdin', '-noautorotate', '-i', path, '-map', '0:v:0']
  const all = execFileSync('ffmpeg', [...args, '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'], {
    maxBuffer: 2 ** 31,
  })
  const size = Buffer.alloc(8)
  size.writeUInt32LE(width, 0)
  size.writeUInt32LE(height, 4)
  return Array.from({ length: all.length / bytes }, (_, i) =>
    createHash('sha256')
      .update(turn ? `${format} turned ${turn}` : format, 'ascii')
      .update(size)
      .update(all.subarray(i * bytes, (i + 1) * bytes))
      .digest('hex')
      .slice(0, 32),
  )
}

/** Every frame forwards, backwards, and then some in leaps of a fixed disorder. */
export const anyOrder = (frames: number): number[] => {
  const all = Array.from({ length: frames }, (_, n) => n)
  const leaps = all.slice(0, 6).map((n) => (n * 17 + 5) % frames)
  return [...all, ...all.toReversed(), ...leaps]
}
