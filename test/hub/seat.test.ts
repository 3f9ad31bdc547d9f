/** One connection against a socket of this test's and a clock set by hand: budget, heartbeat, and the reader that is too slow. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { Seat } from '../../server/seat.ts'
import { decodeMessage } from '../../shared/wire/messages.ts'

class Wire {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  paused = false
  pings = 0
  readonly frames: Uint8Array[] = []
  ended: { code: number; reason: string } | null = null
  #pong = (): void => {}
  on(event: string, hear: () => void): void {
    if (event === 'pong') this.#pong = hear
  }
  send(frame: Uint8Array): void {
    this.frames.push(frame)
  }
  pause(): void {
    this.paused = true
  }
  resume(): void {
    this.paused = false
  }
  ping(): void {
    this.pings++
  }
  pong(): void {
    this.#pong()
  }
  terminate(): void {
    this.readyState = 3
    this.ended = { code: 1006, reason: '' }
  }
  close(code: number, reason: string): void {
    this.readyState = 2
    this.ended = { code, reason }
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function connect(document: 'session' | 'grade' = 'grade', stock = false): { wire: Wire; seat: Seat } {
  const wire = new Wire()
  return { wire, seat: new Seat(wire as unknown as WebSocket, 'seat0001', document, stock, () => Date.now()) }
}

/** Beats every second, as the session does. */
function pass(seat: Seat, seconds: number): void {
  for (let i = 0; i < seconds; i++) {
    vi.advanceTimersByTime(1000)
    seat.beat()
  }
}

describe('a budget', () => {
  it('[SEC9] of 120 messages a second: one second’s worth comes at once, then the socket is not read until it is paid off', () => {
    const { wire, seat } = connect()
    for (let i = 0; i < 119; i++) seat.charge(0)
    expect(wire.paused).toBe(false)
    for (let i = 0; i < 61; i++) seat.charge(0)
    expect(wire.paused).toBe(true)
    vi.advanceTimersByTime(400)
    expect(wire.paused).toBe(true)
    vi.advanceTimersByTime(200)
    expect(wire.paused).toBe(false)
    expect(wire.ended).toBeNull()
  })

  it('[SEC9] of 100 ms of the hub’s time a second', () => {
    const { wire, seat } = connect()
    seat.charge(90)
    expect(wire.paused).toBe(false)
    seat.charge(60)
    expect(wire.paused).toBe(true)
    vi.advanceTimersByTime(600)
    expect(wire.paused).toBe(false)
    for (let i = 0; i < 50; i++) {
      vi.advanceTimersByTime(100)
      seat.charge(8)
      expect(wire.paused).toBe(false)
    }
  })

  it('[SEC9] a socket that waits hears that it is closed', () => {
    const { wire, seat } = connect()
    seat.charge(1000)
    expect(wire.paused).toBe(true)
    seat.close(4503, 'The hub is closing.')
    expect([wire.paused, wire.ended?.code]).toEqual([false, 4503])
  })
})

describe('a heartbeat', () => {
  it('[SEC10] a quiet socket gets an empty awareness message every 15 s; a busy one needs none', () => {
    const { wire, seat } = connect()
    pass(seat, 14)
    expect(wire.frames.length).toBe(0)
    pass(seat, 1)
    expect(wire.frames).toEqual([Uint8Array.of(1, 1, 0)])
    for (let i = 0; i < 20; i++) {
      pass(seat, 1)
      seat.send(Uint8Array.of(9))
    }
    expect(wire.frames.filter((frame) => frame[0] === 1).length).toBe(1)
  })

  it('[SEC10] a socket that answers no ping for 15 s is dead; one that answers lives', () => {
    const [one, other] = [connect(), connect()]
    for (let i = 0; i < 60; i++) {
      pass(one.seat, 0)
      vi.advanceTimersByTime(1000)
      one.seat.beat()
      if (other.wire.ended === null) other.seat.beat()
      one.wire.pong()
    }
    expect([one.wire.ended, other.wire.ended?.code]).toEqual([null, 1006])
    expect([one.wire.pings > 2, other.wire.pings]).toEqual([true, 1])
  })
})

describe('a reader that is behind', () => {
  it('[SEC11] by more than 8 MB beyond its first state is dropped with 4508, which it may come back from', () => {
    const { wire, seat } = connect()
    seat.send(new Uint8Array(8_800_000), true)
    expect([seat.behind, wire.ended]).toEqual([8_800_000, null])
    wire.bufferedAmount = 7_200_000
    seat.send(Uint8Array.of(0))
    expect(wire.ended).toBeNull()
    wire.bufferedAmount = 8_100_000
    seat.send(Uint8Array.of(0))
    expect(wire.ended?.code).toBe(4508)
    const sent = wire.frames.length
    seat.send(Uint8Array.of(0))
    expect(wire.frames.length).toBe(sent)
  })

  it('[SEC11] once it has caught up, its first state counts no more', () => {
    const { wire, seat } = connect()
    seat.send(new Uint8Array(8_800_000), true)
    while (seat.behind > 0) vi.advanceTimersByTime(1)
    seat.send(Uint8Array.of(0))
    wire.bufferedAmount = 8_100_000
    seat.send(Uint8Array.of(0))
    expect(wire.ended?.code).toBe(4508)
  })

  it('[SEC11] by 64 kB is given no overlay, since the next one is newer; a stock client is given none at all', () => {
    const { wire, seat } = connect()
    seat.sendLive(Uint8Array.of(109))
    wire.bufferedAmount = 70_000
    seat.sendLive(Uint8Array.of(109))
    expect([wire.frames.length, wire.ended]).toEqual([1, null])
    const stock = connect('grade', true)
    stock.seat.sendLive(Uint8Array.of(109))
    stock.seat.tell({ kind: 'saved', revision: 1, heard: 1 })
    expect(stock.wire.frames).toEqual([])
  })

  it('[HUB12] a stock client is told of a refusal in words and closed; a sentence fits its close frame, cut between letters', () => {
    const { wire, seat } = connect('grade', true)
    seat.refuse([{ rule: 'own', sentence: `${'x'.repeat(119)}é is another seat’s note.`, keys: [], holder: null }])
    expect(decodeMessage(wire.frames[0]!)).toMatchObject({ kind: 'refused', refusal: { rule: 'own' } })
    expect(wire.ended).toEqual({ code: 4409, reason: 'x'.repeat(119) })
  })
})
