import { describe, expect, it } from 'vitest'
import type { Change, Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { bringForth, Undo } from '../../shared/doc/undo.ts'
import { CLIP, hand, id, lineOf, serial } from '../kit/grade.ts'
import { forEachSeed, pick } from '../kit/seed.ts'

const gain = `${CLIP}/0/${id('a')}/primaries.gain`
const lift = `${CLIP}/0/${id('a')}/primaries.lift`

/** A hand with an undo of its own on a graph of short names. */
function desk(names: string) {
  const h = hand(7)
  h.write(new Map(Object.entries(serial(names))))
  const undo = new Undo()
  const edit = (write: Parameters<typeof h.edit>[0]): Change[] => {
    const changes = h.edit(write)
    undo.record(CLIP, { label: 'edit', changes })
    return changes
  }
  const take = (way: 'undo' | 'redo') => {
    const back = undo[way](CLIP, h.entries)
    if (back) h.write(back.writes)
    return back
  }
  return { ...h, undo, edit, take }
}
const put = (key: string, value: Value) => (grade: { put(key: string, value: Value): void }) => grade.put(key, value)

describe('own undo', () => {
  it('[DOC11] a step of values takes back the keys that still equal what it left, and names the others', () => {
    const d = desk('a')
    d.edit((grade) => {
      grade.put(gain, [2, 1, 1, 1])
      grade.put(lift, [0, 0.5, 0, 0])
    })
    d.write(new Map([[gain, [3, 1, 1, 1]]]))
    expect(d.take('undo')?.skipped).toEqual([gain])
    expect([d.entries.get(gain), d.entries.get(lift)]).toEqual([[3, 1, 1, 1], undefined])
  })

  it('[DOC11] comparison is by value: somebody’s equal value is one’s own', () => {
    const d = desk('a')
    d.edit(put(gain, [2, 1, 1, 1]))
    d.write(new Map([[gain, [5, 1, 1, 1]]]))
    d.write(new Map([[gain, [2, 1, 1, 1]]]))
    expect(d.take('undo')?.skipped).toEqual([])
    expect(d.entries.has(gain)).toBe(false)
  })

  it('[DOC11] a step with a head or a link is all or nothing', () => {
    const d = desk('a b')
    d.edit((grade) => {
      const made = grade.before(CLIP, '0', id('b'))
      grade.label(CLIP, '0', made, 'mine')
    })
    const own = new Map(d.entries)
    d.write(new Map([[`${CLIP}/0/${id('b')}/in.0`, ['src', 'rgb']]]))
    const back = d.take('undo')!
    expect(back.writes.size).toBe(0)
    expect(back.skipped.length).toBe(4)
    for (const [key, value] of own) if (key !== `${CLIP}/0/${id('b')}/in.0`) expect(d.entries.get(key)).toEqual(value)
  })

  it('[DOC11] an undone append leaves a wire; redo brings the node back with all it had', () => {
    const d = desk('a')
    d.edit((grade) => {
      const made = grade.append(CLIP, '0')
      grade.window(CLIP, '0', made)
      grade.label(CLIP, '0', made, 'eye')
    })
    const before = readGraph(d.entries, CLIP, '0')
    d.take('undo')
    expect(lineOf(d.entries)).toBe('a')
    expect([...d.entries.values()].filter((v) => v[0] === 'gone').length).toBe(1)
    d.take('redo')
    expect(readGraph(d.entries, CLIP, '0')).toEqual(before)
    d.take('undo')
    expect(lineOf(d.entries)).toBe('a')
  })

  it('[DOC11] one stack a level; an edit ends what could be redone; nothing to take back is null', () => {
    const d = desk('a')
    expect(d.take('undo')).toBeNull()
    d.edit(put(gain, [2, 1, 1, 1]))
    expect(d.undo.undo('t', d.entries)).toBeNull()
    d.take('undo')
    d.edit(put(lift, [0.5, 0, 0, 0]))
    expect(d.take('redo')).toBeNull()
    d.undo.record(CLIP, { label: 'nothing', changes: [] })
    expect(d.undo.depth(CLIP)).toBe(1)
    for (let i = 0; i < Undo.most + 9; i++) d.edit(put(gain, [1 + i / 512, 1, 1, 1]))
    expect(d.undo.depth(CLIP)).toBe(Undo.most)
  })

  it('[DOC11] alone, undo goes back through every graph there was, and redo forth', () => {
    forEachSeed(400, (draw) => {
      const d = desk('a b c')
      const graphs = [readGraph(d.entries, CLIP, '0')]
      for (let i = 0; i < 8; i++) {
        const { nodes, loose } = graphs.at(-1)!
        const node = nodes.length > 0 ? pick(draw, nodes).id : 'out'
        const changes = d.edit((grade) => {
          const did = draw(7)
          if (did === 0 || nodes.length === 0) grade.append(CLIP, '0', pick(draw, ['corrector', 'parallel']))
          else if (did === 1) grade.before(CLIP, '0', node)
          else if (did === 2) grade.after(CLIP, '0', node)
          else if (did === 3) grade.remove(CLIP, '0', node)
          else if (did === 4) grade.extract(CLIP, '0', node)
          else if (did === 5) grade.link(CLIP, '0', pick(draw, [...nodes, ...loose]).id, node)
          else grade.window(CLIP, '0', node)
        })
        if (changes.length > 0) graphs.push(readGraph(d.entries, CLIP, '0'))
      }
      for (const graph of graphs.slice(0, -1).reverse()) {
        expect(d.take('undo')?.skipped).toEqual([])
        expect(readGraph(d.entries, CLIP, '0')).toEqual(graph)
      }
      for (const graph of graphs.slice(1)) {
        expect(d.take('redo')?.skipped).toEqual([])
        expect(readGraph(d.entries, CLIP, '0')).toEqual(graph)
      }
    })
  })
})

describe('a step brought into a document that went on without it', () => {
  const append = () => {
    const d = desk('a')
    return d.edit((grade) => {
      const made = grade.append(CLIP, '0')
      grade.label(CLIP, '0', made, 'mine')
    })
  }

  it('[DOC18] a node of its own making comes whole, although somebody took its link', () => {
    const changes = append()
    const [mine] = changes.map((c) => c.key.split('/')[2]!)
    const other = desk('a z')
    const { writes, skipped } = bringForth({ label: '', changes }, other.entries)
    expect(skipped).toEqual([])
    other.write(writes)
    const { nodes } = readGraph(other.entries, CLIP, '0')
    expect(nodes.map((n) => n.id)).toEqual([id('a'), ...[mine!, id('z')].sort()])
    expect(nodes.find((n) => n.id === mine)!.label).toBe('mine')
  })

  it('[DOC18] what already stands is not written again; a value changed since is left and named', () => {
    const d = desk('a')
    const changes = d.edit((grade) => {
      grade.put(gain, [2, 1, 1, 1])
      grade.put(lift, [0.5, 0, 0, 0])
    })
    expect(bringForth({ label: '', changes }, d.entries)).toEqual({ writes: new Map(), skipped: [] })
    const other = desk('a')
    other.write(new Map([[gain, [3, 1, 1, 1]]]))
    expect(bringForth({ label: '', changes }, other.entries)).toEqual({
      writes: new Map([[lift, [0.5, 0, 0, 0]]]),
      skipped: [gain],
    })
  })

  it('[DOC18] a node that somebody deleted meanwhile stays deleted', () => {
    const d = desk('a')
    const changes = d.edit((grade) => grade.label(CLIP, '0', id('a'), 'mine'))
    const gone = d.edit((grade) => grade.extract(CLIP, '0', id('a')))
    const other = desk('a')
    other.edit((grade) => grade.remove(CLIP, '0', id('a')))
    expect(bringForth({ label: '', changes: gone }, other.entries).skipped).toEqual([`${CLIP}/0/${id('a')}/head`])
    other.write(bringForth({ label: '', changes }, other.entries).writes)
    expect(lineOf(other.entries)).toBe('')
  })
})
