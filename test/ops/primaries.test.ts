import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { log } from '../../shared/ops/log.ts'
import { primaries } from '../../shared/ops/primaries.ts'
import { distance, luma, randomOf, runOp, type Triple } from './kit.ts'
import { formula, held, levelled, logc3, type Settings, saturated, stored, type Yrgb } from './primaries-formula.ts'

const f32 = Math.fround

const signs: readonly Triple[] = [
  [1, 1, 1],
  [1, -1, 1],
  [1, 1, -1],
  [-1, 1, 1],
]
/** Worst distance of what the operator gives from the formula, beyond what one ulp moves, over these colours. */
function worst(s: Settings, inputs: readonly Triple[]): number {
  return runOp(primaries, stored(s), inputs).reduce((most, rgb, i) => {
    const at = formula(s, inputs[i]!, 0)
    const near = signs.flatMap((sign) => [1, -1].map((nudge) => formula(s, inputs[i]!, nudge, sign)))
    return rgb.reduce((more, v, c) => {
      const moved = Math.max(...near.map((one) => distance(one[c]!, at[c]!)))
      return Math.max(more, distance(v, at[c]!) - moved)
    }, most)
  }, 0)
}

const greys = (...values: number[]): Triple[] => values.map((v) => [f32(v), f32(v), f32(v)])
/** A value and its neighbours in f32, on both sides. */
function around(x: number): number[] {
  const step = 2 ** (Math.floor(Math.log2(Math.abs(x) || 2 ** -32)) - 23)
  return [-2, -1, -0.5, 0, 0.5, 1, 2].map((n) => f32(x + n * step))
}

interface Case {
  op: 'GradingPrimary.log' | 'GradingPrimary.video'
  name: string
  params: {
    brightness?: number[]
    contrast?: number[]
    gamma?: number[]
    lift?: number[]
    gain?: number[]
    offset?: number[]
    saturation?: number
    pivot: number
    pivotBlack?: number
    clampBlack?: number
    clampWhite?: number
  }
  out: Triple[]
  ref64: Triple[]
}
const truth = JSON.parse(readFileSync(new URL('../truth/grading-primary.json', import.meta.url), 'utf8')) as {
  inputs: { ramp: Triple[] }
  cases: Case[]
}

/** OpenColorIO writes R, G, B, master. */
const yrgb = (v: number[]): Yrgb => [v[3]!, v[0]!, v[1]!, v[2]!]

/** The same grade in our controls, in OpenColorIO's order: what is run one after the other. */
function steps({ op, params }: Case): readonly (readonly [offset: readonly number[] | null, s: Settings])[] {
  const list: [number[] | null, Settings][] = []
  const shift = op === 'GradingPrimary.log' ? params.brightness?.map((v) => (v * 6.25) / 1023) : params.offset
  if (shift) list.push([[0, 1, 2].map((i) => shift[i]! + shift[3]!), {}])
  const { contrast, lift, gain, gamma, saturation } = params
  const pivot = 0.5 + 0.5 * params.pivot
  // Ours is one number for all channels: each channel is run with its own and taken from there.
  if (contrast) list.push([null, { contrast: contrast[3]! * contrast[0]!, pivot }])
  if (lift || gain)
    list.push([null, { lumMix: 0, ...(lift && { lift: yrgb(lift) }), ...(gain && { gain: yrgb(gain) }) }])
  if (gamma) list.push([null, { lumMix: 0, gamma: yrgb(gamma) }])
  if (saturation !== undefined) list.push([null, { saturation }])
  return list
}

type Run = (rgb: readonly Triple[], offset: readonly number[] | null, s: Settings) => Triple[]
function chain(one: Case, run: Run): Triple[] {
  let rgb: Triple[] = truth.inputs.ramp.map((v) => [f32(v[0]), f32(v[1]), f32(v[2])])
  for (const [offset, s] of steps(one)) {
    const { contrast } = one.params
    if (s.contrast === undefined || !contrast) rgb = run(rgb, offset, s)
    else {
      const own = [0, 1, 2].map((i) => run(rgb, null, { ...s, contrast: contrast[3]! * contrast[i]! }))
      rgb = rgb.map((_, i) => [own[0]![i]![0], own[1]![i]![1], own[2]![i]![2]])
    }
  }
  const [black, white] = [one.params.clampBlack ?? -Infinity, one.params.clampWhite ?? Infinity]
  return rgb.map((v) => v.map((x) => Math.min(Math.max(x, black), white)) as unknown as Triple)
}
const ours: Run = (rgb, offset, s) =>
  offset ? runOp(log, { offset: [...offset] }, rgb) : runOp(primaries, stored(s), rgb)
const exact =
  (nudge: number): Run =>
  (rgb, offset, s) =>
    rgb.map((v) =>
      offset
        ? (v.map(
            (x, i) => x + offset[i]! + (nudge * (Math.abs(x) + Math.abs(offset[i]!))) / 8388608,
          ) as unknown as Triple)
        : formula(s, v, nudge),
    )

describe('[OP3] primaries and offset are GradingPrimary’s where they coincide', () => {
  const moveable = truth.cases.filter((one) => one.params.pivotBlack === undefined)

  it.each(moveable.map((one) => [`${one.op} ${one.name}`, one] as const))('[OP3] %s', (name, one) => {
    const got = chain(one, ours)
    const [up, at, down] = [1, 0, -1].map((nudge) => chain(one, exact(nudge)))
    let [own, ocio, plain] = [0, 0, 0]
    got.forEach((rgb, i) => {
      rgb.forEach((v, c) => {
        const moved = Math.max(distance(up![i]![c]!, at![i]![c]!), distance(down![i]![c]!, at![i]![c]!))
        plain = Math.max(plain, distance(v, one.ref64[i]![c]!))
        own = Math.max(own, distance(v, one.ref64[i]![c]!) - moved)
        ocio = Math.max(ocio, distance(v, one.out[i]![c]!) - moved)
      })
    })
    console.log(
      `${name}: from f64 ${plain.toExponential(1)}, beyond an ulp ${own.toExponential(1)}, from OpenColorIO ${ocio.toExponential(1)}`,
    )
    expect(own).toBeLessThanOrEqual(2e-6)
    expect(ocio).toBeLessThanOrEqual(2e-5)
  })

  it('[OP3] what cannot be said in our controls is black and white elsewhere than at 0 and 1, and nothing else', () => {
    const left = truth.cases.filter((one) => !moveable.includes(one)).map((one) => one.name)
    expect(left).toEqual(['gamma_pivots', 'pivots'])
    expect(moveable.length).toBe(18)
  })
})

describe('[OP3] each control is its own formula in f64, between the vectors too', () => {
  const random = randomOf(20261127)
  const pick = (low: number, high: number) => f32(low + (high - low) * random())
  const four = (low: number, high: number): Yrgb => [pick(low, high), pick(low, high), pick(low, high), pick(low, high)]
  const pixels = (n: number): Triple[] => Array.from({ length: n }, () => [pick(-0.3, 2), pick(-0.3, 2), pick(-0.3, 2)])

  const makers: readonly (readonly [string, () => Settings])[] = [
    ['exposure', () => ({ exposure: pick(-8, 8) })],
    ['lift', () => ({ lift: four(-0.25, 0.25), lumMix: pick(0, 100) })],
    ['gain', () => ({ gain: four(0, 4), lumMix: pick(0, 100) })],
    ['lift and gain', () => ({ lift: four(-0.2, 0.2), gain: four(0.5, 2), lumMix: pick(0, 100) })],
    ['gamma', () => ({ gamma: four(0.4, 2.5), lumMix: pick(0, 100) })],
    ['gamma of each channel alone', () => ({ gamma: four(0.125, 8), lumMix: 0 })],
    ['contrast', () => ({ contrast: pick(0, 8), pivot: pick(0, 1) })],
    ['saturation', () => ({ saturation: pick(0, 8) })],
    ['hue', () => ({ hue: pick(-0.5, 0.5) })],
    ['temperature and tint', () => ({ temperature: pick(-4000, 4000), tint: pick(-100, 100) })],
    [
      'all at once',
      () => ({
        exposure: pick(-1, 1),
        lift: four(-0.05, 0.05),
        gain: four(0.8, 1.25),
        gamma: four(0.8, 1.25),
        lumMix: pick(0, 100),
        contrast: pick(0.7, 1.5),
        saturation: pick(0, 2),
        hue: pick(-0.1, 0.1),
        temperature: pick(-1000, 1000),
        tint: pick(-30, 30),
      }),
    ],
  ]
  it.each(makers)('[OP3] %s', (name, make) => {
    let most = 0
    for (let i = 0; i < 60; i++) {
      const s = make()
      const off = worst(s, pixels(100))
      expect(off, `${name}, setting ${i}: ${JSON.stringify(s)}`).toBeLessThanOrEqual(2e-6)
      most = Math.max(most, off)
    }
    console.log(`${name}: worst error beyond one ulp ${most.toExponential(1)}`)
  })
})

describe('[OP3] each kink from both sides', () => {
  const zero = [0, -32, -31, -30, -26, -24, -23, -20].flatMap((p) => around(2 ** p)).flatMap((x) => [x, -x])
  const octaves = Array.from({ length: 14 }, (_, i) => around(2 ** (i - 10))).flat()
  const ends = [65504, 65503.99, 40000, -65504]
  const all = greys(0, ...zero, ...octaves, ...ends)
  const gammas = [1, 0.5, 0.25, 0.125, 2, 8].flatMap(around).filter((g) => g >= 0.125 && g <= 8)
  const firm = (list: readonly number[]) => list.filter((v) => v !== 1)
  const kinks: readonly (readonly [string, readonly Settings[], readonly Triple[]])[] = [
    ['black, octaves and the largest, through gamma', firm(gammas).map((g) => ({ gamma: [g, 1, 1, 1] as Yrgb })), all],
    [
      'the exponent’s ends, 1/20 and 20',
      [5, f32(5.000001), f32(4.999999)].flatMap((g) => [
        { gamma: [4, g, g, g] as Yrgb },
        { gamma: [0.25, 1 / g, 1 / g, 1 / g] as Yrgb },
      ]),
      greys(0, 0.1, 0.5, 0.9, 1, 1.1, ...around(1)),
    ],
    [
      'the steepest lift, 1 + lift · gain at 1/64',
      around(-31 / 64).flatMap((l) => [0, 100].map((lumMix) => ({ lift: [-0.5, l, l, l] as Yrgb, lumMix }))),
      greys(0, 0.25, 0.5, 0.98, ...around(63 / 64), 1, 1.5),
    ],
    [
      'the foot of the working curve, in code and in light',
      [-3, -1, 1, 3].map((exposure) => ({ exposure })),
      greys(...around(logc3.codeCut), ...[-3, -1, 1, 3].flatMap((s) => around(logc3.fromLight(logc3.cut / 2 ** s)))),
    ],
    ['the pivot', [0, 0.5, 2, 8].map((contrast) => ({ contrast, pivot: 0.435 })), greys(...around(f32(0.435)), 0, 1)],
    [
      'rest, of every control',
      [
        ...around(1).map((v) => ({ gain: [v, v, v, v] as Yrgb })),
        ...firm(around(1)).map((v) => ({ gamma: [v, 1, v, 1] as Yrgb })),
        ...firm(around(1)).map((v) => ({ contrast: v })),
        ...firm(around(1)).map((v) => ({ saturation: v })),
        ...[1e-6, -1e-6, 1e-9].flatMap((v) => [
          { exposure: v },
          { hue: v },
          { temperature: v },
          { tint: v },
          { lift: [v, 0, v, 0] as Yrgb },
        ]),
      ],
      [...greys(0, 0.1, 0.18, 0.5, 1), [0.1, 0.5, 0.9], [0.9, 0.2, 0.4]].map(
        (rgb) => rgb.map(f32) as unknown as Triple,
      ),
    ],
  ]
  it.each(kinks)('[OP3] %s', (name, settings, inputs) => {
    let most = 0
    for (const s of settings) {
      const off = worst(s, inputs)
      expect(off, `${name}: ${JSON.stringify(s)}`).toBeLessThanOrEqual(2e-6)
      most = Math.max(most, off)
    }
    console.log(`${name}: worst error beyond one ulp ${most.toExponential(1)}`)
  })
})

describe('[OP3] lum mix', () => {
  const random = randomOf(3)
  const pixels: Triple[] = Array.from({ length: 400 }, () => [
    f32(random() * 1.2),
    f32(random() * 1.2),
    f32(random() * 1.2),
  ])
  const one = (at: number, v: number, rest: number): Yrgb =>
    [rest, ...[0, 1, 2].map((i) => (i === at ? v : rest))] as unknown as Yrgb
  const moves: readonly (readonly [string, Settings])[] = [0, 1, 2].flatMap((at) => [
    [`gain of ${'RGB'[at]} at 1.5`, { gain: one(at, 1.5, 1) }] as const,
    [`gamma of ${'RGB'[at]} at 0.7`, { gamma: one(at, 0.7, 1) }] as const,
    [`lift of ${'RGB'[at]} at 0.1`, { lift: one(at, 0.1, 0) }] as const,
  ])

  it.each(moves)(
    '[OP3] at 100, %s holds the luma of every pixel within 1e-5; at 0 it leaves the other two to the bit',
    (name, s) => {
      const full = runOp(primaries, stored({ ...s, lumMix: 100 }), pixels)
      const none = runOp(primaries, stored({ ...s, lumMix: 0 }), pixels)
      let most = 0
      const moved = [false, false, false]
      pixels.forEach((rgb, i) => {
        most = Math.max(most, distance(luma(full[i]!), luma(rgb)))
        none[i]!.forEach((v, c) => {
          if (v !== rgb[c]) moved[c] = true
        })
      })
      console.log(`lum mix, ${name}: luma moves by ${most.toExponential(1)} at most`)
      expect(most).toBeLessThanOrEqual(1e-5)
      expect(moved).toEqual(['R', 'G', 'B'].map((letter) => name.includes(` of ${letter} `)))
    },
  )

  it('[OP3] at 100 the luma is what the master alone gives, with the master moved too', () => {
    for (const s of [
      { gain: [1.3, 1.1, 0.8, 1.4] as Yrgb, lift: [0.05, -0.05, 0.1, 0.02] as Yrgb },
      { gamma: [1.2, 0.8, 1.1, 1.3] as Yrgb },
    ]) {
      const alone = Object.fromEntries(
        Object.entries(s).map(([id, v]) => [id, [v[0], ...(id === 'lift' ? [0, 0, 0] : [1, 1, 1])]]),
      )
      const [full, master] = [s, alone].map((settings) => runOp(primaries, stored(settings as Settings), pixels))
      full!.forEach((rgb, i) => {
        expect(distance(luma(rgb), luma(master![i]!))).toBeLessThanOrEqual(1e-5)
      })
    }
  })

  it('[OP3] offset is exempt, and half of it takes back half', () => {
    expect(runOp(log, { offset: [0.25, 0, 0] }, [[0.5, 0.5, 0.5]])).toEqual([[0.75, 0.5, 0.5]])
    const half = levelled([0, 0, 0, 0], [1, 2, 1, 1], 50, [0.5, 0.5, 0.5], 0)
    expect(half[1]).toBeCloseTo(0.5 - 0.5 * 0.5 * (0.2126 / 0.7874), 12)
    const [got] = runOp(primaries, stored({ gain: [1, 2, 1, 1], lumMix: 50 }), [[0.5, 0.5, 0.5]])
    for (const [i, v] of got!.entries()) expect(v).toBeCloseTo(half[i]!, 6)
  })
})

describe('[OP3] what a colorist expects of the rest', () => {
  it('[OP3] saturation, hue, temperature and tint leave the luma of a grey; contrast leaves its pivot', () => {
    const grey = greys(0.05, 0.18, 0.435, 0.9)
    for (const s of [
      { saturation: 0 },
      { saturation: 2 },
      { hue: 0.25 },
      { temperature: 3000 },
      { tint: -80 },
    ] as Settings[])
      runOp(primaries, stored(s), grey).forEach((rgb, i) => {
        expect(distance(luma(rgb), luma(grey[i]!)), JSON.stringify(s)).toBeLessThanOrEqual(1e-6)
      })
    const pivot = f32(0.435)
    expect(runOp(primaries, stored({ contrast: 1.7 }), [[pivot, pivot, pivot]])[0]).toEqual([pivot, pivot, pivot])
  })

  it('[OP3] hue keeps luma and the length of chroma, turns red towards yellow, and half a turn is the opposite either way', () => {
    const red: Triple = [0.75, 0.25, 0.25]
    const [out] = runOp(primaries, stored({ hue: 0.125 }), [red])
    expect(out![1]).toBeGreaterThan(out![2])
    expect(luma(out!)).toBeCloseTo(luma(red), 6)
    const [up, down] = [0.5, -0.5].map((hue) => runOp(primaries, stored({ hue }), [red])[0]!)
    expect(up).toEqual(down)
    for (const [i, v] of up!.entries()) expect(v).toBeCloseTo(2 * luma(red) - red[i]!, 6)
  })

  it('[OP3] warm is red up and blue down, magenta is green down; one stop doubles the light', () => {
    const grey = greys(0.4)
    const warm = runOp(primaries, stored({ temperature: 2000 }), grey)[0]!
    expect([warm[0] > 0.4, warm[2] < 0.4]).toEqual([true, true])
    expect(runOp(primaries, stored({ tint: 50 }), grey)[0]![1]).toBeLessThan(0.4)
    const [code] = runOp(primaries, stored({ exposure: 1 }), greys(logc3.fromLight(0.18)))
    expect(logc3.toLight(code![0])).toBeCloseTo(0.36, 5)
    expect(saturated(0, [0.2, 0.4, 0.6], 0)[0]).toBeCloseTo(luma([0.2, 0.4, 0.6]), 12)
    expect(held(1e9)).toBe(65504)
  })
})
