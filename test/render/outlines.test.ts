import { describe, expect, it, vi } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, frame, randomOf } from './hostile.ts'
import { CLIP, grade, node, session } from './kit.ts'

const C = `c.${CLIP}/0`
const W = `${C}/aaaaaaaa/w.wind000`
const random = randomOf(20261128)
const pick = (low: number, high: number) => low + (high - low) * random()

/** A path of so many points with handles, wherever they fall. */
const wild = (count: number): number[] =>
  Array.from({ length: count }, () => [
    pick(-1.4, 1.4),
    pick(-1.2, 1.2),
    ...[1, 2, 3, 4].map(() => pick(-0.5, 0.5)),
  ]).flat()

/** A node with an offset under these windows. */
const under = (...windows: readonly (readonly [head: Value, parts: Record<string, Value>])[]) =>
  grade(
    ...node(C, 'aaaaaaaa', { 'log.offset': [0.1, 0, -0.1] }),
    ...windows.flatMap(([head, parts], i): [string, Value][] => [
      [`${W}${i}/head`, head],
      ...Object.entries(parts).map(([part, value]): [string, Value] => [`${W}${i}/${part}`, value]),
    ]),
  )
const polygon = (combine = 'add'): Value => ['polygon', true, false, combine, 'a', '']
const curve = (combine = 'add', invert = false): Value => ['curve', true, invert, combine, 'b', '']
const kernels = (plan: Plan) => plan.stages.flatMap((s) => (s.kind === 'kernel' ? [s.program.shape] : []))
const fields = (plan: Plan) => plan.stages.flatMap((s) => (s.kind === 'field' ? [s.field.name] : []))

describe('[WIN7] plans with outlines', () => {
  it('[WIN7] are named without measuring anything', () => {
    const path = wild(40)
    const of = (x: number) =>
      compilePlan({
        session: session(2000, 2000),
        entries: under([polygon(), { path: path.map((v) => v + x), soft: [0.1, 0.2] }]),
        clip: CLIP,
        frame: 0,
      })
    // The first one also fills the tables of the spaces.
    const first = of(0).name
    const roots = vi.spyOn(Math, 'sqrt')
    const second = of(0.01).name
    const asked = roots.mock.calls.length
    roots.mockRestore()
    expect(second).not.toBe(first)
    // Each of four million pixels would ask for one.
    expect(asked).toBeLessThan(1000)
  })

  it('[WIN7] have the same bits on reference and WASM: self-crossing, tracked, keyframed, combined, at hostile sizes', () => {
    const wasm = createWasm()
    let windows = 0
    for (const [width, height] of [
      [1, 1],
      [3, 2],
      [7, 61],
      [130, 9],
      [67, 35],
    ] as const)
      for (let i = 0; i < 6; i++) {
        const path = wild(3 + i)
        const entries = under(
          [polygon(), { path: wild(3 + 2 * i), soft: [pick(0, 1), pick(0, 1)], opacity: [pick(0.2, 1)] }],
          [
            curve(['add', 'subtract', 'intersect'][i % 3], i % 2 === 0),
            {
              path,
              'path@10': ['ease', ...path],
              'path@14': ['linear', ...path.map((x) => x + 0.2)],
              shape: [0.1, -0.1, 1.2, 0.8, 30],
              soft: [i === 0 ? 0 : pick(0, 2)],
              'track.10': [1, 0, 0, 0, 1, 0, 1.1, -0.2, 0.1, 0.2, 1.1, 0],
            },
          ],
        )
        for (const at of [0, 1, 9]) {
          const plan = compilePlan({ session: session(width, height), entries, clip: CLIP, frame: at })
          windows += fields(plan).length
          expect(plan.lacks).toEqual([])
          const source = frame(width, height, random)
          expect(differing(renderReference(plan, source), wasm.render(plan, source)), `${width}x${height} ${i}`).toBe(0)
        }
      }
    expect(windows).toBe(5 * 6 * 3 * 2)
  })

  it('[WIN7] softness, opacity and combination move no field and no kernel; a moved point and a track make a new field and no new kernel', () => {
    const path = wild(5)
    const of = (parts: Record<string, Value>, at = 0) =>
      compilePlan({ session: session(48, 30), entries: under([polygon(), parts]), clip: CLIP, frame: at })
    const first = of({ path, soft: [0.1, 0.2], opacity: [0.5] })
    const soft = of({ path, soft: [0.3, 0.7], opacity: [0.7] })
    expect([fields(soft), kernels(soft)]).toEqual([fields(first), kernels(first)])
    expect(soft.name).not.toBe(first.name)
    const point = of({ path: path.map((x, i) => (i === 6 ? x + 0.01 : x)), soft: [0.1, 0.2], opacity: [0.5] })
    expect(kernels(point)).toEqual(kernels(first))
    expect(fields(point)).not.toEqual(fields(first))
    const tracked = { path, soft: [0.1, 0.2], opacity: [0.5], 'track.10': [1, 0, 0, 0, 1, 0, 1, 0, 0.25, 0, 1, 0] }
    const [still, moved] = [of(tracked), of(tracked, 1)]
    expect(fields(still)).toEqual(fields(first))
    expect(still.name).toBe(first.name)
    expect(fields(moved)).not.toEqual(fields(first))
    expect(kernels(moved)).toEqual(kernels(first))
    expect(of(tracked, 20).name).toBe(moved.name)
  })

  it('[WIN7] a polygon at the viewer’s size looks as it does in full: a step of a half-sized picture lies in the same place', () => {
    const entries = under([
      polygon(),
      {
        path: [
          [-0.8, -0.5],
          [0.9, -0.6],
          [0.3, 0.7],
        ].flatMap((p) => [...p, 0, 0, 0, 0]),
        soft: [0.3, 0.4],
      },
    ])
    const at = (width: number, height: number, resolution?: readonly [number, number]) => {
      const plan = compilePlan({
        session: session(width, height),
        entries,
        clip: CLIP,
        frame: 0,
        ...(resolution && { resolution }),
      })
      const [w, h] = plan.source
      const flat = new Float32Array(w * h).fill(512)
      const source = { width: w, height: h, kind: 'ycbcr', planes: [flat, flat, flat], source: '0'.repeat(32) } as const
      return renderReference(plan, source)
    }
    const [full, half] = [at(256, 160), at(256, 160, [128, 80])]
    let most = 0
    for (let y = 0; y < 80; y++)
      for (let x = 0; x < 128; x++) {
        const four = [0, 1].flatMap((j) => [0, 1].map((i) => full.planes[0][(2 * y + j) * 256 + 2 * x + i]!))
        most = Math.max(most, Math.abs(half.planes[0][y * 128 + x]! - four.reduce((a, b) => a + b) / 4))
      }
    expect(most).toBeLessThan(2e-3)
  })
})
