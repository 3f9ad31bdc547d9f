import { describe, expect, it } from 'vitest'
import type { GradeWriter } from '../../shared/doc/edit.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { connect, copyInto, disconnect, duplicate, insertOn, rest, swap } from '../../shared/doc/rewire.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { takeBack } from '../../shared/doc/undo.ts'
import { CLIP, hand, id, lineOf, serial } from '../kit/grade.ts'
import { forEachSeed, pick } from '../kit/seed.ts'

const on = (names: string) => {
  const h = hand(7)
  h.write(new Map(Object.entries(serial(names))))
  return h
}
type Hand = ReturnType<typeof on>
const graphOf = (h: Hand) => readGraph(h.entries, CLIP, '0')
const at = (node: string, control: string) => `${CLIP}/0/${node}/${control}`
function run<T>(h: Hand, write: (grade: GradeWriter) => T): T {
  let answer: T | undefined
  h.edit((grade) => {
    answer = write(grade)
  })
  return answer as T
}
const rgb = (node: string) => ({ node: node === 'src' ? node : id(node), port: 'rgb' as const })
const into = (node: string, edge: string | null = '0') => ({ node: node === 'out' ? node : id(node), edge })

describe('a link drawn by hand', () => {
  it('[REWIRE1] past a node leaves that one out, marked, and the rest in force', () => {
    const h = on('a b c')
    expect(run(h, (g) => connect(g, CLIP, '0', rgb('a'), into('c')))).toBeNull()
    expect(lineOf(h.entries)).toBe('a c (b)')
    expect(run(h, (g) => connect(g, CLIP, '0', rgb('b'), into('out')))).toBeNull()
    // b reads a still, and now the output reads b.
    expect(lineOf(h.entries)).toBe('a b (c)')
  })

  it('[REWIRE1] brings a node that was loose into the picture, with the loose ones that it reads', () => {
    const h = on('a b c')
    for (const name of ['a', 'b']) run(h, (g) => g.extract(CLIP, '0', id(name)))
    expect(lineOf(h.entries)).toBe('c (a) (b)')
    expect(run(h, (g) => connect(g, CLIP, '0', rgb('a'), into('b')))).toBeNull()
    expect(lineOf(h.entries)).toBe('c (a) (b)')
    expect(run(h, (g) => connect(g, CLIP, '0', rgb('b'), into('c')))).toBeNull()
    expect(lineOf(h.entries)).toBe('a b c')
  })

  it('[REWIRE2] a loop is refused in a sentence, and nothing is written', () => {
    const h = on('a b c')
    const before = [...h.entries]
    expect(run(h, (g) => connect(g, CLIP, '0', rgb('c'), into('a')))).toBe(
      'Node 3 reads node 1 already: a link back would be a loop.',
    )
    expect(run(h, (g) => connect(g, CLIP, '0', { node: id('a'), port: 'key' }, into('b')))).toMatch(/goes into a key/)
    expect([...h.entries]).toEqual(before)
  })

  it('[REWIRE1] into a mixer it is one more edge, above the others; the same twice is refused', () => {
    const h = on('a b')
    const made = run(h, (g) => g.beside(CLIP, '0', id('b'), 'layer'))!
    const mixer = graphOf(h).nodes.find(({ kind }) => kind === 'layer')!.id
    expect(run(h, (g) => connect(g, CLIP, '0', rgb('a'), { node: mixer, edge: null }))).toBeNull()
    expect(
      graphOf(h)
        .nodes.find(({ id: one }) => one === mixer)!
        .inputs.map((e) => e.node),
    ).toEqual([id('b'), made, id('a')])
    expect(run(h, (g) => connect(g, CLIP, '0', rgb('a'), { node: mixer, edge: null }))).toMatch(/already/)
  })

  it('[REWIRE1] a key goes from key to key, and is cut again', () => {
    const h = on('a b')
    run(h, (g) => connect(g, CLIP, '0', { node: id('a'), port: 'key' }, into('b', 'key')))
    expect(h.entries.get(at(id('b'), 'key'))).toEqual([id('a'), 'key', false, 'matte', 1, 0, 0])
    run(h, (g) => disconnect(g, CLIP, '0', into('b', 'key')))
    expect(graphOf(h).nodes[1]!.key).toBeNull()
  })
})

it('[REWIRE6] a loose node put on a link stands there and nowhere else that it was a wire for', () => {
  const h = on('a b')
  const made = run(h, (g) => g.beside(CLIP, '0', id('b'), 'parallel'))!
  run(h, (g) => g.extract(CLIP, '0', id('a')))
  const reads = () => Object.fromEntries(graphOf(h).nodes.map((n) => [n.id, n.inputs.map((e) => e.node)]))
  expect([reads()[id('b')], reads()[made]]).toEqual([['src'], ['src']])
  run(h, (g) => insertOn(g, CLIP, '0', id('a'), into('b')))
  expect([reads()[id('b')], reads()[made], reads()[id('a')]]).toEqual([[id('a')], ['src'], ['src']])
})

describe('a link cut', () => {
  it('[REWIRE3] what it fed is loose, what it went into reads the source; a link from the source has nothing to cut', () => {
    const h = on('a b c')
    expect(run(h, (g) => disconnect(g, CLIP, '0', into('c')))).toBeNull()
    expect(lineOf(h.entries)).toBe('c (a) (b)')
    expect(run(h, (g) => disconnect(g, CLIP, '0', into('c')))).toMatch(/from the source/)
  })

  it('[REWIRE3] a mixer loses the edge, and its branch is loose', () => {
    const h = on('a b')
    const made = run(h, (g) => g.beside(CLIP, '0', id('b'), 'parallel'))!
    const mixer = graphOf(h).nodes.find(({ kind }) => kind === 'parallel')!
    run(h, (g) => disconnect(g, CLIP, '0', { node: mixer.id, edge: mixer.inputs[1]!.edge }))
    expect(graphOf(h).nodes.map((n) => n.id)).toEqual([id('a'), id('b'), mixer.id])
    expect(graphOf(h).loose.map((n) => n.id)).toEqual([made])
  })
})

describe('what nodes hold', () => {
  const graded = () => {
    const h = on('a b')
    h.edit((g) => {
      g.control(CLIP, '0', id('a'), 'primaries.gain', [1, 2, 1, 1])
      g.label(CLIP, '0', id('a'), 'SKIN')
      g.window(CLIP, '0', id('a'), 'circle')
      g.control(CLIP, '0', id('b'), 'primaries.lift', [0.5, 0, 0, 0])
    })
    return h
  }
  it('[REWIRE4] swapped, each has what the other had, names too, at its own place', () => {
    const h = graded()
    run(h, (g) => swap(g, CLIP, '0', id('a'), id('b')))
    const [a, b] = graphOf(h).nodes
    expect([a!.id, a!.label, [...a!.controls.keys()], a!.windows.length]).toEqual([id('a'), '', ['primaries.lift'], 0])
    expect([b!.label, [...b!.controls.keys()], b!.windows.length]).toEqual(['SKIN', ['primaries.gain'], 1])
    expect(lineOf(h.entries)).toBe('a b')
  })

  it('[REWIRE4] copied, the other keeps its name and loses the rest of its own', () => {
    const h = graded()
    run(h, (g) => copyInto(g, CLIP, '0', id('a'), id('b')))
    const [a, b] = graphOf(h).nodes
    expect([...b!.controls]).toEqual([...a!.controls])
    expect([b!.label, b!.windows.length]).toEqual(['', 1])
    const copy = run(h, (g) => duplicate(g, CLIP, '0', id('a')))!
    expect(graphOf(h).loose.map((n) => [n.id, n.label, n.windows.length])).toEqual([[copy, 'SKIN', 1]])
  })

  it('[REWIRE7] reset, a node holds nothing and stands where it stood under its name', () => {
    const h = graded()
    run(h, (g) => rest(g, CLIP, '0', id('a')))
    const [a] = graphOf(h).nodes
    expect([a!.label, a!.controls.size, a!.windows.length, lineOf(h.entries)]).toEqual(['SKIN', 0, 0, 'a b'])
  })

  it('[REWIRE4] a mixer has nothing to give', () => {
    const h = graded()
    run(h, (g) => g.beside(CLIP, '0', id('b'), 'layer'))
    const mixer = graphOf(h).nodes.find(({ kind }) => kind === 'layer')!.id
    expect(run(h, (g) => swap(g, CLIP, '0', mixer, id('a')))).toMatch(/mixer/)
    expect(run(h, (g) => copyInto(g, CLIP, '0', id('a'), mixer))).toMatch(/mixer/)
    expect(run(h, (g) => duplicate(g, CLIP, '0', mixer))).toBeNull()
  })
})

it('[REWIRE5] whatever hands link, cut, swap and extract: every node is in the picture or marked loose, legal, and undo is exact', () =>
  forEachSeed(60, (draw) => {
    const h = on('a b c d')
    run(h, (g) => g.beside(CLIP, '0', id('b'), 'layer'))
    for (let step = 0; step < 12; step++) {
      const before = new Map(h.entries)
      const graph = graphOf(h)
      const all = [...graph.nodes, ...graph.loose]
      const one = pick(draw, all)
      const other = pick(draw, [...all.map((n) => n.id), 'out'])
      const mixes = all.find((n) => n.id === other)?.kind === 'layer'
      const changes = h.edit((g) => {
        const what = draw(5)
        if (what === 0) g.extract(CLIP, '0', one.id)
        else if (what === 1) disconnect(g, CLIP, '0', { node: one.id, edge: one.inputs[0]?.edge ?? '0' })
        else if (what === 2) swap(g, CLIP, '0', one.id, other)
        else connect(g, CLIP, '0', { node: one.id, port: 'rgb' }, { node: other, edge: mixes ? null : '0' })
      })
      const now = graphOf(h)
      expect([...now.nodes, ...now.loose].map((n) => n.id).sort()).toEqual(all.map((n) => n.id).sort())
      for (const { key, to } of changes) if (to) expect(checkEntry('grade', key, to), key).toBeNull()
      if (draw(3) === 0) {
        const back = takeBack({ label: '', changes }, h.entries)
        expect(back.skipped).toEqual([])
        h.write(back.writes)
        expect(new Map([...h.entries].sort())).toEqual(new Map([...before].sort()))
      }
    }
  }))
