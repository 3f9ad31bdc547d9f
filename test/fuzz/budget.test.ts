/** What a message costs its socket: the hub's own time for it, and not what goes out to many. */
import { expect, it } from 'vitest'
import { Session } from '../../server/session.ts'
import { spentMs } from '../../server/spent.ts'
import { openMemory } from '../../server/store/memory.ts'
import { encodeMessage } from '../../shared/wire/messages.ts'
import { Plug } from './target.ts'

it('[INV20] a drag before many rooms is not charged to who moves it', async () => {
  const store = openMemory()
  const row = { id: 'sess0001', name: 'Budget', mediaDir: null, files: {}, at: 0 }
  await store.create(row, [])
  const session = await Session.open(store, row, { now: () => performance.now(), engine: 'test', log: () => {} })
  session.people.set('ann00000', { id: 'ann00000', hash: 'x', link: 'colorist', role: 'colorist', name: 'Ann' })
  let paused = 0
  class Mover extends Plug {
    override pause(): void {
      paused++
    }
  }
  let sent = 0
  // As two hundred rooms on a slow machine: each overlay takes 20 ms of the thread's time to go out.
  const room = new Plug((frame) => {
    if (frame[0] !== 109) return
    sent++
    for (const until = spentMs() + 20; spentMs() < until; );
  })
  const ann = new Mover(() => {})
  const joining = { document: 'grade', stock: false, revision: 0 } as const
  session.join(ann as never, { ...joining, seat: 'ann00000', client: 1 })
  session.join(room as never, { ...joining, seat: 'room0000', client: 2 })
  for (let seq = 1; seq <= 30; seq++) {
    const values = [['c.clip0001/0/node0001/primaries.gain', [1, 1, 1, 1 + seq / 64]]] as const
    ann.emit('message', Buffer.from(encodeMessage({ kind: 'live', seat: '', drag: 'd', seq, values })), true)
  }
  expect(sent).toBeGreaterThan(5)
  expect(paused).toBe(0)
  await session.close()
})
