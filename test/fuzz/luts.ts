/** LUTs of every kind of step, made from nothing but their name: 64 hex digits, of which the first eight are a seed. */
import type { Lut, LutStep, Three } from '../../shared/op/lut.ts'
import { randomOf } from '../ops/kit.ts'

type Random = () => number
const three = <T>(make: (i: number) => T): Three<T> => [make(0), make(1), make(2)]

/** Each kind of step once: a kind more in the language does not compile until it is made here too. */
const makers: { readonly [Kind in LutStep['kind']]: (random: Random) => Extract<LutStep, { kind: Kind }> } = {
  lut1d: (random) => {
    const count = 2 + Math.floor(random() * 62)
    const alike = random() < 0.4
    const all = three(() => Float32Array.from({ length: count }, (_, i) => i / (count - 1) + random() * 0.3 - 0.1))
    return { kind: 'lut1d', domain: domain(random), values: alike ? three(() => all[0]) : all }
  },
  'lut-half': (random) => {
    const bend = 0.5 + random()
    const all = Float32Array.from({ length: 65_536 }, (_, i) => (i & 0x8000 ? -1 : 1) * (i & 0x7fff) * bend * 1e-4)
    return { kind: 'lut-half', values: three(() => all) }
  },
  lut3d: (random) => {
    const size = three(() => 2 + Math.floor(random() * 6))
    const most = random() < 0.1 ? 1e5 : 1.3
    const values = Float32Array.from({ length: 3 * size[0] * size[1] * size[2] }, () => random() * most - 0.1)
    return { kind: 'lut3d', size, domain: domain(random), values }
  },
  matrix: (random) => ({
    kind: 'matrix',
    rows: Array.from({ length: 9 }, (_, i) => (i % 4 === 0 ? 1 : 0) + random() * 0.6 - 0.3),
    offset: three(() => random() * 0.2 - 0.1),
  }),
  range: (random) => ({
    kind: 'range',
    scale: random() * 2,
    offset: random() - 0.5,
    low: random() < 0.5 ? 0 : null,
    high: random() < 0.5 ? 1 : null,
  }),
  log: (random) => ({
    kind: 'log',
    reverse: random() < 0.5,
    channels: three(() => ({
      base: random() < 0.5 ? 2 : 10,
      logSlope: 0.1 + random() * 0.4,
      logOffset: random() * 0.5,
      linSlope: 0.5 + random() * 6,
      linOffset: 0.01 + random() * 0.1,
      linBreak: random() < 0.5 ? 0.01 : null,
      linearSlope: random() < 0.3 ? 0.5 + random() * 4 : null,
    })),
  }),
  exponent: (random) => {
    const styles = ['basic', 'mirror', 'pass', 'curve', 'curve-mirror'] as const
    const style = styles[Math.floor(random() * styles.length)]!
    const offset = style.startsWith('curve') ? 0.01 + random() * 0.2 : 0
    return {
      kind: 'exponent',
      style,
      reverse: random() < 0.5,
      channels: three(() => ({ exponent: 1 + random() * 2, offset })),
    }
  },
  cdl: (random) => ({
    kind: 'cdl',
    style: (['asc', 'asc-reverse', 'noclamp', 'noclamp-reverse'] as const)[Math.floor(random() * 4)]!,
    slope: three(() => 0.5 + random()),
    offset: three(() => random() * 0.2 - 0.1),
    power: three(() => 0.6 + random()),
    saturation: random() * 2,
  }),
}

const domain = (random: Random): Three<readonly [number, number]> => {
  const plain = random() < 0.5
  return three(() => (plain ? [0, 1] : [Math.fround(-random()), Math.fround(0.5 + random() * 3)]))
}

const kinds = Object.keys(makers) as (keyof typeof makers)[]
const had = new Map<string, Lut>()

/** The LUT of a name; the last few are kept, so that a plan compiled again has the same tables. */
export function lutOf(blob: string): Lut {
  let lut = had.get(blob)
  if (lut === undefined) {
    const random = randomOf(Number.parseInt(blob.slice(0, 8), 16))
    // The big table is rare: it costs more than all others.
    const some = random() < 0.05 ? kinds : kinds.filter((kind) => kind !== 'lut-half')
    const steps = Array.from({ length: random() < 0.4 ? 2 : 1 }, () =>
      makers[some[Math.floor(random() * some.length)]!](random),
    )
    lut = { title: blob.slice(0, 8), steps }
    if (had.size >= 32) had.clear()
    had.set(blob, lut)
  }
  return lut
}
