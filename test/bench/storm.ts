/** Two hundred sockets that join a session of 3,000 clips at once, while a colorist edits: what one edit takes to another room meanwhile. */
import { fileURLToPath } from 'node:url'
import type { Crowd } from './crowd.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { writeStored } from './open.ts'
import { start, startHubProcess } from './process.ts'
import type { Noted } from './pulse.ts'
import { folder } from './tidy.ts'

const joiners = 200
const calmMs = 5000

const at = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))

async function* figures(): AsyncGenerator<Figure> {
  const [data, media] = [await folder(), await folder()]
  await writeStored(data, media)
  const { said: hub } = await startHubProcess(data, media)
  const line = JSON.stringify(hub)
  const writer = await start(at('pulse'), [line, 'write'])
  const listener = await start(at('pulse'), [line, 'hear'])
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  await wait(1000 + calmMs)
  const crowd = await start<Crowd>(at('crowd'), [hub.links.observer, `${joiners}`])
  await wait(1000)
  const { began, ended, bytes } = crowd.said
  const written = new Map(await writer.ask<Noted>())
  const took = (await listener.ask<Noted>()).map(([value, here]): [number, number] => {
    const sent = written.get(value) ?? Number.NaN
    return [sent, here - sent]
  })
  const during = (from: number, to: number) => took.filter(([sent]) => sent >= from && sent < to).map(([, ms]) => ms)
  const [calm, storm] = [during(began - calmMs, began), during(began, ended)]
  const ms = ended - began
  const note = `${joiners} sockets took ${(bytes / 1e6).toFixed(0)} MB in ${(ms / 1000).toFixed(1)} s; ${storm.length} edits meanwhile, fsync and way to another room; writer, listener and crowd in processes of their own`
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
