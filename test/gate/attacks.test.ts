/** Attacks that work on a hub that applies what it is sent (hub.md): each refused hard, with nothing of it left. */
import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Gate, Replica, state } from './sieve.ts'

/** A gate with one honest value of a victim, client 7. */
function withVictim(): { gate: Gate; victim: Replica } {
  const gate = new Gate()
  const victim = new Replica(gate, 'victim', 7)
  victim.map.set('a', [1])
  gate.take('victim', victim.hand())
  gate.own(9, 'eve')
  return { gate, victim }
}

function expectHard(gate: Gate, bytes: Uint8Array, rule: string): void {
  const before = [gate.state, Buffer.from(gate.document.encode()).toString('hex')]
  const sifted = gate.take('eve', bytes)
  expect(sifted.kind).toBe('hard')
  if (sifted.kind === 'hard') expect([sifted.refusal.rule, sifted.refusal.sentence.endsWith('.')]).toEqual([rule, true])
  expect([gate.state, Buffer.from(gate.document.encode()).toString('hex')]).toEqual(before)
  expect(gate.document.trouble()).toBeNull()
}

/** Bytes by hand: numbers are varints, texts varstrings, `raw` single bytes. */
const bytes = (...parts: readonly (number | string | { raw: readonly number[] })[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  for (const part of parts) {
    if (typeof part === 'number') encoding.writeVarUint(encoder, part)
    else if (typeof part === 'string') encoding.writeVarString(encoder, part)
    else for (const byte of part.raw) encoding.writeUint8(encoder, byte)
  }
  return encoding.toUint8Array(encoder)
}
const item = (info: number) => ({ raw: [info] })
const any = (...value: readonly number[]) => ({ raw: value })
/** [1] as lib0 writes it: array of one, integer 1. */
const one = any(117, 1, 125, 1)

describe('attacks', () => {
  it('[GATE7] a small delete set does not empty the map: what may not be deleted stays, and unknown ids are refused', () => {
    const { gate } = withVictim()
    expectHard(gate, bytes(0, 1, 7, 1, 0, 2_000_000_000), 'gap')
    const closed = new Gate()
    closed.own(7, 'victim')
    const doc = new Y.Doc()
    doc.clientID = 7
    doc.getMap('grade').set('locked', [1])
    closed.document.apply(Y.encodeStateAsUpdate(doc))
    expect(closed.take('eve', bytes(0, 1, 7, 1, 0, 1))).toMatchObject({
      kind: 'sifted',
      bytes: null,
      refused: [{ rule: 'lock', keys: ['locked'] }],
    })
    expect(closed.state).toBe('[["locked",[1]]]')
  })

  it("[GATE8] a forged id does not take the victim's next clock", () => {
    const { gate, victim } = withVictim()
    expectHard(gate, bytes(1, 1, 7, 1, item(0x28), 1, 'grade', 'z', 1, one, 0), 'owner')
    victim.map.set('a', [2])
    gate.take('victim', victim.hand())
    expect(gate.map.get('a')).toEqual([2])
  })

  it('[GATE9] a gap waits nowhere: neither a later clock, nor a skip, nor an unknown origin', () => {
    const { gate } = withVictim()
    expectHard(gate, bytes(1, 1, 9, 5, item(0x28), 1, 'grade', 'z', 1, one, 0), 'gap')
    expectHard(gate, bytes(1, 2, 9, 0, item(10), 3, item(0x28), 1, 'grade', 'z', 1, one, 0), 'grammar')
    expectHard(gate, bytes(1, 1, 9, 0, item(0x88), 7, 50, 1, one, 0), 'gap')
    expectHard(gate, bytes(1, 1, 9, 0, item(0x88), 9, 0, 1, one, 0), 'gap')
  })

  it('[GATE9] 260 kB of gaps cost little and leave nothing', () => {
    const { gate } = withVictim()
    const parts: number[] = []
    for (let i = 0; i < 60_000; i++) parts.push(i * 2, 1)
    expectHard(gate, bytes(0, 1, 9, 60_000, ...parts), 'gap')
  })

  it('[GATE10] other roots, a hundred thousand of them, are refused at the first', () => {
    const { gate } = withVictim()
    const roots = Array.from({ length: 100_000 }, (_, i) => bytes(item(0x28), 1, `r${i}`, 'z', 1, one))
    const hostile = Buffer.concat([bytes(1, 100_000, 9, 0), ...roots, bytes(0)])
    expect(hostile.length).toBeGreaterThan(1_300_000)
    expectHard(gate, hostile, 'grammar')
    expect([...gate.document.doc.share.keys()]).toEqual(['grade'])
  })

  it.each([
    ['a nested map', () => new Y.Map()],
    ['a nested array', () => Y.Array.from([1])],
    ['a nested text', () => new Y.Text('x')],
    ['a subdocument', () => new Y.Doc()],
    ['bytes', () => Uint8Array.of(1, 2)],
    ['an object', () => ({ a: 1 })],
    ['a bare number', () => 1],
    ['a text that is no list', () => 'x'],
    ['null', () => null],
    ['a list in a list', () => [[1]]],
    ['an object in a list', () => [{ a: 1 }]],
    ['undefined in a list', () => [undefined]],
    ['a bigint in a list', () => [10n]],
    ['a list of 1,025', () => Array(1025).fill(1)],
  ])('[GATE11] %s as a value is refused', (_name, make) => {
    const { gate } = withVictim()
    const eve = new Y.Doc()
    eve.clientID = 9
    eve.getMap('grade').set('k', make() as never)
    expectHard(gate, Y.encodeStateAsUpdate(eve), 'grammar')
  })

  it('[GATE11] a list root, a text root, an embed and a right origin are refused', () => {
    const { gate } = withVictim()
    for (const write of [
      (d: Y.Doc) => d.getArray('grade').push([1]),
      (d: Y.Doc) => d.getText('grade').insert(0, 'x'),
      (d: Y.Doc) => d.getText('grade').insertEmbed(0, {}),
    ]) {
      const eve = new Y.Doc()
      eve.clientID = 9
      write(eve)
      expectHard(gate, Y.encodeStateAsUpdate(eve), 'grammar')
    }
    expectHard(gate, bytes(1, 1, 9, 0, item(0xc8), 7, 0, 7, 0, 1, one, 0), 'grammar')
  })

  it('[GATE11] 50,000-deep arrays do not reach the stack', () => {
    const { gate } = withVictim()
    const deep = new Uint8Array(100_000)
    for (let i = 0; i < deep.length; i += 2) deep.set([117, 1], i)
    expectHard(gate, bytes(1, 1, 9, 0, item(0x28), 1, 'grade', 'z', 1, { raw: [...deep] }, 0), 'grammar')
  })

  it('[GATE12] lengths that promise more than the bytes hold allocate nothing', () => {
    const { gate } = withVictim()
    const huge = 2 ** 40
    const seven = bytes(1, 2 ** 25, 9, 0)
    expect(seven.length, 'the one that makes Yjs allocate 256 MB').toBe(7)
    for (const hostile of [
      seven,
      bytes(huge, 1, 9, 0),
      bytes(1, huge, 9, 0),
      bytes(1, 1, 9, 0, item(0x28), 1, 'grade', 'z', 1, any(117), huge),
      bytes(1, 1, 9, 0, item(0x21), 1, 'grade', 'z', huge, 0),
      bytes(1, 1, 9, 0, item(0), huge, 0),
      bytes(0, huge),
      bytes(0, 1, 7, huge),
      bytes(1, 1, 9, huge, item(0x28), 1, 'grade', 'z', 1, one, 0),
      Uint8Array.of(),
      Uint8Array.of(0),
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 127),
    ])
      expectHard(gate, hostile, 'grammar')
  })

  it('[GATE12] version 2 bytes are refused', () => {
    const { gate } = withVictim()
    const eve = new Y.Doc()
    eve.clientID = 9
    eve.getMap('grade').set('k', [1])
    expectHard(gate, Y.encodeStateAsUpdateV2(eve), 'grammar')
    expectHard(gate, Y.encodeStateAsUpdateV2(new Y.Doc()), 'grammar')
  })

  it('[GATE13] keys outside the grammar close the socket, `__proto__` among them, and no object is harmed', () => {
    const { gate } = withVictim()
    for (const key of ['', 'x'.repeat(121)])
      expectHard(gate, bytes(1, 1, 9, 0, item(0x28), 1, 'grade', key, 1, one, 0), 'grammar')
    expectHard(gate, bytes(1, 1, 9, 0, item(0x28), 1, 'grade', 'bad/__proto__', 1, one, 0), 'grammar')
    expect(({} as Record<string, unknown>)['0']).toBeUndefined()
  })

  it('[GATE14] one client puts nothing twice after the same value: the order of a key stays cheap to find', () => {
    const { gate } = withVictim()
    expectHard(
      gate,
      bytes(1, 2, 9, 0, item(0x28), 1, 'grade', 'z', 1, one, item(0x28), 1, 'grade', 'z', 1, one, 0),
      'grammar',
    )
    expectHard(
      gate,
      bytes(2, 1, 9, 0, item(0x28), 1, 'grade', 'y', 1, one, 1, 9, 1, item(0x28), 1, 'grade', 'z', 1, one, 0),
      'grammar',
    )
  })

  it("[GATE15] an update brings the work of at most sixteen client ids, and spans that hold nothing are the hub's to make", () => {
    const { gate } = withVictim()
    const docs = Array.from({ length: 17 }, (_, i) => {
      const doc = new Y.Doc()
      doc.clientID = 100 + i
      gate.own(100 + i, 'eve')
      doc.getMap('grade').set(`k${i}`, [1])
      return Y.encodeStateAsUpdate(doc)
    })
    expectHard(gate, Y.mergeUpdates(docs), 'limit')
    expect(gate.take('eve', Y.mergeUpdates(docs.slice(1)))).toMatchObject({ kind: 'sifted', refused: [] })
    expectHard(gate, bytes(1, 1, 9, 0, item(0), 5, 0), 'grammar')
  })

  it('[GATE15] the hub keeps its own client id and its one root through it all', () => {
    const { gate } = withVictim()
    const { id } = gate.document
    const eve = new Y.Doc()
    eve.clientID = id
    eve.getMap('grade').set('k', [1])
    expectHard(gate, Y.encodeStateAsUpdate(eve), 'owner')
    expect([gate.document.doc.clientID, state(gate.document.doc)]).toEqual([id, '[["a",[1]]]'])
  })
})
