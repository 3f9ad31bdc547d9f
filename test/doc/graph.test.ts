import { describe, expect, it } from 'vitest'
import type { Entries, Graph, Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { CLIP, grade, id, lineOf, serial } from '../kit/grade.ts'
import { type Draw, forEachSeed, pick, shuffled } from '../kit/seed.ts'

const at = (node: string, control: string) => `${CLIP}/0/${node === 'out' ? node : id(node)}/${control}`
const read = (entries: Entries, frame?: number): Graph => readGraph(entries, CLIP, '0', frame)
const node = (graph: Graph, name: string) => [...graph.nodes, ...graph.loose].find((n) => n.id === id(name))
const inputs = (graph: Graph, name: string) => node(graph, name)!.inputs.map((e) => e.node)
const link = (name: string, port = 'rgb'): Value => [name === 'src' ? name : id(name), port]
/** A corrector under a short name. */
const corrector = (name: string, from: string, into = 'out'): Record<string, Value> => ({
  [at(name, 'head')]: ['corrector', into === 'out' ? into : id(into), '0'],
  [at(name, 'in.0')]: link(from),
})

/** What every graph must be, whatever it was read from. */
function mustBeValid(graph: Graph, entries: Entries): void {
  const seen = new Set(['src'])
  graph.nodes.forEach((n, i) => {
    expect(n.number).toBe(i + 1)
    for (const input of n.inputs)
      expect(seen.has(input.node), `${n.id} reads ${input.node} before it is there`).toBe(true)
    if (n.key) expect(seen.has(n.key.node), `${n.id} is keyed from ${n.key.node}`).toBe(true)
    if (!['parallel', 'layer', 'keymix', 'join'].includes(n.kind)) expect(n.inputs.length).toBe(1)
    expect(seen.has(n.id), `${n.id} twice`).toBe(false)
    seen.add(n.id)
  })
  expect(seen.has(graph.out.node)).toBe(true)
  for (const [key, value] of entries) {
    if (!key.endsWith('/head') || key.includes('/w.')) continue
    const name = key.split('/')[2]!
    if (value[0] === 'gone') expect(seen.has(name) || graph.loose.some((n) => n.id === name)).toBe(false)
    else if (value[1] !== null) expect(seen.has(name), `${name} is kept and off the path`).toBe(true)
    else expect(seen.has(name) || graph.loose.some((n) => n.id === name)).toBe(true)
  }
}

describe('a graph read', () => {
  it('[GRAPH1] the output is out/in.0; nodes come in the order of the picture, numbered from 1', () => {
    const graph = read(grade(serial('c a b')))
    expect(graph.nodes.map((n) => [n.id, n.number])).toEqual([
      [id('c'), 1],
      [id('a'), 2],
      [id('b'), 3],
    ])
    expect(graph.out).toEqual({ node: id('b'), port: 'rgb' })
    expect(read(grade({}))).toMatchObject({ nodes: [], loose: [], out: { node: 'src', port: 'rgb' } })
  })

  it('[GRAPH1] other levels and versions are other graphs', () => {
    const entries = grade({ ...serial('a'), ...serial('b', 't'), ...serial('c', CLIP, 'vers0001') })
    expect([
      lineOf(entries),
      lineOf(entries, 't'),
      lineOf(entries, CLIP, 'vers0001'),
      lineOf(entries, 's.share001'),
    ]).toEqual(['a', 'b', 'c', ''])
  })

  it('[GRAPH1] a node has its controls, windows in their order, and the rest of what is not stored', () => {
    const graph = read(
      grade({
        ...serial('a'),
        [at('a', 'primaries.gain')]: [2, 1, 1, 1],
        [at('a', 'w.wind0001/head')]: ['circle', true, false, 'add', 'p', 'late'],
        [at('a', 'w.wind0001/shape')]: [0, 0, 0.5, 0.5, 0],
        [at('a', 'w.wind0002/head')]: ['linear', false, true, 'subtract', 'm', 'early'],
        [at('a', 'label')]: ['skin'],
        [at('a', 'at')]: [3, 4],
      }),
    )
    const a = node(graph, 'a')!
    expect([...a.controls]).toEqual([['primaries.gain', [2, 1, 1, 1]]])
    expect(a.windows.map((w) => w.name)).toEqual(['early', 'late'])
    expect(a.windows[1]).toMatchObject({ shape: [0, 0, 0.5, 0.5, 0], soft: [], combine: 'add' })
    expect(a).toMatchObject({ on: true, keyOut: [1, 0], matte: [], key: null, shared: null, label: 'skin', at: [3, 4] })
  })

  it('[GRAPH2] a gone node is a wire, several in a row too, and nothing of it is left in the graph', () => {
    const entries = grade({
      ...serial('a b c d'),
      [at('b', 'head')]: ['gone', 'out', '0'],
      [at('c', 'head')]: ['gone', 'out', '0'],
      [at('b', 'primaries.gain')]: [2, 1, 1, 1],
    })
    expect(lineOf(entries)).toBe('a d')
    expect(lineOf(grade({ ...serial('a'), [at('a', 'head')]: ['gone', 'out', '0'] }))).toBe('')
  })

  it('[GRAPH3] a live node on no path stands before what it was put before', () => {
    const b = grade({ ...serial('a c'), ...corrector('b', 'a', 'c') })
    expect(lineOf(b)).toBe('a b c')
    expect(lineOf(grade({ ...serial('a c'), ...corrector('b', 'c') }))).toBe('a c b')
  })

  it('[GRAPH3] nodes put between the same two stand in id order, whichever link won', () => {
    for (const won of ['x', 'y', 'z']) {
      const entries = grade({
        ...serial('a'),
        ...corrector('y', 'a'),
        ...corrector('x', 'a'),
        ...corrector('z', 'a'),
        [at('out', 'in.0')]: link(won),
      })
      expect(lineOf(entries), `link to ${won}`).toBe('a x y z')
    }
  })

  it('[GRAPH3] what was appended together stays together', () => {
    for (const won of ['n', 'p'])
      expect(
        lineOf(
          grade({
            ...serial('a'),
            ...corrector('m', 'a'),
            ...corrector('n', 'm'),
            ...corrector('k', 'a'),
            ...corrector('p', 'k'),
            [at('out', 'in.0')]: link(won),
          }),
        ),
      ).toBe('a k p m n')
  })

  it('[GRAPH3] before a node that is gone means where it stood, as a wire or as what it was itself put before', () => {
    const gone = { [at('c', 'head')]: ['gone', id('d'), '0'] as Value }
    expect(lineOf(grade({ ...serial('a c d'), ...corrector('b', 'a', 'c'), ...gone }))).toBe('a b d')
    expect(
      lineOf(grade({ ...serial('a d e'), ...corrector('c', 'a', 'd'), ...corrector('b', 'a', 'c'), ...gone })),
    ).toBe('a b d e')
  })

  it('[GRAPH3] before a node that nobody knows means beside what it read', () => {
    expect(lineOf(grade({ ...serial('a d'), ...corrector('b', 'a', 'q') }))).toBe('a b d')
  })

  it('[GRAPH4] a node unlinked on purpose is a wire and is listed as loose, with its inputs', () => {
    const entries = grade({ ...serial('a b c'), [at('b', 'head')]: ['corrector', null] })
    expect(lineOf(entries)).toBe('a c (b)')
    expect(node(read(entries), 'b')).toMatchObject({ number: 3, inputs: [{ edge: '0', node: id('a'), port: 'rgb' }] })
    expect(lineOf(grade({ ...serial('a'), [at('z', 'head')]: ['corrector', null] }))).toBe('a (z)')
  })

  it('[GRAPH5] a cycle is cut at the first repeated node walking back from the output', () => {
    const circle = grade({ ...serial('a b c'), [at('a', 'in.0')]: link('c') })
    expect(lineOf(circle)).toBe('a b c')
    expect(inputs(read(circle), 'a')).toEqual(['src'])
    expect(lineOf(grade({ ...serial('a'), [at('a', 'in.0')]: link('a') }))).toBe('a')
    const wires = { [at('a', 'head')]: ['gone', 'out', '0'] as Value, [at('b', 'head')]: ['gone', 'out', '0'] as Value }
    expect(lineOf(grade({ ...serial('a b c'), [at('a', 'in.0')]: link('b'), ...wires }))).toBe('c')
    expect(lineOf(grade({ ...serial('c'), ...corrector('a', 'b'), ...corrector('b', 'a') }))).toBe('c b a')
  })

  const mixer = (kind = 'parallel'): Record<string, Value> => ({
    ...serial('a'),
    ...corrector('b', 'a', 'm'),
    ...corrector('c', 'a', 'm'),
    [at('m', 'head')]: [kind, 'out', '0'],
    [at('m', 'in.edge000b')]: [id('c'), 'rgb', 'p'],
    [at('m', 'in.edge000c')]: [id('b'), 'rgb', 'm'],
    [at('out', 'in.0')]: link('m'),
  })

  it('[GRAPH6] a mixer reads its edges in their order, ties by edge id; a broken edge is dropped', () => {
    expect(inputs(read(grade(mixer())), 'm')).toEqual([id('b'), id('c')])
    expect(inputs(read(grade({ ...mixer(), [at('m', 'in.edge000a')]: [id('b'), 'rgb', 'p'] })), 'm')).toEqual([
      id('b'),
      id('b'),
      id('c'),
    ])
    expect(inputs(read(grade({ ...mixer(), [at('m', 'in.edge000a')]: [id('q'), 'rgb', 'a'] })), 'm')).toEqual([
      id('b'),
      id('c'),
    ])
  })

  it('[GRAPH6] one input that is broken reads src; a node without a head is litter', () => {
    const entries = grade({ ...serial('a b'), [at('b', 'in.0')]: link('q'), [at('q', 'primaries.gain')]: [2, 1, 1, 1] })
    const graph = read(entries)
    expect(graph.nodes.map((n) => n.id)).toEqual([id('b'), id('a')])
    mustBeValid(graph, entries)
  })

  it('[GRAPH6] a branch that lost its edge is spliced in; a gone mixer is the wire of its first edge', () => {
    const lost = grade(mixer())
    lost.delete(at('m', 'in.edge000c'))
    expect(inputs(read(lost), 'm')).toEqual([id('c')])
    expect(inputs(read(lost), 'c')).toEqual([id('b')])
    mustBeValid(read(lost), lost)
    const gone = grade({ ...mixer(), [at('m', 'head')]: ['gone', 'out', '0'], [at('m', 'in.0')]: link('b') })
    expect(lineOf(gone)).toBe('a b c')
  })

  it('[GRAPH7] a key comes from a node of the picture, or one unlinked on purpose, which is then drawn too', () => {
    const key = (from: string): Value => [id(from), 'key', true, 'matte', 1, 0, 0]
    const outside = read(grade({ ...serial('a b'), [at('b', 'key')]: key('a') }))
    expect(node(outside, 'b')!.key).toEqual({
      node: id('a'),
      port: 'key',
      invert: true,
      mode: 'matte',
      gain: 1,
      offset: 0,
      blur: 0,
    })
    const keyed = read(grade({ ...serial('a b'), [at('k', 'head')]: ['corrector', null], [at('b', 'key')]: key('k') }))
    expect(keyed.nodes.map((n) => n.id)).toEqual([id('a'), id('k'), id('b')])
    expect(keyed.loose).toEqual([])
    expect(inputs(keyed, 'b')).toEqual([id('a')])
  })

  it('[GRAPH7] a key from a gone or unknown node, or one that closes a cycle, is none', () => {
    const key = (from: string): Value => [id(from), 'key', false, 'mask', 1, 0, 0]
    const gone = grade({ ...serial('a b'), [at('a', 'head')]: ['gone', 'out', '0'], [at('b', 'key')]: key('a') })
    expect(node(read(gone), 'b')!.key).toBeNull()
    expect(node(read(grade({ ...serial('a'), [at('a', 'key')]: key('q') })), 'a')!.key).toBeNull()
    expect(node(read(grade({ ...serial('a b'), [at('a', 'key')]: key('b') })), 'a')!.key).toBeNull()
    expect(node(read(grade({ ...serial('a'), [at('a', 'key')]: key('a') })), 'a')!.key).toBeNull()
  })

  it('[GRAPH7] a node that lost its link is spliced in although a key is read from it', () => {
    const entries = grade({
      ...serial('a b'),
      ...corrector('x', 'b'),
      [at('b', 'key')]: [id('x'), 'key', false, 'matte', 1, 0, 0],
    })
    expect(lineOf(entries)).toBe('a b x')
  })

  it('[GRAPH8] with a frame, controls stand as their keyframes say there', () => {
    const entries = grade({
      ...serial('a'),
      [at('a', 'log.offset')]: [9, 9, 9],
      [at('a', 'log.offset@10')]: ['linear', 0, 0, 0],
      [at('a', 'log.offset@20')]: ['static', 1, 2, 3],
      [at('a', 'w.wind0001/head')]: ['circle', true, false, 'add', 'm', ''],
      [at('a', 'w.wind0001/shape@0')]: ['linear', 0, 0, 1, 1, 0],
      [at('a', 'w.wind0001/shape@10')]: ['linear', 1, 0, 1, 1, 0],
    })
    expect(node(read(entries, 15), 'a')!.controls.get('log.offset')).toEqual([0.5, 1, 1.5])
    expect(node(read(entries, 5), 'a')!.windows[0]!.shape).toEqual([0.5, 0, 1, 1, 0])
    expect(node(read(entries), 'a')!.controls.get('log.offset')).toEqual([9, 9, 9])
    expect(node(read(entries), 'a')!.controls.size).toBe(1)
  })
})

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
/** Any keys at all, as the grammar allows them. */
function anything(draw: Draw): [string, Value][] {
  const pairs: [string, Value][] = []
  const target = () => pick(draw, [...names.map(id), id('q'), 'src'])
  for (const name of [...names, 'out']) {
    if (draw(8) > 0) pairs.push([at(name, 'in.0'), [target(), pick(draw, ['rgb', 'rgb', 'rgb', 'key', 'r'])]])
    if (name === 'out' || draw(10) === 0) continue
    const kind = pick(draw, ['corrector', 'corrector', 'gone', 'parallel', 'layer', 'split', 'join', 'keymix'])
    const into = pick(draw, [...names.map(id), id('q'), 'out', 'out', null])
    pairs.push([at(name, 'head'), into === null ? [kind, null] : [kind, into, pick(draw, ['0', 'edge0001', 'key'])]])
    for (let i = draw(4); i > 0; i--)
      pairs.push([at(name, `in.edge000${draw(5)}`), [target(), 'rgb', pick(draw, ['a', 'm', 'z'])]])
    if (draw(4) === 0) pairs.push([at(name, 'key'), [target(), 'key', false, 'matte', 1, 0, 0]])
  }
  return pairs
}

describe('any set of keys', () => {
  it('[GRAPH9] is a valid graph, with every kept node in it, and the same one in whatever order the keys come', () => {
    forEachSeed(6000, (draw) => {
      const pairs = [...new Map(anything(draw))]
      const entries = grade(Object.fromEntries(pairs))
      const graph = read(entries)
      mustBeValid(graph, entries)
      expect(read(new Map(shuffled(draw, pairs)))).toEqual(graph)
    })
  })

  it('[GRAPH9] a chain of 20,000 nodes is read, lost or not', () => {
    const long = Array.from({ length: 20_000 }, (_, i) => `n${i.toString(36).padStart(6, '0')}x`)
    const entries = grade(serial(long.join(' ')))
    expect(read(entries).nodes.length).toBe(20_000)
    entries.delete(at('out', 'in.0'))
    expect(read(entries).nodes.length).toBe(20_000)
  })
})
