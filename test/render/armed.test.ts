import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { ops } from '../../shared/ops/index.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { codeFrame } from '../../shared/render/trial.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { differing } from './hostile.ts'
import { CLIP, grade, node, session, source as sourceOf } from './kit.ts'

const L = `c.${CLIP}/0`
const wasm = createWasm()
const source = codeFrame(64, 36, 5)
const ramps = sourceOf(64, 36, (x, y) => [300 + x * 9, 512 + (y - 18), 512 + ((x + y) % 9)])

const compiled = (pairs: [string, Value][], armed?: string, level = `c.${CLIP}`): Plan =>
  compilePlan({
    session: session(64, 36),
    entries: grade(...pairs),
    clip: CLIP,
    frame: 0,
    ...(armed ? { armed: { level, node: armed } } : {}),
  })
const shape = ({ stages }: Plan): string =>
  stages.map((s) => (s.kind === 'kernel' ? s.program.shape : s.kind)).join('\n')
const window: [string, Value][] = [
  [`${L}/aaaaaaaa/w.wwwwwwww/head`, ['circle', true, false, 'add', 'a', '']],
  [`${L}/aaaaaaaa/w.wwwwwwww/shape`, [0.1, 0, 0.4, 0.3, 10]],
  [`${L}/aaaaaaaa/w.wwwwwwww/soft`, [0.2]],
]

describe('[ENG15] an armed node', () => {
  it('[ENG15] with all its parts off is the picture without it, bit for bit: alone, under a window, between others, on the timeline', () => {
    const other = node(L, 'bbbbbbbb', { 'primaries.gain': [1.3, 1, 1, 0.9] }, 'aaaaaaaa')
    const cases: readonly (readonly [[string, Value][], string])[] = [
      [node(L, 'aaaaaaaa', {}), `c.${CLIP}`],
      [[...node(L, 'aaaaaaaa', {}), ...window], `c.${CLIP}`],
      [[...node(L, 'aaaaaaaa', {}), ...other], `c.${CLIP}`],
      [[...node(L, 'aaaaaaaa', { 'key.out': [0.5, 0] }), ...other], `c.${CLIP}`],
      [node('t/0', 'aaaaaaaa', {}), 't'],
    ]
    for (const [pairs, level] of cases) {
      const absent = wasm.render(compiled(pairs), source)
      const armed = compiled(pairs, 'aaaaaaaa', level)
      expect(shape(armed)).not.toBe(shape(compiled(pairs)))
      expect(differing(wasm.render(armed, source), absent), JSON.stringify(pairs)).toBe(0)
    }
  })

  it('[ENG15] has one shape however its controls move, and draws them within half a ten-bit code wherever the picture is not near black', () => {
    const at = (controls: Record<string, Value>) => node(L, 'aaaaaaaa', controls)
    const still = shape(compiled(at({}), 'aaaaaaaa'))
    const moves: Record<string, Value>[] = [
      { 'primaries.gain': [1.1, 1, 1, 1] },
      { 'primaries.gain': [1, 1, 1.2, 1] },
      { 'primaries.lift': [0, 0.05, 0, 0], 'primaries.gamma': [1.2, 1, 1, 1] },
      { 'primaries.gamma': [1, 1.1, 1.1, 0.8] },
      { 'primaries.saturation': [1.4], 'primaries.contrast': [1.2] },
      { 'primaries.temperature': [-800], 'primaries.exposure': [0.7] },
      { 'log.offset': [0.02, 0, 0] },
      { 'cdl.slope': [1.1, 1, 1], 'cdl.power': [1, 0.9, 1] },
    ]
    for (const move of moves) {
      const armed = compiled(at(move), 'aaaaaaaa')
      expect(shape(armed), JSON.stringify(move)).toBe(still)
      const [a, b] = [wasm.render(armed, ramps), wasm.render(compiled(at(move)), ramps)]
      expect(differing(a, b)).toBeGreaterThan(0)
      let most = 0
      a.planes.forEach((plane, i) => {
        plane.forEach((v, p) => {
          most = Math.max(most, Math.abs(v - b.planes[i]![p]!))
        })
      })
      expect(most, JSON.stringify(move)).toBeLessThan(0.5 / 1023)
    }
  })

  it('[ENG15] arms every operator there is', () => {
    const list = (p: Plan) => p.stages.reduce((n, s) => n + (s.kind === 'kernel' ? s.program.list.length : 0), 0)
    const switches = compiled(node(L, 'aaaaaaaa', {}), 'aaaaaaaa').stages.flatMap((s) =>
      s.kind === 'kernel' ? [...s.coefficients].filter((c) => c === 0) : [],
    )
    expect(switches.length).toBeGreaterThanOrEqual(ops.reduce((n, op) => n + op.parts.length, 0))
    expect(list(compiled(node(L, 'aaaaaaaa', {}), 'aaaaaaaa'))).toBeGreaterThan(300)
  })
})
