/** A suite in a process of its own: joins the link it is given, says how long it took and what it holds, and leaves. For `open.ts`. */
import { joinHeadless, readLink } from '../../server/join-headless.ts'
import { readGraph } from '../../shared/doc/graph.ts'

/** One line of JSON. */
export interface Joined {
  /** Milliseconds from the call to a suite whose three documents are here, and from there to the first clip's graph. */
  readonly joinMs: number
  readonly graphMs: number
  readonly keys: number
  /** Memory after a collection, MB: the heap, and what the process holds. */
  readonly heap: number
  readonly resident: number
}

const began = performance.now()
const suite = await joinHeadless(readLink(process.argv[2] ?? ''), 'Bench', (sentence) =>
  process.stderr.write(`${sentence}\n`),
)
const joinMs = performance.now() - began
const [clip] = suite.session.timeline.clips
const graph = readGraph(suite.entries, `c.${clip?.id ?? ''}`, '0')
const graphMs = performance.now() - began - joinMs
if (graph.nodes.length === 0) throw new Error('the first clip has no nodes')
let keys = 0
for (const _ of suite.entries.keys()) keys++
globalThis.gc?.()
const { heapUsed, rss } = process.memoryUsage()
const said: Joined = { joinMs, graphMs, keys, heap: heapUsed / 1e6, resident: rss / 1e6 }
process.stdout.write(`${JSON.stringify(said)}\n`)
suite.leave()
