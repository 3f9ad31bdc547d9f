import { describe, expect, it } from 'vitest'
import { fromShown, holdHard, neutralValue, printShown, toShown } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import { randomOf } from './kit.ts'

const param = (op: string, control: string) => ops.find((o) => o.id === op)!.params[control]!
const atRest: readonly (readonly [string, string, string])[] = [
  ['primaries', 'lift', '0.00'],
  ['primaries', 'gamma', '0.00'],
  ['primaries', 'gain', '1.00'],
  ['log', 'offset', '25.00'],
  ['primaries', 'contrast', '1.000'],
  ['primaries', 'pivot', '0.435'],
  ['primaries', 'saturation', '50'],
  ['primaries', 'hue', '50'],
  ['primaries', 'lum-mix', '100'],
  ['primaries', 'temperature', '0'],
  ['primaries', 'tint', '0'],
  ['primaries', 'exposure', '0.00'],
]
const all = ops.flatMap((op) =>
  Object.values(op.params)
    .filter((p) => p.kind !== 'choice' && !p.course)
    .map((p) => [`${op.id}.${p.id}`, p] as const),
)

describe('[OP4] stored and shown', () => {
  it.each(atRest)('[OP4] %s.%s at rest shows %s, in each of its numbers', (op, control, text) => {
    const one = param(op, control)
    for (const v of neutralValue(one)) expect(printShown(one, v as number)).toBe(text)
    // Typed back, it is the neutral to the bit.
    expect(neutralValue(one)).toEqual(one.components.map(() => Math.fround(fromShown(one, Number(text)))))
  })

  it('[OP4] wheels are tuples: lift, gamma and gain Y R G B, offset R G B', () => {
    for (const control of ['lift', 'gamma', 'gain'])
      expect(param('primaries', control).components).toEqual(['y', 'r', 'g', 'b'])
    expect(param('log', 'offset').components).toEqual(['r', 'g', 'b'])
  })

  it.each(all)('[OP4] %s: what is shown comes back as what is stored, over the whole range', (_, one) => {
    const random = randomOf(11)
    const [low, high] = one.hard
    for (let i = 0; i <= 500; i++) {
      const stored = Math.fround(i === 0 ? low : i === 1 ? high : low + (high - low) * random())
      expect(Math.abs(fromShown(one, toShown(one, stored)) - stored)).toBeLessThanOrEqual(1e-13 * Math.max(1, high))
      // The printed text, typed again, prints the same.
      const text = printShown(one, stored)
      expect(printShown(one, Math.fround(fromShown(one, Number(text))))).toBe(text)
    }
    expect([holdHard(one, high * 2 + 1), holdHard(one, low - 1)]).toEqual([high, low])
  })

  it('[OP4] a negative zero is never shown', () => {
    expect(printShown(param('primaries', 'lift'), -0.001)).toBe('0.00')
    expect(printShown(param('primaries', 'lift'), -0.01)).toBe('-0.01')
  })
})
