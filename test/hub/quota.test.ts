/** How much one seat and one session may come to, and how a long session is loaded. */
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { admit } from '../../server/admit.ts'
import { Tickets } from '../../server/auth.ts'
import { HubDocument } from '../../server/document.ts'
import { full, maxBytes, maxKeys, Quota } from '../../server/quota.ts'
import { Session } from '../../server/session.ts'
import { openMemory } from '../../server/store/memory.ts'
import type { Loaded, LogRow } from '../../server/store/store.ts'
import { sync } from './desk.ts'

describe('a quota', () => {
  it('[SEC12] flows off in ten minutes, seat by seat', () => {
    let now = 0
    const quota = new Quota(() => now)
    quota.spend('ann', maxBytes)
    expect(quota.spent('ann')).toBe(false)
    quota.spend('ann', 1)
    expect([quota.spent('ann'), quota.spent('bob')]).toEqual([true, false])
    now = 300_000
    quota.spend('ann', maxBytes / 2)
    expect(quota.spent('ann')).toBe(true)
    now = 300_001
    expect(quota.spent('ann')).toBe(false)
  })

  it('[SEC12] a full document takes values of the keys it has, and refuses the next key in a sentence', () => {
    const document = new HubDocument('notes')
    const keys = document.doc.getMap('notes')
    document.doc.transact(() => {
      for (let i = 0; i < maxKeys.notes; i++) keys.set(`seat0001/${i.toString(36).padStart(8, '0')}/text`, ['x'])
    })
    expect(full(document, 'seat0001/00000000/text')).toBeNull()
    expect(full(document, 'seat0001/zzzzzzzz/text')).toMatchObject({
      rule: 'quota',
      sentence: expect.stringContaining('100000 keys'),
    })
    expect(full(new HubDocument('notes'), 'seat0001/zzzzzzzz/text')).toBeNull()
  })

  it('[SEC12] a seat that writes without end is closed with 4403, and told so when it comes for a ticket; nobody else is', async () => {
    const store = openMemory()
    const row = { id: 'aaaaaaaa', name: 'One', mediaDir: null, files: {}, at: 1 }
    await store.create(row, [])
    const now = (): number => performance.now()
    const session = await Session.open(store, row, { now, engine: 'test', log: () => {} })
    const tickets = new Tickets(now)
    const ask = (more: object = {}) => admit(session, tickets, 'client', { key: 'k', ...more })
    const first = await ask({ clientIds: { notes: 7 } })
    if (!first.ok) throw new Error(first.error)
    const { seat, seatKey } = first.answer
    const socket = Object.assign(new EventEmitter(), {
      OPEN: 1,
      readyState: 1,
      bufferedAmount: 0,
      send: () => {},
      close(code: number) {
        this.readyState = 3
        closed.push(code)
      },
    })
    const closed: number[] = []
    session.join(socket as unknown as WebSocket, { seat, document: 'notes', client: 7, stock: false, revision: 0 })
    const doc = new Y.Doc()
    doc.clientID = 7
    const write = (): void => {
      const before = Y.encodeStateVector(doc)
      doc.getMap('notes').set(`${seat}/note0001/text`, ['x'])
      socket.emit('message', Buffer.from(sync(2, Y.encodeStateAsUpdate(doc, before))), true)
    }
    write()
    expect(closed).toEqual([])
    session.quota.spend(seat, 2 * maxBytes)
    write()
    expect(closed).toEqual([4403])
    expect(await ask({ seatKey })).toMatchObject({
      ok: false,
      status: 429,
      error: expect.stringContaining('written more'),
    })
    expect((await ask()).ok).toBe(true)
    await session.close()
  })
})

describe('a long session', () => {
  it('[HUB18] is rebuilt from its checkpoint and 60,000 updates after it as it was', () => {
    const live = new Y.Doc()
    const log: LogRow[] = []
    let checkpoint: Uint8Array | null = null
    live.on('update', (bytes) => {
      if (checkpoint) log.push({ revision: log.length + 2, document: 'grade', seat: 's', at: 0, bytes })
    })
    const map = live.getMap('grade')
    for (let i = 0; i < 60_000; i++) {
      if (i === 100) checkpoint = Y.encodeStateAsUpdate(live)
      if (i % 7 === 3) map.delete(`k${i % 400}`)
      else map.set(`k${i % 500}`, [i])
    }
    const loaded: Loaded = {
      revision: log.length + 1,
      newest: 0,
      checkpoints: [{ document: 'grade', revision: 1, bytes: checkpoint! }],
      log,
      owners: [],
      seats: [],
      links: [],
      answers: [],
      warnings: [],
    }
    const again = HubDocument.load('grade', loaded)
    expect(again.trouble()).toBeNull()
    expect(again.doc.getMap('grade').toJSON()).toEqual(map.toJSON())
    expect(again.vector()).toEqual(Y.encodeStateVector(live))
  })
})
