/** A peer of the engine: OpenColorIO, driven by `ocio.py` under the system's own Python; Debian has it as python3-pyopencolorio. */
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folder } from './tidy.ts'

/** One operator as the script wants it. */
export type Step = { readonly op: string } & Readonly<Record<string, unknown>>

export interface PeerSpeed {
  /** Millions of pixels a second of one thread. */
  readonly speed: number
  readonly version: string
  /** What came out: R, G, B of each pixel, row by row. */
  readonly result: Float32Array
}

/** The system's Pythons, Debian's first: its modules are not seen by others. */
const pythons = ['/usr/bin/python3', 'python3']

/**
 * Each chain on the image (`width × height`, R, G, B of each pixel), `runs` times, the best; null where no Python here has OpenColorIO.
 * What went wrong with one that has it throws.
 */
export async function ocioSpeeds(
  image: Float32Array,
  width: number,
  height: number,
  chains: Readonly<Record<string, readonly Step[]>>,
  runs: number,
): Promise<ReadonlyMap<string, PeerSpeed> | null> {
  const at = await folder()
  const raw = join(at, 'image.raw')
  await writeFile(raw, image)
  const script = fileURLToPath(new URL('./ocio.py', import.meta.url))
  const input = JSON.stringify({ image: raw, width, height, runs, chains, out: at })
  for (const python of pythons) {
    const done = spawnSync(python, [script], { input, encoding: 'utf8', maxBuffer: 1 << 24 })
    if (done.error) continue
    if (done.status !== 0) throw new Error(`ocio.py ended with ${done.status}: ${done.stderr}`)
    const lines = done.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { name: string; speed: number; version: string; missing?: string })
    if (lines.some((line) => line.missing !== undefined)) continue
    const speeds = new Map<string, PeerSpeed>()
    for (const { name, speed, version } of lines) {
      const bytes = await readFile(join(at, `${name}.raw`))
      speeds.set(name, {
        speed,
        version,
        result: new Float32Array(bytes.buffer.slice(bytes.byteOffset), 0, image.length),
      })
    }
    return speeds
  }
  return null
}
