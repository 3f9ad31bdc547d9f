/** What an outline costs before pixels: flattened, its edges found, the distance of every pixel. One thread, processor time. */
import { drawDistance } from '../../shared/render/distance.ts'
import { close, edgesOf, flatten } from '../../shared/render/outline.ts'
import type { Bench, Figure } from './figure.ts'

const TIMES = 7

/** A path of `points` about the middle, wavering, with handles along its way or none. */
function path(points: number, handle: number): number[] {
  return Array.from({ length: points }, (_, i) => {
    const turn = (i / points) * 2 * Math.PI
    const r = 0.55 + 0.08 * Math.sin(i * 2.4)
    const [tx, ty] = [-Math.sin(turn) * handle, Math.cos(turn) * handle]
    return [r * Math.cos(turn) * 1.2, r * Math.sin(turn), -tx, -ty, tx, ty]
  }).flat()
}

const shapes: Readonly<Record<string, { readonly of: readonly number[]; readonly note: string }>> = {
  polygon: { of: path(12, 0), note: 'a polygon of 12 points' },
  curve: { of: path(8, 0.15), note: 'a curve of 8 points' },
  roto: { of: path(60, 0.02), note: 'a curve of 60 points' },
}
const sizes = { '1080': [1920, 1080], '480': [854, 480] } as const

export const bench: Bench = {
  name: 'outline',
  doc: 'polygon and curve windows: milliseconds from points to the distance of every pixel',
  names: Object.keys(shapes).flatMap((shape) => Object.keys(sizes).map((size) => `outline.${shape}-${size}`)),
  *figures(): Iterable<Figure> {
    for (const [shape, { of, note }] of Object.entries(shapes))
      for (const [size, [width, height]] of Object.entries(sizes)) {
        let [least, segments] = [Infinity, 0]
        for (let i = 0; i < TIMES; i++) {
          const before = process.cpuUsage().user
          const outline = close(flatten(of, false, [height / 2, 0, width / 2, 0, height / 2, height / 2]))
          drawDistance(outline, edgesOf(outline), width, height)
          least = Math.min(least, (process.cpuUsage().user - before) / 1000)
          segments = outline.length / 4
        }
        const what = `${note}, ${segments} segments, ${width}×${height}`
        yield { name: `outline.${shape}-${size}`, value: least, unit: 'ms', note: `${what}, best of ${TIMES}` }
      }
  },
}
