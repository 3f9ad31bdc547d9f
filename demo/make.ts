/**
 * Makes the demo's clips: `node demo/make.ts` under the project's Node, with ffmpeg and the Debian package forensics-samples-files.
 * A photograph is scaled, a 1080p window moves over it, sRGB is taken to light, to Wide Gamut 3, to LogC3 code values, and encoded.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gamutMatrix } from '../shared/op/space.ts'
import { evaluate } from '../shared/op/transfer.ts'
import { spaces } from '../shared/spaces/index.ts'

const WIDTH = 1920
const HEIGHT = 1080
const FRAMES = 48
const FROM = '/usr/share/forensics-samples/original-files'
const TO = join(dirname(fileURLToPath(import.meta.url)), 'clips')

interface Shot {
  readonly name: string
  readonly photo: string
  readonly timecode: string
  /** Width the photograph is scaled to; the window moves from one corner to the other, in pixels. */
  readonly scale: number
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  /** Scene light of the photograph's white. */
  readonly light: number
}

const shots: readonly Shot[] = [
  {
    name: 'A001C001_park',
    photo: 'pic2/IMG_20200608_111614.jpg',
    timecode: '01:02:10:00',
    scale: 2300,
    from: [60, 240],
    to: [260, 300],
    light: 1.25,
  },
  {
    name: 'A001C002_portrait',
    photo: 'pic2/IMG_20200124_231153.jpg',
    timecode: '01:05:42:12',
    scale: 2200,
    from: [200, 300],
    to: [80, 260],
    light: 1.1,
  },
  {
    name: 'A001C003_city',
    photo: 'pic1/IMG_1054.JPG',
    timecode: '01:11:03:05',
    scale: 2100,
    from: [20, 60],
    to: [140, 180],
    light: 1.4,
  },
  {
    name: 'A001C004_table',
    photo: 'pic2/IMG_20191224_234846.jpg',
    timecode: '02:00:00:00',
    scale: 2300,
    from: [300, 420],
    to: [180, 330],
    light: 1,
  },
  {
    name: 'A001C005_roots',
    photo: 'pic1/IMG-20191006-WA0002.jpg',
    timecode: '02:14:20:18',
    scale: 2060,
    from: [20, 200],
    to: [120, 240],
    light: 1.25,
  },
]

const srgb = spaces.find((s) => s.id === 'srgb')
const logc = spaces.find((s) => s.id === 'logc3-ei800-awg3')
if (!srgb || !logc) throw new Error('the spaces srgb and logc3-ei800-awg3 are needed')
const matrix = gamutMatrix(srgb, logc)
const light = Float64Array.from({ length: 65536 }, (_, i) => evaluate(srgb.toLight, i / 65535))
/** LogC3 of light 0…2 in 1/32768 steps, as 16-bit code values. */
const code = Uint16Array.from({ length: 65537 }, (_, i) => Math.round(evaluate(logc.fromLight, i / 32768) * 65535))

/** One 16-bit RGB frame, in place. */
function toLog(frame: Uint16Array, gain: number): void {
  for (let i = 0; i < frame.length; i += 3) {
    const r = light[frame[i]!]! * gain
    const g = light[frame[i + 1]!]! * gain
    const b = light[frame[i + 2]!]! * gain
    for (let c = 0; c < 3; c++) {
      const v = matrix[3 * c]! * r + matrix[3 * c + 1]! * g + matrix[3 * c + 2]! * b
      frame[i + c] = code[Math.max(0, Math.min(65536, Math.round(v * 32768)))]!
    }
  }
}

async function make(shot: Shot): Promise<void> {
  const slide = (a: number, b: number) => `floor(${a}+(${b - a})*n/${FRAMES - 1})`
  const reader = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-loop', '1', '-r', '24', '-i', join(FROM, shot.photo), '-frames:v', `${FRAMES}`],
      ...[
        '-vf',
        `scale=${shot.scale}:-2:flags=lanczos+accurate_rnd+full_chroma_int,crop=${WIDTH}:${HEIGHT}:${slide(shot.from[0], shot.to[0])}:${slide(shot.from[1], shot.to[1])}:exact=1`,
      ],
      ...['-f', 'rawvideo', '-pix_fmt', 'rgb48le', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const writer = spawn(
    'ffmpeg',
    [
      ...[
        '-v',
        'error',
        '-y',
        '-f',
        'rawvideo',
        '-pix_fmt',
        'rgb48le',
        '-s',
        `${WIDTH}x${HEIGHT}`,
        '-r',
        '24',
        '-i',
        'pipe:0',
      ],
      ...['-vf', 'scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv422p10le'],
      ...[
        '-c:v',
        'libx264',
        '-profile:v',
        'high422',
        '-preset',
        'slow',
        '-crf',
        '21',
        '-g',
        '12',
        '-bf',
        '2',
        '-threads',
        '1',
      ],
      ...[
        '-colorspace',
        'bt709',
        '-color_range',
        'tv',
        '-timecode',
        shot.timecode,
        '-metadata',
        'comment=ARRI LogC3 EI800, Wide Gamut 3',
      ],
      ...[
        '-movflags',
        '+faststart',
        '-fflags',
        '+bitexact',
        '-flags:v',
        '+bitexact',
        join(TO, `${shot.name}_logc3.mp4`),
      ],
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  )
  const ended = Promise.all([once(reader, 'exit'), once(writer, 'exit')])
  const bytes = WIDTH * HEIGHT * 6
  let held = Buffer.alloc(0)
  for await (const part of reader.stdout) {
    held = Buffer.concat([held, part as Buffer])
    while (held.length >= bytes) {
      const frame = new Uint16Array(WIDTH * HEIGHT * 3)
      new Uint8Array(frame.buffer).set(held.subarray(0, bytes))
      held = held.subarray(bytes)
      toLog(frame, shot.light)
      if (!writer.stdin.write(new Uint8Array(frame.buffer))) await once(writer.stdin, 'drain')
    }
  }
  writer.stdin.end()
  const codes = await ended
  for (const [status] of codes) if (status !== 0) throw new Error(`${shot.name}: ffmpeg ended with ${status}`)
  process.stderr.write(`${shot.name}: ${FRAMES} frames\n`)
}

for (const shot of shots) await make(shot)
