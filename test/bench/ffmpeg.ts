/** Peers of the engine: ffmpeg's `lut3d` (tetrahedral, 33 × 33 × 33 points) and `curves`, one thread, on 10-bit frames of the same size. */
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { percentile } from './figure.ts'
import { folder } from './tidy.ts'

const edge = 33
const frames = 60

/** A .cube file that bends each channel and mixes a little of the others in; how long it takes does not depend on the numbers. */
export function cube(): string {
  const at = (i: number, c: number) => (Math.floor(i / edge ** c) % edge) / (edge - 1)
  const bend = (v: number) => v * (1.4 - 0.4 * v)
  const lines = Array.from({ length: edge ** 3 }, (_, i) => {
    const [r, g, b] = [at(i, 0), at(i, 1), at(i, 2)].map(bend) as [number, number, number]
    return [0.9 * r + 0.1 * g, 0.9 * g + 0.1 * b, 0.9 * b + 0.1 * r].map((v) => v.toFixed(6)).join(' ')
  })
  return `LUT_3D_SIZE ${edge}\n${lines.join('\n')}\n`
}

/** Time of the process by its own account, milliseconds: neighbours on the machine do not count. */
function run(width: number, height: number, frame: string, filter: string): number {
  const input = ['-f', 'rawvideo', '-pix_fmt', 'gbrp10le', '-s', `${width}x${height}`, '-i', frame]
  const again = `loop=loop=${frames - 1}:size=1`
  const quiet = ['-hide_banner', '-nostats', '-benchmark', '-threads', '1', '-filter_threads', '1']
  const done = spawnSync('ffmpeg', [...quiet, ...input, '-vf', again + filter, '-f', 'null', '-'], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`ffmpeg ended with ${done.status}: ${done.stderr}`)
  const seconds = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(done.stderr)
  if (!seconds) throw new Error(`ffmpeg does not say how long it took: ${done.stderr}`)
  return (Number(seconds[1]) + Number(seconds[2])) * 1000
}

/** Millions of pixels a second of one thread, what ffmpeg needs without the filter taken off; null where there is no ffmpeg. */
async function filterSpeed(width: number, height: number, filter: (folder: string) => string): Promise<number | null> {
  if (spawnSync('ffmpeg', ['-version']).error) return null
  const at = await folder()
  const [frame, table] = [join(at, 'frame.raw'), join(at, 'table.cube')]
  // Neighbours differ as in a picture: a ramp with a little of a pattern, three planes of 10 bits.
  const codes = new Uint16Array(width * height * 3)
  for (let i = 0; i < codes.length; i++) codes[i] = ((i % width) * 900) / width + ((i * 7919) % 97)
  await Promise.all([writeFile(frame, codes), writeFile(table, cube())])
  const times = (text: string) =>
    percentile(
      [0, 1, 2].map(() => run(width, height, frame, text)),
      50,
    )
  return (frames * width * height) / 1000 / (times(`,${filter(at)}`) - times(''))
}

/** The speed of `lut3d`; null where there is no ffmpeg. */
export const lutSpeed = (width: number, height: number): Promise<number | null> =>
  filterSpeed(width, height, (at) => `lut3d=file=${join(at, 'table.cube')}:interp=tetrahedral`)

/** The speed of `curves`, which reads a whole number per channel in a table of as many entries as there are codes. */
export const curvesSpeed = (width: number, height: number): Promise<number | null> =>
  filterSpeed(width, height, () => 'curves=r=0/0 0.3/0.27 0.7/0.74 1/1:g=0/0.01 0.5/0.52 1/0.98:b=0/0 0.4/0.43 1/0.97')
