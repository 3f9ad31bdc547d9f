/** What all cores make of a chain beside one of them: the clock on the wall, in turn, the best of some runs each. */
import { availableParallelism } from 'node:os'
import { openRenderPool } from '../../server/render-pool.ts'
import type { Executor } from '../../shared/render/executor.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { HEIGHT, image, planOf, WIDTH } from './chain.ts'
import type { Bench, Figure } from './figure.ts'
import { later, mayStart } from './tidy.ts'

/** The same frame in memory that threads share, as a decoder may write it. */
function shared(frame: SourceFrame): SourceFrame {
  const planes = frame.planes.map((plane) => {
    const copy = new Float32Array(new SharedArrayBuffer(plane.byteLength))
    copy.set(plane)
    return copy
  })
  return { ...frame, planes: [planes[0]!, planes[1]!, planes[2]!] }
}

async function* figures(): AsyncGenerator<Figure> {
  await mayStart()
  const threads = availableParallelism()
  const [one, all] = [openRenderPool(1), openRenderPool(threads)]
  later(() => Promise.all([one.close(), all.close()]))
  const frame = shared(image())
  const plan = planOf(['cdl', 'primary', 'tone', 'curve'])
  /** Milliseconds by the clock, and of all threads together. */
  const run = async (pool: Executor): Promise<readonly [number, number]> => {
    const [began, before] = [performance.now(), process.cpuUsage()]
    await pool.render(plan, frame)
    const { user, system } = process.cpuUsage(before)
    return [performance.now() - began, (user + system) / 1000]
  }
  const times: (readonly [number, number])[][] = [[], []]
  for (let i = 0; i < 30; i++) for (const [k, pool] of [one, all].entries()) times[k]!.push(await run(pool))
  const least = (which: 0 | 1, what: 0 | 1): number => Math.min(...times[which]!.slice(8).map((pair) => pair[what]))
  const best = (which: 0 | 1): number => least(which, 0)
  const speed = (ms: number): number => (WIDTH * HEIGHT) / 1000 / ms
  yield {
    name: 'cores.chain',
    value: speed(best(1)),
    unit: 'Mpixel/s',
    peer: `${threads} times one thread`,
    peerValue: threads * speed(best(0)),
    note:
      'cdl + primary + tone + curve, 1080p float, worker threads in Node; the ratio is the share of linear, on a machine that has nothing else to do; ' +
      `a frame costs ${least(1, 1).toFixed(1)} ms of all threads, ${least(0, 1).toFixed(1)} ms of one`,
  }
}

export const bench: Bench = {
  name: 'cores',
  doc: 'a chain on all cores beside one of them',
  names: ['cores.chain'],
  figures,
}
