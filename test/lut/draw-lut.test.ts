import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readLut } from '../../shared/lut/read-lut.ts'
import { boundProgram } from '../../shared/op/bound.ts'
import { drawLut, exponentPieces, logPieces } from '../../shared/op/draw-lut.ts'
import type { Lut, LutStep } from '../../shared/op/lut.ts'
import { evaluate } from '../../shared/op/transfer.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { colours, distance, kernel, randomOf, type Triple } from '../ops/kit.ts'
import { differing, frame, plan } from '../render/hostile.ts'

interface Case {
  file: string
  engine: string
  interp: string
  out: Triple[]
}
const truth = JSON.parse(readFileSync(new URL('../truth/lut.json', import.meta.url), 'utf8')) as {
  inputs: Triple[]
  cases: Case[]
}
function lut(name: string): Lut {
  const read = readLut(new Uint8Array(readFileSync(new URL(`../truth/luts/${name}`, import.meta.url))))
  if (typeof read === 'string') throw new Error(`${name}: ${read}`)
  return read
}
const drawn = (of: Lut) => kernel((b, rgb) => drawLut(b, b.hold3(rgb), of))
const worst = (got: readonly Triple[], want: readonly Triple[]) =>
  Math.max(...got.flatMap((rgb, i) => rgb.map((v, c) => distance(v, want[i]![c]!))))
const files = [...new Set(truth.cases.map(({ file }) => file))]

/** Held as between operators. */
const held = (x: number) => (Math.abs(x) < 2 ** -32 ? 0 : Math.min(Math.max(Math.fround(x), -65504), 65504))
const places = (x: number, [low, high]: readonly [number, number], n: number) => {
  const u = Math.min(Math.max((x - low) / (high - low), 0), 1) * (n - 1)
  const at = Math.min(Math.floor(u), n - 2)
  return { at, rest: u - at }
}

/** Tables and lattices in f64, after colour.md 4.3, written without a look at how a kernel does it. */
function f64(step: LutStep, rgb: Triple): Triple {
  if (step.kind === 'lut1d')
    return rgb.map((x, c) => {
      const all = step.values[c]!
      const { at, rest } = places(x, step.domain[c]!, all.length)
      return all[at]! * (1 - rest) + all[at + 1]! * rest
    }) as unknown as Triple
  if (step.kind !== 'lut3d') throw new Error(`no table: ${step.kind}`)
  const [nr, ng] = step.size
  const of = rgb.map((x, c) => places(x, step.domain[c]!, step.size[c]!))
  const order = [0, 1, 2].sort((a, b) => of[b]!.rest - of[a]!.rest || a - b)
  const stride = [1, nr, nr * ng]
  let vertex = of.reduce((sum, { at }, c) => sum + at * stride[c]!, 0)
  const sorted = order.map((c) => of[c]!.rest)
  const weights = [1 - sorted[0]!, sorted[0]! - sorted[1]!, sorted[1]! - sorted[2]!, sorted[2]!]
  const sum = [0, 0, 0]
  weights.forEach((w, k) => {
    if (k > 0) vertex += stride[order[k - 1]!]!
    for (let c = 0; c < 3; c++) sum[c]! += w * step.values[3 * vertex + c]!
  })
  return sum as unknown as Triple
}

describe('[LUT4] LUTs give what OpenColorIO, ffmpeg and f64 make of them', () => {
  /**
   * Faults of the references, by name. ffmpeg 5.1 takes a DOMAIN_MIN other than 0 wrongly, and a .csp prelut otherwise than its knots say: 0.18,
   * between knots that give 0 and 0.4, it takes to 0.07. OpenColorIO does not read Resolve's files with a TITLE, so there is no vector of them.
   */
  const faults = new Set(['domain_5.cube ffmpeg', 'test.csp ffmpeg'])

  it.each(truth.cases.map((c) => [`${c.file} ${c.engine.split(' ')[0]} ${c.interp}`, c] as const))(
    '[LUT4] %s',
    (name, c) => {
      const error = worst(colours(drawn(lut(c.file)), truth.inputs), c.out)
      console.log(`${name}: ${error.toExponential(2)}`)
      if (faults.has(name.split(' ').slice(0, 2).join(' '))) expect(error).toBeGreaterThan(1e-3)
      else expect(error).toBeLessThanOrEqual(c.engine === 'ref64' ? 2e-6 : 1e-6)
    },
  )
})

interface Clf {
  inputs: Triple[]
  cases: { name: string; text: string; out: Triple[] }[]
}
const clf = JSON.parse(readFileSync(new URL('../truth/clf.json', import.meta.url), 'utf8')) as Clf

/** Each half float's number, infinities and none as 0. */
function halves(): number[] {
  return Array.from({ length: 65536 }, (_, i) => {
    const [sign, e, m] = [i >> 15 ? -1 : 1, (i >> 10) & 31, i & 1023]
    return e === 31 ? 0 : sign * (e === 0 ? m * 2 ** -24 : (1024 + m) * 2 ** (e - 25))
  })
}
function clfOf({ name, text }: Clf['cases'][number]): Lut {
  const table = halves().map((x) => (Math.sign(x) * Math.sqrt(Math.abs(x)) + 0.05).toFixed(7))
  const own =
    name === 'half'
      ? `<ProcessList compCLFversion="3" id="a"><LUT1D inBitDepth="16f" outBitDepth="16f" halfDomain="true"><Array dim="65536 1">${table.join(' ')}</Array></LUT1D></ProcessList>`
      : text
  const read = readLut(new TextEncoder().encode(own))
  if (typeof read === 'string') throw new Error(`${name}: ${read}`)
  return read
}

/** What one ulp of the input moves in a curve, both ways. */
function moved(step: LutStep, x: number, c: number): number {
  if (step.kind !== 'log' && step.kind !== 'exponent') return 0
  const pieces = step.kind === 'log' ? logPieces(step.channels[c]!, step) : exponentPieces(step.channels[c]!, step)
  const at = evaluate(pieces, x)
  const ulp = Math.max(Math.abs(x), 0.1) / 2 ** 23
  return Math.max(...[ulp, -ulp].map((by) => Math.abs(evaluate(pieces, x + by) - at) / Math.max(1, Math.abs(at))))
}

describe('[LUT5] the process nodes of CLF are OpenColorIO’s', () => {
  it.each(clf.cases.map((c) => [c.name, c] as const))('[LUT5] %s', (name, c) => {
    const own = clfOf(c)
    const got = colours(drawn(own), clf.inputs)
    let worst = 0
    got.forEach((rgb, i) => {
      rgb.forEach((v, k) => {
        const x = clf.inputs[i]![k]!
        const want = Math.max(-65504, Math.min(65504, c.out[i]![k]!))
        const ulp = moved(own.steps[0]!, x, k)
        // The logarithm of what is not above 0 is nobody's: OpenColorIO's is that of 2^-126, ours of 2^-100.
        if (Number.isNaN(ulp)) expect(Math.abs(v - want)).toBeGreaterThan(0.1)
        else worst = Math.max(worst, distance(v, want) - ulp)
      })
    })
    console.log(`${name}: ${worst.toExponential(2)}`)
    expect(worst).toBeLessThanOrEqual(2e-6)
  })
})

/** LUTs of every step there is, wilder than any file: `random` makes sizes, domains and entries. */
function wild(random: () => number): Lut {
  const pick = (low: number, high: number) => low + (high - low) * random()
  const count = (low: number, high: number) => Math.floor(pick(low, high + 1))
  const three = <T>(make: () => T) => [make(), make(), make()] as const
  const domain = () => {
    const low = random() < 0.3 ? 0 : pick(-2, 1)
    return [low, random() < 0.3 ? low + 1 : low + 10 ** pick(-6, 5)] as const
  }
  const entry = () => (random() < 0.1 ? (random() - 0.5) * 10 ** pick(-40, 30) : pick(-1, 2))
  const table = (n: number) => Float32Array.from({ length: n }, entry)
  const makers: (() => LutStep)[] = [
    () => {
      const [n, one] = [count(2, 40), random() < 0.5]
      const first = table(n)
      return {
        kind: 'lut1d',
        domain: three(domain),
        values: one ? [first, first, first] : [first, table(count(2, 9)), table(n)],
      }
    },
    () => {
      const size = three(() => count(2, 6))
      return { kind: 'lut3d', size, domain: three(domain), values: table(3 * size[0] * size[1] * size[2]) }
    },
    () => ({ kind: 'matrix', rows: Array.from({ length: 9 }, entry), offset: three(entry) }),
    () => {
      const low = random() < 0.5 ? null : pick(-1, 1)
      return {
        kind: 'range',
        scale: pick(-3, 3),
        offset: pick(-1, 1),
        low,
        high: random() < 0.5 ? null : (low ?? 0) + pick(0, 2),
      }
    },
    () => ({
      kind: 'log',
      reverse: random() < 0.5,
      channels: three(() => {
        const linOffset = pick(0, 1)
        return {
          base: random() < 0.5 ? 10 : pick(1.5, 3),
          logSlope: pick(0.01, 2),
          logOffset: pick(-1, 1),
          linSlope: pick(0.1, 200),
          linOffset,
          linBreak: random() < 0.5 ? null : pick(0.001, 0.1),
          linearSlope: random() < 0.5 ? null : pick(0.1, 10),
        }
      }),
    }),
    () => ({
      kind: 'exponent',
      style: (['basic', 'mirror', 'pass', 'curve', 'curve-mirror'] as const)[count(0, 4)]!,
      reverse: random() < 0.5,
      channels: three(() => ({
        exponent: random() < 0.2 ? 1 : pick(1, 10),
        offset: random() < 0.3 ? 0 : pick(0, 0.9),
      })),
    }),
    () => ({
      kind: 'cdl',
      style: (['asc', 'asc-reverse', 'noclamp', 'noclamp-reverse'] as const)[count(0, 3)]!,
      slope: three(() => pick(0, 4)),
      offset: three(() => pick(-1, 1)),
      power: three(() => pick(0.05, 5)),
      saturation: pick(0, 3),
    }),
  ]
  return { title: '', steps: Array.from({ length: count(1, 4) }, () => makers[count(0, makers.length - 1)]!()) }
}

describe('[LUT6] a LUT is the same everywhere and nothing on the way is no number', () => {
  it('[LUT6] tables and lattices follow f64 between the vectors, on each face of each tetrahedron and beyond the domain', () => {
    const random = randomOf(11)
    const cases = [
      'random_9.cube',
      'look_17.cube',
      'domain_5.cube',
      'resolve_shaper_3d.cube',
      'resolve1d_9_range.cube',
      'test_5.spi1d',
    ]
    for (const name of cases) {
      const own = lut(name)
      const n =
        own.steps.at(-1)!.kind === 'lut3d' ? (own.steps.at(-1) as Extract<LutStep, { kind: 'lut3d' }>).size[0] : 9
      const inputs: Triple[] = Array.from({ length: 3000 }, (_, i) => {
        const x = () => Math.fround(-0.3 + 1.6 * random())
        const knot = () => Math.fround(Math.floor(random() * n) / (n - 1))
        if (i % 4 === 0) return [x(), x(), x()]
        if (i % 4 === 1) return [knot(), knot(), knot()]
        // On the faces where two rests are equal, and a step beside them.
        const a = x()
        const beside = Math.fround(a + (random() < 0.5 ? 0 : (random() < 0.5 ? 1 : -1) * 2 ** -22))
        return i % 4 === 2 ? [a, beside, x()] : [x(), a, beside]
      })
      const want = inputs.map((rgb) =>
        own.steps.reduce<Triple>(
          (now, step) => f64(step, now).map(held) as unknown as Triple,
          rgb.map(held) as unknown as Triple,
        ),
      )
      // A place is rounded to f32 among the table's places: its rest by up to half a step of their number, times the steepest rise.
      const rise = own.steps.reduce((most, step) => {
        const values =
          step.kind === 'lut3d' ? step.values : step.kind === 'lut1d' ? step.values.flatMap((v) => [...v]) : []
        return Math.max(most, Math.max(...values) - Math.min(...values))
      }, 0)
      const error = worst(colours(drawn(own), inputs), want)
      console.log(`${name}: between the vectors ${error.toExponential(2)}`)
      expect(error).toBeLessThanOrEqual(2e-7 + n * rise * 2 ** -23)
    }
  })

  it('[LUT6] a lattice leaves the neutral axis alone where its own is neutral, and an identity leaves 0 … 1 alone', () => {
    const grey: Triple[] = Array.from({ length: 1001 }, (_, i) => [i / 1000, i / 1000, i / 1000])
    for (const rgb of colours(drawn(lut('identity_2.cube')), grey)) expect(new Set(rgb).size).toBe(1)
    const size = 33
    const values = Float32Array.from({ length: 3 * size ** 3 }, (_, i) => {
      const vertex = Math.floor(i / 3)
      return [vertex % size, Math.floor(vertex / size) % size, Math.floor(vertex / size / size)][i % 3]! / (size - 1)
    })
    const own: Lut = {
      title: '',
      steps: [
        {
          kind: 'lut3d',
          size: [size, size, size],
          domain: [
            [0, 1],
            [0, 1],
            [0, 1],
          ],
          values,
        },
      ],
    }
    const random = randomOf(5)
    const inputs: Triple[] = Array.from(
      { length: 5000 },
      () => [random(), random(), random()].map(Math.fround) as unknown as Triple,
    )
    expect(worst(colours(drawn(own), inputs), inputs)).toBeLessThanOrEqual(1.2e-7)
  })

  it('[LUT6] reference and WASM give the same bits of any LUT on the worst planes, and the kernel is proved', () => {
    const wasm = createWasm()
    const every: [string, Lut][] = [
      ...files.map((name): [string, Lut] => [name, lut(name)]),
      ['half', clfOf(clf.cases.at(-1)!)],
      ...Array.from({ length: 80 }, (_, i): [string, Lut] => [`seed ${i + 1}`, wild(randomOf(i + 1))]),
    ]
    for (const [name, own] of every) {
      const stage = drawn(own)
      expect(boundProgram(stage.program, stage.coefficients, stage.tables), name).toBe(null)
      const at = plan([37, 9], [37, 9], [stage])
      const source = frame(37, 9, randomOf(3))
      const picture = renderReference(at, source)
      expect(differing(picture, wasm.render(at, source)), name).toBe(0)
      for (const plane of picture.planes)
        for (const x of plane) if (!(Math.abs(x) <= 65504)) throw new Error(`${name} gives ${x}`)
    }
  })
})
