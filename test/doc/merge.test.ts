import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Change, Entries, Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { takeBack, Undo } from '../../shared/doc/undo.ts'
import { CLIP, type Hand, hand, lineOf, meet } from '../kit/grade.ts'
import { type Draw, forEachSeed, pick, shuffled } from '../kit/seed.ts'

const graphOf = (entries: Entries) => readGraph(entries, CLIP, '0')
const key = (node: string, control: string) => `${CLIP}/0/${node}/${control}`

/** What somebody may do to a graph; answers what it was and what changed. */
function act(h: Hand, draw: Draw): { readonly did: string; readonly node: string; readonly changes: Change[] } {
  const { nodes, loose } = graphOf(h.entries)
  const did = pick(draw, ['append', 'before', 'after', 'delete', 'extract', 'link', 'gain', 'gain'])
  const node = nodes.length === 0 ? 'out' : pick(draw, did === 'link' ? [...nodes, ...loose] : nodes).id
  const number = () => (64 + draw(256)) / 128
  const changes = h.edit((grade) => {
    if (nodes.length === 0 || did === 'append') grade.append(CLIP, '0')
    else if (did === 'before') grade.before(CLIP, '0', node)
    else if (did === 'after') grade.after(CLIP, '0', node)
    else if (did === 'delete') grade.remove(CLIP, '0', node)
    else if (did === 'extract') grade.extract(CLIP, '0', node)
    else if (did === 'link') grade.link(CLIP, '0', node, pick(draw, [...nodes.map((n) => n.id), 'out']))
    else grade.control(CLIP, '0', node, 'primaries.gain', [number(), 1, 1, number()])
  })
  return { did: nodes.length === 0 ? 'append' : did, node, changes }
}

/** One valid serial graph, the same in every copy, in which nobody misses a node that nobody deleted or unlinked. */
function mustHaveMet(hands: readonly Hand[], kept: ReadonlySet<string>): void {
  const [first, ...others] = hands
  const graph = graphOf(first!.entries)
  for (const other of others) {
    expect([...other.entries].sort()).toEqual([...first!.entries].sort())
    expect(graphOf(other.entries)).toEqual(graph)
  }
  const on = new Set(graph.nodes.map((n) => n.id))
  for (const node of kept)
    expect(on.has(node), `${node} was kept and is off the path ${lineOf(first!.entries)}`).toBe(true)
  let at = graph.out.node
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    expect(graph.nodes[i]!.id).toBe(at)
    at = graph.nodes[i]!.inputs[0]!.node
  }
  expect(at).toBe('src')
}

/** Some hands on copies of one graph, cut off from each other; every entry they write is of the grammar. */
function apart(draw: Draw, people: number): { hands: Hand[]; kept: Set<string>; dropped: Set<string> } {
  const first = hand(1 + draw(1e9), undefined, draw)
  for (let i = draw(6); i > 0; i--) first.edit((grade) => void grade.append(CLIP, '0'))
  const hands = [first]
  while (hands.length < people) hands.push(hand(1 + draw(1e9), first, draw))
  return { hands, kept: new Set(graphOf(first.entries).nodes.map((n) => n.id)), dropped: new Set() }
}

/** Lets everybody work alone for a while; `kept` is brought up to what nobody ever deleted or unlinked. */
function work(
  draw: Draw,
  { hands, kept, dropped }: ReturnType<typeof apart>,
  done: (h: Hand, changes: Change[]) => void = () => {},
): void {
  for (const h of hands)
    for (let i = 1 + draw(5); i > 0; i--) {
      const { did, node, changes } = act(h, draw)
      for (const { key: k, to } of changes) {
        if (to) expect(checkEntry('grade', k, to)).toBeNull()
        if (to?.[0] === 'corrector' && to[1] !== null) kept.add(k.split('/')[2]!)
      }
      if (did === 'delete' || did === 'extract') dropped.add(node)
      done(h, changes)
    }
  for (const node of dropped) kept.delete(node)
}

/** By plain links, without wires and splice: how many kept nodes the output is not made of. */
function lostByPlainLinks(entries: Entries, kept: ReadonlySet<string>): number {
  const on = new Set<string>()
  for (let at = 'out'; at !== 'src' && !on.has(at); at = `${entries.get(key(at, 'in.0'))?.[0] ?? 'src'}`) on.add(at)
  return [...kept].filter((node) => !on.has(node)).length
}

describe('cut off from each other, then together again', () => {
  it('[GRAPH10] two: one valid graph everywhere, no live node off the path that nobody unlinked', () => {
    let plain = 0
    forEachSeed(2000, (draw) => {
      const all = apart(draw, 2)
      const { hands, kept } = all
      work(draw, all)
      meet(hands, (updates) => shuffled(draw, updates))
      mustHaveMet(hands, kept)
      if (lostByPlainLinks(hands[0]!.entries, kept) > 0) plain++
    })
    // The runs have teeth: read by plain links, many of them lose a node (document.md: over half).
    if (process.env.SEED === undefined) expect(plain).toBeGreaterThan(600)
  })

  it('[GRAPH10] three, some of whom meet in between: the same', () => {
    forEachSeed(500, (draw) => {
      const all = apart(draw, 3)
      const { hands, kept } = all
      for (let round = 1 + draw(2); round > 0; round--) {
        work(draw, all)
        if (draw(2) === 0) meet(shuffled(draw, hands).slice(1))
      }
      meet(hands, (updates) => shuffled(draw, updates))
      mustHaveMet(hands, kept)
    })
  })

  it('[GRAPH11] after they met, an edit does what it says and moves nobody else’s node', () => {
    forEachSeed(500, (draw) => {
      const all = apart(draw, 2)
      const { hands } = all
      work(draw, all)
      meet(hands)
      for (let i = 0; i < 4; i++) {
        const h = pick(draw, hands)
        const before = graphOf(h.entries).nodes.map((n) => n.id)
        const { did, node } = act(h, draw)
        const after = graphOf(h.entries).nodes.map((n) => n.id)
        const made = after.filter((n) => !before.includes(n))
        const others = (list: string[]) => list.filter((n) => !made.includes(n) && !(did === 'link' && n === node))
        if (did === 'delete' || did === 'extract') expect(after).toEqual(before.filter((n) => n !== node))
        else expect(others(after)).toEqual(others(before))
        const at = after.indexOf(made[0] ?? '')
        if (did === 'append') expect(at).toBe(after.length - 1)
        if (did === 'before' && before.length > 0) expect(after[at + 1]).toBe(node)
        if (did === 'after' && before.length > 0) expect(after[at - 1]).toBe(node)
      }
    })
  })

  it('[GRAPH14] branches made, taken apart and deleted by hands cut off from each other meet in one valid graph that misses no kept node', () => {
    forEachSeed(500, (draw) => {
      const all = apart(draw, 2)
      const { hands, kept, dropped } = all
      for (const h of hands)
        for (let i = 1 + draw(5); i > 0; i--) {
          const nodes = graphOf(h.entries).nodes
          const did = pick(draw, ['parallel', 'layer', 'outside', 'delete', 'after'] as const)
          if (nodes.length === 0) continue
          const node = pick(draw, nodes)
          const changes = h.edit((grade) => {
            if (did === 'parallel' || did === 'layer') grade.beside(CLIP, '0', node.id, did)
            else if (did === 'outside') grade.outside(CLIP, '0', node.id)
            else if (did === 'after') grade.after(CLIP, '0', node.id)
            else grade.remove(CLIP, '0', node.id)
          })
          for (const { key: k, to } of changes) {
            if (to) expect(checkEntry('grade', k, to)).toBeNull()
            if (to?.[0] === 'corrector' && to[1] !== null) kept.add(k.split('/')[2]!)
          }
          if (did === 'delete') dropped.add(node.id)
        }
      for (const node of dropped) kept.delete(node)
      meet(hands)
      const [a, b] = hands.map((h) => graphOf(h.entries))
      expect(b).toEqual(a)
      const ids = a!.nodes.map((n) => n.id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const node of kept) expect(ids).toContain(node)
      a!.nodes.forEach((n, at) => {
        for (const { node } of n.inputs) expect(node === 'src' || ids.slice(0, at).includes(node)).toBe(true)
      })
    })
  })

  it('[GRAPH12] each undo takes back only one’s own step', () => {
    forEachSeed(500, (draw) => {
      const all = apart(draw, 2)
      const { hands } = all
      const stacks = new Map(hands.map((h) => [h, new Undo()] as const))
      work(draw, all, (h, changes) => stacks.get(h)!.record(CLIP, { label: '', changes }))
      meet(hands)
      const h = pick(draw, hands)
      const undo = stacks.get(h)!
      while (undo.depth(CLIP) > 0) {
        const standing = new Map(h.entries)
        const live = new Set(graphOf(h.entries).nodes.map((n) => n.id))
        const back = undo.undo(CLIP, h.entries)!
        h.write(back.writes)
        const own = new Map(back.redo.changes.map((c) => [c.key, c]))
        for (const k of new Set([...standing.keys(), ...h.entries.keys()]))
          if (JSON.stringify(standing.get(k)) !== JSON.stringify(h.entries.get(k)))
            expect(own.get(k)?.from ?? null, k).toEqual(standing.get(k) ?? null)
        const now = graphOf(h.entries)
        const on = new Set(now.nodes.map((n) => n.id))
        for (const node of live)
          if (!own.has(key(node, 'head'))) expect(on.has(node), `${node} fell out by another’s undo`).toBe(true)
      }
      meet(hands)
      expect(graphOf(hands[1]!.entries)).toEqual(graphOf(hands[0]!.entries))
    })
  })
})

describe('how cases merge', () => {
  const two = (write: (first: Hand) => void): [Hand, Hand] => {
    const ann = hand(1)
    write(ann)
    return [ann, hand(2, ann)]
  }
  const gain = (h: Hand, node: string, y: number) =>
    h.edit((grade) => grade.control(CLIP, '0', node, 'primaries.gain', [y, 1, 1, 1]))
  const nodeOf = (h: Hand) => graphOf(h.entries).nodes[0]!

  it('[DOC7] both append a node: both stay, one after the other, in id order', () => {
    const [ann, ben] = two((h) => h.edit((grade) => void grade.append(CLIP, '0')))
    for (const h of [ann, ben]) h.edit((grade) => void grade.append(CLIP, '0'))
    const [base, ...made] = [...graphOf(ann.entries).nodes, graphOf(ben.entries).nodes[1]!].map((n) => n.id)
    meet([ann, ben])
    expect(graphOf(ann.entries).nodes.map((n) => n.id)).toEqual([base, ...made.sort()])
  })

  it('[DOC7] two edits of one wheel: one tuple wins whole, the same one everywhere', () => {
    const [ann, ben] = two((h) => h.edit((grade) => void grade.append(CLIP, '0')))
    const { id } = nodeOf(ann)
    ann.edit((grade) => grade.control(CLIP, '0', id, 'primaries.gain', [2, 1, 1, 1]))
    ben.edit((grade) => grade.control(CLIP, '0', id, 'primaries.gain', [1, 3, 1, 1]))
    meet([ann, ben])
    const won = ann.entries.get(key(id, 'primaries.gain'))
    expect([[2, 1, 1, 1] as Value, [1, 3, 1, 1]]).toContainEqual(won)
    expect(ben.entries.get(key(id, 'primaries.gain'))).toEqual(won)
  })

  it('[DOC7] delete while another edits: gone wins the picture; its undo brings back the node and the other’s value', () => {
    const [ann, ben] = two((h) => {
      h.edit((grade) => void grade.append(CLIP, '0'))
      gain(h, nodeOf(h).id, 2)
      h.edit((grade) => grade.label(CLIP, '0', nodeOf(h).id, 'skin'))
    })
    const { id } = nodeOf(ann)
    const changes = ann.edit((grade) => grade.remove(CLIP, '0', id))
    gain(ben, id, 3)
    meet([ann, ben])
    expect(graphOf(ben.entries).nodes).toEqual([])
    const back = takeBack({ label: 'Delete node', changes }, ann.entries)
    expect(back.skipped).toEqual([key(id, 'primaries.gain')])
    ann.write(back.writes)
    meet([ann, ben])
    expect(nodeOf(ben)).toMatchObject({ id, label: 'skin' })
    expect(nodeOf(ben).controls.get('primaries.gain')).toEqual([3, 1, 1, 1])
  })

  it('[DOC7] set against reset: set wins, whoever has the higher client id', () => {
    for (const setter of [0, 1]) {
      const hands = two((h) => {
        h.edit((grade) => void grade.append(CLIP, '0'))
        gain(h, nodeOf(h).id, 2)
      })
      const { id } = nodeOf(hands[0])
      gain(hands[setter]!, id, 3)
      hands[1 - setter]!.edit((grade) => grade.reset(key(id, 'primaries.gain')))
      meet(hands)
      for (const h of hands) expect(h.entries.get(key(id, 'primaries.gain'))).toEqual([3, 1, 1, 1])
    }
  })

  it('[DOC7] two branches into a mixer: both live; two keyframes: both land; one outline: one wins whole', () => {
    let mixer = ''
    const [ann, ben] = two((h) =>
      h.edit((grade) => {
        mixer = grade.append(CLIP, '0', 'parallel')
      }),
    )
    const { draw } = ann
    const [branchA, branchB] = [ann, ben].map((h) => {
      let made = ''
      h.edit((grade) => {
        const before = graphOf(grade.entries).nodes[0]!.inputs[0]!.node
        made = `branch${draw(10)}${draw(10)}`
        grade.control(CLIP, '0', made, 'head', ['corrector', mixer, '0'])
        grade.control(CLIP, '0', made, 'in.0', [before, 'rgb'])
        grade.edge(CLIP, '0', mixer, made)
        grade.keyframe(CLIP, '0', made, 'log.offset', 1, 'linear', [0, 0, 0])
        grade.keyframe(CLIP, '0', mixer, 'key.out', h === ann ? 1 : 9, 'ease', [1, 0])
        grade.control(
          CLIP,
          '0',
          mixer,
          'w.outline1/path',
          Array.from({ length: 12 }, () => (h === ann ? 1 : 2)),
        )
      })
      return made
    })
    meet([ann, ben])
    const graph = graphOf(ben.entries)
    expect(
      graph.nodes
        .at(-1)!
        .inputs.map((e) => e.node)
        .sort(),
    ).toEqual(['src', branchA, branchB].sort())
    expect(ben.entries.has(key(mixer, 'key.out@1')) && ben.entries.has(key(mixer, 'key.out@9'))).toBe(true)
    expect(new Set(ben.entries.get(key(mixer, 'w.outline1/path'))).size).toBe(1)
    expect(graph).toEqual(graphOf(ann.entries))
  })

  it('[DOC7] an append undone while another put a node after it: that node stays behind what came before', () => {
    const [ann, ben] = two((h) => h.edit((grade) => void grade.append(CLIP, '0')))
    const first = nodeOf(ann).id
    const changes = ann.edit((grade) => void grade.append(CLIP, '0'))
    Y.applyUpdate(ben.doc, Y.encodeStateAsUpdate(ann.doc))
    const after = ben.edit((grade) => void grade.append(CLIP, '0'))
    ann.write(takeBack({ label: '', changes }, ann.entries).writes)
    meet([ann, ben])
    expect(graphOf(ann.entries).nodes.map((n) => n.id)).toEqual([first, after[0]!.key.split('/')[2]])
  })
})
