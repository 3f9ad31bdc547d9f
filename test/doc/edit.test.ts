import { describe, expect, it } from 'vitest'
import { GradeWriter, planWrites, stored } from '../../shared/doc/edit.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { between } from '../../shared/doc/order.ts'
import { clipGroup, clipVersion, Shelves } from '../../shared/doc/read.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import { readBlanking, readSizing, restSizing } from '../../shared/doc/sizing.ts'
import { CLIP, hand, id, lineOf, serial } from '../kit/grade.ts'
import { forEachSeed, seeded } from '../kit/seed.ts'

/** A hand on the given graph of short names. */
const on = (names: string) => {
  const h = hand(7)
  h.write(new Map(Object.entries(serial(names))))
  return h
}
const graphOf = (h: ReturnType<typeof on>) => readGraph(h.entries, CLIP, '0')
const at = (node: string, control: string) => `${CLIP}/0/${node}/${control}`

describe('a node beside another, and outside it', () => {
  const kinds = (h: ReturnType<typeof on>) =>
    graphOf(h).nodes.map(({ kind, inputs }) => [kind, inputs.map((e) => e.node)])
  const run = (h: ReturnType<typeof on>, write: (grade: GradeWriter) => string | null): string | null => {
    let made: string | null = null
    h.edit((grade) => {
      made = write(grade)
    })
    return made
  }

  it('[GRAPH14] the first brings a mixer of its kind, the next goes into it, and each reads what its neighbour reads', () => {
    const h = on('a b c')
    const [a, b, c] = ['a', 'b', 'c'].map(id) as [string, string, string]
    const d = run(h, (grade) => grade.beside(CLIP, '0', b, 'parallel'))!
    const mixer = graphOf(h).nodes.find(({ kind }) => kind === 'parallel')!.id
    expect(kinds(h)).toEqual([
      ['corrector', ['src']],
      ['corrector', [a]],
      ['corrector', [a]],
      ['parallel', [b, d]],
      ['corrector', [mixer]],
    ])
    const e = run(h, (grade) => grade.beside(CLIP, '0', d, 'parallel'))!
    const graph = graphOf(h)
    expect(graph.nodes.filter(({ kind }) => kind === 'parallel').length).toBe(1)
    expect(graph.nodes.find(({ id: one }) => one === mixer)!.inputs.map((one) => one.node)).toEqual([b, d, e])
    expect(graph.nodes.find(({ id: one }) => one === e)!.inputs[0]!.node).toBe(a)
    // Of another kind it is a mixer of its own.
    run(h, (grade) => grade.beside(CLIP, '0', c, 'layer'))
    expect(graphOf(h).nodes.filter(({ kind }) => kind === 'layer').length).toBe(1)
    expect([graph.loose.length, graphOf(h).loose.length]).toEqual([0, 0])
  })

  it('[GRAPH14] beside what is not in the picture there is nothing', () => {
    const h = on('a b')
    run(h, (grade) => {
      grade.extract(CLIP, '0', id('a'))
      return null
    })
    expect(run(h, (grade) => grade.beside(CLIP, '0', id('a'), 'layer'))).toBeNull()
    expect(kinds(h)).toEqual([['corrector', ['src']]])
  })

  it('[GRAPH14] outside works on the picture after, by the inverted key of the one before', () => {
    const h = on('a b')
    const made = run(h, (grade) => grade.outside(CLIP, '0', id('a')))!
    const [, outside, after] = graphOf(h).nodes
    expect(outside).toMatchObject({
      id: made,
      key: { node: id('a'), port: 'key', invert: true, mode: 'matte', gain: 1 },
    })
    expect([outside!.inputs[0]!.node, after!.inputs[0]!.node]).toEqual([id('a'), made])
    expect(checkEntry('grade', at(made, 'key'), h.entries.get(at(made, 'key')))).toBeNull()
  })
})

describe('values as they are stored', () => {
  it('[DOC4] numbers are rounded to f32 without −0, text is brought to NFC', () => {
    expect(stored([0.1, -0, 'e\u0301', true, null])).toEqual([Math.fround(0.1), 0, 'é', true, null])
    expect(Object.is(stored([-0])[0], 0)).toBe(true)
  })

  it('[DOC4] whatever a writer writes is of the grammar', () => {
    const writes = planWrites(new Shelves(), seeded(1), (grade) => {
      const node = grade.append(CLIP, '0')
      const mixer = grade.append(CLIP, '0', 'layer')
      grade.edge(CLIP, '0', mixer, node)
      grade.control(CLIP, '0', node, 'primaries.gain', [1.1, 1, 0.9, 1])
      grade.keyframe(CLIP, '0', node, 'log.offset', 12, 'ease', [0.1, 0, 0])
      grade.on(CLIP, '0', node, false)
      grade.label(CLIP, '0', node, 'e\u0301')
      grade.changeWindow(CLIP, '0', node, grade.window(CLIP, '0', node), {
        name: 'eye',
        soft: [0.1],
        shape: [0.1, 0, 0.3, 0.3, 15],
      })
      grade.extract(CLIP, '0', node)
      grade.link(CLIP, '0', node, 'out')
      grade.sizing('clip0001', '0', { ...restSizing, zoom: 1.1 })
      grade.addVersion('clip0001', 'warm')
      grade.group('clip0001', grade.addGroup('day'))
      grade.remove(CLIP, '0', mixer)
    })
    expect(writes.size).toBeGreaterThan(30)
    for (const [key, value] of writes) if (value) expect(checkEntry('grade', key, value)).toBeNull()
  })
})

describe('nodes', () => {
  it('[DOC8] append, before and after put a node where they say; what is not there means the end', () => {
    const h = on('a b')
    const [x, y, z] = ['', '', '']
    const made = { x, y, z }
    h.edit((grade) => {
      made.x = grade.before(CLIP, '0', id('b'))
      made.y = grade.after(CLIP, '0', id('a'))
      made.z = grade.before(CLIP, '0', 'nowhere0')
    })
    expect(graphOf(h).nodes.map((n) => n.id)).toEqual([id('a'), made.y, made.x, id('b'), made.z])
  })

  it('[DOC8] a deleted node keeps head and in.0, its other keys go, and nobody downstream is touched', () => {
    const h = on('a b c')
    h.edit((grade) => {
      grade.label(CLIP, '0', id('b'), 'skin')
      grade.window(CLIP, '0', id('b'))
      grade.keyframe(CLIP, '0', id('b'), 'log.offset', 1, 'linear', [0, 0, 0])
    })
    const changes = h.edit((grade) => grade.remove(CLIP, '0', id('b')))
    expect([...h.entries.keys()].filter((key) => key.includes(id('b')))).toEqual([
      at(id('b'), 'head'),
      at(id('b'), 'in.0'),
    ])
    expect(h.entries.get(at(id('b'), 'head'))).toEqual(['gone', 'out', '0'])
    expect(changes.every((c) => c.key.includes(`/${id('b')}/`))).toBe(true)
    expect(lineOf(h.entries)).toBe('a c')
    expect(h.edit((grade) => grade.remove(CLIP, '0', id('b')))).toEqual([])
  })

  it('[DOC8] an extracted node is out of the picture and whole; link puts it back anywhere', () => {
    const h = on('a b c')
    h.edit((grade) => grade.label(CLIP, '0', id('b'), 'skin'))
    h.edit((grade) => grade.extract(CLIP, '0', id('b')))
    expect(lineOf(h.entries)).toBe('a c (b)')
    expect(graphOf(h).loose[0]!.label).toBe('skin')
    h.edit((grade) => grade.link(CLIP, '0', id('b'), 'out'))
    expect(lineOf(h.entries)).toBe('a c b')
    h.edit((grade) => grade.link(CLIP, '0', id('b'), id('a')))
    expect(lineOf(h.entries)).toBe('b a c')
    h.edit((grade) => grade.link(CLIP, '0', id('b'), id('b')))
    expect(lineOf(h.entries)).toBe('b a c')
  })

  it('[DOC8] a node put before one that is out of the picture is not in the picture either', () => {
    const h = on('a b')
    h.edit((grade) => grade.extract(CLIP, '0', id('b')))
    h.edit((grade) => void grade.before(CLIP, '0', id('b')))
    expect(graphOf(h).nodes.map((n) => n.id)).toEqual([id('a')])
    expect(graphOf(h).loose.length).toBe(2)
  })

  it('[DOC8] a mixer takes edges in order, an insert goes on the edge that is named, and a deleted one leaves its first branch', () => {
    const h = on('a')
    let [mixer, branch, twig] = ['', '', '']
    h.edit((grade) => {
      mixer = grade.append(CLIP, '0', 'parallel')
      branch = grade.before(CLIP, '0', mixer)
    })
    const [edge] = graphOf(h).nodes.at(-1)!.inputs
    expect(edge!.node).toBe(branch)
    const second = { edge: '' }
    h.edit((grade) => {
      second.edge = grade.edge(CLIP, '0', mixer, id('a'))
      twig = grade.insert(CLIP, '0', mixer, 'corrector', second.edge)
    })
    const graph = graphOf(h)
    expect(graph.nodes.at(-1)!.inputs.map((e) => [e.edge, e.node])).toEqual([
      [edge!.edge, branch],
      [second.edge, twig],
    ])
    expect(graph.nodes.find((n) => n.id === twig)!.inputs[0]!.node).toBe(id('a'))
    let both = ''
    h.edit((grade) => {
      both = grade.after(CLIP, '0', id('a'))
    })
    const readers = graphOf(h).nodes.filter((n) => n.inputs.some((e) => e.node === both))
    expect(readers.map((n) => n.id).sort()).toEqual([branch, twig].sort())
    h.edit((grade) => grade.remove(CLIP, '0', mixer))
    const left = graphOf(h).nodes.map((n) => n.id)
    expect(new Set(left)).toEqual(new Set([id('a'), both, branch, twig]))
    expect(left.slice(0, 2)).toEqual([id('a'), both])
  })

  it('[DOC8] one transaction, and only what differs is written and answered', () => {
    const h = on('a')
    let updates = 0
    h.doc.on('update', () => updates++)
    const change = () =>
      h.edit((grade) => {
        grade.control(CLIP, '0', id('a'), 'primaries.gain', [2, 1, 1, 1])
        grade.label(CLIP, '0', id('a'), 'skin')
      })
    expect(change().map((c) => [c.from, c.to])).toEqual([
      [null, [2, 1, 1, 1]],
      [null, ['skin']],
    ])
    expect(change()).toEqual([])
    expect(updates).toBe(1)
    expect(h.edit((grade) => grade.reset(at(id('a'), 'label')))).toEqual([
      { key: at(id('a'), 'label'), from: ['skin'], to: null },
    ])
    expect(h.edit((grade) => grade.reset(at(id('a'), 'label')))).toEqual([])
  })

  it('[DOC8] a writer reads what it wrote', () => {
    const writer = new GradeWriter(new Shelves(), seeded(3))
    const node = writer.append('t', '0')
    writer.label('t', '0', node, 'x')
    expect(writer.entries.get(`t/0/${node}/label`)).toEqual(['x'])
    writer.reset(`t/0/${node}/label`)
    expect(writer.entries.has(`t/0/${node}/label`)).toBe(false)
    expect(readGraph(writer.entries, 't', '0').nodes.map((n) => n.id)).toEqual([node])
  })
})

describe('windows, sizing, versions, groups', () => {
  it('[DOC9] a window is added over the others, changed and removed whole', () => {
    const h = on('a')
    let [first, second] = ['', '']
    h.edit((grade) => {
      first = grade.window(CLIP, '0', id('a'))
      second = grade.window(CLIP, '0', id('a'))
      grade.changeWindow(CLIP, '0', id('a'), first, { invert: true, shape: [0.25, 0, 1, 1, 0] })
    })
    expect(graphOf(h).nodes[0]!.windows).toMatchObject([
      { id: first, kind: 'circle', on: true, invert: true, shape: [0.25, 0, 1, 1, 0], soft: [Math.fround(0.2)] },
      { id: second, invert: false, shape: [0, 0, 0.5, 0.5, 0] },
    ])
    h.edit((grade) => grade.removeWindow(CLIP, '0', id('a'), first))
    expect(graphOf(h).nodes[0]!.windows.map((w) => w.id)).toEqual([second])
    expect([...h.entries.keys()].some((key) => key.includes(first))).toBe(false)
    expect(h.edit((grade) => grade.changeWindow(CLIP, '0', id('a'), first, { on: false }))).toEqual([])
  })

  it('[DOC9] input sizing is read as it was written, of the version in use', () => {
    const h = on('a')
    const sizing = { fit: 'fill', pan: [0.5, -0.25], zoom: 2, rotate: 90, flipX: true, flipY: false } as const
    expect(readSizing(h.entries, 'clip0001')).toEqual(restSizing)
    h.edit((grade) => grade.sizing('clip0001', '0', sizing))
    expect(readSizing(h.entries, 'clip0001')).toEqual(sizing)
    h.edit((grade) => grade.chooseVersion('clip0001', 'vers0001'))
    expect(readSizing(h.entries, 'clip0001')).toEqual(restSizing)
  })

  it('[DOC9] sizing and blanking stand at a frame as their keyframes say there; blanking is a clip’s or the timeline’s', () => {
    const h = on('a')
    h.edit((grade) => {
      grade.keyframe(CLIP, '0', 'sizing', 'input', 10, 'linear', ['fit', 0, 0, 1, 0, false, false])
      grade.keyframe(CLIP, '0', 'sizing', 'input', 14, 'linear', ['fill', 0.5, 0, 2, 0, true, false])
      grade.blanking(CLIP, '0', [0, 0.125, 0, 0.125])
      grade.keyframe('t', '0', 'sizing', 'blanking', 100, 'linear', [0, 0, 0, 0])
      grade.keyframe('t', '0', 'sizing', 'blanking', 104, 'linear', [0.5, 0, 0, 0])
    })
    expect(readSizing(h.entries, 'clip0001', 12)).toEqual({ ...restSizing, pan: [0.25, 0], zoom: 1.5 })
    expect(readSizing(h.entries, 'clip0001', 20)).toMatchObject({ fit: 'fill', zoom: 2, flipX: true })
    expect([readBlanking(h.entries, CLIP, 12), readBlanking(h.entries, 't', 102)]).toEqual([
      [0, 0.125, 0, 0.125],
      [0.25, 0, 0, 0],
    ])
    h.edit((grade) => grade.chooseVersion('clip0001', 'vers0001'))
    expect(readBlanking(h.entries, CLIP, 12)).toEqual([0, 0, 0, 0])
  })

  it('[DOC9] a version begins as a copy of the one in use and changes apart from it', () => {
    const h = on('a b')
    h.edit((grade) => void grade.addVersion('clip0001', 'warm'))
    const version = clipVersion(h.entries, 'clip0001')
    expect(lineOf(h.entries, CLIP, version)).toBe('a b')
    h.edit((grade) => grade.remove(CLIP, version, id('a')))
    expect([lineOf(h.entries), lineOf(h.entries, CLIP, version)]).toEqual(['a b', 'b'])
    expect(h.entries.get(`${CLIP}/${version}/name`)).toEqual(['warm'])
    h.edit((grade) => grade.chooseVersion('clip0001', '0'))
    expect(clipVersion(h.entries, 'clip0001')).toBe('0')
  })

  it('[DOC9] a clip joins a group and leaves it', () => {
    const h = on('a')
    let group = ''
    h.edit((grade) => {
      group = grade.addGroup('day')
      grade.group('clip0001', group)
      grade.append(`g.${group}.pre`, '0')
    })
    expect(clipGroup(h.entries, 'clip0001')).toBe(group)
    expect(readGraph(h.entries, `g.${group}.pre`, '0').nodes.length).toBe(1)
    h.edit((grade) => grade.group('clip0001', null))
    expect(clipGroup(h.entries, 'clip0001')).toBeNull()
  })
})

describe('fractional order', () => {
  it('[DOC10] there is room between any two, before the first and after the last', () => {
    forEachSeed(300, (draw) => {
      const list: string[] = []
      for (let i = 0; i < 60; i++) {
        const place = draw(list.length + 1)
        list.splice(place, 0, between(list[place - 1] ?? '', list[place] ?? null))
      }
      expect([...list].sort()).toEqual(list)
      expect(new Set(list).size).toBe(list.length)
      for (const order of list) expect(order).toMatch(/^[0-9a-z]{1,32}$/)
    })
    const wrong: [string, string | null][] = [
      ['m', 'm'],
      ['z', 'a'],
      ['m', 'm0'],
      ['z'.repeat(40), null],
    ]
    for (const [low, high] of wrong) expect(between(low, high)).toMatch(/^[0-9a-z]{1,32}$/)
  })
})

describe('a value of another', () => {
  it('[DOC4] what cannot be stored as f32 is left for the schema to refuse', () => {
    const value: Value = stored([1e300, Number.NaN])
    expect(checkEntry('grade', at(id('a'), 'matte'), value)).toContain('holds Infinity')
  })
})
