import { describe, expect, it } from 'vitest'
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, grade, node, session, source } from './kit.ts'

const C = `c.${CLIP}/0`
const plan = (entries: Entries, s = session(), frame = 0) => compilePlan({ session: s, entries, clip: CLIP, frame })
/** A ramp of luma with some chroma. */
const ramp = source(16, 8, (x, y) => [64 + (876 * x) / 15, 512 + 8 * (y - 4), 512 - 6 * (y - 4)])
const grey = (code: number) => source(16, 8, () => [64 + 876 * code, 512, 512])
const centre = (s = session(), entries: Entries = grade(), frame = grey(0.391)) =>
  renderReference(plan(entries, s), frame).planes.map((p) => p[4 * 16 + 8]!)

describe('[OP7] the plan is a function of the document alone', () => {
  const gain = grade(...node(C, 'aaaaaaaa', { 'primaries.gain': [1.2, 1, 1, 1] }))

  it('[OP7] equal documents give equal names, a change another', () => {
    expect(plan(gain).name).toBe(plan(grade(...[...gain].reverse())).name)
    expect(plan(gain).name).toMatch(/^[0-9a-f]{32}$/)
    expect(plan(gain).name).not.toBe(plan(grade()).name)
    expect(plan(gain).name).not.toBe(plan(grade(...node(C, 'aaaaaaaa', { 'primaries.gain': [1.21, 1, 1, 1] }))).name)
    expect(plan(grade()).name).not.toBe(plan(grade(), session(16, 8, { range: 'full' })).name)
  })

  it('[OP7] neutral controls, labels and places leave no trace', () => {
    const neutral = grade(
      ...node(C, 'aaaaaaaa', {
        'primaries.gain': [1, 1, 1, 1],
        'primaries.pivot': [0.3],
        'primaries.lum-mix': [40],
        'log.offset': [0, 0, 0],
        label: ['Key'],
        at: [10, 20],
      }),
    )
    expect(plan(neutral).name).toBe(plan(grade()).name)
  })

  it('[OP7] a node switched off is a wire', () => {
    expect(plan(new Map([...gain, [`${C}/aaaaaaaa/on`, [false]]])).name).toBe(plan(grade()).name)
  })

  it('[OP7] a drag of one control keeps the kernel', () => {
    const wasm = createWasm()
    const shapes = new Set<string>()
    for (let i = 1; i <= 20; i++) {
      const p = plan(
        grade(
          ...node(C, 'aaaaaaaa', { 'primaries.gain': [1 + i / 50, 1, 1, 1], 'primaries.gamma': [1 + i / 60, 1, 1, 1] }),
        ),
      )
      wasm.render(p, ramp)
      for (const stage of p.stages) if (stage.kind === 'kernel') shapes.add(stage.program.shape)
    }
    expect(shapes.size).toBe(1)
    expect(wasm.compiled).toBe(1)
  })

  it('[OP7] the reference and WASM give the same bits', () => {
    const wasm = createWasm()
    const entries = grade(
      ...node(C, 'aaaaaaaa', {
        'primaries.exposure': [0.5],
        'primaries.lift': [0.02, 0.01, 0, -0.01],
        'primaries.gamma': [1.1, 1, 0.9, 1.05],
        'primaries.gain': [1.1, 1, 0.9, 1.2],
        'primaries.contrast': [1.3],
        'primaries.saturation': [1.4],
        'primaries.temperature': [900],
        'log.offset': [0.01, 0, -0.02],
        'cdl.power': [1.2, 0.9, 1],
        'w.aaaaaaaa/head': ['circle', true, false, 'add', 'a', ''],
        'w.aaaaaaaa/shape': [0.1, 0, 0.9, 0.6, 20],
        'w.aaaaaaaa/soft': [0.4],
      }),
      [`${C}/sizing/input`, ['fit', 0.1, 0, 1.3, 12, false, true]],
    )
    const p = plan(entries)
    expect(p.lacks).toEqual([])
    const [a, b] = [renderReference(p, ramp), wasm.render(p, ramp)]
    a.planes.forEach((plane, i) => {
      expect(new Uint32Array(b.planes[i]!.slice().buffer)).toEqual(new Uint32Array(plane.buffer))
    })
  })
})

describe('[OP8] the levels, in their order', () => {
  const offset = (level: string, id: string) => node(level, id, { 'log.offset': [0.02, 0.02, 0.02] })
  const group: [string, Value] = [`c.${CLIP}/group`, ['grouponeg']]

  it('[OP8] clip, group before and after, and timeline each reach the picture', () => {
    const at = (entries: Entries) => centre(session(), entries)[1]!
    const none = at(grade())
    const clip = at(grade(...offset(C, 'aaaaaaaa')))
    expect(clip).toBeGreaterThan(none)
    expect(at(grade(group, ...offset('g.grouponeg.pre/0', 'aaaaaaaa')))).toBeCloseTo(clip, 5)
    expect(at(grade(group, ...offset('g.grouponeg.post/0', 'aaaaaaaa')))).toBeCloseTo(clip, 5)
    expect(at(grade(...offset('g.grouponeg.pre/0', 'aaaaaaaa')))).toBe(none)
    expect(at(grade(...offset('t/0', 'aaaaaaaa')))).toBeCloseTo(clip, 5)
  })

  it('[OP8] the order is pre, clip, post, timeline', () => {
    const contrast = { 'primaries.contrast': [2], 'primaries.pivot': [0.391] }
    const s = session()
    const order = ['g.grouponeg.pre/0', C, 'g.grouponeg.post/0', 't/0']
    // Offset then contrast moves twice as far as contrast then offset.
    order.slice(0, -1).forEach((level, i) => {
      const next = order[i + 1]!
      const first = centre(s, grade(group, ...offset(level, 'aaaaaaaa'), ...node(next, 'bbbbbbbb', contrast)))[1]!
      const last = centre(s, grade(group, ...node(level, 'aaaaaaaa', contrast), ...offset(next, 'bbbbbbbb')))[1]!
      expect(first, `${level} before ${next}`).toBeGreaterThan(last + 0.01)
    })
  })

  it('[OP8] keyframes of a clip stand at source frames, of the timeline at timeline frames', () => {
    const keyed = (level: string, from: number): Entries =>
      grade(
        ...node(level, 'aaaaaaaa', {}),
        [`${level}/aaaaaaaa/log.offset@${from}`, ['static', 0, 0, 0]],
        [`${level}/aaaaaaaa/log.offset@${from + 5}`, ['static', 0.1, 0.1, 0.1]],
      )
    for (const [level, start] of [
      [C, 10],
      ['t/0', 100],
    ] as const) {
      expect(plan(keyed(level, start), session(), 4).name).toBe(plan(grade(), session(), 4).name)
      expect(plan(keyed(level, start), session(), 5).name).not.toBe(plan(grade(), session(), 5).name)
    }
  })

  it('[OP8] a shared body is drawn where it stands, and one that holds itself is a wire there', () => {
    const shared = (id: string, body: string): [string, Value][] => [
      [`${C}/${id}/head`, ['shared', 'out', '0']],
      [`${C}/${id}/in.0`, ['src', 'rgb']],
      [`${C}/${id}/shared`, [body]],
      [`${C}/out/in.0`, [id, 'rgb']],
    ]
    const own = plan(grade(...offset(C, 'aaaaaaaa')))
    expect(plan(grade(...shared('aaaaaaaa', 'sharedab'), ...offset('s.sharedab/0', 'bbbbbbbb'))).name).toBe(own.name)
    const loop = grade(
      ...shared('aaaaaaaa', 'sharedab'),
      ['s.sharedab/0/bbbbbbbb/head', ['shared', 'out', '0']],
      ['s.sharedab/0/bbbbbbbb/shared', ['sharedab']],
      ['s.sharedab/0/out/in.0', ['bbbbbbbb', 'rgb']],
    )
    expect(plan(loop).name).toBe(plan(grade()).name)
  })

  it('[OP8] what is not drawn is named, not skipped in silence', () => {
    const strange = session(16, 8, { space: 'x-log' })
    const p = plan(grade(), strange)
    expect(p.lacks).toEqual(['This engine does not know the colour space x-log.'])
    expect(p.name).not.toBe(plan(grade(), session(16, 8, { space: strange.pipeline.output })).name)
  })

  it('[OP8] a parallel mixer adds what each branch changed', () => {
    const at = (entries: Entries) => centre(session(), entries)[1]!
    const branch = (id: string): [string, Value][] => [
      [`${C}/${id}/head`, ['corrector', 'mixmixmi', 'in.0']],
      [`${C}/${id}/in.0`, ['src', 'rgb']],
      [`${C}/${id}/log.offset`, [0.02, 0.02, 0.02]],
    ]
    const mixed = grade(
      ...branch('aaaaaaaa'),
      ...branch('bbbbbbbb'),
      [`${C}/mixmixmi/head`, ['parallel', 'out', '0']],
      [`${C}/mixmixmi/in.aaaaaaab`, ['aaaaaaaa', 'rgb', 'a']],
      [`${C}/mixmixmi/in.aaaaaaac`, ['bbbbbbbb', 'rgb', 'b']],
      [`${C}/out/in.0`, ['mixmixmi', 'rgb']],
    )
    expect(at(mixed)).toBeCloseTo(at(grade(...node(C, 'aaaaaaaa', { 'log.offset': [0.04, 0.04, 0.04] }))), 5)
  })
})

describe('[OP10] the circle limits its node', () => {
  const W = 'w.aaaaaaaa'
  const circle = (shape: number[], soft: number, over: Record<string, Value> = {}) =>
    grade(
      ...node(C, 'aaaaaaaa', {
        'log.offset': [0.2, 0.2, 0.2],
        [`${W}/head`]: ['circle', true, false, 'add', 'a', ''],
        [`${W}/shape`]: shape,
        [`${W}/soft`]: [soft],
        ...over,
      }),
    )
  const s = session(64, 32)
  const flat = source(64, 32, () => [450, 520, 500])
  const out = (entries: Entries) => renderReference(plan(entries, s), flat).planes[1]!
  const [none, all] = [out(grade()), out(grade(...node(C, 'aaaaaaaa', { 'log.offset': [0.2, 0.2, 0.2] })))]

  it('[OP10] outside it the pixels are bit-identical, inside they are the node’s', () => {
    const got = out(circle([0, 0, 0.5, 0.5, 0], 0))
    for (let y = 0; y < 32; y++)
      for (let x = 0; x < 64; x++) {
        const [u, v] = [(x + 0.5 - 32) / 16, (y + 0.5 - 16) / 16]
        const inside = Math.sqrt(u * u + v * v) < 0.5
        expect(got[y * 64 + x], `${x},${y}`).toBe(inside ? all[y * 64 + x] : none[y * 64 + x])
      }
  })

  it('[OP10] a soft edge is smooth, half inside and half outside, and inverts', () => {
    const soft = out(circle([0, 0, 0.5, 0.5, 0], 0.5))
    const row = Array.from({ length: 32 }, (_, x) => soft[16 * 64 + x + 32]!)
    for (let i = 1; i < 32; i++) expect(row[i]!).toBeLessThanOrEqual(row[i - 1]!)
    expect(row[0]).toBe(all[0])
    expect(row[31]).toBe(none[0])
    const turned = out(circle([0, 0, 0.5, 0.5, 0], 0.5, { [`${W}/head`]: ['circle', true, true, 'add', 'a', ''] }))
    expect(turned[16 * 64 + 32]).toBe(none[0])
    expect(turned[0]).toBe(all[0])
  })

  it('[OP10] it moves, stretches and turns: x right, y down, clockwise', () => {
    const lit = (entries: Entries, u: number, v: number) =>
      out(entries)[Math.floor((v + 1) * 16) * 64 + Math.floor(u * 16 + 32)] === all[0]
    expect(lit(circle([1, -0.5, 0.2, 0.2, 0], 0), 1, -0.5)).toBe(true)
    expect(lit(circle([1, -0.5, 0.2, 0.2, 0], 0), 1, 0.5)).toBe(false)
    const wide = circle([0, 0, 0.8, 0.1, 0], 0)
    expect([lit(wide, 0.6, 0), lit(wide, 0, 0.6)]).toEqual([true, false])
    const turned = circle([0, 0, 0.8, 0.15, 45], 0)
    expect([lit(turned, 0.4, 0.4), lit(turned, 0.4, -0.4)]).toEqual([true, false])
  })

  it('[OP10] two windows combine, and the key output scales', () => {
    const two = (combine: string) =>
      circle([-0.3, 0, 0.5, 0.5, 0], 0, {
        'w.bbbbbbbb/head': ['circle', true, false, combine, 'b', ''],
        'w.bbbbbbbb/shape': [0.3, 0, 0.5, 0.5, 0],
        'w.bbbbbbbb/soft': [0],
      })
    const at = (entries: Entries, u: number) => out(entries)[16 * 64 + Math.floor(u * 16 + 32)]! === all[0]
    const spots = [-0.6, 0, 0.6]
    expect(spots.map((u) => at(two('add'), u))).toEqual([true, true, true])
    expect(spots.map((u) => at(two('subtract'), u))).toEqual([true, false, false])
    expect(spots.map((u) => at(two('intersect'), u))).toEqual([false, true, false])
    const half = out(circle([0, 0, 0.5, 0.5, 0], 0, { 'key.out': [0.5, 0] }))[16 * 64 + 32]!
    expect(half).toBeGreaterThan(none[0]!)
    expect(half).toBeLessThan(all[0]!)
  })
})

describe('[OP11] the look', () => {
  const s = session()
  const gain: [string, Value][] = node(C, 'aaaaaaaa', { 'primaries.gain': [1.2, 1, 1, 1] })
  const look = (entries: Entries, of = s) => lookName(of, entries, CLIP)

  it('[OP11] changes with everything the picture depends on', () => {
    const names = [
      look(grade()),
      look(grade(...gain)),
      look(grade(...gain, [`${C}/aaaaaaaa/primaries.gain@12`, ['linear', 2, 1, 1, 1]])),
      look(grade(...gain, [`${C}/sizing/input`, ['fill', 0, 0, 1, 0, false, false]])),
      look(grade(...gain, ...node('t/0', 'bbbbbbbb', { 'primaries.saturation': [0] }))),
      look(
        grade(
          ...gain,
          [`c.${CLIP}/group`, ['grouponeg']],
          ...node('g.grouponeg.pre/0', 'cccccccc', { 'log.offset': [0.1, 0, 0] }),
        ),
      ),
      look(grade(...gain), session(16, 8, { quick: '1'.repeat(32) })),
      look(grade(...gain), session(16, 8, { range: 'full' })),
      look(grade(...gain), session(32, 16)),
    ]
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/)
  })

  it('[OP11] and not with what it does not depend on', () => {
    const plain = look(grade(...gain))
    expect(look(grade(...gain, [`${C}/aaaaaaaa/primaries.lift`, [0, 0, 0, 0]]))).toBe(plain)
    expect(look(grade(...gain, [`${C}/aaaaaaaa/label`, ['Skin']], [`${C}/aaaaaaaa/at`, [1, 2]]))).toBe(plain)
    expect(look(grade(...gain, ...node(`c.${CLIP}/otherver`, 'dddddddd', { 'log.offset': [0.1, 0, 0] })))).toBe(plain)
    expect(look(grade(...gain, [`${C}/name`, ['Warm']]))).toBe(plain)
  })
})
