/** The picture worker's drawer with a fake decoder: what it compiles ahead, and that nothing stale is drawn. */
import { describe, expect, it } from 'vitest'
import { Drawer } from '../../client/viewer/drawer.ts'
import type { Frames } from '../../client/viewer/frames.ts'
import { LutShelf } from '../../client/viewer/lut-shelf.ts'
import type { Rig } from '../../client/viewer/rig.ts'
import type { Order } from '../../client/viewer/work.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { type Executor, executorOf } from '../../shared/render/executor.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { CLIP, node, session, source } from '../render/kit.ts'

const [width, height] = [32, 16]
const level = `c.${CLIP}/0`
/** A curve whose middle rises from source frame 0 to 100. */
const keyed = (top: number): [string, Value][] => [
  ...node(level, 'node0001', {
    'curves.y@0': ['linear', 0, 0, 0.5, 0.5, 1, 1],
    'curves.y@100': ['linear', 0, 0, 0.5, top, 1, 1],
  }),
]

function stage() {
  const wasm = createWasm()
  const drawn: Plan[] = []
  const own = executorOf('wasm', (plan, frame) => wasm.render(plan, frame))
  const executor: Executor = {
    ...own,
    frame: (plan, frame) => {
      drawn.push(plan)
      return own.frame(plan, frame)
    },
  }
  const frame = source(width, height, (x, y) => [x * 30, 512 + y, 500])
  const frames = { small: async () => frame, full: async () => frame } as unknown as Frames
  const rig = { of: () => executor, admit: () => undefined, settled: () => true } as unknown as Rig
  const drawer = new Drawer(frames, rig, executor, new LutShelf(() => undefined))
  drawer.session = session(width, height)
  return { drawer, drawn }
}
const order = (frame: number): Order => ({
  id: frame + 1,
  kind: 'preview',
  clip: CLIP,
  frame,
  canvas: [width, height],
  version: 1,
  bypass: false,
  moment: null,
  view: null,
  again: false,
  still: false,
  prove: false,
  armed: null,
  held: null,
})
const tables = (plan: Plan) =>
  plan.stages.flatMap((one) => (one.kind === 'kernel' ? one.tables.map(({ data }) => data) : []))

describe('[UI130] while playing, what is keyframed is built for the frame that comes', () => {
  it('[UI130] the plan compiled ahead, its tables with it, is the one that is drawn, to the bits of one compiled then', async () => {
    const [a, b] = [stage(), stage()]
    for (const { drawer } of [a, b]) drawer.change(keyed(0.9))
    await a.drawer.draw(order(10), async () => false)
    const made = a.drawer.prepare({ clip: CLIP, frame: 11 }, order(10))
    const ahead = await a.drawer.draw(order(11), async () => false)
    expect(a.drawn[1]).toBe(made)
    const then = await b.drawer.draw(order(11), async () => false)
    expect(tables(a.drawn[1]!).length).toBeGreaterThan(0)
    expect(tables(a.drawn[1]!)).not.toEqual(tables(a.drawn[0]!))
    expect(a.drawn[1]!.name).toBe(b.drawn[0]!.name)
    expect(ahead!.pixels).toEqual(then!.pixels)
  })

  it('[UI130] a change of the grade, of the view or of the session in between is drawn, and not what was compiled before it', async () => {
    const { drawer, drawn } = stage()
    const toFour = {
      ...session(width, height),
      pipeline: { ...session(width, height).pipeline, output: 'rec709-scene' },
    }
    /** What a drawer that compiled nothing ahead draws. */
    const fresh = async (top: number, asked: Order, of = session(width, height)): Promise<string> => {
      const other = stage()
      other.drawer.session = of
      other.drawer.change(keyed(top))
      await other.drawer.draw(asked, async () => false)
      return other.drawn[0]!.name
    }
    drawer.change(keyed(0.9))
    await drawer.draw(order(10), async () => false)

    drawer.prepare({ clip: CLIP, frame: 11 }, order(10))
    drawer.change(keyed(0.1))
    await drawer.draw(order(11), async () => false)
    expect(drawn[1]!.name).toBe(await fresh(0.1, order(11)))
    expect(drawn[1]!.name).not.toBe(await fresh(0.9, order(11)))

    drawer.prepare({ clip: CLIP, frame: 12 }, order(11))
    const bypassed = { ...order(12), bypass: true }
    await drawer.draw(bypassed, async () => false)
    expect(drawn[2]!.name).toBe(await fresh(0.1, bypassed))
    expect(drawn[2]!.name).not.toBe(await fresh(0.1, order(12)))

    drawer.prepare({ clip: CLIP, frame: 13 }, order(12))
    drawer.session = toFour
    await drawer.draw(order(13), async () => false)
    expect(drawn[3]!.name).toBe(await fresh(0.1, order(13), toFour))
    expect(drawn[3]!.name).not.toBe(await fresh(0.1, order(13)))
  })
})
