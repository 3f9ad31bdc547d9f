/** What the hub's word "saved" is worth: nothing is said before it is on disk, nothing of what never came there, and a refusal costs no later edit. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Journal } from '../../server/journal.ts'
import { openMemory } from '../../server/store/memory.ts'
import { type Batch, type Store, StoreError } from '../../server/store/store.ts'
import { Tables } from '../../server/store/tables.ts'
import { encodeMessage } from '../../shared/wire/messages.ts'
import { askTicket, Bare, bare, gain, nextClient, openHub, plain, until } from './desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-word-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const row = { document: 'grade', seat: 'seat0001', at: 1, bytes: Uint8Array.of(0, 0) } as const

/** A journal over a store whose disk the test holds in its hand. */
function held() {
  const said: string[] = []
  const writing: { readonly batch: Batch; readonly done: () => void; readonly fail: (sentence: string) => void }[] = []
  const store: Store = {
    ...openMemory(),
    append: (_session, _epoch, batch) =>
      new Promise<void>((resolve, reject) =>
        writing.push({ batch, done: resolve, fail: (sentence) => reject(new StoreError(sentence)) }),
      ),
  }
  const journal = new Journal(store, 'sess0001', 1, 0, {
    taken: () => {},
    saved: (batch) => void said.push(`saved ${batch.revision}`),
    told: (batch) => void said.push(`told ${batch.revision}`),
    failed: (sentence) => void said.push(`failed ${sentence}`),
  })
  const wait = (name: string) => journal.after((written) => void said.push(`${name} ${written}`))
  return { journal, said, writing, wait }
}

describe('the word of the journal', () => {
  it('[INV10] comes after the disk, in order: what is shown, who waited, the word; what came meanwhile waits for its own batch', async () => {
    const { journal, said, writing, wait } = held()
    journal.record(row)
    wait('first')
    await until('it is being written', () => writing.length === 1)
    journal.record(row)
    wait('second')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([said, journal.saved, journal.revision]).toEqual([[], 0, 2])
    writing[0]!.done()
    await until('the next one is being written', () => writing.length === 2)
    expect([said, journal.saved]).toEqual([['saved 1', 'first true', 'told 1'], 1])
    writing[1]!.done()
    await journal.settle()
    expect(said.slice(3)).toEqual(['saved 2', 'second true', 'told 2'])
    wait('late')
    expect(said.at(-1)).toBe('late true')
  })

  it('[INV10] is never given for what did not come to disk: not to who waited for that batch, for the next one, or comes later', async () => {
    const { journal, said, writing, wait } = held()
    journal.record(row)
    wait('first')
    await until('it is being written', () => writing.length === 1)
    journal.record(row)
    wait('second')
    writing[0]!.fail('The disk is full.')
    await journal.settle()
    wait('late')
    expect(said).toEqual(['first false', 'second false', 'failed The disk is full.', 'late false'])
    expect([journal.saved, writing.length]).toEqual([0, 1])
  })
})

describe('the answer of a command', () => {
  it('[INV10] is given when it is on disk, and never where it did not come there', async () => {
    const memory = openMemory()
    let disk: Promise<void> | null = null
    const hub = await openHub({
      store: {
        ...memory,
        async append(...given) {
          await disk
          await memory.append(...given)
        },
      },
    })
    const ann = await bare(hub, 'colorist', 'session')
    let write = (): void => {}
    disk = new Promise((done) => {
      write = done
    })
    ann.socket.send({ kind: 'command', id: 'name0001', verb: 'name', args: { name: 'Ann' } })
    // Whatever is sent after it is answered: the command has been heard.
    ann.socket.send({ kind: 'clock', t0: 1, t1: 0, t2: 0 })
    await until('the hub has heard it', () => ann.socket.of('clock').length === 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(ann.socket.of('answer')).toEqual([])
    write()
    await until('it is answered', () => ann.socket.of('answer').length === 1)
    disk = Promise.reject(new StoreError('The disk is full.'))
    disk.catch(() => {})
    ann.socket.send({ kind: 'command', id: 'name0002', verb: 'name', args: { name: 'Anna' } })
    await until('the session begins again', () => ann.socket.closed !== null)
    expect(ann.socket.of('answer').map((one) => one.id)).toEqual(['name0001'])
    disk = null
    await hub.close()
  })
})

describe('the disk', () => {
  it('[INV10] is flushed at every commit: the writer’s file is in WAL with synchronous FULL', () => {
    class Probe extends Tables {
      ask(what: string): unknown {
        return Object.values(this.all(`pragma ${what}`)[0]!)[0]
      }
    }
    const probe = new Probe(join(folder, 'probe.sqlite'))
    expect([probe.ask('synchronous'), probe.ask('journal_mode')]).toEqual([2, 'wal'])
    probe.close()
    // And again where the file is of today's version already.
    const again = new Probe(join(folder, 'probe.sqlite'))
    expect([again.ask('synchronous'), again.ask('journal_mode')]).toEqual([2, 'wal'])
    again.close()
  })
})

describe('after a refusal', () => {
  it('[INV6] the next edit of the same key, which follows the refused one, is accepted once the key is open again', async () => {
    const hub = await openHub()
    const [ann, eve] = [await plain(hub, 'colorist', 'grade'), await plain(hub, 'engineer', 'session')]
    const ben = await plain(hub, 'observer', 'grade')
    const command = async (id: string, verb: string, args: Record<string, unknown>) => {
      eve.provider.ws?.send(new Uint8Array(encodeMessage({ kind: 'command', id, verb, args })))
      await until(`${verb} is answered`, () => eve.of('answer').some((one) => one.id === id))
      const answer = eve.of('answer').find((one) => one.id === id)!
      if (!answer.ok) throw new Error(answer.refusal.sentence)
      return answer.value as { lock?: string }
    }
    ann.map.set(gain, [1, 1.5, 1, 1])
    await until('the first is everywhere', () => ben.map.get(gain)?.[1] === 1.5)
    const { lock } = await command('lock0001', 'lock', { region: ['c.clip0001/'], reason: 'held' })
    // Past the second in which an edit under way is still judged by the policy before.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    ann.map.set(gain, [1, 2, 1, 1])
    await until('it is refused', () => ann.of('refused').length > 0)
    await command('lift0001', 'lift', { lock })
    ann.map.set(gain, [1, 3, 1, 1])
    await until('the next one is everywhere', () => ben.map.get(gain)?.[1] === 3)
    expect(ann.of('refused')).toHaveLength(1)
    for (const suite of [ann, ben, eve]) suite.leave()
    await hub.close()
  })

  it('[INV14] a suite that was cut off before its reset begins again on return, also at a hub that died meanwhile', async () => {
    const dataDir = join(folder, 'died')
    let hub = await openHub({ dataDir })
    const ann = await bare(hub, 'colorist', 'grade')
    const doc = new Y.Doc()
    doc.clientID = ann.client
    doc.on('update', (update) => ann.socket.update(update))
    doc.getMap('grade').set(gain, [1, 1.5, 1, 1])
    // Beyond what the operator takes: refused softly.
    doc.getMap('grade').set(gain, [1, 60_000, 1, 1])
    await until('it is refused and told to begin again', () => ann.socket.of('reset').length > 0)
    ann.socket.close()
    await hub.close()
    hub = await openHub({ dataDir })
    const { seatKey } = ann.ticket
    const come = async (client: number) => {
      const { body } = await askTicket(hub, 'colorist', { seatKey, clientIds: { grade: client } })
      const socket = await new Bare(hub, body, 'grade').open()
      await until('the hub has said hello', () => socket.of('hello').length > 0)
      await until('and asked for what it has', () => socket.frames.some((frame) => frame[0] === 0 && frame[1] === 0))
      return socket
    }
    const back = await come(ann.client)
    expect(back.of('reset')).toHaveLength(1)
    const fresh = await come(nextClient())
    expect(fresh.of('reset')).toEqual([])
    for (const socket of [back, fresh]) socket.close()
    await hub.close()
  })
})
