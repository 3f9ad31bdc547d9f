/** A picture loop on a fake suite, with a worker answered by hand, a canvas that remembers, and a clock turned by the test. */

import { Desk } from '../../../client/state/desk.ts'
import { Keyframes } from '../../../client/state/keyframes.ts'
import type { Easel } from '../../../client/viewer/easel.ts'
import { PictureLoop } from '../../../client/viewer/loop.ts'
import type { FromPictures, Made, Order, ToWorker } from '../../../client/viewer/work.ts'
import type { Value } from '../../../shared/doc/grade.ts'
import type { Session } from '../../../shared/doc/session.ts'
import type { Receipt } from '../../../shared/wire/messages.ts'
import { demoSession, drawInOrder } from './demo.ts'
import { FakeSuite } from './fake-suite.ts'

export const made = (plan: string, lacks: readonly string[] = []): Made => ({
  plan,
  source: 'source',
  look: 'look',
  digest: `digest of ${plan}`,
  executor: 'wasm',
  lacks,
  mean: [0, 0, 0],
  decodeMs: 0,
  drawMs: 0,
})

/** A canvas: what was put on it, by the first byte of each picture. */
export class FakeEasel implements Easel {
  size: readonly [number, number] = [640, 360]
  readonly put: (pixels: ArrayBuffer) => void = (pixels) => void this.pictures.push(new Uint8Array(pixels)[0]!)
  readonly pictures: number[] = []
  cleared = 0
  clear(): void {
    this.cleared++
  }
}

export class PictureRoom {
  ms = 1000
  readonly posted: ToWorker[] = []
  readonly reports: Receipt[] = []
  readonly missing = new Set<string>()
  readonly easel = new FakeEasel()
  readonly suite: FakeSuite
  readonly desk: Desk
  readonly loop: PictureLoop
  readonly #heard = new Set<() => void>()
  #answered = 0

  constructor() {
    const seats = new Map([...demoSession.seats, ['seat0009', { id: 'seat0009', name: 'Test Hand', role: 'colorist' }]])
    const session = { ...demoSession, seats } as Session
    this.suite = new FakeSuite({ session, seat: 'seat0009', role: 'colorist', draw: drawInOrder(), now: () => this.ms })
    this.suite.report = (receipt?: Receipt) => void (receipt && this.reports.push(receipt))
    this.desk = new Desk(this.suite, () => () => {}, Keyframes)
    const found = { kind: 'library', url: '', bearer: '' } as const
    this.loop = new PictureLoop({
      desk: this.desk,
      media: {
        source: (id) => (this.missing.has(id) ? `You have no media ${id}.` : found),
        on: (hear) => {
          this.#heard.add(hear)
          return () => void this.#heard.delete(hear)
        },
      },
      post: (message) => this.posted.push(message),
      postStill: () => {},
      now: () => this.ms,
    })
    this.loop.attach(this.easel)
  }

  get orders(): readonly Order[] {
    return this.posted.flatMap((m) => (m.kind === 'draw' ? [m.order] : []))
  }
  get drops(): readonly number[] {
    return this.posted.flatMap((m) => (m.kind === 'drop' ? [m.id] : []))
  }
  /** Orders the worker has not answered. */
  get open(): readonly Order[] {
    return this.orders.slice(this.#answered)
  }

  /** Answers the oldest open order. */
  answer(plan = 'plan', pixels: number | null = 1): Order {
    const order = this.open[0]!
    const bytes = pixels === null ? null : Uint8Array.of(pixels).buffer
    this.hear({ kind: 'drawn', order, made: made(plan), pixels: bytes, pane: order.canvas })
    return order
  }
  hear(message: FromPictures): void {
    this.#answered++
    this.loop.hear(message)
  }
  /** Answers until nothing more is asked for; what was drawn. */
  settle(plan = 'plan'): string[] {
    const drawn: string[] = []
    while (this.open.length > 0 && drawn.length < 50) {
      const { kind, frame } = this.answer(plan)
      drawn.push(`${kind} ${frame}`)
    }
    return drawn
  }
  mediaChanged(): void {
    for (const hear of [...this.#heard]) hear()
  }
  /** Somebody's fingers are on a key: the overlay and who holds it. */
  hold(key: string, value: Value): { release: () => void } {
    const scrub = this.suite.scrub(key.slice(0, key.indexOf('/')), 'Gain')
    this.suite.adjusting = new Map([[key, { seat: 'seat0002', name: 'Dana' }]])
    scrub.set(new Map([[key, value]]))
    return {
      release: () => {
        this.suite.adjusting = new Map()
        scrub.commit()
      },
    }
  }
}
