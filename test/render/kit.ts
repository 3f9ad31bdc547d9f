/** A session of one clip, a grade from a few lines, and a source of a few colours. */
import type { Value } from '../../shared/doc/grade.ts'
import type { Media, Session } from '../../shared/doc/session.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'

export const CLIP = 'clip0001'

/** One clip of `width × height`, 10-bit limited Rec.709 Y'CbCr in LogC3 unless told otherwise. */
export function session(width = 16, height = 8, over: Partial<Media> = {}): Session {
  const rate = { num: 24, den: 1 }
  const media: Media = {
    id: 'media001',
    name: 'a.mp4',
    quick: '0'.repeat(32),
    width,
    height,
    rate,
    frames: 48,
    startTimecode: 0,
    depth: 10,
    matrix: 'bt709',
    range: 'limited',
    space: 'logc3-ei800-awg3',
    size: 1,
    ...over,
  }
  return {
    name: 'test',
    linked: true,
    pipeline: { working: 'logc3-ei800-awg3', output: 'rec709-bt1886' },
    timeline: {
      name: 'cut',
      width,
      height,
      rate,
      startTimecode: 0,
      tracks: [{ id: 'track001', kind: 'video', order: 'a', name: 'V1' }],
      clips: [
        {
          id: CLIP,
          name: 'one',
          track: 'track001',
          media: 'media001',
          recordIn: 100,
          sourceIn: 10,
          length: 24,
          speed: { num: 1, den: 1 },
        },
      ],
      transitions: [],
      length: 124,
    },
    media: new Map([[media.id, media]]),
    seats: new Map(),
    driver: null,
    locks: [],
  }
}

/** Entries from `[key, value]` pairs, numbers rounded to f32 as the document holds them. */
export const grade = (...pairs: [string, Value][]): Map<string, Value> =>
  new Map(pairs.map(([key, value]) => [key, value.map((v) => (typeof v === 'number' ? Math.fround(v) : v))]))

/** One serial corrector on a level, with its controls. */
export const node = (level: string, id: string, controls: Record<string, Value>, reads = 'src'): [string, Value][] => [
  [`${level}/${id}/head`, ['corrector', 'out', '0']],
  [`${level}/${id}/in.0`, [reads, 'rgb']],
  [`${level}/out/in.0`, [id, 'rgb']],
  ...Object.entries(controls).map(([control, value]): [string, Value] => [`${level}/${id}/${control}`, value]),
]

/** A frame of code values from a function of the pixel. */
export function source(
  width: number,
  height: number,
  at: (x: number, y: number) => readonly [number, number, number],
  kind: SourceFrame['kind'] = 'ycbcr',
): SourceFrame {
  const planes = [0, 1, 2].map((c) =>
    Float32Array.from({ length: width * height }, (_, p) => at(p % width, Math.floor(p / width))[c]!),
  )
  return { width, height, kind, planes: [planes[0]!, planes[1]!, planes[2]!], source: 'f'.repeat(32) }
}
