/** From one writer, or ten, to many readers: the hub's overlay and its saved edits beside two servers that keep nothing, in one run. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Bench, type Figure, percentile } from './figure.ts'
import { type Child, start, startHubProcess } from './process.ts'
import { hubTongue, namedTongue, plainTongue, reach, type Tongue } from './reach.ts'
import { folder } from './tidy.ts'

const crowds = [
  [1, 10],
  [1, 50],
  [1, 200],
  [10, 200],
] as const
/** In turn, so that what else the machine does meets all alike; of each the middle one counts. */
const rounds = 3
const seconds = 4

/** The disk's own flush: what a saved edit cannot be quicker than. */
function flushes(dir: string): number[] {
  const file = openSync(join(dir, 'flush'), 'w')
  const block = Buffer.alloc(4096)
  const ms: number[] = []
  for (let i = 0; i < 300; i++) {
    const began = performance.now()
    writeSync(file, block)
    fsyncSync(file)
    ms.push(performance.now() - began)
  }
  closeSync(file)
  return ms
}

/** Processor time of a process so far, milliseconds; NaN where the system does not say. */
function spentMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /, '')
      .split(' ')
    // Clock ticks of 10 ms: user and system (proc(5), fields 14 and 15).
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN // Only Linux tells it this way.
  }
}

interface Line {
  readonly p50: number
  readonly p99: number
  readonly words: string
}

async function measure(child: Child<unknown>, tongue: Tongue, writers: number, readers: number): Promise<Line> {
  // Joining costs too, and is not what is measured here.
  let [before, began, cpu] = [0, 0, 0]
  const { ms, part } = await reach(
    tongue,
    writers,
    readers,
    seconds,
    () => {
      ;[before, began] = [spentMs(child.pid), performance.now()]
    },
    () => {
      cpu = (100 * (spentMs(child.pid) - before)) / (performance.now() - began)
    },
  )
  const [p50, p99] = [percentile(ms, 50), percentile(ms, 99)]
  const seen = part < 0.995 ? `, ${(100 * part).toFixed(0)} % of the values` : ''
  const words = `${tongue.name} ${p50.toFixed(1)}/${p99.toFixed(1)} ms${seen}, ${cpu.toFixed(0)} % of a core, ${child.memory().now.toFixed(0)} MB`
  return { p50, p99, words }
}

async function* figures(wanted: (name: string) => boolean): AsyncGenerator<Figure> {
  const peer = fileURLToPath(new URL('./peer.ts', import.meta.url))
  const data = await folder()
  const [y, named] = [await start<{ port: number }>(peer, ['y']), await start<{ port: number }>(peer, ['hocuspocus'])]
  for (const [writers, readers] of crowds) {
    const size = `${writers}x${readers}`
    if (!wanted(`fan.live-${size}`) && !wanted(`fan.saved-${size}`)) continue
    const hub = await startHubProcess(join(data, size))
    const tongues: [Child<unknown>, Tongue][] = [
      [hub, hubTongue(hub.said, true)],
      [hub, hubTongue(hub.said, false)],
      [y, plainTongue(y.said.port)],
      [named, namedTongue(named.said.port)],
    ]
    const lines: Line[][] = tongues.map(() => [])
    for (let round = 0; round < rounds; round++)
      for (const [i, [child, tongue]] of tongues.entries())
        lines[i]!.push(await measure(child, tongue, writers, readers))
    await hub.end()
    const [live, saved, ...peers] = lines.map((each) => each.sort((a, b) => a.p99 - b.p99)[rounds >> 1]!) as [
      Line,
      Line,
      ...Line[],
    ]
    const disk = flushes(data)
    const flush = `the disk's own flush ${percentile(disk, 50).toFixed(1)}/${percentile(disk, 99).toFixed(1)} ms`
    const words = [...[live, saved].map((one) => one.words), ...peers.map((one) => one.words), flush].join('; ')
    const work = `${writers} at 60/s to ${readers} readers, p50/p99: ${words}`
    const crowded = writers > 1
    const pick = crowded ? Math.max : Math.min
    const which = crowded ? 'the slower of two servers without a disk' : 'the quicker of two servers without a disk'
    yield {
      name: `fan.live-${size}`,
      value: live.p99,
      unit: 'ms',
      peer: `${which}, p99`,
      peerValue: pick(...peers.map(({ p99 }) => p99)),
      note: `p99 of the overlay; ${work}`,
    }
    yield {
      name: `fan.saved-${size}`,
      value: saved.p50,
      unit: 'ms',
      peer: `${which}, p50`,
      peerValue: pick(...peers.map(({ p50 }) => p50)),
      note: `p50 of edits judged, flushed to disk and then sent; ${work}`,
    }
  }
}

export const bench: Bench = {
  name: 'fan',
  doc: 'from writers to readers, beside @y/websocket-server 0.1.1 and Hocuspocus 4.7',
  names: crowds.flatMap(([writers, readers]) => [`fan.live-${writers}x${readers}`, `fan.saved-${writers}x${readers}`]),
  figures,
}
