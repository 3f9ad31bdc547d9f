/** A hub that cannot write: what a suite hands in meanwhile is handed in again, be it a deletion alone; what brings nothing is counted. */
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { openMemory } from '../../server/store/memory.ts'
import { StoreError } from '../../server/store/store.ts'
import { askTicket, Bare, gain, nextClient, openHub, plain, until } from './desk.ts'

it('[INV10] a deletion that comes while the hub is read only closes its socket when it can write again; an update that brings nothing does not', async () => {
  const inner = openMemory()
  let broken = false
  const store = {
    ...inner,
    append: async (...args: Parameters<typeof inner.append>) => {
      if (broken) throw new StoreError('The disk is full.')
      return await inner.append(...args)
    },
  }
  const hub = await openHub({ store })
  const ann = await plain(hub, 'colorist', 'grade')
  const ben = await plain(hub, 'colorist', 'grade')
  ann.map.set(gain, [1.5, 1, 1, 1])
  await until('it is saved', () => ann.heard === ann.sent && ben.map.has(gain))
  const known = Y.encodeStateAsUpdate(ann.doc)
  broken = true
  ann.map.set(gain, [2, 1, 1, 1])
  await until('everybody is sent away', () => ann.closeCode === 4503 && ben.closeCode === 4503)
  const enter = async (seatKey: string): Promise<Bare> => {
    for (;;) {
      const { body } = await askTicket(hub, 'colorist', { seatKey, clientIds: { grade: nextClient() } })
      const socket = await new Bare(hub, body, 'grade').open()
      await until('the hub has spoken', () => socket.of('hello').length > 0 || socket.closed !== null)
      if (socket.closed === null) return socket
    }
  }
  const [eraser, quiet] = [await enter(ann.ticket.seatKey), await enter(ben.ticket.seatKey)]
  const doc = new Y.Doc()
  Y.applyUpdate(doc, known)
  const before = Y.encodeStateVector(doc)
  doc.getMap('grade').delete(gain)
  eraser.update(Y.encodeStateAsUpdate(doc, before), 1)
  quiet.update(Uint8Array.of(0, 0), 1)
  await until('the first is told why', () => eraser.of('refused').length === 1)
  expect(eraser.of('refused')[0]!.refusal).toMatchObject({ rule: 'store', sentence: 'The disk is full.' })
  await until('the other is counted', () => quiet.of('saved').some(({ heard }) => heard === 1))
  broken = false
  await until('the first is to come back', () => eraser.closed?.code === 4503)
  expect(quiet.closed).toBeNull()
  const again = await enter(ann.ticket.seatKey)
  again.update(Y.encodeStateAsUpdate(doc, before), 1)
  await until('it is saved', () => again.of('saved').some(({ heard }) => heard === 1))
  const reader = await plain(hub, 'observer', 'grade')
  expect(reader.map.has(gain)).toBe(false)
  for (const one of [ann, ben, reader]) one.leave()
  for (const one of [quiet, again]) one.close()
  await hub.close()
})
