import { describe, expect, it } from 'vitest'
import { checkControl, checkValue } from '../../shared/op/check.ts'
import { defineOp, type OpSpec } from '../../shared/op/define.ts'
import { choice, neutralValue, type Param, rgb, scalar, type Value } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'

const params = ops.flatMap((op) => Object.values(op.params).map((param) => [`${op.id}.${param.id}`, param] as const))
const fill = (param: Param, v: number): Value => param.components.map(() => v)
/** The f32 next to x, away from 0 or towards it. */
function next(x: number, up: boolean): number {
  const f = new Float32Array([x])
  const bits = new Int32Array(f.buffer)
  if (x === 0) return up ? 2 ** -149 : -(2 ** -149)
  bits[0]! += up === x > 0 ? 1 : -1
  return f[0]!
}

describe('[OP1] which values may stand in a control', () => {
  it.each(params)(
    '[OP1] %s: its neutral and the ends of its range may, the next number beyond may not',
    (name, param) => {
      expect(checkValue(name, param, neutralValue(param))).toBeNull()
      if (param.kind === 'choice') {
        for (const option of param.options) expect(checkValue(name, param, [option.id])).toBeNull()
        return
      }
      if (param.kind === 'blob') {
        expect(checkValue(name, param, ['0123456789abcdef'.repeat(4)])).toBeNull()
        expect(checkValue(name, param, ['F'.repeat(64)])).toContain('SHA-256')
        return
      }
      if (param.course) return
      const [low, high] = param.hard.map(Math.fround) as [number, number]
      expect(checkValue(name, param, fill(param, low))).toBeNull()
      expect(checkValue(name, param, fill(param, high))).toBeNull()
      const part = param.components.length === 1 ? name : `${name} ${param.components[0]}`
      const [under, over] = [next(low, false), next(high, true)]
      const between = `${part} lies between ${param.hard[0]} and ${param.hard[1]}, not at`
      expect(checkValue(name, param, fill(param, under))).toBe(`${between} ${under}.`)
      expect(checkValue(name, param, fill(param, over))).toBe(`${between} ${over}.`)
    },
  )

  const cases: readonly (readonly [string, string, Value, string])[] = [
    ['primaries', 'gain', [1, 1, 1], 'primaries.gain takes 4 values (y, r, g, b), not 3.'],
    ['primaries', 'contrast', [], 'primaries.contrast takes one value (value), not 0.'],
    ['primaries', 'gain', [1, '2', 1, 1], 'primaries.gain r is a number, not "2".'],
    ['primaries', 'gain', [1, 1, null, 1], 'primaries.gain g is a number, not null.'],
    ['primaries', 'gain', [1, 1, 1, Number.NaN], 'primaries.gain b is a finite number, not NaN.'],
    ['log', 'offset', [Number.POSITIVE_INFINITY, 0, 0], 'log.offset r is a finite number, not Infinity.'],
    ['primaries', 'lift', [-0, 0, 0, 0], 'primaries.lift y is 0, not -0.'],
    ['primaries', 'contrast', [1.1], 'primaries.contrast is an f32 number: 1.1 is not one, 1.100000023841858 is.'],
    ['primaries', 'contrast', [9], 'primaries.contrast lies between 0 and 8, not at 9.'],
    ['cdl', 'style', ['log'], 'cdl.style is one of noclamp, asc, noclamp-reverse, asc-reverse, not "log".'],
    ['cdl', 'style', [true], 'cdl.style is one of noclamp, asc, noclamp-reverse, asc-reverse, not true.'],
    ['glow', 'size', [1], 'There is no operator "glow".'],
    ['primaries', 'glow', [1], 'The operator primaries has no control "glow".'],
    ['grading-rgb-curve', 'y', [0, 0, 1], 'grading-rgb-curve.y takes x and y of 2 to 32 points, not 3 values.'],
    ['grading-rgb-curve', 'y', [0, 0], 'grading-rgb-curve.y takes x and y of 2 to 32 points, not 2 values.'],
    ['grading-rgb-curve', 'y', [0, 0, 1, 17], 'grading-rgb-curve.y y of point 2 lies between -16 and 16, not at 17.'],
    ['grading-rgb-curve', 'y', [0, 0, -17, 1], 'grading-rgb-curve.y x of point 2 lies between -16 and 16, not at -17.'],
    [
      'grading-rgb-curve',
      'y',
      [0, 0, 0.5, 0.1],
      'grading-rgb-curve.y y of point 2 is an f32 number: 0.1 is not one, 0.10000000149011612 is.',
    ],
    [
      'grading-rgb-curve',
      'y',
      [0, 0, 0.001953125, 1],
      'grading-rgb-curve.y point 2 lies at least 0.00390625 to the right of the one before it, not at 0.001953125 after 0.',
    ],
    ['grading-rgb-curve', 'y', [0, 0.5, 1, 0.25], 'grading-rgb-curve.y does not fall: point 2 is at 0.25, after 0.5.'],
    [
      'grading-hue-curve',
      'hue-sat',
      [0, 1, 1, 1],
      'grading-hue-curve.hue-sat goes round: its last point lies at least 0.00390625 before its first one comes again, not at 1.',
    ],
    [
      'grading-hue-curve',
      'hue-hue',
      [0, 0, 0.5, 1.25],
      'grading-hue-curve.hue-hue does not fall: point 1 is at 0, after 0.25.',
    ],
    ['primaries', 'constructor', [1], 'The operator primaries has no control "constructor".'],
  ]
  it.each(cases)('[OP1] %s.%s at %j is refused in a sentence', (op, control, value, sentence) =>
    expect(checkControl(ops, op, control, value)).toBe(sentence),
  )
})

describe('[OP1] a definition that breaks its form is our own bug', () => {
  const spec: OpSpec = {
    id: 'level',
    version: 1,
    title: 'Level',
    doc: 'Moves the level.',
    place: 'finish',
    params: {},
    parts: [],
  }
  const own = { title: 'A', unit: 'code', neutral: 0, hard: [-1, 1], soft: [-0.5, 0.5], doc: 'Moves.' } as const
  const wrong: readonly (readonly [string, OpSpec, string])[] = [
    ['an id in capitals', { ...spec, id: 'Level' }, 'operator id Level is not lower kebab'],
    ['a control in capitals', { ...spec, params: { Up: scalar(own) } }, 'id is not lower kebab'],
    [
      'a doc that is no sentence',
      { ...spec, params: { up: scalar({ ...own, doc: 'moves' }) } },
      'doc is not a sentence',
    ],
    ['a soft range that sticks out', { ...spec, params: { up: rgb({ ...own, soft: [-2, 0] }) } }, 'soft range'],
    ['an empty soft range', { ...spec, params: { up: scalar({ ...own, soft: [0, 0] }) } }, 'soft range'],
    ['a neutral out of reach', { ...spec, params: { up: scalar({ ...own, neutral: 0.75 }) } }, 'neutral lies outside'],
    [
      'an end that rounds outwards',
      { ...spec, params: { up: scalar({ ...own, hard: [-1, 1.1] }) } },
      'rounds to an f32',
    ],
    ['a choice of one', { ...spec, params: { up: choice({ title: 'A', doc: 'Is.', options: [] }) } }, 'at least two'],
    [
      'a part that reads nothing there is',
      { ...spec, parts: [{ reads: ['up'], draw: () => null }] },
      'which is no control',
    ],
  ]
  it.each(wrong)('[OP1] %s throws', (_, bad, sentence) => expect(() => defineOp(bad)).toThrow(sentence))

  it('[OP1] an option without a sentence throws, one with it stands', () => {
    const options = (doc: string) => ({
      ...spec,
      params: {
        up: choice({
          title: 'A',
          doc: 'Is.',
          options: [
            { id: 'a', title: 'A', doc },
            { id: 'b', title: 'B', doc: 'Is b.' },
          ],
        }),
      },
    })
    expect(() => defineOp(options('is a'))).toThrow('an option is not lower kebab with a sentence')
    expect(defineOp(options('Is a.')).params.up!.id).toBe('up')
  })
})
