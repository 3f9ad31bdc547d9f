import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, frame, randomOf } from './hostile.ts'
import { CLIP, grade, node, session, source } from './kit.ts'

type Put = readonly [panX: number, panY: number, zoom: number, rotate: number, flipX: boolean, flipY: boolean]
const rest: Put = [0, 0, 1, 0, false, false]
const clip = (put: Put): [string, Value] => [`c.${CLIP}/0/sizing/output`, put]
const timeline = (put: Put): [string, Value] => ['t/0/sizing/output', put]
const [WIDTH, HEIGHT] = [64, 40]
const SIZE = [WIDTH, HEIGHT] as const
const planOf = (pairs: [string, Value][], size: readonly [number, number] = SIZE, at = 0) =>
  compilePlan({ session: session(...size), entries: grade(...pairs), clip: CLIP, frame: at })
const shot = frame(...SIZE, randomOf(3))
const draw = (...pairs: [string, Value][]) => renderReference(planOf(pairs), shot)
const sizes = (plan: ReturnType<typeof planOf>) => plan.stages.filter(({ kind }) => kind === 'size')

describe('[SIZE3] output sizing', () => {
  const whole = draw()

  it('[SIZE3] puts the finished picture, bit for bit where it copies: pan right and down in half heights, flips, half a turn; beyond it is 0', () => {
    const moves: [Put, (x: number, y: number) => readonly [number, number]][] = [
      [[0.15, -0.1, 1, 0, false, false], (x, y) => [x - 3, y + 2]],
      [[0, 0, 1, 0, true, false], (x, y) => [WIDTH - 1 - x, y]],
      [[0, 0, 1, 0, false, true], (x, y) => [x, HEIGHT - 1 - y]],
      [[0, 0, 1, 180, false, false], (x, y) => [WIDTH - 1 - x, HEIGHT - 1 - y]],
    ]
    for (const [put, from] of moves) {
      const got = draw(clip(put))
      for (let y = 0; y < HEIGHT; y++)
        for (let x = 0; x < WIDTH; x++) {
          const [u, v] = from(x, y)
          const inside = u >= 0 && v >= 0 && u < WIDTH && v < HEIGHT
          for (const c of [0, 1, 2] as const)
            expect(got.planes[c][y * WIDTH + x], `${put} ${x} ${y}`).toBe(inside ? whole.planes[c][v * WIDTH + u]! : 0)
        }
    }
  })

  it('[SIZE3] comes after the timeline grade, whose windows stay with the picture, and before blanking, which stays', () => {
    const window: Record<string, Value> = {
      'w.aaaaaaaa/head': ['gradient', true, false, 'add', 'a', ''],
      'w.aaaaaaaa/shape': [0, 0, -90],
      'w.aaaaaaaa/soft': [0],
      'log.offset': [0.1, 0, 0],
    }
    const graded = node('t/0', 'aaaaaaaa', window)
    const [still, moved] = [draw(...graded), draw(...graded, timeline([0.25, 0, 1, 0, false, false]))]
    for (let x = 5; x < WIDTH; x++) expect(moved.planes[0][x]).toBe(still.planes[0][x - 5]!)
    const blanked = draw(clip([-0.25, 0, 1, 0, false, false]), ['t/0/sizing/blanking', [0.125, 0, 0, 0]])
    const row = blanked.planes[1].subarray(0, WIDTH)
    expect([...row.subarray(0, 8)]).toEqual(Array(8).fill(0))
    expect(row[8]).toBe(whole.planes[1][13]!)
  })

  it('[SIZE3] of clip and timeline are one pass: what the first moves out the second brings back', () => {
    const there: Put = [2.5, -1, 1, 0, true, false]
    const back: Put = [-2.5, 1, 1, 0, false, false]
    const plan = planOf([clip(there), timeline(back)])
    expect(sizes(plan)).toHaveLength(1)
    expect(differing(renderReference(plan, shot), draw(clip([0, 0, 1, 0, true, false])))).toBe(0)
    // The timeline flips what the clip has put ten pixels to the right.
    const flipped = draw(clip([0.5, 0, 1, 0, false, false]), timeline([0, 0, 1, 0, true, false]))
    for (let x = 0; x < WIDTH; x++)
      expect(flipped.planes[2][x]).toBe(x < WIDTH - 10 ? whole.planes[2][WIDTH - 11 - x]! : 0)
    expect(planOf([clip([0, 0, 1, 90, false, false]), timeline([0, 0, 1, -90, false, false])]).stages).toHaveLength(1)
    const [least] = sizes(planOf([clip([0, 0, 0.0625, 0, false, false]), timeline([0, 0, 0.0625, 0, false, false])]))
    expect(least?.kind === 'size' && least.affine[0]).toBe(64)
  })

  it('[SIZE3] at rest leaves no trace in plan or look, and else one in both; keyframes stand at their own frames', () => {
    const look = (...pairs: [string, Value][]) => lookName(session(...SIZE), grade(...pairs), CLIP)
    expect(planOf([clip(rest), timeline(rest)]).name).toBe(planOf([]).name)
    expect(look(clip(rest), timeline(rest))).toBe(look())
    const zoomed: Put = [0, 0, 1.5, 0, false, false]
    for (const level of [clip, timeline]) {
      expect(planOf([level(zoomed)]).name).not.toBe(planOf([]).name)
      expect(look(level(zoomed))).not.toBe(look())
    }
    // The clip's first frame is source frame 10 and stands at 100 in the timeline.
    for (const [level, first] of [[clip, 10] as const, [timeline, 100] as const]) {
      const [key] = level(rest)
      const moving: [string, Value][] = [
        [`${key}@${first}`, ['linear', ...rest]],
        [`${key}@${first + 4}`, ['linear', 0, 0, 2, 0, false, false]],
      ]
      expect(planOf(moving, SIZE, 2).name).toBe(planOf([clip(zoomed)]).name)
    }
    expect(planOf([clip(zoomed)]).lacks).toEqual([])
  })

  it('[SIZE3] a view into a node stands where the picture would', () => {
    const entries = grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', {}), clip([0.25, 0, 1, 0, false, false]))
    const bright = source(WIDTH, HEIGHT, () => [700, 512, 512])
    const view = { level: `c.${CLIP}`, node: 'aaaaaaaa', show: 'matte' } as const
    const plan = compilePlan({ session: session(...SIZE), entries, clip: CLIP, frame: 0, view })
    const [matte] = renderReference(plan, bright).planes
    expect([...matte.subarray(0, 7)]).toEqual([0, 0, 0, 0, 0, 1, 1])
  })

  it('[SIZE3] reference and WASM agree at hostile sizes, turned, reduced and beyond all bounds, under a node that is held', () => {
    const wasm = createWasm()
    const puts: readonly Put[] = [
      [0.3, -0.2, 1.7, 0, true, false],
      [-0.4, 0.1, 0.4, 33, false, true],
      [16, 16, 0.0625, 45, false, false],
      [0, 0, 16, -200.5, true, true],
    ]
    for (const size of [
      [1, 1],
      [7, 3],
      [61, 33],
    ] as const)
      for (const put of puts) {
        const entries = grade(
          ...node(`c.${CLIP}/0`, 'aaaaaaaa', { 'log.offset': [0.1, 0, 0] }),
          clip(put),
          timeline([0.1, 0, 0.0625, 10, false, true]),
          ['t/0/sizing/blanking', [0, 0.2, 0, 0.2]],
        )
        const request = { session: session(...size), entries, clip: CLIP, frame: 0 }
        const plan = compilePlan(request)
        const of = frame(size[0], size[1], randomOf(5))
        const truth = renderReference(plan, of)
        expect(differing(truth, wasm.render(plan, of)), `${size} ${put}`).toBe(0)
        const held = compilePlan({ ...request, held: { level: `c.${CLIP}`, node: 'aaaaaaaa' } })
        expect(differing(truth, wasm.render(held, of)), `held ${size} ${put}`).toBe(0)
      }
  })
})
