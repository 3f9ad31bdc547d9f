import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import type { OpDef } from '../../shared/op/define.ts'
import type { Param } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import { printDctl, TEXT_MOST } from '../../shared/render/dctl.ts'
import { fitPieces, float } from '../../shared/render/dctl-table.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { randomOf } from '../ops/kit.ts'
import { CLIP, grade, node, session } from '../render/kit.ts'
import { compiler, runDctl } from './c.ts'

const [W, H] = [40, 24]
const LEVEL = `c.${CLIP}/0`
const cc = compiler()
const seed = 20261127
const random = randomOf(seed)
/** Code values as a camera gives them: grey to its ends, then any, some beyond. */
const pixels = Float32Array.from({ length: W * H * 3 }, (_, i) =>
  i < 300 ? Math.floor(i / 3) / 99 : random() * 1.1 - 0.05,
)
const planes = [0, 1, 2].map((c) => Float32Array.from({ length: W * H }, (_, p) => pixels[3 * p + c]!))
const frame = {
  width: W,
  height: H,
  kind: 'rgb' as const,
  source: 'f'.repeat(32),
  planes: [planes[0]!, planes[1]!, planes[2]!] as const,
}
const coded = (output: string) => ({
  ...session(W, H, { matrix: 'rgb', range: 'full', depth: 32 }),
  pipeline: { working: 'logc3-ei800-awg3', output },
})
/** Of the grade alone, or with the way to the display. */
const plan = (entries: ReturnType<typeof grade>, output = 'logc3-ei800-awg3'): Plan =>
  compilePlan({ session: coded(output), entries, clip: CLIP, frame: 0 })

/** Five points about where a curve rests, as a hand bends it: no wall stands in it that would blow up each rounding. */
function bend(param: Param): Value {
  const { across, rest, falls, spline } = param.course!
  const [left, right] = across[1] - across[0] > 4 ? [0, 1] : across
  const round = spline === 'hue' || spline === 'turn'
  const reach = Math.min(param.soft[1] - param.soft[0], 1) * 0.12
  const ys: number[] = []
  const xs = Array.from({ length: 5 }, (_, i) => left + ((right - left) * i) / (round ? 5 : 4))
  for (const x of xs) ys.push((rest === 'itself' ? x : rest) + (random() - 0.5) * reach)
  if (!falls) ys.sort((a, b) => a - b)
  return xs.flatMap((x, i) => [Math.fround(x), Math.fround(Math.min(Math.max(ys[i]!, param.hard[0]), param.hard[1]))])
}

const numeric = ({ kind }: Param): boolean => kind === 'scalar' || kind === 'rgb' || kind === 'yrgb'

/** A value of one control within reach of a hand. */
function value(param: Param): Value {
  if (param.kind === 'choice') return [param.options[Math.floor(random() * param.options.length)]!.id]
  if (param.course) return bend(param)
  const [low, high] = param.soft
  return param.components.map((_, i) =>
    random() < 0.25 ? param.neutral[i]! : low + (high - low) * (0.2 + 0.6 * random()),
  )
}

/** Controls that need neighbours however they stand: those whose node, with nothing else moved, no text can say. */
const neighbours = new Map<string, readonly string[]>()
for (const op of ops)
  for (const param of Object.values(op.params)) {
    const values: Value[] = numeric(param)
      ? [param.components.map(() => Math.fround(param.soft[1]))]
      : param.options.map((option) => [option.id])
    const lacks = values.flatMap(
      (one) => printDctl(plan(grade(...node(LEVEL, 'aaaaaaaa', { [`${op.id}.${param.id}`]: one }))), []).lacks,
    )
    if (lacks.length > 0) neighbours.set(`${op.id}.${param.id}`, lacks)
  }

/** Somewhere within reach of a hand, at random, what needs neighbours left alone. */
const setting = (op: OpDef): Record<string, Value> =>
  Object.fromEntries(
    Object.values(op.params)
      .map((param): [string, Value] => [`${op.id}.${param.id}`, value(param)])
      .filter(([key]) => !neighbours.has(key)),
  )

/** Distances of each text from the reference over the frame, absolute below 1 and relative above. */
function distances(plans: readonly Plan[], flags: readonly string[]): number[][] {
  const texts = plans.map((p) => printDctl(p, []))
  expect(texts.flatMap(({ lacks }) => lacks)).toEqual([])
  return runDctl(
    cc!,
    texts.map(({ text }) => text!),
    W,
    H,
    pixels,
    flags,
  ).map((got, i) => {
    const want = renderReference(plans[i]!, frame)
    return [...got].map((v, k) => {
      const w = want.planes[k % 3]![Math.floor(k / 3)]!
      return Math.abs(v - w) / Math.max(1, Math.abs(w))
    })
  })
}
const worst = (list: readonly number[]): number => list.reduce((most, v) => Math.max(most, v), 0)
const share = (list: readonly number[], part: number): number =>
  [...list].sort((a, b) => a - b)[Math.floor(part * (list.length - 1))]!

const strict = ['-O0', '-ffp-contract=off']
/** As a device may: sums fused, and what is not finite not thought of. */
const loose = ['-O2', '-ffp-contract=fast', '-fno-math-errno', '-fno-trapping-math', '-march=native']

describe('[DCTL1] the text is the engine’s expression', () => {
  it.skipIf(cc === null)(
    '[DCTL1] each operator, at two settings in reach of a hand, compiled as C beside the reference',
    () => {
      const rows = ops
        .filter((op) => op.id !== 'lut' && Object.keys(setting(op)).length > 0)
        .flatMap((op) => [0, 1].map(() => ({ op, controls: setting(op) })))
      const of = rows.map(({ op, controls }) =>
        plan(
          grade(
            ...node(LEVEL, 'aaaaaaaa', {
              ...controls,
              ...(op.place === 'key' ? { 'log.offset': [0.1, 0, -0.1] } : {}),
            }),
          ),
        ),
      )
      const off = distances(of, strict)
      const most = new Map<string, [worst: number, nearly: number]>()
      rows.forEach(({ op }, i) => {
        const [had, nearly] = most.get(op.id) ?? [0, 0]
        most.set(op.id, [Math.max(had, worst(off[i]!)), Math.max(nearly, share(off[i]!, 0.99))])
      })
      const row = ([id, [all, nearly]]: [string, [number, number]]) =>
        `${id} ${all.toExponential(1)} (of 99 % ${nearly.toExponential(1)})`
      console.log(`DCTL, seed ${seed}, worst: ${[...most].map(row).join(', ')}`)
      // The OpenColorIO tolerance of the design, 0.02 of a ten-bit code; where a hue curve divides by a near grey's distance, more.
      for (const [id, [all, nearly]] of most) {
        expect(nearly, id).toBeLessThanOrEqual(2e-5)
        expect(all, id).toBeLessThanOrEqual(2e-4)
      }
    },
  )

  const whole = grade(
    ...node(LEVEL, 'aaaaaaaa', {
      'primaries.exposure': [0.4],
      'primaries.lift': [0.02, 0, 0.01, -0.01],
      'primaries.gamma': [1.1, 1, 0.95, 1.05],
      'primaries.gain': [1.1, 1, 0.95, 1],
      'primaries.contrast': [1.2],
      'primaries.saturation': [1.2],
      'log.shadow': [0.02, 0, -0.02],
      'cdl.power': [1.1, 1, 0.9],
      'curves.y': [0, 0, 0.4, 0.45, 1, 1],
    }),
    ...node(
      LEVEL,
      'bbbbbbbb',
      {
        'qualifier.mode': ['hsl'],
        'qualifier.sat-low': [0.2],
        'qualifier.sat-low-soft': [0.2],
        'primaries.hue': [0.1],
        'w.aaaaaaaa/head': ['circle', true, false, 'add', 'a', ''],
        'w.aaaaaaaa/shape': [0.1, 0, 0.9, 0.6, 20],
        'w.aaaaaaaa/soft': [0.4],
        'w.bbbbbbbb/head': ['gradient', true, false, 'intersect', 'b', ''],
        'w.bbbbbbbb/shape': [0, 0, 30],
        'w.bbbbbbbb/soft': [0.5],
      },
      'aaaaaaaa',
    ),
    ...node(LEVEL, 'cccccccc', { 'mixer.red': [0.9, 0.1, 0], 'log.offset': [0.02, 0, 0] }, 'bbbbbbbb'),
  )

  it('[DCTL1] a grade with windows, a qualifier and the way to each display, compiled strictly and as a device may', () => {
    const outputs = ['rec709-bt1886', 'srgb', 'p3-d65-gamma26', 'rec2100-pq', 'acescct']
    const plans = outputs.map((output) => plan(whole, output))
    for (const [flags, some] of [
      [strict, plans],
      [loose, plans.slice(0, 1)],
    ] as const)
      distances(some, flags).forEach((off, i) => {
        console.log(
          `DCTL to ${outputs[i]}, ${flags[1]}: worst ${worst(off).toExponential(1)}, of 99 % ${share(off, 0.99).toExponential(1)}`,
        )
        // Near black a display's power takes an ulp of light to more than a thousandth (engine.md, "Truth").
        expect(share(off, 0.99), outputs[i]).toBeLessThanOrEqual(2e-5)
        expect(worst(off), outputs[i]).toBeLessThanOrEqual(2e-3)
      })
  })

  it('[DCTL1] the way from each space to the display', () => {
    const plans = spaces.map((space) =>
      compilePlan({
        session: {
          ...coded('rec709-bt1886'),
          media: session(W, H, { matrix: 'rgb', range: 'full', depth: 32, space: space.id }).media,
        },
        entries: grade(),
        clip: CLIP,
        frame: 0,
      }),
    )
    const off = distances(plans, strict)
    const order = spaces.map((space, i) => ({ id: space.id, v: share(off[i]!, 0.98) })).sort((a, b) => b.v - a.v)
    console.log(
      `DCTL from each space to Rec.709, of 98 %, worst: ${order
        .slice(0, 4)
        .map(({ id, v }) => `${id} ${v.toExponential(1)}`)
        .join(', ')}`,
    )
    for (const { id, v } of order) expect(v, id).toBeLessThanOrEqual(2e-5)
  })

  it('[DCTL1] where the picture is of another size, windows stand as far along it', () => {
    const text = printDctl(plan(whole), []).text!
    expect(text).toContain(`float x = ((float)p_X + 0.5f) * (${W}.0f / (float)p_Width) - 0.5f;`)
    expect(printDctl(plan(grade()), []).text).not.toContain('p_Width) - 0.5f')
  })
})

describe('[DCTL4] what needs neighbours', () => {
  it('[DCTL4] is named, control by control, and is nothing else', () => {
    console.log(`DCTL cannot say: ${[...neighbours.keys()].join(', ')}`)
    expect([...neighbours.keys()]).toContain('blur.radius')
    for (const [key, lacks] of neighbours)
      for (const lack of lacks) expect(lack, key).toMatch(/, which reads neighbours$/)
    for (const key of ['primaries.gain', 'log.offset', 'cdl.power', 'curves.y', 'qualifier.lum-low'])
      expect(neighbours.has(key)).toBe(false)
  })
})

describe('[DCTL2] the text is DCTL', () => {
  const { text, constants } = printDctl(plan(grade(...node(LEVEL, 'aaaaaaaa', setting(ops[0]!))), 'rec2100-pq'), [
    'a head, with é and a backslash \\',
  ])

  it('[DCTL2] it has Resolve’s entry, only words that DCTL or C have, and no fused sum', () => {
    expect(text).toContain(
      '__DEVICE__ float3 transform(int p_Width, int p_Height, int p_X, int p_Y, float p_R, float p_G, float p_B)\n{',
    )
    const known = new Set(
      (
        'float int unsigned if return float3 make_float3 transform __DEVICE__ __CONSTANT__ p_Width p_Height p_X p_Y p_R p_G p_B ' +
        'held SL_BITS SL_FLOAT _fabs _copysignf _floorf _powf _exp2f _log2f x y i k m t defined DEVICE_IS_CUDA DEVICE_IS_METAL ' +
        '__float_as_int __int_as_float as_type as_int as_float if elif else endif define s_r s_g s_b v_r v_g v_b'
      ).split(' '),
    )
    const code = text!.replace(/^\/\/.*$/gm, '')
    const found = new Set(code.match(/(?<![\w.])[A-Za-z_]\w*/g))
    expect([...found].filter((one) => !known.has(one) && !/^(v\d+|t\d+[vsr]?(_at|_abc)?)$/.test(one))).toEqual([])
    expect(text).not.toMatch(/fma|[^\n -~]/)
    expect(constants).toBeLessThanOrEqual(TEXT_MOST)
  })

  it('[DCTL2] a comment at its head cannot be left by any word in it', () => {
    expect(text!.split('\n')[0]).toBe('// a head, with _ and a backslash _')
    const hostile = printDctl(plan(grade()), ['one\ntwo */ int x; \\', 'three'])
    expect(hostile.text!.split('\n').slice(0, 3)).toEqual(['// one_two */ int x; _', '// three', ''])
  })

  it('[DCTL2] equal plans give equal texts, and numbers in it are f32 to the bit', () => {
    const again = printDctl(plan(grade(...node(LEVEL, 'aaaaaaaa', { 'primaries.gain': [1.3, 1, 1, 1] }))), [])
    expect(again.text).toBe(
      printDctl(plan(grade(...node(LEVEL, 'aaaaaaaa', { 'primaries.gain': [1.3, 1, 1, 1] }))), []).text,
    )
    for (let i = 0; i < 2000; i++) {
      const bits = new Float32Array(new Uint32Array([Math.floor(random() * 2 ** 32)]).buffer)[0]!
      if (!Number.isFinite(bits) || Math.abs(bits) < 2 ** -120) continue
      const printed = float(bits)
      expect(Math.fround(Number(printed.slice(0, -1)))).toBe(bits)
      expect(printed).toMatch(/^-?\d+(\.\d+)?(e[+-]\d+)?f$/)
    }
  })
})

describe('[DCTL3] pieces of a table', () => {
  it('[DCTL3] lie on each number as near as is said, the ends alone, and are refused where they would be too many', () => {
    const n = 8194
    const numbers = Float32Array.from({ length: n }, (_, i) => {
      const x = i / n
      return x < 0.3 ? x * x : x < 0.31 ? 0.09 + (x - 0.3) * 5 : Math.sqrt(x)
    })
    const pieces = fitPieces(numbers, () => 2e-7, 1024)!
    expect(pieces.length).toBeLessThan(200)
    expect([pieces[0]!.from, pieces[1]!.from, pieces.at(-1)!.from]).toEqual([0, 1, n - 1])
    let off = 0
    pieces.forEach(({ from, a, b, c }, p) => {
      for (let i = from; i < (pieces[p + 1]?.from ?? n); i++) {
        const t = i - from
        off = Math.max(
          off,
          Math.abs(Math.fround(Math.fround(Math.fround(Math.fround(a * t) + b) * t) + c) - numbers[i]!),
        )
      }
    })
    expect(off).toBeLessThanOrEqual(2e-7)
    const noise = Float32Array.from({ length: n }, () => random())
    expect(fitPieces(noise, () => 1e-7, 1024)).toBeNull()
  })
})
