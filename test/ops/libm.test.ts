import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as libm from '../../shared/op/libm.ts'
import { randomOf } from './kit.ts'

/** Distance in units of the last place of the wanted value. */
function ulps(got: number, want: number): number {
  if (got === want) return 0
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(want))))
  return Math.abs(got - want) / 2 ** (exponent - 52)
}

const SEED = 20261124
const random = randomOf(SEED)
const between = (low: number, high: number) => low + random() * (high - low)
const positive = () => Math.exp(between(-700, 700))

/** Function, the engine's own, arguments, how many ulps apart: ours within 1, and theirs as far as theirs may be off. */
const cases: [string, (...a: number[]) => number, (...a: number[]) => number, () => number[], number][] = [
  ['exp', libm.exp, Math.exp, () => [between(-745, 709)], 1],
  ['log', libm.log, Math.log, () => [positive()], 1],
  ['log near 1', libm.log, Math.log, () => [between(0.9, 1.1)], 1],
  ['log2', libm.log2, Math.log2, () => [positive()], 2],
  ['log2 near 1', libm.log2, Math.log2, () => [between(0.9, 1.1)], 2],
  ['log10', libm.log10, Math.log10, () => [positive()], 2],
  ['exp2', libm.exp2, (x) => 2 ** x, () => [between(-1070, 1023)], 2],
  ['exp10', libm.exp10, (x) => 10 ** x, () => [between(-300, 300)], 2],
  ['pow', libm.pow, (x, p) => x ** p, () => [Math.exp(between(-40, 40)), between(-12, 12)], 2],
  ['pow of small', libm.pow, (x, p) => x ** p, () => [between(0, 4), between(0, 4)], 2],
  ['sin', libm.sin, Math.sin, () => [between(-100000, 100000)], 1],
  ['cos', libm.cos, Math.cos, () => [between(-10, 10)], 1],
  ['tan', libm.tan, Math.tan, () => [between(-10, 10)], 3],
  ['atan2', libm.atan2, Math.atan2, () => [between(-10, 10), between(-10, 10)], 1],
]

describe('[ENG1] our own f64 functions', () => {
  it.each(cases)('[ENG1] %s is within an ulp or two of the engine’s own', (_, ours, theirs, draw, most) => {
    let worst = 0
    let at: number[] = []
    for (let i = 0; i < 20000; i++) {
      const args = draw()
      const distance = ulps(ours(...args), theirs(...args))
      if (!(distance <= worst)) [worst, at] = [distance, args]
    }
    expect(worst, `seed ${SEED}, arguments ${at}`).toBeLessThanOrEqual(most)
  })

  it('[ENG1] whole powers of two are exact', () => {
    for (let n = -1074; n <= 1023; n++) {
      expect(libm.scale2(n)).toBe(2 ** n)
      expect(libm.exp2(n)).toBe(2 ** n)
      expect(libm.log2(2 ** n)).toBe(n)
    }
  })

  it('[ENG1] the ends are what they should be', () => {
    expect([
      libm.exp(710),
      libm.exp(-746),
      libm.exp2(1024),
      libm.exp2(-1e9),
      libm.exp10(500),
      libm.exp10(-500),
    ]).toEqual([Infinity, 0, Infinity, 0, Infinity, 0])
    expect([libm.log(0), libm.log2(0), libm.log10(0), libm.log(-1), libm.log2(Infinity)]).toEqual([
      -Infinity,
      -Infinity,
      -Infinity,
      NaN,
      Infinity,
    ])
    expect([
      libm.pow(0, 2),
      libm.pow(0, 0),
      libm.pow(0, -1),
      libm.pow(-1, 2),
      libm.pow(1, NaN),
      libm.pow(1e300, 2),
    ]).toEqual([0, 1, Infinity, NaN, 1, Infinity])
    expect([libm.pow(0.5, Infinity), libm.pow(2, Infinity), libm.pow(2, -Infinity), libm.pow(Infinity, -1)]).toEqual([
      0,
      Infinity,
      0,
      0,
    ])
    expect([libm.sin(0), libm.cos(0), libm.atan2(0, -1), libm.atan2(-1, 0), libm.atan2(0, 0)]).toEqual([
      0,
      1,
      Math.PI,
      -Math.PI / 2,
      0,
    ])
  })

  it('[ENG1] the same bits everywhere: this hash is the same in every engine', () => {
    const values: number[] = []
    for (let i = 1; i <= 2000; i++) {
      const x = i * 0.0173
      values.push(libm.exp(x - 17), libm.log(x), libm.log2(x), libm.log10(x), libm.exp2(x - 17), libm.exp10(x - 17))
      values.push(libm.pow(x, 1 / 2.4), libm.sin(x * 7), libm.cos(x * 7), libm.tan(x), libm.atan2(x - 17, 3 - x))
    }
    const bytes = new DataView(new ArrayBuffer(values.length * 8))
    for (const [i, v] of values.entries()) bytes.setFloat64(i * 8, v, true)
    const hash = createHash('sha256').update(new Uint8Array(bytes.buffer)).digest('hex')
    expect(hash).toBe('018e61bf7ee8513e19e3cdcb6c3e363e2ba1124f4a0fa2e66af3e7b9614971ec')
  })
})

describe('[ENG1] powers of the same numbers', () => {
  it('[ENG1] are those of pow, bit for bit', () => {
    const numbers = [...Array.from({ length: 1025 }, (_, i) => 1 + i / 1024), 1e-9, 0.3, 7, 65504]
    const logs = libm.logPairs(numbers)
    for (const p of [0.05, 1 / 2.2, 0.9999999, 1, 1.0000001, Math.fround(1.3), 2, -0.7])
      expect([...libm.powersOf(logs, p)], `to the ${p}`).toEqual(numbers.map((x) => libm.pow(x, p)))
  })
})

describe('[ENG1] cosine and sine together', () => {
  it('[ENG1] are those of cos and sin, bit for bit, in all quarters and at 0', () => {
    const angles = Float64Array.from({ length: 4001 }, (_, i) => (i - 2000) / 97)
    angles[7] = -0
    const [cosines, sines] = [angles.slice(), new Float64Array(angles.length)]
    libm.cosSin(cosines, cosines, sines)
    const off = angles.filter((x, i) => !Object.is(cosines[i], libm.cos(x)) || !Object.is(sines[i], libm.sin(x)))
    expect([...off]).toEqual([])
  })
})
