import { describe, expect, it, vi } from 'vitest'
import { usedBy } from '../../client/state/graph-shape.ts'
import { printOps } from '../../server/pages.ts'
import type { Entries } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { checkBounds } from '../../shared/op/check-bounds.ts'
import type { OpDef } from '../../shared/op/define.ts'
import { rank } from '../../shared/op/order.ts'
import { neutralValue, printShown } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import { clipDctl } from '../../shared/render/dctl-clip.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { renderReference } from '../../shared/render/reference.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { stepsOf } from '../../shared/render/wgsl-steps.ts'
import { logc3 } from '../../shared/spaces/logc3-ei800-awg3.ts'
import { compiler, runDctl } from '../dctl/c.ts'
import { differing } from '../render/hostile.ts'
import { CLIP, grade, node, session, source } from '../render/kit.ts'

// One operator more in the list, and not a line elsewhere.
vi.mock('../../shared/ops/index.ts', async (original) => {
  const { ops: own } = await original<typeof import('../../shared/ops/index.ts')>()
  const { defineOp } = await import('../../shared/op/define.ts')
  const { scalar } = await import('../../shared/op/param.ts')
  const { boxOf } = await import('../../shared/op/blur.ts')
  const invert = defineOp({
    id: 'invert',
    version: 1,
    title: 'Invert',
    doc: 'Turns the picture into its negative.',
    place: 'finish',
    params: {
      amount: scalar({
        title: 'Amount',
        unit: 'percent',
        neutral: 0,
        hard: [0, 1],
        soft: [0, 1],
        shown: { scale: 100, decimals: 1 },
        doc: 'How much of the negative is mixed in: 0 changes nothing.',
      }),
      soft: scalar({
        title: 'Soft',
        unit: 'pixel',
        neutral: 0,
        hard: [0, 8],
        soft: [0, 8],
        doc: 'How far neighbours are mixed in: 0 changes nothing.',
      }),
    },
    parts: [
      {
        reads: ['amount'],
        draw: (b, rgb, c) =>
          c.number('amount') === 0
            ? null
            : b.each(rgb, (x) => b.mix(b.coef(c.number('amount')), x, b.sub(b.const(1), x))),
      },
      {
        reads: ['soft'],
        draw: (b, rgb, c) => (c.number('soft') === 0 ? null : b.pass3(boxOf('picture', c.number('soft')), rgb)),
      },
    ],
  })
  // In its place: before the LUT, and the qualifier, which gives the key.
  const later = (op: (typeof own)[number]) => op.place === 'lut' || op.place === 'key'
  return { ops: [...own.filter((op) => !later(op)), invert, ...own.filter(later)] }
})

const key = (control: string) => `c.${CLIP}/0/aaaaaaaa/${control}`
const at = (amount: number) => grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', { 'invert.amount': [amount] }))
const plan = (amount: number) => compilePlan({ session: session(), entries: at(amount), clip: CLIP, frame: 0 })
const picture = source(16, 8, (x, y) => [64 + (876 * x) / 15, 512 + 8 * (y - 4), 512 - 6 * (y - 4)])

describe('[OP4] an operator added to the list', () => {
  const op = ops.find(({ id }) => id === 'invert')!

  it('[OP4] has its control’s model: stored, shown, neutral', () => {
    const param = op.params.amount!
    expect([param.id, neutralValue(param), printShown(param, 0.25)]).toEqual(['amount', [0], '25.0'])
    const graph = readGraph(at(0.5), `c.${CLIP}`, '0')
    expect(graph.nodes.map(usedBy)).toEqual([['invert']])
  })

  it('[OP4] has the hub’s check of its values', () => {
    expect(checkEntry('grade', key('invert.amount'), [0.5])).toBeNull()
    expect(checkEntry('grade', key('invert.amount'), [2])).toContain('invert.amount lies between 0 and 1, not at 2.')
    expect(checkEntry('grade', key('invert.size'), [0.5])).toContain('The operator invert has no control "size".')
  })

  it('[OP4] is bounded, drawn by the reference and by WASM with the same bits, and absent at rest', () => {
    expect(checkBounds(op, { working: logc3 })).toEqual([])
    expect(plan(0).name).toBe(compilePlan({ session: session(), entries: grade(), clip: CLIP, frame: 0 }).name)
    const [none, half] = [plan(0), plan(0.5)].map((p) => renderReference(p, picture))
    expect(differing(half!, none!)).toBeGreaterThan(300)
    expect(differing(half!, createWasm().render(plan(0.5), picture))).toBe(0)
  })

  it('[OP4] may see neighbours: its part is a pass between kernels, on each executor', () => {
    const entries = grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', { 'invert.amount': [0.25], 'invert.soft': [2] }))
    const soft = compilePlan({ session: session(), entries, clip: CLIP, frame: 0 })
    expect(soft.stages.map(({ kind }) => kind)).toEqual(['kernel', 'box', 'kernel'])
    const drawn = renderReference(soft, picture)
    expect(differing(drawn, renderReference(plan(0.25), picture))).toBeGreaterThan(300)
    expect(differing(drawn, createWasm().render(soft, picture))).toBe(0)
    const texts = stepsOf(soft, () => 0).list.map(({ text }) => text(true))
    expect(texts.filter((text) => text.includes('fn step('))).toHaveLength(18)
  })

  it('[OP4] changes no look but of those who use it: verdicts outlive what the engine learns', () => {
    const list = ops as OpDef[]
    const [i, look] = [list.indexOf(op), (entries: Entries) => lookName(session(), entries, CLIP)]
    const other = grade(...node(`c.${CLIP}/0`, 'aaaaaaaa', { 'primaries.gain': [1.2, 1, 1, 1] }))
    const [bare, used] = [look(other), look(at(0.5))]
    list.splice(i, 1)
    try {
      expect(look(other)).toBe(bare)
      expect(look(at(0.5))).not.toBe(used)
    } finally {
      list.splice(i, 0, op)
    }
  })

  it('[OP4] has its DCTL, and what of a clip it does', () => {
    const { text, left } = clipDctl({ session: session(), entries: at(0.5), clip: CLIP, frame: 0 })!
    expect(left).toEqual([])
    expect(text).toContain('// Node 1: Invert.')
    expect(text).not.toBe(clipDctl({ session: session(), entries: at(0.25), clip: CLIP, frame: 0 })!.text)
    const cc = compiler()
    const pixels = Float32Array.from({ length: 16 * 8 * 3 }, (_, i) => i / 384)
    const planes = [0, 1, 2].map((c) => Float32Array.from({ length: 128 }, (_, p) => pixels[3 * p + c]!))
    const coded = session(16, 8, { matrix: 'rgb', range: 'full', depth: 32 })
    const want = renderReference(compilePlan({ session: coded, entries: at(0.5), clip: CLIP, frame: 0 }), {
      ...picture,
      kind: 'rgb',
      planes: [planes[0]!, planes[1]!, planes[2]!],
    })
    const got = cc === null ? null : runDctl(cc, [text], 16, 8, pixels, ['-O0', '-ffp-contract=off'])[0]!
    const off = want.planes.flatMap((plane, c) => [...plane].map((v, p) => (got ? Math.abs(v - got[3 * p + c]!) : 0)))
    expect(Math.max(...off)).toBeLessThan(2e-5)
  })

  it('[OP4] has its entry in the reference page', () => {
    const page = printOps(ops)
    expect(page).toContain('## Invert\n\n`invert`, version 1; place 12 of 14, `finish`.')
    expect(page).toContain(
      '| `amount` | Amount | one number | percent | 0 | 0.0 | 0 … 1 | 0 … 1 | stored · 100, 1 decimals |',
    )
    expect(page).toContain('| 12 | `finish` | Blur, sharpen, mist, grain. | Blur, Sharpen, Mist, Grain, Invert |')
  })

  it('[OP4] stands in the list no earlier than its place: the list is the order of a node', () => {
    const ranks = ops.map((one) => rank(one.place))
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    expect(new Set(ops.map((one) => one.id)).size).toBe(ops.length)
  })
})
