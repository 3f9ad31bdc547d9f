import { describe, expect, it } from 'vitest'
import { ARITY } from '../../shared/op/expr.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { sizeStage } from '../../shared/render/size.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { adapterTrials, differenceOf } from '../../shared/render/trial.ts'
import { OWN } from '../../shared/render/wgsl-bits.ts'
import { stepsOf } from '../../shared/render/wgsl-steps.ts'
import { plan, program, randomOf } from './hostile.ts'
import { CLIP, grade, node, session } from './kit.ts'

const rest = { fit: 'fit', pan: [0, 0], zoom: 1, rotate: 0, flipX: false, flipY: false } as const
const L = `c.${CLIP}/0`

const graded = (controls: Parameters<typeof node>[2]) =>
  compilePlan({ session: session(64, 36), entries: grade(...node(L, 'aaaaaaaa', controls)), clip: CLIP, frame: 0 })
const texts = (of: Plan) => stepsOf(of, () => 0).list.map(({ text }) => text(true))

const plans: readonly Plan[] = [
  ...Array.from({ length: 20 }, (_, seed) => plan([8, 8], [8, 8], [program(randomOf(seed + 1), 120)])),
  plan([50, 40], [33, 21], [sizeStage({ ...rest, zoom: 1.3 }, [50, 40], [33, 21], 1)!]),
  adapterTrials().at(-1)!.plan,
  plan([50, 40], [33, 21], [sizeStage({ ...rest, rotate: 9 }, [50, 40], [33, 21], 1)!]),
  graded({ 'primaries.exposure': [0.5], 'primaries.gamma': [1.1, 1, 1.2, 1], 'log.offset': [0.01, 0, 0] }),
]

describe('[ENG11] the text of a kernel', () => {
  it('[ENG11] calls nothing but bitcasts, selects, whole minima and maxima, conversions of small whole numbers, and its own functions', () => {
    const own = ['hold', 'order', 'real', 'floored', 'whole', 'decimal', 'code', 'step', 'place', 'main']
    const allowed = new Set([...own, 'select', 'min', 'max', 'f32', 'group', 'binding', 'builtin', 'workgroup_size'])
    const keywords = new Set(['if', 'for', 'return'])
    const called = new Set(
      plans.flatMap(texts).flatMap((text) => [...text.matchAll(/([a-z_0-9]+)\s*\(/g)].map((m) => m[1]!)),
    )
    expect([...called].filter((name) => !allowed.has(name) && !keywords.has(name))).toEqual([])
    const all = plans.flatMap(texts).join('')
    expect(all).toContain('bitcast<f32>(')
    expect(all).not.toMatch(/\bf16\b|texture|sampler|atomic|[^/]\/ *bitcast<f32>/)
  })

  it('[ENG11] seals every sum, difference and product of floats, and every constant and zero that one reads', () => {
    for (const text of plans.flatMap(texts)) {
      for (const line of text.split('\n')) {
        if (!/bitcast<f32>\(.*\) [-+*] bitcast<f32>\(/.test(line) && !/f32\(.*\) \* bitcast<f32>/.test(line)) continue
        expect(line, line).toMatch(/ \^ z;$/)
      }
      // A literal inside a float sum would be known to the compiler.
      expect(text).not.toMatch(/bitcast<f32>\(0x[0-9a-f]+u\)/)
      expect(text).not.toMatch(/var (sum|line) = 0u/)
      const summed = new Set([...text.matchAll(/bitcast<f32>\((v\d+)\)/g)].map((m) => m[1]!))
      for (const [, name, seal] of text.matchAll(/let (v\d+) = 0x[0-9a-f]+u( \^ z)?;/g))
        if (summed.has(name!)) expect(seal, name).toBe(' ^ z')
    }
    const open = stepsOf(plans[0]!, () => 0).list[0]!.text(false)
    expect(open).not.toContain('^ z')
  })

  it('[ENG11] needs four storage buffers, where WebGPU promises eight a stage', () => {
    for (const text of plans.flatMap(texts)) expect(text.match(/var<storage/g)).toHaveLength(4)
  })
})

describe('[ENG13] numbers are data', () => {
  it('[ENG13] other values of a control, another size of the picture and other taps need no other text', () => {
    const shapes = (of: Plan) => stepsOf(of, () => 0).list.map(({ shader }) => shader)
    const one = shapes(graded({ 'primaries.gain': [1.1, 1, 1.2, 1], 'primaries.contrast': [1.2] }))
    const two = shapes(graded({ 'primaries.gain': [1.4, 1.2, 1.3, 0.7], 'primaries.contrast': [0.8] }))
    expect(one).toEqual(two)
    expect(shapes(graded({ 'log.offset': [0.1, 0, 0] }))).not.toEqual(one)
    const sized = (zoom: number, to: [number, number]) =>
      shapes(plan([50, 40], to, [sizeStage({ ...rest, zoom }, [50, 40], to, 1)!]))
    expect(sized(1.3, [30, 20])).toEqual(sized(0.4, [90, 60]))
  })

  it('[ENG13] planes that are still read keep their place, and those between stages stand apart from the 16-bit frame', () => {
    const to = [30, 20] as const
    const size = sizeStage({ ...rest, zoom: 1.3 }, [50, 40], to, 1)!
    const three = plan([50, 40], to, [program(randomOf(1), 30), size, program(randomOf(2), 30)])
    const { picture, codesAt, fieldWords, codesWords } = stepsOf(three, () => 0)
    const places = picture.map(({ at }) => at)
    expect(new Set(places).size).toBe(3)
    for (const at of places) expect(at + 600).toBeLessThanOrEqual(codesAt)
    expect([codesAt + codesWords, codesWords]).toEqual([fieldWords, 900])
    expect(picture.every(({ source }) => !source)).toBe(true)
  })
})

describe('[ENG18] planes that stand from one picture to the next', () => {
  it('[ENG18] keep their words: no stage writes where another did, and the steps are those of a picture alone', () => {
    const { plan: every } = adapterTrials().at(-1)!
    const [alone, standing] = [stepsOf(every, () => 0), stepsOf(every, () => 0, true)]
    expect(standing.list.map(({ shader }) => shader)).toEqual(alone.list.map(({ shader }) => shader))
    expect(standing.stages).toHaveLength(standing.list.length)
    expect(standing.stages.at(-1)).toBe(-1)
    const words = standing.places.flat()
    expect(new Set(words).size).toBe(words.length)
    expect(standing.fieldWords).toBeGreaterThan(alone.fieldWords)
    // Nor a step of another stage on its way.
    const size = every.width * every.height
    standing.list.forEach(({ numbers }, i) => {
      const stage = standing.stages[i]!
      const others = standing.places.flatMap((own, s) => (s === stage ? [] : own))
      if (stage >= 0 && every.stages[stage]!.kind === 'box' && numbers.length === OWN + 8)
        expect(others.map((word) => word / size)).not.toContain(numbers[OWN + 1]! / size)
    })
  })
})

describe('[ENG14] what an adapter is tried with', () => {
  it('[ENG14] over a hundred thousand cases through every instruction there is, both kinds of sizing and every kind of pass', () => {
    const [every, ...sized] = adapterTrials()
    expect(every!.source.planes[0].length).toBeGreaterThan(100_000)
    const [stage] = every!.plan.stages
    const codes = stage?.kind === 'kernel' ? stage.program.list.map(({ code }) => code) : []
    expect(Object.keys(ARITY).filter((code) => !codes.includes(code as keyof typeof ARITY))).toEqual([])
    const kinds = sized.flatMap(({ plan: p }) =>
      p.stages.flatMap((s) => (s.kind === 'size' ? Object.keys(s.taps) : [])),
    )
    expect(new Set(kinds)).toEqual(new Set(['across', 'down', 'turn']))
    const passes = sized.flatMap(({ plan: p }) => p.stages.map((s) => (s.kind === 'box' ? s.of : s.kind)))
    expect(new Set(passes)).toEqual(new Set(['kernel', 'size', 'picture', 'mask', 'filter', 'spread', 'field']))
    const some = new Set(every!.source.planes[0])
    for (const x of [Number.NaN, Infinity, -Infinity, 65504, 0, 1.401298464324817e-45]) expect(some.has(x)).toBe(true)
  })

  it('[ENG14] a difference is one of bits, −0 and the sign of a NaN among them, and is told with its place', () => {
    const a = Float32Array.of(0, 1, Number.NaN)
    expect(differenceOf([a], [a.slice()])).toBe(null)
    expect(differenceOf([a], [Float32Array.of(-0, 1, Number.NaN)])).toEqual({ count: 1, first: 'R 0: 0 and 0' })
    expect(differenceOf([a], [Float32Array.of(0, 1.0000001, Number.NaN)])?.first).toBe('R 1: 1 and 1.0000001192092896')
  })
})
