import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { CLIP, grade, session, source } from './kit.ts'

const C = `c.${CLIP}/0`
const [WIDTH, HEIGHT] = [32, 16]
const W = 'w.aaaaaaaa'
/** Full above the middle, nothing below. */
const upper = {
  [`${W}/head`]: ['gradient', true, false, 'add', 'a', ''],
  [`${W}/shape`]: [0, 0, 0],
  [`${W}/soft`]: [0],
}
const red = { 'log.offset': [0.1, 0, 0] }
const blue = { 'log.offset': [0, 0, 0.1] }
/** A key input from another node. */
const keyed = (node: string, over: readonly unknown[] = [true, 'matte', 1, 0, 0]): Record<string, Value> => ({
  key: [node, 'key', ...over] as Value,
})

/** Serial nodes a, b, … of these controls. */
const serial = (...nodes: readonly Record<string, Value>[]): [string, Value][] => {
  const id = (i: number) => 'abcdefgh'[i]!.repeat(8)
  return [
    ...nodes.flatMap((controls, i): [string, Value][] => [
      [`${C}/${id(i)}/head`, ['corrector', 'out', '0']],
      [`${C}/${id(i)}/in.0`, [i === 0 ? 'src' : id(i - 1), 'rgb']],
      ...Object.entries(controls).map(([name, value]): [string, Value] => [`${C}/${id(i)}/${name}`, value]),
    ]),
    [`${C}/out/in.0`, [id(nodes.length - 1), 'rgb']],
  ]
}
const plan = (...nodes: readonly Record<string, Value>[]) =>
  compilePlan({ session: session(WIDTH, HEIGHT), entries: grade(...serial(...nodes)), clip: CLIP, frame: 0 })
const flat = source(WIDTH, HEIGHT, () => [400, 512, 512])
/** Red, green and blue above the middle and below it. */
function halves(...nodes: readonly Record<string, Value>[]) {
  const one = plan(...nodes)
  expect(one.lacks).toEqual([])
  const { planes } = renderReference(one, flat)
  const at = (y: number) => planes.map((plane) => plane[y * WIDTH + 5]!)
  return { above: at(2), below: at(12) }
}
const alone = (controls: Record<string, Value>) => halves(controls).above
const rest = alone({})

describe('[KEY1] an outside node', () => {
  it('[KEY1] works where the node before it does not: its key is that one’s, inverted', () => {
    const { above, below } = halves({ ...red, ...upper }, { ...blue, ...keyed('aaaaaaaa') })
    expect(above).toEqual(alone(red))
    expect(below).toEqual(alone(blue))
  })

  it('[KEY1] goes on working outside while the node before it is off, or changes nothing', () => {
    for (const inside of [{ ...red, ...upper, on: [false] }, upper]) {
      const { above, below } = halves(inside, { ...blue, ...keyed('aaaaaaaa') })
      expect([above, below]).toEqual([rest, alone(blue)])
    }
  })

  it('[KEY1] follows the key of the node before it, its gain and offset, softness and all; two of them have it in turn', () => {
    const half = { ...upper, 'key.out': [0.5, 0.25] }
    const { above, below } = halves(half, { ...blue, ...keyed('aaaaaaaa') })
    // Above, the key is 0.5 · 1 + 0.25; below, a quarter: what is outside is a quarter and three quarters.
    const by = (k: number) => alone({ ...blue, 'key.out': [k, 0] })[2]
    expect([above[2], below[2]]).toEqual([by(0.25), by(0.75)])
    const third = halves({ ...red, ...upper }, keyed('aaaaaaaa'), { ...blue, ...keyed('bbbbbbbb') })
    expect([third.above, third.below]).toEqual([alone({ 'log.offset': [0.1, 0, 0.1] }), rest])
  })
})

describe('[KEY1] key input and output', () => {
  const right = {
    [`${W}/head`]: ['gradient', true, false, 'add', 'a', ''],
    [`${W}/shape`]: [0, 0, 90],
    [`${W}/soft`]: [0],
  }
  /** Blue at the four corners, of a node with a window of its own and a key input from a node with another one. */
  const corners = (over: readonly unknown[]) => {
    const one = plan(upper, { ...blue, ...right, ...keyed('aaaaaaaa', over) })
    const { planes } = renderReference(one, flat)
    return [0, WIDTH - 1, (HEIGHT - 1) * WIDTH, HEIGHT * WIDTH - 1].map((p) => planes[2]![p]! > rest[2]!)
  }

  it('[KEY1] a matte is cut out of what the node has, a mask added to it, each inverted first where it says so', () => {
    expect(corners([false, 'matte', 1, 0, 0])).toEqual([false, true, false, false])
    expect(corners([true, 'matte', 1, 0, 0])).toEqual([false, false, false, true])
    expect(corners([false, 'mask', 1, 0, 0])).toEqual([true, true, false, true])
    expect(corners([true, 'mask', 1, 0, 0])).toEqual([false, true, true, true])
  })

  it('[KEY1] gain and offset of the key come after its inversion, held to 0 … 1', () => {
    const level = (gain: number, offset: number, invert = true) => {
      const { above, below } = halves(upper, { ...blue, ...keyed('aaaaaaaa', [invert, 'matte', gain, offset, 0]) })
      return [above[2], below[2]]
    }
    const by = (k: number) => (k === 0 ? rest[2] : alone({ ...blue, 'key.out': [k, 0] })[2])
    expect(level(0.5, 0.25)).toEqual([by(0.25), by(0.75)])
    expect(level(4, -0.5)).toEqual([by(0), by(1)])
    expect(level(0.5, 0, false)).toEqual([by(0.5), by(0)])
  })

  it('[KEY1] an outline that no picture depends on is not in the plan', () => {
    const path = [-0.5, -0.5, 0, 0, 0, 0, 0.5, -0.5, 0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0]
    const drawn = { [`${W}/head`]: ['polygon', true, false, 'add', 'a', ''], [`${W}/path`]: path }
    expect(plan(drawn).name).toBe(plan({}).name)
    expect(plan({ ...red, ...drawn, on: [false] }).name).toBe(plan({}).name)
    expect(plan(drawn, { ...blue, ...keyed('aaaaaaaa') }).stages.some(({ kind }) => kind === 'field')).toBe(true)
  })
})
