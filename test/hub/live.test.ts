/** The board of overlays by itself, with a clock set by hand: newest only, held, silent, too many. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LiveBoard } from '../../server/live.ts'
import type { Seat } from '../../server/seat.ts'
import { decodeMessage, type LiveMessage, type Message } from '../../shared/wire/messages.ts'

const gain = 'c.clip0001/0/node0001/primaries.gain'
const lift = 'c.clip0001/0/node0001/primaries.lift'

interface Hand {
  readonly seat: Seat
  readonly told: Message[]
}

const hand = (id: string): Hand => {
  const told: Message[] = []
  return { told, seat: { id, recorded: 0, tell: (message: Message) => told.push(message) } as unknown as Seat }
}

const live = (drag: string, seq: number, key: string, y: number): LiveMessage => ({
  kind: 'live',
  seat: '',
  drag,
  seq,
  values: [[key, [y, 1, 1, 1]]],
})

function makeBoard(): { board: LiveBoard; sent: Message[] } {
  const sent: Message[] = []
  const board = new LiveBoard({
    now: () => Date.now(),
    judge: (_, key) =>
      key.startsWith('locked') ? { rule: 'lock', sentence: `${key} is locked.`, keys: [key], holder: 'Eve' } : null,
    nameOf: (id) => id.toUpperCase(),
    send: (frame) => sent.push(decodeMessage(frame)!),
    after: (run) => run(),
    readers: () => 10,
  })
  return { board, sent }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('overlays', () => {
  it('[HUB17] a drag is passed on at most 60 times a second, the newest last, and no key of it is lost on the way', () => {
    const { board, sent } = makeBoard()
    const ann = hand('ann')
    for (let i = 1; i <= 1000; i++) {
      board.receive(ann.seat, live('d', i, i % 2 ? gain : lift, i))
      vi.advanceTimersByTime(1)
    }
    const within = sent.length
    expect(within).toBeGreaterThan(50)
    expect(within).toBeLessThanOrEqual(60 + 7)
    vi.advanceTimersByTime(200)
    const newest = new Map(sent.flatMap((m) => (m.kind === 'live' ? m.values : [])).map(([key, v]) => [key, v![0]]))
    expect([newest.get(gain), newest.get(lift)]).toEqual([999, 1000])
    expect(sent.map((m) => (m.kind === 'live' ? m.seq : 0))).toEqual(
      sent.map((m) => (m.kind === 'live' ? m.seq : 0)).sort((a, b) => a - b),
    )
    board.close()
  })

  it('[HUB17] at 60 a second every frame goes on at once, also where a network has bunched four of them', () => {
    const { board, sent } = makeBoard()
    const ann = hand('ann')
    for (let bunch = 0; bunch < 30; bunch++) {
      for (let i = 1; i <= 4; i++) board.receive(ann.seat, live('d', bunch * 4 + i, gain, i))
      expect(sent.length).toBe(4 * (bunch + 1))
      vi.advanceTimersByTime(67)
    }
    board.close()
  })

  it('[HUB17] an older word than the last is dropped', () => {
    const { board, sent } = makeBoard()
    const ann = hand('ann')
    board.receive(ann.seat, live('d', 5, gain, 1))
    board.receive(ann.seat, live('d', 4, gain, 2))
    board.receive(ann.seat, live('d', 5, gain, 3))
    expect(sent.length).toBe(1)
    board.close()
  })

  it('[HUB6] five seconds of silence end an overlay and free its keys; until then they are held for the first seat', () => {
    const { board, sent } = makeBoard()
    const [ann, bob] = [hand('ann'), hand('bob')]
    board.receive(ann.seat, live('d', 1, gain, 1))
    vi.advanceTimersByTime(4900)
    for (let i = 1; i <= 3; i++) board.receive(bob.seat, live('e', i, gain, 2))
    expect(bob.told).toEqual([
      {
        kind: 'refused',
        refusal: { rule: 'held', sentence: expect.stringContaining('ANN'), keys: [gain], holder: 'ANN' },
      },
    ])
    vi.advanceTimersByTime(200)
    expect(sent.filter((m) => m.kind === 'live-end')).toEqual([
      { kind: 'live-end', seat: 'ann', drag: 'd', revision: 0 },
    ])
    board.receive(bob.seat, live('f', 1, gain, 2))
    expect(bob.told.length).toBe(1)
    expect(sent.at(-1)).toMatchObject({ kind: 'live', seat: 'bob' })
    board.close()
  })

  it('[HUB6] is judged like an edit: what is locked is told once and passed to nobody, the rest of the drag goes on', () => {
    const { board, sent } = makeBoard()
    const ann = hand('ann')
    for (let i = 1; i <= 3; i++)
      board.receive(ann.seat, {
        ...live('d', i, gain, i),
        values: [
          [gain, [i]],
          ['locked', [i]],
        ],
      })
    expect(ann.told.length).toBe(1)
    for (const message of sent) expect(message).toMatchObject({ values: [[gain, [expect.any(Number)]]] })
    expect(board.open().map(decodeMessage)).toMatchObject([{ kind: 'live', seat: 'ann', values: [[gain, [3]]] }])
    board.close()
  })

  it('[HUB17] a ninth control at a time is refused in a sentence, once', () => {
    const { board, sent } = makeBoard()
    const ann = hand('ann')
    for (let i = 0; i < 9; i++) board.receive(ann.seat, live(`d${i}`, 1, `c.clip000${i}/0/node0001/primaries.gain`, 1))
    board.receive(ann.seat, live('d9', 1, gain, 1))
    expect(sent.length).toBe(8)
    expect(ann.told).toEqual([{ kind: 'refused', refusal: expect.objectContaining({ rule: 'limit' }) }])
    board.close()
  })

  it('[HUB20] a key that is closed while it is moved leaves every screen with the next word, and is not shown to who joins', () => {
    const sent: Message[] = []
    let closed = false
    const board = new LiveBoard({
      now: () => Date.now(),
      judge: (_, key) =>
        closed ? { rule: 'lock', sentence: `${key} is locked by Eve.`, keys: [key], holder: 'Eve' } : null,
      nameOf: (id) => id,
      send: (frame) => sent.push(decodeMessage(frame)!),
      after: (run) => run(),
      readers: () => 10,
    })
    const [ann, ben] = [hand('ann'), hand('ben')]
    board.receive(ann.seat, live('d', 1, gain, 2))
    expect(board.open()).toHaveLength(1)
    closed = true
    expect(board.open()).toEqual([])
    for (let seq = 2; seq < 9; seq++) board.receive(ann.seat, live('d', seq, gain, seq))
    expect(sent.map(({ kind }) => kind)).toEqual(['live', 'live-end'])
    expect(ann.told).toMatchObject([{ kind: 'refused', refusal: { holder: 'Eve', keys: [gain] } }])
    closed = false
    board.receive(ben.seat, live('e', 1, gain, 3))
    expect(sent.at(-1), 'nobody holds it any more').toMatchObject({ kind: 'live', seat: 'ben' })
    board.close()
  })

  it('[HUB17] ten hands before two hundred rooms are passed on a dozen times a second each, the newest last', () => {
    const sent: Message[] = []
    const board = new LiveBoard({
      now: () => Date.now(),
      judge: () => null,
      nameOf: (id) => id,
      send: (frame) => sent.push(decodeMessage(frame)!),
      after: (run) => run(),
      readers: () => 200,
    })
    const hands = Array.from({ length: 10 }, (_, i) => hand(`hand${i}`))
    for (let tick = 1; tick <= 120; tick++) {
      for (const [i, { seat }] of hands.entries())
        board.receive(seat, live('d', tick, gain.replace('0001', `000${i}`), tick))
      vi.advanceTimersByTime(1000 / 60)
    }
    vi.advanceTimersByTime(200)
    expect(sent.length).toBeGreaterThan(10 * 2 * 10)
    expect(sent.length).toBeLessThan(10 * 2 * 16)
    for (const { seat } of hands)
      expect(sent.findLast((m) => m.kind === 'live' && m.seat === seat.id)).toMatchObject({ seq: 120 })
    board.close()
  })
})
