/** Shared between threads that do one thing together: how many pieces it has, which is next, and how many are done. */

/** Words: the pieces there are, those that are taken (and refusals after the last), those that are done, whether a thread has failed. */
export type Ledger = Int32Array<SharedArrayBuffer>
const [COUNT, TAKEN, DONE, FAILED] = [0, 1, 2, 3]

export function openLedger(pieces: number): Ledger {
  const ledger = new Int32Array(new SharedArrayBuffer(16))
  ledger[COUNT] = pieces
  return ledger
}

/** A piece that nobody else has or will have; null where none is left. */
export function take(ledger: Ledger): number | null {
  const piece = Atomics.add(ledger, TAKEN, 1)
  return piece < ledger[COUNT]! ? piece : null
}

/** A piece is done; whoever waits for it sees all that was written. */
export function settle(ledger: Ledger): void {
  Atomics.add(ledger, DONE, 1)
  Atomics.notify(ledger, DONE)
}

/** A thread cannot do its piece: nobody takes one any more, and nobody waits. */
export function fail(ledger: Ledger): void {
  Atomics.store(ledger, FAILED, 1)
  Atomics.add(ledger, TAKEN, ledger[COUNT]!)
  Atomics.notify(ledger, DONE)
}

/** Holds this thread until all is done, a thread has failed, or no piece was settled for so many milliseconds. A page's main thread may not. */
export function waitFor(ledger: Ledger, patience: number): 'done' | 'failed' | 'late' {
  for (;;) {
    const done = Atomics.load(ledger, DONE)
    if (done >= ledger[COUNT]!) return 'done'
    if (Atomics.load(ledger, FAILED) !== 0) return 'failed'
    if (Atomics.wait(ledger, DONE, done, patience) === 'timed-out') return 'late'
  }
}
