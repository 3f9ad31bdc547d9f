import { describe, expect, it } from 'vitest'
import { transform as apply } from '../../shared/op/matrix.ts'
import { gamutMatrix, type Space } from '../../shared/op/space.ts'
import { toneOf, toScene } from '../../shared/op/tone.ts'
import { evaluate } from '../../shared/op/transfer.ts'
import { transform } from '../../shared/ops/transform.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { differing } from '../render/hostile.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'
import { distance, randomOf, runOp, type Triple } from './kit.ts'

const held = (x: number) => Math.min(Math.max(x, -65504), 65504)
const triple = (x: readonly number[], f: (v: number) => number) => x.map(f) as unknown as Triple

/** In f64 from each space to each: code to the second space's light, and that to code; each step held as between operators. */
function formula(from: Space, to: Space, toned: boolean) {
  const [tone, { toDisplay }] = [toneOf(from.peak ?? 1), toneOf(to.peak ?? 1)]
  const matrix = gamutMatrix(from, to)
  const meets = toned && from.referred !== to.referred
  return {
    light: (rgb: Triple): Triple => {
      const own = triple(rgb, (x) => held(evaluate(from.toLight, x)))
      const seen = meets && from.referred === 'display' ? triple(own, (x) => held(toScene(tone, x))) : own
      return triple(apply(matrix, seen), held)
    },
    code: (x: number): number => held(evaluate(to.fromLight, meets && to.referred === 'display' ? toDisplay(x) : x)),
  }
}

describe('[SPACE1] the colour-space transform', () => {
  const random = randomOf(17)
  const inputs: Triple[] = Array.from({ length: 48 }, (_, i) =>
    i < 20 ? [i / 19, i / 19, i / 19] : [random() * 1.05, random() * 1.05, random() * 1.05],
  ).map((rgb) => triple(rgb, Math.fround))

  it.each(['on', 'off'])(
    '[SPACE1] from each space to each, tone %s, is its formula',
    (tone) => {
      let [most, where] = [0, '']
      for (const from of spaces)
        for (const to of spaces) {
          if (from === to) continue
          const got = runOp(transform, { from: [from.id], to: [to.id], tone: [tone] }, inputs)
          const { light, code } = formula(from, to, tone === 'on')
          // Near a display's white the scene's light climbs so that an ulp of v in v / (1 − v) is this much of it.
          const { hit, scale } = toneOf(from.peak ?? 1)
          const steep = tone === 'on' && from.referred === 'display' ? (2 ** -24 * (hit + scale)) / scale : 0
          // The foot of PQ is straight below 2^-24 of light.
          const foot = to.fromLight.some(({ form }) => form === 'smooth') ? 2 ** -23 : 0
          inputs.forEach((rgb, i) => {
            const at = light(rgb)
            const beside = [1, -1].map((by) => light(triple(rgb, (x) => x + by * 2 ** -23)))
            at.forEach((x, c) => {
              // What an ulp of the input and of each of the three summands of light moves (engine.md, "Truth").
              const off =
                Math.max(...beside.map((other) => Math.abs(other[c]! - x))) +
                Math.max(...at.map(Math.abs)) * (2 ** -21 + steep) +
                foot
              const want = code(x)
              const moved = Math.max(distance(code(x + off), want), distance(code(x - off), want))
              const beyond = distance(got[i]![c]!, want) - moved
              if (beyond > most)
                [most, where] = [beyond, `${from.id} to ${to.id} at ${rgb}: ${got[i]![c]}, not ${want}`]
            })
          })
        }
      console.log(
        `transform, tone ${tone}, ${spaces.length * (spaces.length - 1)} pairs: worst ${most.toExponential(1)} beyond ulps`,
      )
      expect(most, where).toBeLessThanOrEqual(2e-6)
    },
    60_000,
  )

  const at = (controls: Record<string, [string]>) => grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', controls))
  const plan = (entries: ReturnType<typeof grade>) => compilePlan({ session: session(), entries, clip: CLIP, frame: 0 })

  it('[SPACE1] is absent where both are one space, by whichever word, and at rest', () => {
    const none = plan(grade()).name
    expect(plan(at({})).name).toBe(none)
    expect(plan(at({ 'transform.tone': ['off'] })).name).toBe(none)
    expect(plan(at({ 'transform.from': ['acescct'], 'transform.to': ['acescct'] })).name).toBe(none)
    expect(plan(at({ 'transform.to': ['logc3-ei800-awg3'] })).name).toBe(none)
    expect(plan(at({ 'transform.to': ['acescct'] })).name).not.toBe(none)
    expect(plan(at({ 'transform.from': ['logc3-ei800-awg3'], 'transform.to': ['acescct'] })).name).toBe(
      plan(at({ 'transform.to': ['acescct'] })).name,
    )
  })

  it('[SPACE1] a node there and a node back leave the picture where it was', () => {
    const there = at({ 'transform.to': ['acescct'] })
    const back = grade(...there, ...node(`c.${CLIP}/0`, 'bbbbbbbb', { 'transform.from': ['acescct'] }, 'aaaaaaaa'))
    const frame = source(16, 8, (x, y) => [80 + 50 * x, 512 + 20 * (y - 4), 512 - 20 * (y - 4)])
    const [was, is] = [grade(), back].map((entries) => renderReference(plan(entries), frame))
    const worst = Math.max(...was!.planes.flatMap((p, c) => [...p].map((v, i) => Math.abs(v - is!.planes[c]![i]!))))
    console.log(`LogC3 to ACEScct and back, worst of the graded frame: ${worst.toExponential(1)}`)
    expect(worst).toBeLessThan(1e-5)
    expect(differing(was!, renderReference(plan(there), frame))).toBeGreaterThan(300)
  })

  it('[SPACE1] the reference and WASM give the same bits, each space in turn', () => {
    const wasm = createWasm()
    const frame = source(16, 8, (x, y) => [20 + 65 * x, 512 + 110 * (y - 4), 512 - 90 * (y - 4)])
    spaces.forEach((space, i) => {
      const other = spaces[(i + 7) % spaces.length]!
      const p = plan(at({ 'transform.from': [space.id], 'transform.to': [other.id] }))
      expect(p.lacks).toEqual([])
      expect(differing(renderReference(p, frame), wasm.render(p, frame)), `${space.id} to ${other.id}`).toBe(0)
    })
  })
})
