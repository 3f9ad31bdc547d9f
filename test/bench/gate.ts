/** What the gate costs an update beside plain Yjs, in documents of two sizes; and a killed hub's way back. */
import { fileURLToPath } from 'node:url'
import * as Y from 'yjs'
import type { Question } from '../../server/gate/gate.ts'
import { Policy } from '../../server/verdict.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { writeFresh, writeLock } from '../../shared/doc/session-edit.ts'
import { readSession, restPipeline } from '../../shared/doc/session-read.ts'
import { Gate } from '../gate/sieve.ts'
import { plain } from '../hub/desk.ts'
import { testMedia, testTimeline, until } from '../kit/suite.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { type HubLine, start } from './process.ts'
import { folder } from './tidy.ts'

const sizes = [
  ['30k', 30_000],
  ['480k', 480_000],
] as const
const rounds = 4000

const keyOf = (i: number): string =>
  `c.clip${String(i % 3000).padStart(4, '0')}/0/n${String(i).padStart(7, '0')}/primaries.gain`

/** A state of so many keys, by one client that has gone. */
function state(keys: number): Uint8Array {
  const doc = new Y.Doc()
  const map = doc.getMap<Value>('grade')
  doc.transact(() => {
    for (let i = 0; i < keys; i++) map.set(keyOf(i), [1, 1, 1, 1 + (i % 512) / 1024])
  })
  return Y.encodeStateAsUpdate(doc)
}

/** Updates of one tuple, as a drag that commits each of its steps. */
function drag(from: Uint8Array): Uint8Array[] {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, from)
  doc.clientID = 77
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const map = doc.getMap<Value>('grade')
  for (let i = 0; i < rounds; i++) map.set(keyOf(17), [1, 1, 1, 1 + (i % 4096) / 4096])
  return updates
}

/** The gate with the hub's own judge: role, locks, grammar and range. */
class Judged extends Gate {
  readonly #policy: Policy
  constructor() {
    super()
    const session = new Y.Doc()
    const writes = writeFresh('Bench', restPipeline, testTimeline, testMedia, true)
    for (let i = 0; i < 20; i++)
      writes.set(
        ...writeLock({
          id: `lock00${i + 10}`,
          holder: null,
          rule: 'approved',
          reason: 'approved',
          region: [`c.lock00${i + 10}/`],
        }),
      )
    for (const [key, value] of writes) if (value) session.getMap<Value>('session').set(key, value)
    this.#policy = new Policy(readSession(session), () => 0)
  }
  override question(seat: string): Question {
    const asking = { id: seat, name: seat, role: 'colorist' } as const
    return { ...super.question(seat), judge: (key, value) => this.#policy.judge(asking, 1, 'grade', key, value) }
  }
}

const each = (updates: readonly Uint8Array[], take: (update: Uint8Array) => void): number[] =>
  updates.map((update) => {
    const began = performance.now()
    take(update)
    return (performance.now() - began) * 1000
  })

function* cost(): Generator<Figure> {
  for (const [name, keys] of sizes) {
    const from = state(keys)
    const updates = drag(from)
    const bare = new Y.Doc()
    Y.applyUpdate(bare, from)
    const without = each(updates, (update) => Y.applyUpdate(bare, update))
    const gate = new Judged()
    gate.document.apply(from)
    gate.own(77, 'ann')
    const through = each(updates, (update) => {
      const sifted = gate.take('ann', update)
      if (sifted.kind !== 'sifted' || sifted.bytes === null) throw new Error('an honest drag was refused')
      gate.sent.length = 0
    })
    const note = `${rounds} updates of one drag into ${keys} keys, read, judged by role, twenty locks, grammar and range, printed again and applied`
    const beside = percentile(without, 50)
    yield {
      name: `gate.${name}`,
      value: percentile(through, 50),
      unit: 'µs',
      peer: 'plain applyUpdate',
      peerValue: beside,
      note: `p50: ${note}`,
    }
    yield {
      name: `gate.${name}-p99`,
      value: percentile(through, 99),
      unit: 'µs',
      peer: 'plain applyUpdate',
      peerValue: percentile(without, 99),
      note: 'p99 of the same',
    }
  }
}

/** Kills a hub with 30,000 keys on its disk, and times the next one from its start to a reader that has it all. */
async function* back(): AsyncGenerator<Figure> {
  const data = await folder()
  const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
  const args = ['hub', '--json', '--port', '0', '--data', data]
  const first = await start<HubLine>(main, args)
  const writer = await plain(first.said, 'colorist', 'grade')
  for (let part = 0; part < 30; part++)
    writer.doc.transact(() => {
      for (let i = part * 1000; i < (part + 1) * 1000; i++) writer.map.set(keyOf(i), [1, 1, 1, 1.5])
    })
  await until('all is saved', () => writer.heard === writer.sent)
  writer.leave()
  process.kill(first.pid, 'SIGKILL')
  await first.end()
  const ms: number[] = []
  let listening = 0
  for (let i = 0; i < 3; i++) {
    const began = performance.now()
    const hub = await start<HubLine>(main, args)
    listening = performance.now() - began
    const reader = await plain(hub.said, 'observer', 'grade')
    if (reader.map.size !== 30_000) throw new Error(`the hub came back with ${reader.map.size} keys`)
    ms.push(performance.now() - began)
    reader.leave()
    process.kill(hub.pid, 'SIGKILL')
    await hub.end()
  }
  yield {
    name: 'gate.restart',
    value: percentile(ms, 50),
    unit: 'ms',
    note: `p50 of 3: kill -9 of a hub with 30,000 keys, from the start of the next process (${listening.toFixed(0)} ms to its port) to a reader that has them all; 1,000 is the most`,
  }
}

async function* figures(wanted: (name: string) => boolean): AsyncGenerator<Figure> {
  if (names.slice(0, 4).some(wanted)) yield* cost()
  if (wanted('gate.restart')) yield* back()
}

const names = ['gate.30k', 'gate.30k-p99', 'gate.480k', 'gate.480k-p99', 'gate.restart']

export const bench: Bench = {
  name: 'gate',
  doc: 'the gate beside plain Yjs, and a killed hub’s way back',
  names,
  figures,
}
