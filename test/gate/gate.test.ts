/** The gate's promises for honest and mixed updates. */
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { sift } from '../../server/gate/gate.ts'
import { parseUpdate, printUpdate } from '../../server/gate/parse.ts'
import { Gate, Replica, state } from './sieve.ts'

describe('what may be, lands', () => {
  it('[GATE1] an honest update lands as it is, and a replica that hears only the hub agrees', () => {
    const gate = new Gate()
    const ann = new Replica(gate, 'ann', 11)
    ann.map.set('a', [1, 'x', true, null])
    ann.map.set('b', [2])
    ann.map.set('a', [3])
    ann.map.delete('b')
    expect(gate.take('ann', ann.hand())).toMatchObject({ kind: 'sifted', refused: [] })
    const bob = new Replica(gate, 'bob', 12)
    expect([gate.state, state(bob.doc), state(ann.doc)]).toEqual(Array(3).fill('[["a",[3]]]'))
    expect(gate.document.trouble()).toBeNull()
  })

  it('[GATE2] what overlaps with the hub is cut away: the same update twice changes nothing', () => {
    const gate = new Gate()
    const ann = new Replica(gate, 'ann', 11)
    for (let i = 0; i < 5; i++) ann.map.set('a', [i])
    const first = ann.hand()
    gate.take('ann', first)
    ann.map.set('a', [9])
    const whole = Y.encodeStateAsUpdate(ann.doc)
    expect(gate.take('ann', first)).toMatchObject({ bytes: null, refused: [] })
    expect(gate.take('ann', whole)).toMatchObject({ kind: 'sifted', refused: [] })
    expect(gate.take('ann', whole)).toMatchObject({ bytes: null, refused: [] })
    expect(gate.state).toBe('[["a",[9]]]')
  })

  it('[GATE3] the refused part of a mixed update becomes a void of the same length, the rest lands, and later edits of that client do too', () => {
    const gate = new Gate()
    const ann = new Replica(gate, 'ann', 11)
    ann.map.set('a', [1])
    ann.map.set('locked', [1])
    ann.map.set('b', [-1])
    ann.map.set('c', [3])
    const sifted = gate.take('ann', ann.hand())
    expect(sifted).toMatchObject({
      kind: 'sifted',
      refused: [
        { rule: 'lock', keys: ['locked'] },
        { rule: 'range', keys: ['b'] },
      ],
    })
    expect(gate.state).toBe('[["a",[1]],["c",[3]]]')
    expect(Y.getState(gate.document.doc.store, 11)).toBe(4)
    ann.map.set('d', [4])
    gate.take('ann', ann.hand())
    expect(gate.map.get('d')).toEqual([4])
  })

  it('[GATE3] what follows a refused value on the same key is put after what that one followed', () => {
    const gate = new Gate()
    const [ann, bob] = [new Replica(gate, 'ann', 11), new Replica(gate, 'bob', 12)]
    bob.map.set('a', [7])
    gate.take('bob', bob.hand())
    ann.receive(gate.sent.at(-1)!)
    ann.map.set('a', [-1])
    gate.take('ann', ann.hand())
    expect(gate.map.get('a')).toEqual([7])
    ann.map.set('a', [-1])
    ann.map.set('a', [5])
    gate.take('ann', ann.hand())
    for (const bytes of gate.sent) bob.receive(bytes)
    expect([gate.map.get('a'), bob.map.get('a')]).toEqual([[5], [5]])
    expect(gate.document.trouble()).toBeNull()
  })

  it('[GATE3] a refused value does not delete the one it would have replaced', () => {
    const gate = new Gate()
    const [ann, bob] = [new Replica(gate, 'ann', 11), new Replica(gate, 'bob', 12)]
    bob.map.set('a', [7])
    gate.take('bob', bob.hand())
    ann.receive(gate.sent.at(-1)!)
    ann.map.set('a', [-1])
    expect(gate.take('ann', ann.hand())).toMatchObject({ refused: [{ rule: 'range' }] })
    for (const bytes of gate.sent) bob.receive(bytes)
    expect([gate.map.get('a'), bob.map.get('a')]).toEqual([[7], [7]])
  })

  it('[GATE4] each live value under a delete range is asked about: a closed one stays', () => {
    const gate = new Gate()
    const owner = new Replica(gate, 'owner', 10)
    for (const key of ['a', 'lock', 'b']) owner.map.set(key, [1])
    gate.take('owner', owner.hand())
    const ann = new Replica(gate, 'ann', 11)
    const closed = gate.question('ann')
    for (const key of ['a', 'lock', 'b']) ann.map.delete(key)
    const update = parseUpdate(ann.hand(), 'grade')
    if (typeof update === 'string') throw new Error(update)
    const judge = (key: string) =>
      key === 'lock' ? { rule: 'lock', sentence: 'closed', keys: [key], holder: 'Eve' } : null
    const sifted = sift({ ...closed, judge }, update)
    if (sifted.kind !== 'sifted' || !sifted.bytes) throw new Error('refused hard')
    gate.document.apply(sifted.bytes)
    expect(sifted.refused).toEqual([{ rule: 'lock', sentence: 'closed', keys: ['lock'], holder: 'Eve' }])
    expect(gate.state).toBe('[["lock",[1]]]')
  })

  it('[GATE5] what is printed parses to the same update, and holds no byte the parser did not understand', () => {
    const gate = new Gate()
    const ann = new Replica(gate, 'ann', 11)
    for (let i = 0; i < 20; i++) ann.map.set(`k${i % 7}`, [i, i / 3, `t${i}`, i % 2 === 0, null])
    ann.map.delete('k3')
    const update = parseUpdate(Y.encodeStateAsUpdate(ann.doc), 'grade')
    if (typeof update === 'string') throw new Error(update)
    const printed = printUpdate('grade', update)
    expect(parseUpdate(printed, 'grade')).toEqual(update)
    const other = new Y.Doc()
    Y.applyUpdate(other, printed)
    expect(state(other)).toBe(state(ann.doc))
  })

  it('[GATE6] a void from before a restart is unknown: what follows it is void too, softly', () => {
    const gate = new Gate()
    const ann = new Replica(gate, 'ann', 11)
    ann.map.set('a', [-1])
    gate.take('ann', ann.hand())
    const again = new Gate()
    again.own(11, 'ann')
    again.document.apply(gate.document.encode())
    ann.map.set('a', [2])
    expect(again.take('ann', ann.hand())).toMatchObject({ kind: 'sifted', refused: [{ rule: 'reset' }] })
    expect(again.state).toBe('[]')
    expect(again.document.trouble()).toBeNull()
  })
})
