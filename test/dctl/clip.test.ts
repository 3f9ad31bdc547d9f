import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import type { Lut, Lut1d } from '../../shared/op/lut.ts'
import { TEXT_MOST } from '../../shared/render/dctl.ts'
import { clipDctl } from '../../shared/render/dctl-clip.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { CLIP, grade, node, session } from '../render/kit.ts'
import { compiler, runDctl } from './c.ts'

const [W, H] = [32, 18]
const LEVEL = `c.${CLIP}/0`
const s = session(W, H)
const of = (entries: ReturnType<typeof grade>, over = {}) =>
  clipDctl({ session: s, entries, clip: CLIP, frame: 0, ...over })!
const gain = (y: number): Record<string, Value> => ({ 'primaries.gain': [y, 1, 1, 1] })
const label = (id: string, text: string): [string, Value] => [`${LEVEL}/${id}/label`, [text]]
/** A LUT of n³ vertices that bends and mixes a little. */
const lattice = (n: number): Lut => {
  const domain = [
    [0, 1],
    [0, 1],
    [0, 1],
  ] as const
  const values = Float32Array.from({ length: 3 * n * n * n }, (_, k) => {
    const [p, c] = [Math.floor(k / 3), k % 3]
    const rgb = [p % n, Math.floor(p / n) % n, Math.floor(p / n / n)].map((v) => v / (n - 1))
    return 0.9 * rgb[c]! * rgb[c]! + 0.1 * rgb[(c + 1) % 3]!
  })
  return { title: '', steps: [{ kind: 'lut3d', size: [n, n, n], domain, values }] }
}
const polygon = {
  'w.aaaaaaaa/head': ['polygon', true, false, 'add', 'a', ''],
  'w.aaaaaaaa/path': [-0.5, -0.5, 0, 0, 0, 0, 0.5, -0.5, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0],
  'w.aaaaaaaa/soft': [0.1],
} as Record<string, Value>

describe('[DCTL4] one clip as one text', () => {
  const carried = grade(...node(LEVEL, 'aaaaaaaa', gain(1.2)), label('aaaaaaaa', 'Balance'))

  it('[DCTL4] says its clip, plan, spaces and nodes, and leaves nothing out that it can carry', () => {
    const { text, plan, left, constants } = of(carried)
    expect(left).toEqual([])
    expect(constants).toBeLessThanOrEqual(TEXT_MOST)
    expect(text.split('\n').slice(0, 3)).toEqual([
      `// Samelight, clip one, frame 0: plan ${plan}.`,
      '// Takes ARRI LogC3 EI 800, ARRI Wide Gamut 3, gives Rec.709 display, BT.1886 (gamma 2.4).',
      '// Node 1 (Balance): Primaries.',
    ])
    expect(of(carried).text).toBe(text)
    expect(of(grade(...node(LEVEL, 'aaaaaaaa', gain(1.3)))).plan).not.toBe(plan)
    expect(of(carried, { to: 'acescct' }).text).toContain('gives ACEScct.')
  })

  it('[DCTL4] leaves out a node whole that reads neighbours or a drawn window, by name, and what takes its key from it', () => {
    const rich = grade(
      ...node(LEVEL, 'aaaaaaaa', gain(1.2)),
      ...node(LEVEL, 'bbbbbbbb', { ...gain(0.9), ...polygon }, 'aaaaaaaa'),
      label('bbbbbbbb', 'Sky'),
      ...node(LEVEL, 'cccccccc', { ...gain(1.4), key: ['bbbbbbbb', 'key', false, 'mask', 1, 0, 0] }, 'bbbbbbbb'),
      ...node(LEVEL, 'dddddddd', { 'log.offset': [0.05, 0, 0] }, 'cccccccc'),
      [`${LEVEL}/sizing/input`, ['fit', 0.1, 0, 1.3, 12, false, true]],
    )
    const { text, left, plan } = of(rich)
    expect(left).toEqual([
      'The sizing of the clip: sizing, which reads neighbours.',
      'Node 2 (Sky): a polygon or curve window, whose distances are a plane of their own.',
      'Node 3: its key comes from node 2.',
    ])
    for (const sentence of left) expect(text).toContain(`// Left out. ${sentence}`)
    const rest = grade(
      ...node(LEVEL, 'aaaaaaaa', gain(1.2)),
      ...node(LEVEL, 'dddddddd', { 'log.offset': [0.05, 0, 0] }, 'aaaaaaaa'),
    )
    expect(plan).toBe(of(rest).plan)
  })

  it('[DCTL4] leaves out output blanking, by name: its lines are those of the timeline', () => {
    const blanked = grade(
      ...node(LEVEL, 'aaaaaaaa', gain(1.2)),
      label('aaaaaaaa', 'Balance'),
      ['t/0/sizing/blanking', [0, 0.125, 0, 0.125]],
      [`${LEVEL}/sizing/blanking@10`, ['static', 0.1, 0, 0, 0]],
    )
    const { left, plan } = of(blanked)
    expect(left).toEqual(['Output blanking, which stands on the timeline’s picture.'])
    expect(plan).toBe(of(carried).plan)
  })

  it('[DCTL4] leaves out output sizing, by name, and keeps every node', () => {
    const put = ['static', 0.1, 0, 1.2, 0, false, false]
    const moved = grade(
      ...node(LEVEL, 'aaaaaaaa', gain(1.2)),
      label('aaaaaaaa', 'Balance'),
      ['t/0/sizing/output', put.slice(1)],
      [`${LEVEL}/sizing/output@10`, put],
    )
    const { left, plan } = of(moved)
    expect(left).toEqual(['Output sizing, which reads neighbours.'])
    expect(plan).toBe(of(carried).plan)
  })

  it('[DCTL4] takes keyframes as they stand at the frame, and levels in their order', () => {
    const keyed = grade(
      ...node(LEVEL, 'aaaaaaaa', {}),
      [`${LEVEL}/aaaaaaaa/log.offset@10`, ['static', 0, 0, 0]],
      [`${LEVEL}/aaaaaaaa/log.offset@15`, ['static', 0.1, 0.1, 0.1]],
      [`c.${CLIP}/group`, ['grouponeg']],
      ...node('g.grouponeg.pre/0', 'bbbbbbbb', gain(1.1)),
      ...node('t/0', 'cccccccc', gain(1.2)),
    )
    expect(of(keyed, { frame: 4 }).plan).not.toBe(of(keyed, { frame: 5 }).plan)
    const { text } = of(keyed, { frame: 5 })
    const said = text.split('\n').filter((line) => line.startsWith('// Node'))
    expect(said).toEqual([
      '// Node 1: Log.',
      '// Node 1 of the group before the clip: Primaries.',
      '// Node 1 of the timeline: Primaries.',
    ])
    expect(clipDctl({ session: s, entries: keyed, clip: 'nowhere0', frame: 0 })).toBeNull()
  })

  it('[DCTL4] leaves out the largest node where all together hold too many constants', () => {
    // Curves with a kink at every point.
    const jagged = (seed: number): Value =>
      Array.from({ length: 32 }, (_, i) => [i / 31, (i + ((i + seed) % 2 ? 0.4 + seed / 100 : 0)) / 32]).flat()
    const ids = Array.from({ length: 12 }, (_, i) => `${'abcdefghijkl'[i]}`.repeat(8))
    const many = grade(
      ...ids.flatMap((id, n) =>
        node(
          LEVEL,
          id,
          { 'curves.y': jagged(n), 'curves.r': jagged(n + 20), 'curves.g': jagged(n + 40), 'curves.b': jagged(n + 60) },
          n === 0 ? 'src' : ids[n - 1],
        ),
      ),
    )
    const { text, left, constants } = of(many)
    expect(constants).toBeLessThanOrEqual(TEXT_MOST)
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(12)
    expect(left[0]).toMatch(/^Node \d+: its \d+ constants are too many beside the others’; a text holds 12288\.$/)
    expect(text).toContain('make_float3')
  })

  it('[DCTL4] carries a LUT whose numbers are few, in C as in the engine, and names one of more', () => {
    const cc = compiler()
    const of9 = lattice(9)
    const curve: Lut = {
      title: '',
      steps: [
        {
          kind: 'lut1d',
          domain: [
            [0, 1],
            [0, 1],
            [0, 1],
          ],
          values: [0.8, 1, 1.3].map((p) =>
            Float32Array.from({ length: 1024 }, (_, i) => (i / 1023) ** p),
          ) as unknown as Lut1d['values'],
        },
      ],
    }
    const pixels = Float32Array.from({ length: W * H * 3 }, (_, i) => ((i * 37) % 997) / 996)
    const planes = [0, 1, 2].map((c) => Float32Array.from({ length: W * H }, (_, p) => pixels[3 * p + c]!))
    const media = { ...s.media.get('media001')!, matrix: 'rgb', range: 'full', depth: 32 } as const
    const entries = grade(...node(LEVEL, 'aaaaaaaa', { 'lut.table': ['a'.repeat(64)] }))
    for (const [what, lut] of [
      ['9³', of9],
      ['1024', curve],
    ] as const) {
      const luts = () => lut
      const { text, left, constants } = of(entries, { luts, to: 'logc3-ei800-awg3' })
      expect(left, what).toEqual([])
      expect(constants).toBeGreaterThan(0)
      const coded = {
        ...s,
        media: new Map([[media.id, media]]),
        pipeline: { ...s.pipeline, output: 'logc3-ei800-awg3' },
      }
      const want = renderReference(compilePlan({ session: coded, entries, clip: CLIP, frame: 0, luts }), {
        width: W,
        height: H,
        kind: 'rgb',
        source: '',
        planes: [planes[0]!, planes[1]!, planes[2]!],
      })
      const got = cc === null ? null : runDctl(cc, [text], W, H, pixels, ['-O0', '-ffp-contract=off'])[0]!
      const off = want.planes.flatMap((plane, c) =>
        [...plane].map((v, p) => (got === null ? 0 : Math.abs(v - got[3 * p + c]!))),
      )
      console.log(`DCTL of a LUT of ${what}: worst ${Math.max(...off).toExponential(1)}, ${constants} constants`)
      expect(Math.max(...off)).toBeLessThan(2e-6)
    }
    expect(of(entries, { luts: () => lattice(33) }).left).toEqual([
      'Node 1: a LUT of 35937 vertices, where a text has room for 1024.',
    ])
    expect(of(entries).left[0]).toMatch(/^Node 1: .*LUT/)
  })

  it('[DCTL4] as C it is the picture of the clip, from the code values of its own media', () => {
    const cc = compiler()
    const { text } = of(carried)
    const pixels = Float32Array.from({ length: W * H * 3 }, (_, i) => ((i * 37) % 997) / 996)
    const planes = [0, 1, 2].map((c) => Float32Array.from({ length: W * H }, (_, p) => pixels[3 * p + c]!))
    const media = { ...s.media.get('media001')!, matrix: 'rgb', range: 'full', depth: 32 } as const
    const plan = compilePlan({
      session: { ...s, media: new Map([[media.id, media]]) },
      entries: carried,
      clip: CLIP,
      frame: 0,
    })
    const want = renderReference(plan, {
      width: W,
      height: H,
      kind: 'rgb',
      source: '',
      planes: [planes[0]!, planes[1]!, planes[2]!],
    })
    const got = cc === null ? null : runDctl(cc, [text], W, H, pixels, ['-O0', '-ffp-contract=off'])[0]!
    const off = want.planes.flatMap((plane, c) =>
      [...plane].map((v, p) => (got === null ? 0 : Math.abs(v - got[3 * p + c]!))),
    )
    expect(off.filter((v) => v > 2e-5).length).toBeLessThanOrEqual(off.length / 100)
    expect(text.length).toBeGreaterThan(1000)
  })
})
