/** Long frames that leave a socket in slices, a turn of the loop at a time; and the stile before what many ask for at once. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { Outbox, Pump } from '../../server/outbox.ts'
import { Turnstile } from '../../server/turnstile.ts'

interface Part {
  readonly bytes: number[]
  readonly fin: boolean
}

/** A socket that takes what it is given, or holds it until it is emptied. */
class Wire {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  holds = false
  readonly parts: Part[] = []
  #done: (() => void)[] = []
  send(bytes: Uint8Array, { fin = true }: { fin?: boolean } = {}, done = (): void => {}): void {
    this.parts.push({ bytes: [...bytes], fin })
    if (this.holds) this.bufferedAmount += bytes.length
    this.#done.push(done)
    if (!this.holds) this.empty()
  }
  empty(): void {
    this.bufferedAmount = 0
    const done = this.#done.splice(0)
    queueMicrotask(() => {
      for (const call of done) call()
    })
  }
  /** The messages as the other end puts them together. */
  get messages(): number[][] {
    const all: number[][] = [[]]
    for (const { bytes, fin } of this.parts) {
      all.at(-1)!.push(...bytes)
      if (fin) all.push([])
    }
    return all.slice(0, -1)
  }
}

/** Turns that were asked for and have not been. */
const due: (() => void)[] = []
const later = (turn: () => void): number => due.push(turn)
beforeEach(() => {
  due.length = 0
})
/** One turn of everything, and what follows of itself. */
async function turn(): Promise<void> {
  for (const run of due.splice(0)) run()
  await new Promise((resolve) => setImmediate(resolve))
}
const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await turn()
}
const numbers = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i % 251)

function open(pump: Pump): { wire: Wire; outbox: Outbox } {
  const wire = new Wire()
  return { wire, outbox: new Outbox(wire as unknown as WebSocket, pump) }
}

describe('an outbox', () => {
  it('[HUB29] sends a short frame at once, and a long one in slices that are one message, with what comes after it behind', async () => {
    const { wire, outbox } = open(new Pump(10, later))
    outbox.send(Uint8Array.of(1))
    expect(wire.messages).toEqual([[1]])
    const long = numbers(35)
    outbox.send(long)
    outbox.send(Uint8Array.of(2))
    outbox.send(numbers(20))
    outbox.send(Uint8Array.of(3))
    expect([wire.parts.length, outbox.behind]).toEqual([1, 57])
    await turns(3)
    expect(wire.messages).toEqual([[1], [...long], [2], [...numbers(20)], [3]])
    expect(wire.parts.map(({ bytes, fin }) => [bytes.length, fin])).toEqual([
      [1, true],
      [10, false],
      [10, false],
      [10, false],
      [5, true],
      [1, true],
      [10, false],
      [10, true],
      [1, true],
    ])
    expect(outbox.behind).toBe(0)
  })

  it('[HUB29] hands a bounded number of slices over in a turn, whoever asks, and each socket in turn', async () => {
    const pump = new Pump(10, later)
    const ends = Array.from({ length: 5 }, () => open(pump))
    for (const { outbox } of ends) outbox.send(numbers(100))
    const count = (): number => ends.reduce((sum, { wire }) => sum + wire.parts.length, 0)
    let most = 0
    for (let before = 0; before < 50; before = count()) {
      await turn()
      most = Math.max(most, count() - before)
      const lengths = ends.map(({ wire }) => wire.parts.length)
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
    }
    expect(most).toBeLessThanOrEqual(8)
    for (const { wire } of ends) expect(wire.messages).toEqual([[...numbers(100)]])
  })

  it('[HUB29] waits for a socket that is full, and for nobody else meanwhile', async () => {
    const pump = new Pump(10, later)
    const [slow, quick] = [open(pump), open(pump)]
    slow.wire.holds = true
    slow.outbox.send(numbers(30))
    quick.outbox.send(numbers(40))
    await turns(5)
    expect([slow.wire.parts.length, slow.outbox.behind, quick.wire.messages.length]).toEqual([1, 30, 1])
    slow.outbox.send(Uint8Array.of(9))
    slow.wire.empty()
    await turns(3)
    expect([slow.wire.parts.length, slow.outbox.behind]).toEqual([2, 21])
    slow.wire.holds = false
    slow.wire.empty()
    await turns(3)
    expect(slow.wire.messages).toEqual([[...numbers(30)], [9]])
    expect(slow.outbox.behind).toBe(0)
  })

  it('[HUB29] sends nothing more to a socket that is closed', async () => {
    const pump = new Pump(10, later)
    const [gone, dropped] = [open(pump), open(pump)]
    gone.wire.holds = true
    gone.outbox.send(numbers(30))
    dropped.outbox.send(numbers(30))
    dropped.outbox.drop()
    await turns(2)
    gone.wire.readyState = 3
    gone.wire.empty()
    await turns(3)
    expect([gone.wire.parts.length, gone.outbox.behind, dropped.wire.parts.length]).toEqual([1, 0, 0])
  })
})

describe('a stile', () => {
  it('[HUB29] lets who comes alone through at once, and of many a few in each turn, in order', async () => {
    let spent = 0
    const stile = new Turnstile(() => spent, later)
    const through: number[] = []
    const all = Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        stile.run(() => {
          spent += 0.7
          through.push(i)
          return i * 10
        }),
      ),
    )
    expect(through).toEqual([0, 1])
    for (let before = 2; before < 12; before = through.length) {
      await turn()
      expect(through.length - before).toBeLessThanOrEqual(2)
    }
    expect(await all).toEqual(Array.from({ length: 12 }, (_, i) => i * 10))
    expect(through).toEqual([...through].sort((a, b) => a - b))
    await turns(2)
    void stile.run(() => through.push(12))
    expect(through.at(-1)).toBe(12)
  })

  it('[HUB29] a work that fails is its own asker’s', async () => {
    let spent = 0
    const stile = new Turnstile(() => spent, later)
    const failing = stile.run(() => {
      spent += 3
      throw new Error('no')
    })
    const next = stile.run(async () => 7)
    await expect(failing).rejects.toThrow('no')
    await turns(1)
    expect(await next).toBe(7)
  })
})
