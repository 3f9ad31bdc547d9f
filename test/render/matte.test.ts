import { describe, expect, it } from 'vitest'
import { diff } from '../../shared/doc/diff.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { matteParts, readMatte } from '../../shared/doc/matte.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { discOf, reachOf } from '../../shared/op/blur.ts'
import { holdMask } from '../../shared/op/draw.ts'
import { Builder } from '../../shared/op/expr.ts'
import { boundStages } from '../../shared/render/bound-stages.ts'
import { sliceDraft } from '../../shared/render/draft.ts'
import { drawKeyBlur, drawMatte } from '../../shared/render/matte.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { codeFrame } from '../../shared/render/trial.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, frame, plan, randomOf } from './hostile.ts'
import { CLIP, grade, node, session } from './kit.ts'

const W = 48
const H = 30
const L = `c.${CLIP}/0`

/** A key of a few blobs, specks, holes and a soft edge. */
const random = randomOf(41)
const key = Float32Array.from({ length: W * H }, (_, p) => {
  const [x, y] = [p % W, Math.floor(p / W)]
  if (random() < 0.02) return random() < 0.5 ? 1 : 0
  return Math.min(Math.max(1.2 - Math.hypot((x - 22) / 12, (y - 14) / 8), 0), 1)
}).map((v) => Math.floor(v * 65536 + 0.5) / 65536)

/** What finesse makes of the key; all three channels. */
function refine(stored: readonly number[], scale = 1): Float32Array {
  const b = new Builder()
  const k = drawMatte(b, holdMask(b, b.hold(b.plane(0))), stored, scale)
  const stages = sliceDraft(b, [k, k, k], 'a')
  expect(boundStages(stages)).toBeNull()
  const source = { width: W, height: H, kind: 'rgb', planes: [key, key, key], source: '' } as const
  const out = renderReference(plan([W, H], [W, H], stages), source)
  expect(differing(createWasm().render(plan([W, H], [W, H], stages), source), out)).toBe(0)
  return out.planes[0]
}
const held = (i: number, n: number): number => Math.min(Math.max(i, 0), n - 1)
/** The largest or least within a disc of rectangles, by looking at each pixel of it. */
const disc = (from: Float32Array, way: 'grow' | 'shrink', radius: number): Float32Array =>
  from.map((_, p) => {
    const [x, y] = [p % W, Math.floor(p / W)]
    const all = discOf(radius).flatMap(([across, down]) =>
      Array.from({ length: 2 * down + 1 }, (_, j) => j - down).flatMap((j) =>
        Array.from({ length: 2 * across + 1 }, (_, i) => from[held(y + j, H) * W + held(x + i - across, W)]!),
      ),
    )
    return way === 'grow' ? Math.max(...all) : Math.min(...all)
  })
const level = (from: Float32Array, gain: number, offset: number) =>
  from.map((v) => Math.min(Math.max(v * gain + offset, 0), 1))
const apart = (a: Float32Array, b: Float32Array) => a.reduce((most, v, p) => Math.max(most, Math.abs(v - b[p]!)), 0)
const STEP = 1 / 65536

describe('[OP18] matte finesse', () => {
  it('[OP18] clips black and white, cleans specks and holes, shrinks and grows by a disc', () => {
    expect(apart(refine([20]), level(key, 1 / 0.8, -0.2 / 0.8))).toBeLessThan(2 * STEP)
    expect(apart(refine([10, 30]), level(key, 1 / 0.6, -0.1 / 0.6))).toBeLessThan(2 * STEP)
    expect(apart(refine([0, 0, 3]), disc(disc(key, 'shrink', 3), 'grow', 3))).toBe(0)
    expect(apart(refine([0, 0, 0, 3]), disc(disc(key, 'grow', 3), 'shrink', 3))).toBe(0)
    expect(apart(refine([0, 0, 0, 0, 5]), disc(key, 'grow', 5))).toBe(0)
    expect(apart(refine([0, 0, 0, 0, -2]), disc(key, 'shrink', 2))).toBe(0)
    // At both ends it is nothing or all, not a fault.
    expect(new Set(refine([100]))).toEqual(new Set([0]))
    expect(apart(refine([0, 100]), level(key, 1024, 0))).toBeLessThan(2 * STEP)
  })

  it('[OP18] blurs by three boxes, and its soft edge lies inside or outside by the ratio', () => {
    const soft = refine([0, 0, 0, 0, 0, 6])
    // A straight edge's own blur, in f64.
    const { whole, part } = reachOf(3)
    const width = 2 * whole + 1 + 2 * part
    let edge: number[] = Array.from({ length: 61 }, (_, i) => (i < 30 ? 1 : 0))
    for (let t = 0; t < 3; t++)
      edge = edge.map((_, i) => {
        let sum = part * (edge[held(i - whole - 1, 61)]! + edge[held(i + whole + 1, 61)]!)
        for (let j = -whole; j <= whole; j++) sum += edge[held(i + j, 61)]!
        return sum / width
      })
    const b = new Builder()
    const k = drawKeyBlur(b, holdMask(b, b.hold(b.plane(0))), 6)
    const step = Float32Array.from({ length: 61 }, (_, i) => (i < 30 ? 1 : 0))
    const source = { width: 61, height: 1, kind: 'rgb', planes: [step, step, step], source: '' } as const
    const got = renderReference(plan([61, 1], [61, 1], sliceDraft(b, [k, k, k], 'a')), source).planes[0]
    expect(apart(got, Float32Array.from(edge))).toBeLessThan(4 * STEP)
    expect(apart(refine([0, 0, 0, 0, 0, 6, 100]), level(soft, 2, 0))).toBeLessThan(2 * STEP)
    expect(apart(refine([0, 0, 0, 0, 0, 6, -50]), level(soft, 1.5, -0.5))).toBeLessThan(2 * STEP)
  })

  it('[OP18] follows the size of the picture, and at rest leaves no trace', () => {
    expect(apart(refine([0, 0, 0, 0, 8], 0.5), disc(key, 'grow', 4))).toBe(0)
    expect(apart(refine([0, 0, 0, 0, 8], 0.01), key)).toBe(0)
    expect(readMatte([0, 0, 0])).toBeNull()
    expect(readMatte([0, 250])).toMatchObject({ 'white-clip': 100, blur: 0 })
    const of = (...more: [string, Value][]) =>
      grade(...node(L, 'aaaaaaaa', { 'primaries.gain': [1.2, 1, 1, 1], ...window }), ...more)
    const name = (entries: ReturnType<typeof of>) =>
      compilePlan({ session: session(), entries, clip: CLIP, frame: 0 }).name
    expect(name(of([`${L}/aaaaaaaa/matte`, [0, 0, 0]]))).toBe(name(of()))
    expect(diff(of(), of([`${L}/aaaaaaaa/matte`, [0, 0, 0]]))).toEqual([])
    expect(name(of([`${L}/aaaaaaaa/matte`, [1]]))).not.toBe(name(of()))
  })

  it('[OP18] is refused beyond its ranges, in a sentence', () => {
    expect(checkEntry('grade', `${L}/aaaaaaaa/matte`, [0, 0, 0, 0, -100, 2000, 100])).toBeNull()
    for (const value of [[101], [0, 0, 0, 0, 0, -1], [0, 0, 0, 0, 0, 0, 0, 0]])
      expect(checkEntry('grade', `${L}/aaaaaaaa/matte`, value)).toContain(
        'takes up to 7 numbers: black-clip 0…100, white-clip 0…100',
      )
    for (const { doc, soft, hard } of matteParts) {
      expect(doc).toMatch(/\.$/)
      expect([soft[0] >= hard[0], soft[1] <= hard[1]]).toEqual([true, true])
    }
  })
})

const window = {
  'w.wwwwwwww/head': ['circle', true, false, 'add', 'a', ''],
  'w.wwwwwwww/shape': [0, 0, 0.3, 0.2, 0],
  'w.wwwwwwww/soft': [0.05],
} satisfies Record<string, Value>

describe('[OP18] keys that see neighbours, in a plan', () => {
  const compiled = (controls: Record<string, Value>, resolution?: readonly [number, number]) =>
    compilePlan({
      session: session(64, 36),
      entries: grade(
        ...node(L, 'kkkkkkkk', {
          'qualifier.mode': ['luma'],
          'qualifier.lum-low': [0.3],
          'qualifier.lum-low-soft': [0.2],
        }),
        ...node(L, 'aaaaaaaa', { 'primaries.gain': [1.5, 1, 1, 1], ...controls }, 'kkkkkkkk'),
      ),
      clip: CLIP,
      frame: 0,
      ...(resolution ? { resolution } : {}),
    })

  it('[OP18] lack nothing, give the same bits by WASM, and leave what is outside alone', () => {
    const wasm = createWasm()
    const source = codeFrame(64, 36, 9)
    const bare = renderReference(compiled({ 'primaries.gain': [1, 1, 1, 1] }), source)
    for (const controls of [
      { ...window, matte: [5, 10, 1, 1, 2, 6, 20] },
      { ...window, key: ['kkkkkkkk', 'key', false, 'matte', 1, 0, 10] },
      { ...window, key: ['kkkkkkkk', 'rgb', true, 'mask', 1.5, -0.1, 3], matte: [0, 0, 0, 0, -1] },
    ] as Record<string, Value>[]) {
      const one = compiled(controls)
      expect(one.lacks).toEqual([])
      expect(one.stages.length).toBeGreaterThan(2)
      expect(boundStages(one.stages, 'these coefficients')).toBeNull()
      const drawn = renderReference(one, source)
      expect(differing(drawn, wasm.render(one, source))).toBe(0)
      expect(differing(drawn, bare)).toBeGreaterThan(50)
    }
    const held = renderReference(compiled({ ...window, matte: [0, 0, 0, 0, 2, 4] }), source)
    for (const p of [0, 63, 64 * 35, 64 * 36 - 1]) expect(held.planes[0][p]).toBe(bare.planes[0][p])
  })

  it('[OP18] hostile planes too', () => {
    const wasm = createWasm()
    const one = compiled({ ...window, matte: [5, 10, 1, 1, 2, 6, 20] })
    for (let seed = 1; seed < 6; seed++) {
      const source = frame(64, 36, randomOf(seed))
      expect(differing(renderReference(one, source), wasm.render(one, source))).toBe(0)
    }
  })
})
