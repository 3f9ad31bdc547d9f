/** Many who join at once: one first state for all, a socket a turn, and everybody equal in the end. */
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { FirstState } from '../../server/first-state.ts'
import type { Hub } from '../../server/hub.ts'
import type { Seat } from '../../server/seat.ts'
import { Sockets } from '../../server/sockets.ts'
import { openMemory } from '../../server/store/memory.ts'
import { writeFeature } from '../bench/document.ts'
import { bare, gain, openHub, plain, sync, until } from './desk.ts'

const store = openMemory()
let hub: Hub
beforeAll(async () => {
  const first = await openHub({ store })
  await first.close()
  const doc = new Y.Doc()
  writeFeature(doc, 60)
  const epoch = await store.lease(first.session)
  const { revision } = await store.load(first.session)
  const bytes = Y.encodeStateAsUpdate(doc)
  const log = [{ revision: revision + 1, document: 'grade', seat: 'hub', at: 1, bytes } as const]
  await store.append(first.session, epoch, { revision: revision + 1, log, owners: [], seats: [], answers: [] })
  await store.putCheckpoint(first.session, epoch, { document: 'grade', revision: revision + 1, bytes })
  hub = await openHub({ store })
})
afterAll(async () => await hub.close())

/** Sync frames of a socket as [step, bytes]. */
function syncs(frames: readonly Uint8Array[]): [number, Uint8Array][] {
  return frames
    .filter((frame) => frame[0] === 0)
    .map((frame) => {
      const decoder = decoding.createDecoder(frame)
      decoding.readVarUint(decoder)
      return [decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder)]
    })
}

describe('a session with much in it', () => {
  it('[HUB26] many who join while somebody edits get it whole, and go on from there', async () => {
    const ann = await plain(hub, 'colorist', 'grade')
    expect(ann.map.size).toBeGreaterThan(3000)
    let n = 0
    const timer = setInterval(() => ann.map.set(gain, [1, 1 + ++n / 1024, 1, 1]), 10)
    const joined = await Promise.all(Array.from({ length: 30 }, () => plain(hub, 'observer', 'grade')))
    clearInterval(timer)
    await until('what Ann wrote is saved', () => ann.heard === ann.sent)
    await until('all have it', () => joined.every((one) => one.map.get(gain)?.[1] === 1 + n / 1024))
    for (const one of joined) {
      expect(Y.encodeStateVector(one.doc)).toEqual(Y.encodeStateVector(ann.doc))
      expect(one.doc.store.pendingStructs).toBeNull()
    }
    for (const one of [ann, ...joined]) one.leave()
  })

  it('[HUB26] a fresh socket gets the checkpoint that all get, then the tail, and a step 2 ends it; one that comes back gets what it lacks', async () => {
    const ann = await plain(hub, 'colorist', 'grade')
    ann.map.set(gain, [1, 2, 1, 1])
    await until('it is saved', () => ann.heard === ann.sent)
    const ends = []
    for (let i = 0; i < 2; i++) {
      const { socket } = await bare(hub, 'observer', 'grade')
      socket.send(sync(0, Uint8Array.of(0)))
      await until('the state is here', () => syncs(socket.frames).some(([step]) => step === 1))
      ends.push(syncs(socket.frames))
      socket.close()
    }
    expect(ends[0]).toEqual(ends[1])
    // How much the tail has grown by now is the machine's doing: updates by the handful, and always one step 2.
    expect(ends[0]!.map(([step]) => step)).toEqual([...ends[0]!.slice(1).map(() => 2), 1])
    expect(ends[0]![0]![1].length).toBeGreaterThan(100_000)
    const { socket } = await bare(hub, 'observer', 'grade')
    socket.send(sync(0, Y.encodeStateVector(ann.doc)))
    await until('the rest is here', () => syncs(socket.frames).some(([step]) => step === 1))
    expect(syncs(socket.frames)[0]![1].length).toBeLessThan(1000)
    socket.close()
    ann.leave()
  })
})

describe('who waits for a first state', () => {
  it('[HUB26] is given no update until its turn, and every one from then on', () => {
    const sockets = new Sockets()
    const given: (string | null)[] = []
    for (const awaits of ['turn', 'state', null] as const)
      sockets.add({ document: 'grade', awaits, send: () => given.push(awaits) } as unknown as Seat)
    sockets.update('grade', Uint8Array.of(0, 2, 2, 0, 0), null)
    expect(given).toEqual(['state', null])
  })
})

describe('a first state', () => {
  it('[HUB26] is the document, whatever came before and after its checkpoint', () => {
    const live = new Y.Doc()
    const rows: { revision: number; bytes: Uint8Array }[] = []
    const state = new FirstState(null, [])
    live.on('update', (bytes) => {
      const row = { revision: rows.length + 1, bytes }
      rows.push(row)
      state.add(row)
    })
    const map = live.getMap<number>('grade')
    for (let i = 0; i < 700; i++) {
      if (i % 5 === 4) map.delete(`k${i % 30}`)
      else map.set(`k${i % 40}`, i)
      if (i === 150 || i === 420) {
        // A checkpoint of some revisions ago: one that was long on its way.
        const past = new Y.Doc()
        for (const row of rows.slice(0, -37)) Y.applyUpdate(past, row.bytes)
        state.rebase({ revision: rows.length - 37, bytes: Y.encodeStateAsUpdate(past) })
      }
      if (i % 97 !== 0) continue
      const joiner = new Y.Doc()
      for (const [, bytes] of syncs(state.frames())) Y.applyUpdate(joiner, bytes)
      expect(joiner.getMap('grade').toJSON()).toEqual(map.toJSON())
      expect(Y.encodeStateVector(joiner)).toEqual(Y.encodeStateVector(live))
    }
    expect(state.frames().length).toBeLessThan(8)
  })
})
