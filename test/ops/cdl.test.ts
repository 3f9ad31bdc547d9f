import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cdl } from '../../shared/ops/cdl.ts'
import { distance, randomOf, runOp, type Triple } from './kit.ts'

interface Case {
  name: string
  style: 'asc' | 'noclamp'
  direction: 'forward' | 'inverse'
  slope: Triple
  offset: Triple
  power: Triple
  sat: number
  out: Triple[]
  ref64: Triple[]
}
const truth = JSON.parse(readFileSync(new URL('../truth/cdl.json', import.meta.url), 'utf8')) as {
  inputs: Triple[]
  cases: Case[]
}
type Numbers = Pick<Case, 'slope' | 'offset' | 'power' | 'sat'>

/** What leaves an operator is held to ±65,504 (engine.md), so its truth is too. */
const held = (x: number) => Math.min(Math.max(x, -65504), 65504)
const clamp = (x: number) => Math.min(Math.max(x, 0), 1)

/**
 * The specification's formula in f64, with what one ulp does: `nudge` is -1, 0 or 1 and moves the input and each intermediate sum by
 * that many 2^-23 of its summands (engine.md, "Truth").
 */
function formula(style: string, n: Numbers, rgb: Triple, nudge: number): Triple {
  const asc = style.startsWith('asc')
  const hold = asc ? clamp : (x: number) => x
  const ulp = (...summands: number[]) => (nudge * summands.reduce((s, v) => s + Math.abs(v), 0)) / 8388608
  const bend = (x: number, p: number) => (!asc && x < 0 ? x : Math.max(x, 0) ** p)
  const saturate = (v: number[], s: number) => {
    const y = 0.2126 * v[0]! + 0.7152 * v[1]! + 0.0722 * v[2]! + ulp(0.2126 * v[0]!, 0.7152 * v[1]!, 0.0722 * v[2]!)
    return v.map((x) => y + s * (x - y + ulp(x, y)) + ulp(y, s * (x - y)))
  }
  const input = rgb.map((x) => x + ulp(x))
  const out = style.endsWith('reverse')
    ? saturate(input.map(hold), 1 / Math.max(n.sat, 0.01))
        .map(hold)
        .map((x, i) => bend(x, 1 / Math.max(n.power[i]!, 0.01)))
        .map((x, i) => (x - n.offset[i]! + ulp(x, n.offset[i]!)) / Math.max(n.slope[i]!, 0.01))
    : saturate(
        input.map((x, i) =>
          bend(hold(x * n.slope[i]! + n.offset[i]! + ulp(x * n.slope[i]!, n.offset[i]!)), n.power[i]!),
        ),
        n.sat,
      )
  return out.map(hold).map(held) as unknown as Triple
}

const stored = (style: string, n: Numbers) => ({
  slope: [...n.slope],
  offset: [...n.offset],
  power: [...n.power],
  saturation: [n.sat],
  style: [style],
})

/** Worst distance from `want` beyond what one ulp moves. */
function excess(
  got: readonly Triple[],
  want: readonly Triple[],
  style: string,
  n: Numbers,
  inputs: readonly Triple[],
): number {
  let worst = 0
  got.forEach((rgb, i) => {
    const [up, at, down] = [1, 0, -1].map((nudge) => formula(style, n, inputs[i]!, nudge))
    rgb.forEach((v, c) => {
      const moved = Math.max(distance(up![c]!, at![c]!), distance(down![c]!, at![c]!))
      worst = Math.max(worst, distance(v, held(want[i]![c]!)) - moved)
    })
  })
  return worst
}

describe('[OP5] the CDL is OpenColorIO’s and the ASC’s', () => {
  const lines: string[] = []
  it.each(truth.cases.map((c) => [`${c.name} ${c.style} ${c.direction}`, c] as const))('[OP5] %s', (_, c) => {
    const style = c.direction === 'forward' ? c.style : `${c.style}-reverse`
    const got = runOp(cdl, stored(style, c), truth.inputs)
    const plain = Math.max(...got.flatMap((rgb, i) => rgb.map((v, k) => distance(v, c.ref64[i]![k]!))))
    const beyond = excess(got, c.ref64, style, c, truth.inputs)
    const ocio = excess(got, c.out, style, c, truth.inputs)
    lines.push(`${c.name} ${style}: ${plain.toExponential(1)} (beyond an ulp ${beyond.toExponential(1)})`)
    expect(beyond).toBeLessThanOrEqual(2e-6)
    expect(ocio).toBeLessThanOrEqual(2e-5)
  })

  it('[OP5] between the vectors too, by the same formula', () => {
    let worst = 0
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomOf(seed)
      const pick = (low: number, high: number) => Math.fround(low + (high - low) * random())
      const three = (low: number, high: number): Triple => [pick(low, high), pick(low, high), pick(low, high)]
      const n: Numbers = { slope: three(0.2, 3), offset: three(-0.3, 0.3), power: three(0.3, 3), sat: pick(0, 2) }
      const inputs = Array.from({ length: 200 }, () => three(-0.2, 2))
      for (const style of ['asc', 'noclamp', 'asc-reverse', 'noclamp-reverse']) {
        const fair = style.endsWith('reverse') ? { ...n, sat: Math.max(n.sat, 0.5) } : n
        const want = inputs.map((rgb) => formula(style, fair, rgb, 0))
        const beyond = excess(runOp(cdl, stored(style, fair), inputs), want, style, fair, inputs)
        expect(beyond, `seed ${seed}, ${style}`).toBeLessThanOrEqual(2e-6)
        worst = Math.max(worst, beyond)
      }
    }
    console.log(
      `cdl: worst error between vectors, beyond one ulp: ${worst.toExponential(2)}; ${lines.length} cases: ${lines.at(-1)}`,
    )
    expect(worst).toBeGreaterThan(-1)
  })

  it('[OP5] at rest it is a bit-exact wire in noclamp, and clamps in asc', () => {
    const inputs: Triple[] = [
      [-0.5, 0.1, 1.7],
      [0.3, 65504, -65504],
    ]
    const one: Numbers = { slope: [1, 1, 1], offset: [0, 0, 0], power: [1, 1, 1], sat: 1 }
    expect(runOp(cdl, stored('noclamp', one), inputs)).toEqual(inputs.map((rgb) => rgb.map(Math.fround)))
    expect(runOp(cdl, stored('asc', one), inputs)).toEqual([
      [0, Math.fround(0.1), 1],
      [Math.fround(0.3), 1, 0],
    ])
  })
})
