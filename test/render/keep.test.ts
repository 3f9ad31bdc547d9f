import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { ARITY } from '../../shared/op/expr.ts'
import { markOf, markValues, nameOf, SOURCE_MARKS } from '../../shared/render/content.ts'
import { sliceDraft, sliceMarked } from '../../shared/render/draft.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { Shelf } from '../../shared/render/shelf.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { codeFrame } from '../../shared/render/trial.ts'
import { wantedOf } from '../../shared/render/wanted.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing, draft, frame, plan, randomOf } from './hostile.ts'
import { CLIP, grade, node, session } from './kit.ts'

const L = `c.${CLIP}/0`
const ids = Array.from({ length: 12 }, (_, i) => `node${String(i).padStart(4, '0')}`)

/** Twelve correctors, a qualifier and two windows, a matte that is refined; `over`: controls laid over a node's. */
function twelve(over: Readonly<Record<string, Record<string, Value>>> = {}) {
  const window = {
    'w.wwwwwwww/head': ['circle', true, false, 'add', 'a', ''],
    'w.wwwwwwww/shape': [0.1, 0, 0.5, 0.4, 10],
    'w.wwwwwwww/soft': [0.2],
  } satisfies Record<string, Value>
  const own: Record<string, Record<string, Value>> = {
    [ids[3]!]: { ...window, 'qualifier.mode': ['hsl'], 'qualifier.hue-width': [0.4], matte: [0, 0, 0, 0, 0, 3] },
    [ids[8]!]: window,
  }
  const pairs = ids.flatMap((id, i) =>
    node(
      L,
      id,
      { 'primaries.gain': [1 + i / 100, 1, 1, 1], 'primaries.gamma': [1, 1.02, 1, 1], ...own[id], ...over[id] },
      ids[i - 1] ?? 'src',
    ),
  )
  return grade(...pairs)
}
const compiled = (
  over: Readonly<Record<string, Record<string, Value>>>,
  held?: string,
  more: Partial<Parameters<typeof compilePlan>[0]> = {},
): Plan =>
  compilePlan({
    session: session(64, 36),
    entries: twelve(over),
    clip: CLIP,
    frame: 0,
    ...(held ? { held: { level: `c.${CLIP}`, node: held } } : {}),
    ...more,
  })
const source = codeFrame(64, 36, 3)

describe('[ENG18] what is kept from one picture to the next', () => {
  it('[ENG18] a value’s mark is that of what it holds, however the draft is cut', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const size = [9, 5] as const
      const one = draft(randomOf(seed), 60, size)
      const marks = markValues(one, SOURCE_MARKS)
      // As many marks as values that differ: equal ones are of coefficients that happen to be equal.
      const names = new Set(one.list.map((_, v) => nameOf(marks(v))))
      expect(names.size).toBeGreaterThan(one.list.length * 0.9)
      const { stages, marks: out } = sliceMarked(one, one.outputs, 'a', SOURCE_MARKS)
      expect(stages.map(({ marks: _, ...stage }) => stage)).toEqual(sliceDraft(one, one.outputs, 'a'))
      expect(stages.at(-1)!.marks).toEqual(out.map(nameOf))
      // Other coefficients: other marks for what reads them, the same for the rest.
      const other = draft(randomOf(seed), 60, size)
      for (const n of other.coefs.keys()) other.coefs[n] = other.coefs[n]! + 1
      const moved = markValues(other, SOURCE_MARKS)
      const touched: boolean[] = []
      for (const [v, { code, a, b, c, n }] of one.list.entries()) {
        const drawn =
          code === 'plane' ? one.passes.find((p) => n >= p.plane && n < p.plane + p.inputs.length) : undefined
        const from = drawn ? [drawn.inputs[n - drawn.plane]!] : [a, b, c].slice(0, ARITY[code])
        touched[v] = code === 'coef' || from.some((read) => touched[read])
        expect(nameOf(moved(v)) !== nameOf(marks(v)), `seed ${seed}, value ${v}`).toBe(touched[v])
      }
    }
    expect(nameOf(markOf(1, 2))).not.toBe(nameOf(markOf(2, 1)))
  })

  it('[ENG18] random drafts drawn again and again from what is kept have the bits of those drawn anew', () => {
    const kept = createWasm()
    const anew = createWasm({ shelf: 0 })
    for (let seed = 1; seed <= 60; seed++) {
      const size = [33, 17] as const
      const source = frame(...size, randomOf(1000 + seed))
      for (let tick = 0; tick < 4; tick++) {
        const b = draft(randomOf(seed), 60, size)
        // A few coefficients move, others stay.
        b.coefs.forEach((_, n) => {
          if (n % 3 === 0) b.coefs[n] = Math.fround(b.coefs[n]! + tick / 8)
        })
        const one = plan(size, size, sliceMarked(b, b.outputs, 'a', SOURCE_MARKS).stages)
        expect(differing(kept.render(one, source), anew.render(one, source)), `seed ${seed}, tick ${tick}`).toBe(0)
      }
    }
    expect(kept.performed).toBeLessThan(anew.performed)
  })

  it('[ENG18] a plan cut at a node has the bits of the whole, whichever node it is and whatever moves', () => {
    const wasm = createWasm()
    const small = codeFrame(32, 18, 3)
    for (const held of [ids[0]!, ids[3]!, ids[11]!])
      for (const over of [
        {},
        { [held]: { 'primaries.lift': [0.02, 0, 0, 0] } },
        {
          [held]: {
            'w.wwwwwwww/head': ['circle', true, true, 'add', 'a', ''],
            'w.wwwwwwww/shape': [0, 0, 0.3, 0.3, 0],
          },
        },
        { [held]: { 'blur.radius': [0.05] } },
        { [held]: { 'sizing.zoom': [1.3], 'primaries.lift': [0.02, 0, 0, 0] } },
      ] as Record<string, Record<string, Value>>[]) {
        const at = { resolution: [32, 18] } as const
        const [whole, cut] = [compiled(over, undefined, at), compiled(over, held, at)]
        expect(cut.stages.length).toBeGreaterThanOrEqual(whole.stages.length)
        expect(cut.name).toMatch(/^held /)
        const truth = renderReference(whole, small)
        for (let again = 0; again < 2; again++) expect(differing(wasm.render(cut, small), truth), held).toBe(0)
        expect(differing(renderReference(cut, small), truth), held).toBe(0)
      }
  })

  it('[ENG18] a tick of a held wheel runs one kernel, one of a held window that of its key too', () => {
    const wasm = createWasm()
    const held = ids[3]!
    const ran = (over: Record<string, Value>): number => {
      const before = wasm.performed
      const one = compiled({ [held]: over }, held)
      expect(differing(wasm.render(one, source), renderReference(compiled({ [held]: over }), source))).toBe(0)
      return wasm.performed - before
    }
    const wheel = (x: number) => ran({ 'primaries.lift': [x, 0, 0, 0] })
    // The first may find that the frame stands; the second puts down.
    expect(wheel(0.01)).toBe(compiled({}, held).stages.length)
    wheel(0.02)
    expect(wheel(0.03)).toBe(1)
    expect(wheel(0.04)).toBe(1)
    // The window's own kernel, the key's, the blur of its matte, and what comes after: not what stands before the node.
    expect(ran({ 'primaries.lift': [0.04, 0, 0, 0], 'w.wwwwwwww/shape': [0, 0, 0.4, 0.4, 0] })).toBe(4)
    // A node before it: all that follows, but for the two windows.
    const first = compiled({ [ids[0]!]: { 'primaries.gain': [2, 1, 1, 1] }, [held]: {} }, held)
    const before = wasm.performed
    wasm.render(first, source)
    expect(wasm.performed - before).toBe(first.stages.length - 2)
  })

  it('[ENG18] without a cut too, a pass before what moves is not run again; another frame or size begins anew', () => {
    const wasm = createWasm()
    const blurred = (gain: number) =>
      compiled({ [ids[2]!]: { 'blur.radius': [0.1] }, [ids[6]!]: { 'primaries.gain': [gain, 1, 1, 1] } })
    const ran = (one: Plan, frame = source) => {
      const before = wasm.performed
      expect(differing(wasm.render(one, frame), renderReference(one, frame))).toBe(0)
      return wasm.performed - before
    }
    const all = blurred(1).stages.length
    expect([ran(blurred(1.1)), ran(blurred(1.2))]).toEqual([all, all])
    expect(ran(blurred(1.3))).toBeLessThan(all)
    const other = codeFrame(64, 36, 8)
    expect(ran(blurred(1.3), other)).toBe(all)
    expect(ran(blurred(1.3))).toBeLessThan(all)
    const small = (gain: number) =>
      compiled({ [ids[2]!]: { 'blur.radius': [0.1] }, [ids[6]!]: { 'primaries.gain': [gain, 1, 1, 1] } }, undefined, {
        resolution: [32, 18],
      })
    const half = codeFrame(32, 18, 3)
    expect(ran(small(1.3), half)).toBe(all)
    expect(ran(blurred(1.3))).toBe(all)
  })

  it('[ENG18] keeps no more than it may, the one unused for longest going first, and nothing while frames change', () => {
    const gone: string[] = []
    const shelf = new Shelf<string>(30, (plane) => gone.push(plane))
    const [one, two] = [codeFrame(1, 1, 1), codeFrame(1, 1, 2)]
    expect(shelf.of(one).put('a', 'a', 10)).toBe(false)
    const again = shelf.of(one)
    for (const name of ['a', 'b', 'c', 'd']) expect(again.put(name, name, 10)).toBe(true)
    expect(again.put('a', 'other', 10)).toBe(false)
    expect(again.get('a')).toBe('a')
    shelf.trim()
    expect(gone).toEqual(['b'])
    expect(shelf.of(two).has('a')).toBe(false)
    expect(() => shelf.of(two).get('a')).toThrow('is not kept')
    expect(shelf.of(one).put('e', 'e', 10)).toBe(false)
  })

  it('[ENG18] what is kept is not made, and what only it needed is not either', () => {
    const { stages } = compiled({ [ids[2]!]: { 'blur.radius': [0.1] } }, ids[8])
    const marks = stages.flatMap((stage) => stage.marks ?? [])
    // Two windows alike are one plane.
    expect(new Set(marks).size).toBe(marks.length - 1)
    expect(wantedOf(stages, () => false).runs.every((run) => run)).toBe(true)
    const last = stages.length - 1
    const all = wantedOf(stages, (mark) => !stages[last]!.marks!.includes(mark))
    expect(all.runs.map((run, s) => (run ? s : -1)).filter((s) => s >= 0)).toEqual([last])
    expect(all.taken.flat().length).toBeGreaterThan(2)
  })
})
