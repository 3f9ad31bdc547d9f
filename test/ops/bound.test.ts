import { describe, expect, it } from 'vitest'
import { boundProgram } from '../../shared/op/bound.ts'
import { checkBounds } from '../../shared/op/check-bounds.ts'
import { drawConvert } from '../../shared/op/convert.ts'
import { drawOp, type OpDef } from '../../shared/op/define.ts'
import { Builder, type Code, type Program, type V } from '../../shared/op/expr.ts'
import { allNeutral, neutralValue, type Value } from '../../shared/op/param.ts'
import { pairs } from '../../shared/op/table.ts'
import { ops } from '../../shared/ops/index.ts'
import { boundStages } from '../../shared/render/bound-stages.ts'
import { sliceDraft } from '../../shared/render/draft.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { runKernel, runPass } from '../../shared/render/reference.ts'
import type { KernelStage } from '../../shared/render/stage.ts'
import { spaces } from '../../shared/spaces/index.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { frame, program as randomProgram } from '../render/hostile.ts'
import { CLIP, grade, node, session } from '../render/kit.ts'
import { controls, randomCurve, randomOf, runOp, type Triple } from './kit.ts'

/** Steps that make a float of their own. */
const floats: readonly Code[] = ['add', 'sub', 'mul', 'floor', 'hold', 'tofloat', 'value', 'slope']
const broken = (x: number): boolean => !(x === 0 || (Math.abs(x) >= 2 ** -126 && Math.abs(x) < Infinity))

/** A picture of drafts is so many pixels each way; what reads no plane, as grain, is one too. */
const SIDE = 16

/** Every float that a kernel makes on the way, over these planes, that is no number, infinite or subnormal. */
function faults(stage: KernelStage, planes: readonly Float32Array[]): string[] {
  const steps = stage.program.list.flatMap((ins, k) => (floats.includes(ins.code) ? [k] : []))
  const all: Program = { ...stage.program, outputs: steps }
  const made = runKernel({ ...stage, program: all }, planes, planes[0]?.length ?? SIDE * SIDE, 1)
  return made.flatMap((plane, i) => {
    const bad = plane.find(broken)
    return bad === undefined ? [] : [`step ${steps[i]} (${stage.program.list[steps[i]!]!.code}): ${bad}`]
  })
}

/** The same of a draft, cut into stages, over a picture of 16 by 16. */
function draftFaults(b: Builder, out: readonly V[], picture: readonly Float32Array[]): string[] {
  const planes = new Map<string, Float32Array>(picture.map((plane, i) => ['rgb'[i]!, plane]))
  return sliceDraft(b, out, 'a').flatMap((stage) => {
    const reads = stage.reads.map((name) => planes.get(name)!)
    if (stage.kind === 'field') throw new Error('no operator has a field')
    const made = stage.kind === 'kernel' ? runKernel(stage, reads, SIDE, SIDE) : runPass(stage, reads, SIDE, SIDE)
    for (const [i, name] of stage.writes.entries()) planes.set(name, made[i]!)
    return stage.kind === 'kernel'
      ? faults(stage, reads)
      : made.flatMap((plane) => (plane.some(broken) ? [`what ${stage.kind} gives`] : []))
  })
}

describe('[OP2] an operator at rest', () => {
  it.each(ops.map((op) => [op.id, op] as const))('[OP2] %s is absent and leaves every bit', (_, op) => {
    const rest = Object.fromEntries(Object.values(op.params).map((param) => [param.id, neutralValue(param)]))
    for (const values of [{}, rest]) {
      const b = new Builder()
      const rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
      expect(drawOp(b, op, rgb, controls(op, values), { working: logc3 })).toBe(rgb)
      expect(allNeutral(op, (control) => (values as Record<string, Value>)[control])).toBe(true)
    }
    const inputs: Triple[] = [
      [-65504, 2 ** -32, 65504],
      [0.1, -(2 ** -31), 1 / 3],
    ]
    expect(runOp(op, rest, inputs)).toEqual(inputs.map((rgb) => rgb.map(Math.fround)))
  })

  it('[OP2] primaries with only lum mix and pivot moved are absent too, and so is every part at its own rest', () => {
    const primaries = ops.find((op) => op.id === 'primaries')!
    const b = new Builder()
    const rgb = b.hold3([b.plane(0), b.plane(1), b.plane(2)])
    const idle = controls(primaries, { 'lum-mix': [40], pivot: [0.2] })
    expect(drawOp(b, primaries, rgb, idle, { working: logc3 })).toBe(rgb)
    const one = controls(primaries, { saturation: [1.5] })
    expect(primaries.parts.filter((part) => part.draw(b, rgb, one, { working: logc3 }) !== null).length).toBe(1)
  })
})

describe('[OP2] no value on the way leaves the canonical numbers', () => {
  const asks = new Set<string>()
  it.each(spaces.map((space) => [space.id, space] as const))(
    '[OP2] by interval arithmetic, with %s as the working space',
    (_, working) => {
      for (const op of ops) {
        let asked = false
        const ground = {
          get working() {
            asked = true
            return working
          },
        }
        // What never asks for the working space is the same in each: bounded in one. So is what names all spaces itself.
        if (working !== spaces[0] && (op.id === 'transform' || !asks.has(op.id))) continue
        expect(checkBounds(op, ground)).toEqual([])
        if (asked) asks.add(op.id)
      }
    },
  )

  it('[OP2] nor on the way from any colour space to any other', () => {
    for (const from of spaces)
      for (const to of spaces) {
        const b = new Builder()
        const out = drawConvert(b, from, to, b.hold3([b.plane(0), b.plane(1), b.plane(2)]))
        const fault = boundProgram(b.program(out), b.coefs, b.tables, 'these coefficients')
        expect(fault, `${from.id} to ${to.id}`).toBeNull()
      }
  })

  it('[OP2] nor in a whole plan: decoding, a window, a key, correctors, passes, the output', () => {
    for (const soft of [0, 2 ** -20, 0.3, 4])
      for (const radius of [0, 0.001, 0.5, 8]) {
        const controls = {
          'primaries.gamma': [1.2, 8, 1, 0.5],
          'primaries.hue': [0.1],
          'cdl.power': [2, 1, 0.5],
          'cdl.saturation': [1.5],
          'midtone-detail.amount': [60],
          'blur.radius': [radius / 16],
          'sharpen.amount': [1.5],
          'sharpen.level': [0.01],
          'mist.amount': [40],
          'grain.amount': [0.1],
          'grain.colour': [50],
          'w.aaaaaaaa/head': ['circle', true, false, 'add', 'a', ''],
          'w.aaaaaaaa/shape': [0.1, 0, radius, radius / 3, 30],
          'w.aaaaaaaa/soft': [soft],
          'w.bbbbbbbb/head': ['circle', true, true, 'subtract', 'b', ''],
          'w.bbbbbbbb/shape': [0, 0, 1, 1, 0],
          'w.bbbbbbbb/soft': [soft],
        }
        const entries = grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', controls))
        const { stages, lacks } = compilePlan({ session: session(4096, 2160), entries, clip: CLIP, frame: 0 })
        expect(lacks).toEqual([])
        expect(boundStages(stages, 'these coefficients'), `radius ${radius}, soft ${soft}`).toBeNull()
      }
  })

  it('[OP2] and tried: 300 random settings within the hard ranges, on the worst pixels there are', () => {
    const random = randomOf(20261128)
    const setting = (op: OpDef): Record<string, Value> =>
      Object.fromEntries(
        Object.values(op.params).map((param): [string, Value] => {
          if (param.kind === 'choice')
            return [param.id, [param.options[Math.floor(random() * param.options.length)]!.id]]
          if (param.course) return [param.id, randomCurve(param, random)]
          const [low, high] = param.hard
          const one = () => {
            const kind = Math.floor(random() * 5)
            if (kind === 0) return low
            if (kind === 1) return high
            if (kind === 2) return param.neutral[0]!
            if (kind === 3) return Math.min(Math.max(param.neutral[0]! + (random() - 0.5) * 1e-5, low), high)
            return low + (high - low) * random()
          }
          return [param.id, param.components.map(one)]
        }),
      )
    const raster = { width: SIDE, height: SIDE, scale: 1, frame: 7 }
    for (let i = 0; i < 300; i++) {
      const op = ops[i % ops.length]!
      const values = setting(op)
      const working = spaces[i % spaces.length]!
      const b = new Builder()
      const out = drawOp(b, op, b.hold3([b.plane(0), b.plane(1), b.plane(2)]), controls(op, values), {
        working,
        raster,
      })
      const { planes } = frame(SIDE, SIDE, random)
      planes.forEach((plane, c) => {
        // Near greys too: where luma and channel all but cancel.
        for (let p = 0; p < 24; p++) plane[p] = 2 ** (8 - 2 * p) * (1 + (c * p) / 8388608)
      })
      expect(draftFaults(b, out, planes), `${op.id}, ${working.id}, ${JSON.stringify(values)}`).toEqual([])
    }
  })

  it('[OP2] the arithmetic tells the truth: of random kernels, none that it passes breaks', () => {
    let passed = 0
    for (let seed = 1; seed <= 600; seed++) {
      const random = randomOf(seed)
      const stage = randomProgram(random, 1 + Math.floor(random() * 40))
      if (boundProgram(stage.program, stage.coefficients, stage.tables) !== null) continue
      passed++
      expect(faults(stage, frame(200, 1, random).planes), `seed ${seed}`).toEqual([])
    }
    console.log(`interval arithmetic: ${passed} of 600 random kernels passed`)
    expect(passed).toBeGreaterThan(50)
  })

  const table = pairs(
    4,
    (i) => i,
    () => 1,
  )
  const kernels: readonly (readonly [string, (b: Builder, x: V) => V, string | null])[] = [
    ['what is held is within', (b, x) => b.mul(x, b.coef(2)), null],
    ['a raw plane is no number', (b) => b.add(b.plane(1), b.const(1)), 'reads bits that may be no number'],
    [
      'nine factors overflow',
      (b, x) => Array.from({ length: 8 }).reduce<V>((v) => b.mul(v, b.max(x, b.const(1))), x),
      'beyond f32',
    ],
    [
      'four small factors are subnormal',
      (b, x) => Array.from({ length: 3 }).reduce<V>((v) => b.mul(v, x), x),
      '2^-128, below the normal',
    ],
    [
      'what all but cancels is subnormal once scaled',
      (b, x) => {
        const small = b.mul(b.mul(x, b.coef(1)), b.coef(1))
        return b.mul(b.sub(small, b.mul(x, b.coef(1))), b.coef(1))
      },
      'below the normal',
    ],
    ['a hold between mends it', (b, x) => b.mul(b.sub(b.hold(b.mul(x, b.coef(1))), x), b.coef(1)), null],
    [
      'a table read by a mantissa’s first bits',
      (b, x) => b.value(b.table(table), b.and(b.shr(x, 21), b.iconst(3))),
      null,
    ],
    [
      'a table read past its end',
      (b, x) => b.value(b.table(table), b.and(b.shr(x, 20), b.iconst(7))),
      'may read pair 0 … 7 of a table of 4',
    ],
    [
      'a table with an entry that is no number',
      (b, x) => {
        const hole = { data: Float32Array.from({ length: 8 }, (_, i) => (i === 6 ? Number.NaN : 1)) }
        return b.value(b.table(hole), b.and(b.shr(x, 21), b.iconst(3)))
      },
      'may reach Infinity, beyond f32',
    ],
    ['a whole number that f32 cannot hold', (b, x) => b.toFloat(b.shr(x, 1)), 'beyond 2^24'],
    [
      'a minimum and a maximum bound',
      (b, x) => {
        const y = b.clamp01(x)
        return Array.from({ length: 2 }).reduce<V>((v) => b.mul(v, y), y)
      },
      null,
    ],
  ]
  it.each(kernels)('[OP2] %s', (_, draw, sentence) => {
    const b = new Builder()
    const program = b.program([draw(b, b.hold(b.plane(0)))])
    const found = boundProgram(program, b.coefs, b.tables)
    if (sentence === null) expect(found).toBeNull()
    else expect(found).toContain(sentence)
  })

  it('[OP2] a coefficient is made 0 or within 2^±24 as it is written; one that is not is told', () => {
    const b = new Builder()
    const sum = [2 ** 25, -(2 ** 25), 2 ** -25, 2 ** -24, -0, 0.1]
      .map((x) => b.coef(x))
      .reduce((all, one) => b.add(all, one))
    expect(b.coefs).toEqual([2 ** 24, -(2 ** 24), 0, 2 ** -24, 0, Math.fround(0.1)])
    const program = b.program([sum])
    expect(boundProgram(program, b.coefs, [])).toBeNull()
    for (const bad of [2 ** 25, 2 ** -25, Number.NaN, Infinity])
      expect(boundProgram(program, [0, bad, 0, 0, 0, 0], [])).toBe(
        `Coefficient 1 is ${bad}, neither 0 nor within 2^±24.`,
      )
  })
})
