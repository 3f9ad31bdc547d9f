/** What keyframes cost the screen: twelve nodes of sixty controls each, sixty of them keyed, on a desk without React. */
import { hold } from '../../client/panels/use-grip.ts'
import { type Row, rowKeys, rowsOf } from '../../client/state/keyframe-rows.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { neutralValue } from '../../shared/op/param.ts'
import { ops } from '../../shared/ops/index.ts'
import { fakeDesk } from '../ui/kit/demo.ts'
import type { Bench, Figure } from './figure.ts'

const nodes = 12
const controls = ops
  .flatMap((op) => Object.values(op.params).map((param) => [`${op.id}.${param.id}`, neutralValue(param)] as const))
  .filter(([, value]) => value.every((v) => typeof v === 'number'))
  .slice(0, 60)
/** Controls under keyframes of each node, and keyframes of each of them. */
const [keyed, frames] = [5, 8]

function stage() {
  const { desk, suite } = fakeDesk('colorist', { driver: 'seat0009' })
  const level = desk.level!
  suite.edit(level, 'grade', (grade) => {
    for (let n = 0; n < nodes; n++) {
      const node = grade.append(level, '0')
      controls.forEach(([control, value], i) => {
        grade.control(level, '0', node, control, value)
        if (i >= keyed) return
        for (let f = 0; f < frames; f++) {
          const moved = value.map((v) => (v as number) + (f % 2) / 64)
          grade.keyframe(level, '0', node, control, (n + i + 11 * f) % 96, 'linear', moved)
        }
      })
    }
  })
  return { desk, suite, level }
}

/** Milliseconds of a run: the best of some, after others that warm it up. */
function best(run: () => void, runs: number, warm: number): number {
  for (let i = 0; i < warm; i++) run()
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < runs; i++) {
    const from = performance.now()
    run()
    least = Math.min(least, performance.now() - from)
  }
  return least
}

async function* figures(wanted: (name: string) => boolean): AsyncGenerator<Figure> {
  const { desk, suite, level } = stage()
  const keys = [...desk.keyframes.keys.keys()]
  const look = () => {
    for (const key of keys) desk.keyframes.value(key)
    return desk.shape
  }
  if (wanted('keyed.step')) {
    let frame = 0
    const ms = best(
      () => {
        suite.seek(frame++ % 96)
        look()
      },
      10,
      40,
    )
    yield {
      name: 'keyed.step',
      value: ms,
      unit: 'ms',
      note: 'a frame of the playhead: graph and sixty keyed values read',
    }
  }
  if (wanted('keyed.tick')) {
    const key = keys[0]!
    const from = desk.keyframes.value(key) as readonly number[]
    desk.keyframes.setAll(true)
    const held = hold(desk, level, key, 'Keyed', from)!
    let i = 0
    const ms = best(
      () => {
        held.set(from.map((v) => v + (i++ % 50) / 4096) as Value)
        look()
      },
      10,
      40,
    )
    held.discard()
    yield {
      name: 'keyed.tick',
      value: ms,
      unit: 'ms',
      note: 'a tick of a hand on a keyed control: written, graph and all values read',
    }
  }
  if (wanted('keyed.lanes')) {
    const graph = desk.graph!
    const all = new Set([
      ...graph.nodes.map(({ id }) => id),
      ...graph.nodes.flatMap(({ id }) => ops.map((op) => `${id}/${op.id}`)),
    ])
    let rows: readonly Row[] = []
    const ms = best(
      () => {
        rows = rowsOf(graph, suite.drawn, desk.keyframes.keys, all)
        rowKeys(rows, graph, desk.keyframes.keys)
      },
      10,
      10,
    )
    yield {
      name: 'keyed.lanes',
      value: ms,
      unit: 'ms',
      note: `the editor’s ${rows.length} tracks with every one opened, and their marks`,
    }
  }
}

export const bench: Bench = {
  name: 'keyed',
  doc: 'what keyframes cost the screen, without React, the best of some runs',
  names: ['step', 'tick', 'lanes'].map((name) => `keyed.${name}`),
  figures,
}
