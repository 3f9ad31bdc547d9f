/** Seeded runs over a network that drops, delays and cuts: the invariants of hub.md, as far as the gate alone can hold them. A slice of the large fuzz. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Gate, policy, Replica, state } from './sieve.ts'

/** Mulberry32: small, seeded, good enough to draw interleavings. */
function random(seed: number): (below: number) => number {
  let s = seed >>> 0
  return (below) => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const keys = ['a', 'b', 'c', 'locked', 'locked2']

/** One suite: its replica, what the hub has sent and it has not heard yet, whether it must begin again. */
interface Line {
  replica: Replica
  inbox: Uint8Array[]
  online: boolean
  reset: boolean
}

function run(seed: number, steps: number): void {
  const pick = random(seed)
  const gate = new Gate()
  let client = 100
  const lines: Line[] = Array.from({ length: 3 }, (_, i) => ({
    replica: new Replica(gate, `seat${i}`, ++client),
    inbox: [],
    online: true,
    reset: false,
  }))
  /** What no replica but its author's may ever show. */
  const check = (line: Line): void => {
    for (const [key, value] of line.replica.map.entries()) {
      const author = line.reset || (line.replica.updates.length > 0 && policy(key, value as number[]) !== null)
      if (!author) expect(policy(key, value as number[]), `seed ${seed}: ${key}`).toBeNull()
    }
  }
  const begin = (line: Line): void => {
    line.replica = new Replica(gate, line.replica.seat, ++client)
    line.inbox = []
    line.reset = false
  }
  const flush = (line: Line): void => {
    if (line.replica.updates.length === 0) return
    const before = gate.sent.length
    const sifted = gate.take(line.replica.seat, line.replica.hand())
    expect(sifted.kind, `seed ${seed}: an honest suite is never refused hard`).toBe('sifted')
    if (sifted.kind === 'sifted' && sifted.refused.length > 0) line.reset = true
    expect(gate.document.trouble(), `seed ${seed}`).toBeNull()
    for (const bytes of gate.sent.slice(before)) for (const other of lines) if (other !== line) other.inbox.push(bytes)
  }
  const drain = (line: Line): void => {
    for (const bytes of line.inbox.splice(0)) line.replica.receive(bytes)
  }
  for (let i = 0; i < steps; i++) {
    const line = lines[pick(3)]!
    switch (pick(8)) {
      case 0:
      case 1:
      case 2:
        line.replica.map.set(keys[pick(10) === 0 ? 3 + pick(2) : pick(3)]!, [pick(12) === 0 ? -1 : pick(100)])
        break
      case 3:
        line.replica.map.delete(keys[pick(3)]!)
        break
      case 4:
        if (line.online) flush(line)
        break
      case 5:
        drain(line)
        check(line)
        break
      case 6:
        line.online = !line.online
        if (line.online) {
          // A second full sync, as a reconnect makes it: nothing that the hub knows already may change it.
          line.replica.updates = [Y.encodeStateAsUpdate(line.replica.doc, Y.encodeStateVector(gate.document.doc))]
          flush(line)
        }
        break
      case 7:
        if (line.reset) begin(line)
    }
  }
  for (const line of lines) flush(line)
  for (const line of lines) if (line.reset) begin(line)
  for (const line of lines) drain(line)
  const fresh = new Replica(gate, 'reader', ++client)
  for (const line of lines) expect(state(line.replica.doc), `seed ${seed}`).toBe(gate.state)
  expect(state(fresh.doc), `seed ${seed}`).toBe(gate.state)
  for (const [key, value] of gate.map.entries()) expect(policy(key, value), `seed ${seed}`).toBeNull()
  const replay = new Y.Doc()
  for (const bytes of gate.sent) Y.applyUpdate(replay, bytes)
  expect(state(replay), `seed ${seed}: the log replays`).toBe(gate.state)
  for (const line of lines) {
    const again = gate.take(line.replica.seat, Y.encodeStateAsUpdate(line.replica.doc))
    expect(again, `seed ${seed}: a second sync changes nothing`).toMatchObject({
      kind: 'sifted',
      bytes: null,
      refused: [],
    })
  }
}

describe('the invariants', () => {
  it('[GATE16] hold over 600 seeded runs of three suites that edit, part, return, are refused and begin again', () => {
    for (let seed = 1; seed <= 600; seed++) run(seed, 60)
  })

  it('[GATE16] seed 72: a value of another, heard and deleted together with an own edit of the same key, is deleted', () =>
    run(72, 60))

  it('[GATE17] no byte string leaves anything behind: 6,000 honest updates with bytes changed, cut or joined', () => {
    const pick = random(77)
    const gate = new Gate()
    const victim = new Replica(gate, 'victim', 7)
    for (const key of keys.slice(0, 3)) victim.map.set(key, [1])
    gate.take('victim', victim.hand())
    for (let i = 0; i < 6000; i++) {
      const eve = new Replica(gate, 'eve', 1_000_000 + i)
      eve.map.set(keys[pick(3)]!, [pick(100), 'x'])
      if (pick(2)) eve.map.delete(keys[pick(3)]!)
      let bytes = eve.hand()
      for (let n = 1 + pick(3); n > 0; n--) {
        const at = pick(bytes.length)
        const how = pick(9)
        if (how < 3) bytes = bytes.slice(0, at)
        else if (how < 5) bytes = Buffer.concat([bytes, bytes.subarray(at)])
        else bytes = bytes.with(at, pick(256))
        if (bytes.length === 0) break
      }
      gate.take('eve', bytes)
      expect(gate.document.trouble(), `mutation ${i} of seed 77`).toBeNull()
      for (const [key, value] of gate.map.entries()) expect(policy(key, value), `mutation ${i} of seed 77`).toBeNull()
    }
    const state7 = Y.getState(gate.document.doc.store, 7)
    expect(state7, "nobody wrote under the victim's id").toBe(3)
  }, 120_000)
})
