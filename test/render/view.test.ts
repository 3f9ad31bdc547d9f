import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { evaluate } from '../../shared/op/transfer.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import type { NodeView } from '../../shared/render/view.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { differing } from './hostile.ts'
import { CLIP, grade, node, session, source as sourceOf } from './kit.ts'

const L = `c.${CLIP}/0`
const source = sourceOf(32, 18, (x, y) => [200 + x * 20, 512 + (y - 9) * 20, 512 + (x - 16) * 12])
const first = node(L, 'aaaaaaaa', { 'primaries.gain': [1.4, 1, 1, 1] })
const second = (controls: Record<string, Value>) => node(L, 'bbbbbbbb', controls, 'aaaaaaaa')
const keyed = { 'qualifier.mode': ['luma'], 'qualifier.lum-low': [0.5], 'primaries.saturation': [0] } as const
const late: [string, Value][] = [
  ...node('t/0', 'cccccccc', { 'primaries.gain': [0.5, 1, 1, 1] }),
  ...node(L, 'dddddddd', { 'primaries.exposure': [2] }, 'bbbbbbbb'),
]

const plan = (pairs: [string, Value][], show?: NodeView['show'], level = `c.${CLIP}`) =>
  compilePlan({
    session: session(32, 18),
    entries: grade(...pairs),
    clip: CLIP,
    frame: 0,
    view: show ? { level, node: 'bbbbbbbb', show } : null,
  })
const draw = (...of: Parameters<typeof plan>) => renderReference(plan(...of), source)

describe('[VIEW1] a look into a node', () => {
  it('[VIEW1] its input is what the node before gives in the working space, whatever the node itself and all after it do', () => {
    const input = draw([...first, ...second(keyed), ...late], 'input')
    expect(differing(input, draw([...first, ...second({})], 'input'))).toBe(0)
    expect(differing(input, draw([...node(L, 'aaaaaaaa', {}), ...second({})], 'input'))).toBeGreaterThan(100)
    // A grey of the source: its code value is that of the camera's curve, before the output space.
    const grey = sourceOf(32, 18, () => [64 + 876 * 0.4, 512, 512])
    const seen = renderReference(plan([...node(L, 'aaaaaaaa', {}), ...second({})], 'input'), grey)
    for (const c of [0, 1, 2] as const) expect(seen.planes[c][100]).toBeCloseTo(0.4, 6)
  })

  it('[VIEW1] its matte is its key as it is, white where it has none', () => {
    const { planes } = draw([...first, ...second(keyed), ...late], 'matte')
    expect(planes[0]).toEqual(planes[1])
    expect(planes[0]).toEqual(planes[2])
    const values = new Set(planes[0])
    expect([...values].sort()).toEqual([0, 1])
    expect(new Set(draw([...first, ...second({}), ...late], 'matte').planes[0])).toEqual(new Set([1]))
  })

  it('[VIEW1] its highlight is its own picture where the key is and one flat grey elsewhere; without a key the node by itself', () => {
    const seen = draw([...first, ...second(keyed), ...late], 'highlight')
    const alone = draw([...first, ...second(keyed)])
    const matte = draw([...first, ...second(keyed)], 'matte').planes[0]
    const code = evaluate(logc3.fromLight, 0.18)
    const flat = renderReference(
      plan(node(L, 'aaaaaaaa', {})),
      sourceOf(32, 18, () => [64 + 876 * code, 512, 512]),
    ).planes[0][0]!
    matte.forEach((k, i) => {
      const at = seen.planes[0][i]!
      if (k === 1) expect(at).toBe(alone.planes[0][i])
      else expect(at).toBeCloseTo(flat, 4)
    })
    expect(matte.some((k) => k === 1) && matte.some((k) => k === 0)).toBe(true)
    const solo = [...first, ...second({ 'primaries.saturation': [0] })]
    expect(differing(draw([...solo, ...late], 'highlight'), draw(solo))).toBe(0)
  })

  it('[VIEW1] its output is the picture that it gives, keyed or not, and nothing after it', () => {
    for (const controls of [keyed, { 'primaries.saturation': [0] }, {}] as readonly Record<string, Value>[]) {
      const made = draw([...first, ...second(controls), ...late], 'output')
      expect(differing(made, draw([...first, ...second(controls)]))).toBe(0)
      expect(differing(made, draw([...first, ...second(controls), ...late]))).toBeGreaterThan(100)
    }
  })

  it('[VIEW1] of a node that is not there it is the picture, the timeline’s nodes are looked into too, and WASM draws each look to the same bits', () => {
    const pairs = [...first, ...second(keyed), ...late]
    expect(plan(pairs, 'matte', 't').name).toBe(plan(pairs).name)
    expect(plan(first, 'input').name).toBe(plan(first).name)
    const last = compilePlan({
      session: session(32, 18),
      entries: grade(...pairs),
      clip: CLIP,
      frame: 0,
      view: { level: 't', node: 'cccccccc', show: 'input' },
    })
    expect(renderReference(last, source).planes[0]).not.toEqual(draw(pairs).planes[0])
    expect(last.name).not.toBe(plan(pairs, 'input').name)
    const end = { level: `c.${CLIP}`, node: 'out', show: 'input' } as const
    const empty = compilePlan({ session: session(32, 18), entries: grade(), clip: CLIP, frame: 0, view: end })
    expect(differing(renderReference(empty, source), draw([...node(L, 'aaaaaaaa', {}), ...second({})], 'input'))).toBe(
      0,
    )
    const wasm = createWasm()
    const names = new Set<string>([plan(pairs).name])
    for (const show of ['input', 'matte', 'highlight', 'output'] as const) {
      names.add(plan(pairs, show).name)
      expect(differing(wasm.render(plan(pairs, show), source), draw(pairs, show)), show).toBe(0)
    }
    expect(names.size).toBe(5)
  })
})
