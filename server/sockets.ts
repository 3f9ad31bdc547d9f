/** Who is connected to a session, and what goes out to many at once. */
import type { DocumentName } from '../shared/wire/ticket.ts'
import { CLOSE } from '../shared/wire/version.ts'
import { Pump } from './outbox.ts'
import type { Seat } from './seat.ts'
import { spentMs } from './spent.ts'

/** Before more sockets than this, who wrote nothing hears what is saved this much later at most. */
const crowd = 60
const wordMs = 50

export class Sockets {
  readonly #all = new Set<Seat>()
  #beat: ReturnType<typeof setInterval> | null = null
  #word: ReturnType<typeof setTimeout> | null = null

  /** Milliseconds of the thread's own time spent so far on what goes out to many at once: a drag before two hundred rooms is not its mover's to pay for. */
  sharedMs = 0

  readonly pump: Pump
  readonly #crowd: number

  /** `many`: more sockets than this are a crowd. `slice`: bytes of a long frame that go out at once. */
  constructor(many = crowd, slice?: number) {
    this.#crowd = many
    this.pump = new Pump(slice)
  }

  get all(): ReadonlySet<Seat> {
    return this.#all
  }

  /** Looks after quiet and dead sockets from now on. */
  open(): void {
    this.#beat = setInterval(() => {
      for (const seat of this.#all) seat.beat()
    }, 1000)
  }

  add(seat: Seat): void {
    this.#all.add(seat)
  }

  delete(seat: Seat): boolean {
    return this.#all.delete(seat)
  }

  /** One of our own messages to all of a document but one; `stock`: it is y-protocols', so stock clients get it too. */
  send(document: DocumentName, frame: Uint8Array, but: Seat | null, stock = false): void {
    this.#share(() => {
      for (const seat of this.#all)
        if (seat.document === document && seat !== but && (stock || !seat.stock)) seat.send(frame)
    })
  }

  /** An overlay, to all of the grade but one. */
  live(frame: Uint8Array, but: Seat | null): void {
    this.#share(() => {
      for (const seat of this.#all) if (seat.document === 'grade' && seat !== but) seat.sendLive(frame)
    })
  }

  /** An update that is on disk, to all of its document but one; who waits for a turn finds it in the first state. */
  update(document: DocumentName, frame: Uint8Array, but: Seat | null): void {
    for (const seat of this.#all)
      if (seat.document === document && seat !== but && seat.awaits !== 'turn') seat.send(frame)
  }

  /**
   * All up to a revision is on disk, and every update of it has been sent. Who wrote some of it hears so at once; in a crowd everybody else twenty
   * times a second: before two hundred rooms it would be as many frames as the updates themselves.
   */
  saved(revision: number): void {
    for (const seat of this.#all) {
      const word = { revision, heard: seat.heardTaken }
      if (seat.awaits) seat.missed = word
      else if (word.heard > seat.heardTold || this.#all.size <= this.#crowd) {
        seat.heardTold = word.heard
        seat.due = null
        seat.tell({ kind: 'saved', ...word })
      } else seat.due = word
    }
    if (this.#all.size > this.#crowd)
      this.#word ??= setTimeout(() => {
        this.#word = null
        for (const seat of this.#all) {
          if (seat.due) seat.tell({ kind: 'saved', ...seat.due })
          seat.due = null
        }
      }, wordMs)
  }

  closeAll(sentence: string, which: (seat: Seat) => boolean = () => true): void {
    for (const seat of this.#all) if (which(seat)) seat.close(CLOSE.closing, sentence)
  }

  close(sentence: string): void {
    if (this.#beat) clearInterval(this.#beat)
    if (this.#word) clearTimeout(this.#word)
    this.closeAll(sentence)
  }

  #share(send: () => void): void {
    const began = spentMs()
    send()
    this.sharedMs += spentMs() - began
  }
}
