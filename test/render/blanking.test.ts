import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, frame, randomOf } from './hostile.ts'
import { CLIP, grade, session } from './kit.ts'

const plan = (pairs: [string, Value][], [width, height]: readonly [number, number], at = 0) =>
  compilePlan({ session: session(width, height), entries: grade(...pairs), clip: CLIP, frame: at })
const clip = (sides: Value): [string, Value] => [`c.${CLIP}/0/sizing/blanking`, sides]
const timeline = (sides: Value): [string, Value] => ['t/0/sizing/blanking', sides]

describe('[SIZE1] output blanking', () => {
  it('[SIZE1] is whole columns and rows at 0 after everything else, the rest of the picture bit for bit', () => {
    const size = [64, 40] as const
    const source = frame(...size, randomOf(3))
    const whole = renderReference(plan([], size), source)
    // A tenth of the width above, an eighth at the left, nothing below.
    const cut = renderReference(plan([clip([0.125, 0.1, 0.25, 0])], size), source)
    for (let y = 0; y < 40; y++)
      for (let x = 0; x < 64; x++)
        for (const c of [0, 1, 2] as const) {
          const seen = x >= 8 && y >= 4 && x < 48
          const want = seen ? whole.planes[c][y * 64 + x]! : 0
          expect(Object.is(cut.planes[c][y * 64 + x], want) || Number.isNaN(want), `${x} ${y}`).toBe(true)
        }
  })

  it('[SIZE1] of clip and timeline the larger on each side; keyframed, each at its own frames', () => {
    const size = [16, 8] as const
    const both = plan([clip([0.25, 0, 0, 0.5]), timeline([0.125, 0, 0.5, 0.25])], size)
    expect(both.name).toBe(plan([timeline([0.25, 0, 0.5, 0.5])], size).name)
    // The clip's first frame is source frame 10 and stands at 100 in the timeline.
    const moving = (key: string, first: number): [string, Value][] => [
      [`${key}@${first}`, ['linear', 0, 0, 0, 0]],
      [`${key}@${first + 4}`, ['linear', 0.5, 0, 0, 0]],
    ]
    const want = plan([clip([0.25, 0, 0, 0])], size).name
    expect(plan(moving(`c.${CLIP}/0/sizing/blanking`, 10), size, 2).name).toBe(want)
    expect(plan(moving('t/0/sizing/blanking', 100), size, 2).name).toBe(want)
  })

  it('[SIZE1] at rest leaves no trace in plan or look, and else one in both', () => {
    const size = [16, 8] as const
    const look = (...pairs: [string, Value][]) => lookName(session(...size), grade(...pairs), CLIP)
    expect(plan([clip([0, 0, 0, 0])], size).name).toBe(plan([], size).name)
    expect(look(timeline([0, 0, 0, 0]))).toBe(look())
    expect(look(timeline([0, 0.1, 0, 0]))).not.toBe(look())
    expect(look(clip([0, 0.1, 0, 0]))).not.toBe(look())
  })

  it('[SIZE1] that covers all is black, and reference and WASM agree at hostile sizes', () => {
    const wasm = createWasm()
    for (const size of [
      [1, 1],
      [7, 3],
      [61, 33],
    ] as const)
      for (const sides of [
        [1, 1, 1, 1],
        [0.3, 0, 0.2, 0.4],
      ]) {
        const one = plan([clip(sides)], size)
        const source = frame(size[0], size[1], randomOf(5))
        const picture = renderReference(one, source)
        expect(differing(picture, wasm.render(one, source))).toBe(0)
        if (sides[0] === 1) expect(picture.planes.every((p) => p.every((v) => Object.is(v, 0)))).toBe(true)
      }
  })
})
