import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, frame, randomOf } from './hostile.ts'
import { CLIP, grade, node, session, source } from './kit.ts'

const C = `c.${CLIP}/0`
const [WIDTH, HEIGHT] = [40, 20]
const W = 'w.aaaaaaaa'
const random = randomOf(20261129)
const pick = (low: number, high: number) => low + (high - low) * random()

const planOf = (
  entries: Parameters<typeof compilePlan>[0]['entries'],
  size: readonly [number, number] = [WIDTH, HEIGHT],
) => compilePlan({ session: session(size[0], size[1]), entries, clip: CLIP, frame: 0 })
const one = (controls: Record<string, Value>) => grade(...node(C, 'aaaaaaaa', controls))
/** A picture no two pixels of which are alike, shifted by whole pixels; null outside it. */
const codes = (x: number, y: number): readonly [number, number, number] => [100 + 2 * (y * WIDTH + x), 500 + x, 500 + y]
const plain = source(WIDTH, HEIGHT, codes)
const draw = (controls: Record<string, Value>, of: SourceFrame = plain) => {
  const plan = planOf(one(controls))
  expect(plan.lacks).toEqual([])
  return renderReference(plan, of).planes
}
type Planes = ReturnType<typeof draw>
/** Whether a pixel of one is that pixel of the other, bit for bit. */
const same = (a: Planes, p: number, b: Planes, q: number) => a.every((plane, c) => Object.is(plane[p], b[c]![q]))
const at = (x: number, y: number) => y * WIDTH + x
const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT
const rest = draw({})

describe('[SIZE2] node sizing', () => {
  it('[SIZE2] by whole pixels, quarters and flips it copies: pan right, tilt down, clockwise; beyond the picture is black', () => {
    const moves: [Record<string, Value>, (x: number, y: number) => readonly [number, number]][] = [
      [{ 'sizing.pan': [0.3], 'sizing.tilt': [-0.2] }, (x, y) => [x - 3, y + 2]],
      [{ 'sizing.flip': ['across'] }, (x, y) => [WIDTH - 1 - x, y]],
      [{ 'sizing.flip': ['down'] }, (x, y) => [x, HEIGHT - 1 - y]],
      [{ 'sizing.flip': ['both'] }, (x, y) => [WIDTH - 1 - x, HEIGHT - 1 - y]],
      [{ 'sizing.rotate': [180] }, (x, y) => [WIDTH - 1 - x, HEIGHT - 1 - y]],
    ]
    const black = draw({ 'sizing.pan': [16] })
    for (const [controls, from] of moves) {
      const got = draw(controls)
      for (let y = 0; y < HEIGHT; y++)
        for (let x = 0; x < WIDTH; x++) {
          const [u, v] = from(x, y)
          const want = inside(u, v) ? same(got, at(x, y), rest, at(u, v)) : same(got, at(x, y), black, 0)
          expect(want, `${JSON.stringify(controls)} ${x} ${y}`).toBe(true)
        }
    }
    // A quarter clockwise about the centre: what was above stands to the right.
    const turned = draw({ 'sizing.rotate': [90] })
    expect(same(turned, at(WIDTH / 2 + 7, HEIGHT / 2 + 3), rest, at(WIDTH / 2 + 3, HEIGHT / 2 - 8))).toBe(true)
  })

  it('[SIZE2] at rest is absent; it comes before every palette, which sees the picture where it then stands', () => {
    expect(planOf(one({ 'sizing.zoom': [1], 'sizing.key': ['locked'] })).name).toBe(planOf(grade()).name)
    const graded = { 'primaries.gain': [1.3, 1, 1.1, 1], 'hue-curves.hue-sat': [0.1, 0.5, 0.4, 2, 0.7, 1] }
    const [still, moved] = [draw(graded), draw({ ...graded, 'sizing.pan': [0.5] })]
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 5; x < WIDTH; x++) expect(same(moved, at(x, y), still, at(x - 5, y))).toBe(true)
  })
})

/** Left of the line at x (in half heights) the window is full. */
const left = (x: number): Record<string, Value> => ({
  [`${W}/head`]: ['gradient', true, false, 'add', 'a', ''],
  [`${W}/shape`]: [x, 0, -90],
  [`${W}/soft`]: [0],
})

describe('[SIZE2] the key of a node that is sized', () => {
  it('[SIZE2] locked, it stays: a window and a pan put one place over another, the rest bit for bit as it came', () => {
    const got = draw({ ...left(0), 'sizing.pan': [0.3], 'sizing.key': ['locked'] })
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 3; x < WIDTH; x++)
        expect(same(got, at(x, y), rest, x < WIDTH / 2 ? at(x - 3, y) : at(x, y)), `${x} ${y}`).toBe(true)
  })

  it('[SIZE2] else it goes along, windows of every kind with it', () => {
    const corners = [-3, -2, 0, -2, 0, 2, -3, 2]
    const path = [0, 2, 4, 6].flatMap((i) => [...corners.slice(i, i + 2), 0, 0, 0, 0])
    const kinds: Record<string, Value>[] = [
      left(0),
      { [`${W}/head`]: ['linear', true, false, 'add', 'a', ''], [`${W}/shape`]: corners, [`${W}/soft`]: [0] },
      { [`${W}/head`]: ['polygon', true, false, 'add', 'a', ''], [`${W}/path`]: path, [`${W}/soft`]: [0] },
    ]
    for (const window of kinds) {
      const got = draw({ ...window, 'sizing.pan': [0.3] })
      for (let y = 0; y < HEIGHT; y++)
        for (let x = 3; x < WIDTH; x++)
          expect(same(got, at(x, y), rest, x < WIDTH / 2 + 3 ? at(x - 3, y) : at(x, y)), `${x} ${y}`).toBe(true)
      const turned = draw({ ...window, 'sizing.flip': ['across'] })
      for (let x = 0; x < WIDTH; x++)
        expect(same(turned, at(x, 5), rest, x < WIDTH / 2 ? at(x, 5) : at(WIDTH - 1 - x, 5)), `${x}`).toBe(true)
    }
  })

  it('[SIZE2] the qualifier keys what it sees there, and a key from another node goes along or stays', () => {
    // A bright left half of a dark picture.
    const patch = source(WIDTH, HEIGHT, (x) => [x < WIDTH / 2 ? 700 : 150, 512, 512])
    const lit = { 'log.offset': [0, 0, 0.2], 'sizing.pan': [0.3] }
    const before = node(C, 'bbbbbbbb', left(0))
    const key = { key: ['bbbbbbbb', 'key', false, 'matte', 1, 0, 0] }
    /** How far from the left blue is raised. */
    const reach = (controls: Record<string, Value>) => {
      const of = (more: Record<string, Value>) => {
        const own = node(C, 'aaaaaaaa', { ...controls, ...lit, ...more }, 'bbbbbbbb')
        return renderReference(planOf(grade(...before, ...own)), patch).planes[2].subarray(at(0, 5), at(0, 6))
      }
      const [got, none] = [of({}), of({ 'key.out': [0, 0] })]
      return [...got.keys()].filter((x) => x >= 3 && got[x] !== none[x]).length + 3
    }
    expect(reach(key)).toBe(WIDTH / 2 + 3)
    expect(reach({ ...key, 'sizing.key': ['locked'] })).toBe(WIDTH / 2)
    const bright = { 'qualifier.mode': ['luma'], 'qualifier.lum-low': [0.4] }
    expect(reach(bright)).toBe(WIDTH / 2 + 3)
    expect(reach({ ...bright, 'sizing.key': ['locked'] })).toBe(WIDTH / 2)
  })
})

describe('[SIZE2] on every executor', () => {
  it('[SIZE2] reference and WASM agree at hostile sizes: turned, zoomed, with windows, key input and armed neighbours', () => {
    const wasm = createWasm()
    for (const [width, height] of [
      [1, 1],
      [3, 5],
      [61, 7],
      [34, 33],
    ] as const)
      for (let i = 0; i < 5; i++) {
        const entries = grade(
          ...node(C, 'bbbbbbbb', { ...left(pick(-1, 1)), 'log.offset': [0.1, 0, 0] }),
          ...node(
            C,
            'aaaaaaaa',
            {
              'log.offset': [0, 0.1, 0],
              'sizing.pan': [pick(-1, 1)],
              'sizing.zoom': [pick(0.2, 3)],
              'sizing.rotate': [i === 0 ? 0 : pick(-90, 90)],
              'sizing.flip': [['none', 'across', 'down', 'both'][i % 4]!],
              'sizing.key': [i === 3 ? 'locked' : 'moves'],
              [`${W}/head`]: [i % 2 ? 'circle' : 'polygon', true, false, 'add', 'a', ''],
              [`${W}/path`]: [-0.5, -0.5, 0, 0, 0, 0, 0.7, -0.3, 0, 0, 0, 0, 0, 0.6, 0, 0, 0, 0],
              [`${W}/soft`]: [0.3],
              key: ['bbbbbbbb', 'key', true, 'mask', 1, 0, 0],
            },
            'bbbbbbbb',
          ),
        )
        const plan = planOf(entries, [width, height])
        expect(plan.lacks).toEqual([])
        const of = frame(width, height, random)
        expect(differing(renderReference(plan, of), wasm.render(plan, of)), `${width}x${height} ${i}`).toBe(0)
      }
  })
})
