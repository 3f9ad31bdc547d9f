/** Two hundred sockets that join a session of 3,000 clips at once, while a colorist edits: what one edit takes to another room meanwhile. */
import { fileURLToPath } from 'node:url'
import type { Value } from '../../shared/doc/grade.ts'
import { plain } from '../hub/desk.ts'
import type { Crowd } from './crowd.ts'
import { id } from './document.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { writeStored } from './open.ts'
import { start, startHubProcess } from './process.ts'
import { folder, later } from './tidy.ts'

const joiners = 200
const editMs = 25
const calmMs = 5000

async function* figures(): AsyncGenerator<Figure> {
  const [data, media] = [await folder(), await folder()]
  await writeStored(data, media)
  const { said: hub } = await startHubProcess(data, media)
  const [writer, reader] = [await plain(hub, 'colorist', 'grade'), await plain(hub, 'observer', 'grade')]
  later(async () => {
    writer.leave()
    reader.leave()
  })
  const key = `c.${id(1)}/0/${id(1)}/primaries.gain`
  const sent = new Map<number, number>()
  let [n, took] = [0, [] as number[]]
  reader.map.observe((event) => {
    const green = event.keysChanged.has(key) ? ((reader.map.get(key) as Value)[1] as number) : 0
    const at = sent.get(green)
    if (at !== undefined) took.push(performance.now() - at)
  })
  const timer = setInterval(() => {
    const green = 1 + (++n % 60_000) / 65_536
    sent.set(green, performance.now())
    writer.map.set(key, [1, green, 1, 1])
  }, editMs)
  later(async () => clearInterval(timer))
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  await wait(1000)
  took = []
  await wait(calmMs)
  const calm = took
  took = []
  const crowd = await start<Crowd>(fileURLToPath(new URL('./crowd.ts', import.meta.url)), [
    hub.links.observer,
    `${joiners}`,
  ])
  const storm = took
  clearInterval(timer)
  const { ms, bytes } = crowd.said
  const note = `${joiners} sockets took ${(bytes / 1e6).toFixed(0)} MB in ${(ms / 1000).toFixed(1)} s; ${storm.length} edits meanwhile, fsync and way to another room`
  yield { name: 'storm.edit', value: percentile(storm, 50), unit: 'ms', note: `p50: ${note}` }
  yield {
    name: 'storm.edit-p99',
    value: percentile(storm, 99),
    unit: 'ms',
    peer: 'the same session with nobody joining',
    peerValue: percentile(calm, 99),
    note: 'p99 of the same',
  }
  yield { name: 'storm.joined', value: ms, unit: 'ms', note: 'until the last of them had the whole grade' }
}

export const bench: Bench = {
  name: 'storm',
  doc: `${joiners} who join a session of 3,000 clips while somebody edits`,
  names: ['storm.edit', 'storm.edit-p99', 'storm.joined'],
  figures,
}
