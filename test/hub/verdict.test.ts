/** The judge as the hub asks it: which policy counts for whom, and what is hard whoever sends it. */
import { EventEmitter } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import * as Y from 'yjs'
import { Session } from '../../server/session.ts'
import { openMemory } from '../../server/store/memory.ts'
import { askJudge, Policy } from '../../server/verdict.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Session as View } from '../../shared/doc/session.ts'
import { readSession } from '../../shared/doc/session-read.ts'
import { aware, gain, sync } from './desk.ts'

const ann = { id: 'seat0001', name: 'Ann', role: 'colorist' } as const
const room = { id: 'seat0002', name: 'Ben', role: 'client' } as const

function view(...locks: readonly string[]): View {
  const doc = new Y.Doc()
  const map = doc.getMap<Value>('session')
  for (const [i, region] of locks.entries()) map.set(`locks/lock000${i}`, ['seat0009', 'lock', 'approved', region])
  return readSession(doc)
}

describe('a lock taken while somebody drags', () => {
  it('[HUB14] counts for a socket once it has acknowledged it, or when a second has passed', () => {
    let now = 0
    const policy = new Policy(view(), () => now)
    const ask = (acknowledged: number) => policy.judge(ann, acknowledged, 'grade', gain, [2, 1, 1, 1])?.rule ?? null
    expect(ask(1)).toBeNull()
    expect(policy.update(view('c.clip0001/'))).toBe(true)
    expect([policy.number, ask(1), ask(2)]).toEqual([2, null, 'lock'])
    now = 1000
    expect(ask(1)).toBeNull()
    now = 1001
    expect(ask(1)).toBe('lock')
    expect(policy.update(view('c.clip0001/'))).toBe(false)
    expect(policy.number).toBe(2)
  })

  it('[HUB14] the old policy excuses nothing that it refused itself', () => {
    const policy = new Policy(view('c.clip0001/'), () => 0)
    policy.update(view('c.clip0001/', 'c.clip0002/'))
    expect(policy.judge(ann, 1, 'grade', gain, [2, 1, 1, 1])?.rule).toBe('lock')
    expect(policy.judge(room, 1, 'grade', gain, [2, 1, 1, 1])?.rule).toBe('role')
  })
})

describe('the grammar', () => {
  it('[HUB11] is asked also where role, owner or lock has refused already; a value out of range stays soft', () => {
    const rule = (asking: typeof ann | typeof room, document: 'grade' | 'notes', key: string, value: Value | null) =>
      askJudge(asking, view('c.clip0001/'), document, key, value)?.rule ?? null
    expect(rule(room, 'grade', gain, [2, 1, 1, 1])).toBe('role')
    expect(rule(room, 'grade', gain, null)).toBe('role')
    expect(rule(room, 'grade', gain, [Number.NaN, 1, 1, 1])).toBe('grammar')
    expect(rule(room, 'grade', '__proto__', null)).toBe('grammar')
    expect(rule(ann, 'grade', 'no/such/key', [1])).toBe('grammar')
    expect(rule(room, 'notes', 'seat0001/note0001/text', ['x'])).toBe('own')
    expect(rule(room, 'notes', 'seat0001/note0001/evil', ['x'])).toBe('grammar')
    expect(rule(ann, 'grade', 'c.clip0002/0/node0001/primaries.gain', [1e6, 1, 1, 1])).toBe('range')
    expect(rule(ann, 'grade', 'c.clip0002/0/node0001/primaries.gain', [2, 1, 1, 1])).toBeNull()
    expect(rule(ann, 'grade', 'c.clip0002/0/node0001/primaries.gain', null)).toBeNull()
  })
})

describe('a stock client that has not named its id', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('[SEC8] may send 64 kB at most, and is closed after five seconds; who has named it is not', async () => {
    const store = openMemory()
    await store.create({ id: 'aaaaaaaa', name: 'One', mediaDir: null, files: {}, at: 1 }, [])
    const [row] = await store.sessions()
    const session = await Session.open(store, row!, { now: () => performance.now(), engine: 'test', log: () => {} })
    session.people.set(room.id, { ...room, hash: 'h', link: 'client' })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const connect = () => {
      const closed: { code: number; reason: string }[] = []
      const socket = Object.assign(new EventEmitter(), {
        OPEN: 1,
        readyState: 1,
        bufferedAmount: 0,
        send: () => {},
        pause: () => {},
        resume: () => {},
        close(code: number, reason: Buffer) {
          this.readyState = 3
          closed.push({ code, reason: String(reason) })
        },
      })
      session.join(socket as unknown as WebSocket, {
        seat: room.id,
        document: 'notes',
        client: null,
        stock: true,
        revision: 0,
      })
      return { closed, hear: (frame: Uint8Array) => socket.emit('message', Buffer.from(frame), true) }
    }
    const [mute, named, large] = [connect(), connect(), connect()]
    named.hear(aware(77, 1, {}))
    large.hear(sync(2, new Uint8Array(64_001)))
    expect(large.closed).toMatchObject([{ code: 4409, reason: expect.stringContaining('64000') }])
    vi.advanceTimersByTime(4999)
    expect(mute.closed).toEqual([])
    vi.advanceTimersByTime(1)
    expect(mute.closed).toMatchObject([{ code: 4409, reason: expect.stringContaining('named') }])
    expect(named.closed).toEqual([])
    vi.useRealTimers()
    await session.close()
  })
})
