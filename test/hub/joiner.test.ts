/** Who joins a large session while others write: what is accepted after the state was made, and comes to disk in the same batch, is not lost to them. */

import * as decoding from 'lib0/decoding'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { Session } from '../../server/session.ts'
import { openMemory } from '../../server/store/memory.ts'
import { Plug } from '../fuzz/target.ts'
import { sync, until } from './desk.ts'

const turn = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

it('[INV1] an edit that is accepted between the making of a joiner’s state and its sending reaches the joiner', async () => {
  const inner = openMemory()
  const store = {
    ...inner,
    append: async (...args: Parameters<typeof inner.append>) => {
      await turn(60)
      await inner.append(...args)
    },
  }
  const row = { id: 'sess0001', name: 'Large', mediaDir: null, files: {}, at: 0 }
  await store.create(row, [])
  const session = await Session.open(store, row, { now: () => performance.now(), engine: 'test', log: () => {} })
  session.people.set('ann00000', { id: 'ann00000', hash: 'x', link: 'colorist', role: 'colorist', name: 'Ann' })
  const { grade } = session.documents
  const bytes = grade.write(() => {
    for (let i = 0; i < 900; i++) grade.doc.getMap('grade').set(`c.clip0001/0/node${1000 + i}/label`, ['x'.repeat(60)])
  })
  session.journal.record({ document: 'grade', seat: 'hub', at: 0, bytes: bytes! })
  await session.journal.settle()

  const joiner = new Y.Doc()
  Y.applyUpdate(joiner, grade.encode())
  const reader = new Plug((frame) => {
    if (frame[0] !== 0 || frame[1] === 0) return
    const decoder = decoding.createDecoder(frame)
    for (let i = 0; i < 2; i++) decoding.readVarUint(decoder)
    Y.applyUpdate(joiner, decoding.readVarUint8Array(decoder))
  })
  const ann = new Plug(() => {})
  session.claim('ann00000', 'grade', 7)
  session.join(ann as never, { document: 'grade', stock: false, revision: 0, seat: 'ann00000', client: 7 })
  session.join(reader as never, { document: 'grade', stock: false, revision: 0, seat: 'room0000', client: null })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, grade.encode())
  doc.clientID = 7
  doc.on('update', (update: Uint8Array) => ann.emit('message', Buffer.from(sync(2, update)), true))
  const write = (n: number): unknown => doc.getMap('grade').set(`c.clip0002/0/node000${n}/label`, [`${n}`])
  ann.emit('message', Buffer.from(sync(1, Uint8Array.of(0, 0))), true)
  write(1)
  await turn(15)
  // The first is on its way to disk; the second waits, the reader's state is made with it, and the third comes after.
  write(2)
  reader.emit('message', Buffer.from(sync(0, Y.encodeStateVector(joiner))), true)
  await turn(15)
  write(3)
  await session.journal.settle()
  await until('the reader has the third', () => joiner.getMap('grade').has('c.clip0002/0/node0003/label'))
  expect(joiner.getMap('grade').size).toBe(903)
  await session.close()
})
