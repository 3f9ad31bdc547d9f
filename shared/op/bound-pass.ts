/** Interval arithmetic through passes (`bound.ts` does it within a kernel): what the planes that a pass gives may hold. */
import { type Bound, boundValues, type Coefficients, made, UNKNOWN } from './bound.ts'
import type { Builder, V } from './expr.ts'
import { HELD_MAX } from './f32.ts'
import type { Keep, Pass, Taps } from './pass.ts'

/** Weights of a sizing are whole 2^-12, of a filter whole 2^-20. */
const STEP = { size: -12, filter: -20 } as const
/** What rounding may add to a mean, as a share of it. */
const SLACK = 1 + 1 / 1048576

/** The most that the weights of one position may make of values of magnitude 1. */
function gainOf({ weights, count }: Pick<Taps, 'weights' | 'count'>): number {
  let most = 0
  for (let p = 0; p < weights.length; p += count) {
    let sum = 0
    for (let i = 0; i < count; i++) sum += Math.abs(weights[p + i]!)
    most = Math.max(most, sum)
  }
  return most * SLACK
}

/** What a pass makes of a plane, or what it may do that it must not. */
export function boundPass(pass: Pass | Keep, given: Bound): Bound | string {
  switch (pass.kind) {
    case 'keep':
      return given
    case 'box': {
      if (pass.of === 'mask') return made(0, 1, -16, -16, false)
      // Held on the way in and on the way out; a mean lies between what it is of.
      const [lo, hi] = given.real ? [given.real.lo, given.real.hi] : [-HELD_MAX, HELD_MAX]
      const within = (v: number) => Math.min(Math.max(v * SLACK, -HELD_MAX), HELD_MAX)
      return made(Math.min(0, within(lo)), Math.max(0, within(hi)), -32, -55, false)
    }
    case 'spread':
      return made(0, 1, -16, -16, false)
    case 'size':
    case 'filter': {
      if (!given.real) return 'gives a pass bits that may be no number'
      const { taps } = pass
      const gains = 'turn' in taps ? [gainOf(taps.turn), gainOf(taps.turn)] : [gainOf(taps.across), gainOf(taps.down)]
      let now: Bound | string = given
      for (const gain of gains) {
        if (typeof now === 'string' || !now.real) return now
        const most = Math.max(Math.abs(now.real.lo), Math.abs(now.real.hi)) * gain
        const step = now.real.step + STEP[pass.kind]
        now = made(-most, most, step, step, true)
      }
      return now
    }
  }
}

/** Of a draft: as `boundProgram`, through its passes and fields. */
export function boundDraft(b: Builder, outputs: readonly V[], of: Coefficients = 'any coefficients'): string | null {
  const read = b.passes.flatMap(({ inputs }) => inputs)
  const program = b.program([...outputs, ...read])
  const found = new Map<number, { readonly pass: Pass | Keep; readonly at: number }>()
  let next = outputs.length
  for (const { pass, inputs, plane } of b.passes)
    for (const i of inputs.keys()) found.set(plane + i, { pass, at: program.outputs[next++]! })
  const bounds = boundValues(program, b.coefs, b.tables, of, (n, had) => {
    if (b.fields.has(n)) return made(0, 65535, 0, 0, false)
    const from = found.get(n)
    return from ? boundPass(from.pass, had[from.at]!) : UNKNOWN
  })
  return typeof bounds === 'string' ? bounds : null
}
