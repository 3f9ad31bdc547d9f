import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isRest } from '../../shared/doc/diff.ts'
import type { Entries, Graph, Value } from '../../shared/doc/grade.ts'
import { chainGrades, gradeOf, placeGrade } from '../../shared/doc/grade-chain.ts'
import { controlFields, GRADE_FORMAT, type Grade, nodeFields, partFields } from '../../shared/doc/grade-json.ts'
import { parseGrade } from '../../shared/doc/grade-parse.ts'
import { printGrade } from '../../shared/doc/grade-print.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { jsonPlace } from '../../shared/doc/json-place.ts'
import { isMixer } from '../../shared/doc/wiring.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { type Hand, hand } from '../kit/grade.ts'
import { type Draw, forEachSeed, pick, seeded } from '../kit/seed.ts'
import { CLIP, session } from '../render/kit.ts'

const LEVEL = `c.${CLIP}`
const read = (text: string): Grade => {
  const grade = parseGrade(text)
  if (typeof grade === 'string') throw new Error(grade)
  return grade
}
const json = (file: object): string => JSON.stringify({ format: GRADE_FORMAT, ...file })
const plan = (entries: Entries, frame = 5) => compilePlan({ session: session(), entries, clip: CLIP, frame })
const entriesOf = (...grades: Grade[]): Map<string, Value> => {
  const entries = chainGrades(grades, LEVEL, '0')
  if (typeof entries === 'string') throw new Error(entries)
  return entries
}

/** A grade as hands make one: every kind of node, windows, keys, keyframes, deletions, nodes unlinked on purpose. */
function made(draw: Draw, own: Hand): void {
  const number = (low: number, high: number) => low + ((high - low) * draw(1000)) / 1000
  const nodes: string[] = []
  own.edit((grade) => {
    for (let i = 0; i < 3 + draw(6); i++) {
      const kind = pick(draw, ['corrector', 'corrector', 'corrector', 'parallel', 'layer', 'split', 'shared'] as const)
      const into = nodes.length > 0 && draw(2) === 0 ? pick(draw, nodes) : 'out'
      const node = grade.insert(LEVEL, '0', into, kind)
      nodes.push(node)
      const control = (name: string, ...value: Value) => grade.control(LEVEL, '0', node, name, value)
      if (kind === 'corrector') {
        control('cdl.slope', number(0.5, 2), number(0.5, 2), 1)
        if (draw(3) === 0) control('cdl.style', 'asc')
        if (draw(3) === 0) control('primaries.gain', 1, number(0.5, 2), 1, 1)
        if (draw(3) === 0) control('primaries.saturation', 1)
        if (draw(3) === 0)
          for (const frame of [3, 12, 30])
            grade.keyframe(LEVEL, '0', node, 'primaries.gain', frame, 'ease', [number(0.5, 2), 1, 1, 1])
        if (draw(3) === 0) {
          const window = grade.window(LEVEL, '0', node, pick(draw, ['circle', 'linear', 'gradient'] as const))
          grade.changeWindow(LEVEL, '0', node, window, {
            shape: [0.1, 0, 0.5, 0.25, 30],
            invert: draw(2) === 0,
            name: 'face',
          })
          grade.control(LEVEL, '0', node, `w.${window}/opacity`, [0.5])
          grade.window(LEVEL, '0', node)
        }
        if (draw(4) === 0) control('key', pick(draw, [...nodes, 'src']), 'rgb', true, 'mask', 0.5, 0, 0)
        if (draw(4) === 0) control('key.out', 0.5, 0)
      }
      if (kind === 'layer') {
        control('mode', 'screen')
        grade.edge(LEVEL, '0', node, 'src')
      }
      if (kind === 'parallel') grade.edge(LEVEL, '0', node, pick(draw, [...nodes.slice(0, -1), 'src']))
      if (kind === 'shared') {
        control('shared', 'shared01')
        grade.control('s.shared01', '0', grade.append('s.shared01', '0'), 'cdl.power', [number(0.5, 2), 1, 1])
      }
      if (draw(4) === 0) grade.label(LEVEL, '0', node, 'Néw')
      if (draw(8) === 0) grade.on(LEVEL, '0', node, false)
    }
    if (draw(2) === 0) grade.remove(LEVEL, '0', pick(draw, nodes))
    if (draw(2) === 0) grade.extract(LEVEL, '0', pick(draw, nodes))
    if (draw(2) === 0)
      grade.sizing(CLIP, '0', { fit: 'fill', pan: [0.5, 0], zoom: 2, rotate: 0, flipX: true, flipY: false })
  })
}

/** A graph without neutrals, and without the names of a mixer's edges that nobody drew. */
const bare = ({ nodes, loose, out }: Graph) => ({
  out,
  nodes: [...nodes, ...loose].map((node) => ({
    ...node,
    inputs: node.inputs.map(({ node: from, port }) => [from, port]),
    controls: [...node.controls].filter(([control, value]) => !isRest(`${LEVEL}/0/${node.id}/${control}`, value)),
  })),
})

describe('[FILE3] a grade as JSON', () => {
  it('[FILE3] out of the document and into another it is the same graph, plan and look; its second print is the first', () => {
    let looks = 0
    forEachSeed(60, (draw, seed) => {
      const own = hand(seed)
      made(draw, own)
      const text = printGrade(own.entries, LEVEL, '0', 'acescct')
      const grade = read(text)
      expect(grade.working).toBe('acescct')
      const other = hand(seed + 1000)
      other.write(placeGrade(other.entries, LEVEL, '0', grade, other.draw))
      const drawn = (entries: Entries) => readGraph(entries, LEVEL, '0')
      expect(bare(drawn(other.entries))).toEqual(bare(drawn(own.entries)))
      for (const frame of [0, 5, 23]) expect(plan(other.entries, frame).name).toBe(plan(own.entries, frame).name)
      // A link that came about by a splice has another name in the copy, and with it the look.
      const named = drawn(own.entries).nodes.every(({ kind, inputs }) => {
        const edges = inputs.map(({ edge }) => edge)
        return isMixer(kind) ? !edges.includes('0') && new Set(edges).size === edges.length : edges[0] === '0'
      })
      if (named) expect(lookName(session(), other.entries, CLIP)).toBe(lookName(session(), own.entries, CLIP))
      looks += named ? 1 : 0
      expect(printGrade(other.entries, LEVEL, '0', 'acescct')).toBe(text)
      expect(plan(entriesOf(grade)).name).toBe(plan(own.entries).name)
    })
    expect(looks).toBeGreaterThan(20)
  })

  it('[FILE3] put in the place of another grade it leaves none of that, and what others share stays as it was', () => {
    forEachSeed(30, (draw, seed) => {
      const [one, two] = [hand(seed), hand(seed + 1000)]
      made(draw, one)
      made(draw, two)
      const wanted = plan(one.entries).name
      const body = [...two.entries].filter(([key]) => key.startsWith('s.shared01/'))
      const writes = placeGrade(two.entries, LEVEL, '0', read(printGrade(one.entries, LEVEL, '0', null)), two.draw)
      two.write(writes)
      expect(plan(two.entries).name).toBe(wanted)
      for (const [key, value] of body) expect(two.entries.get(key)).toEqual(value)
      // Its undo is the grade of before.
      expect(readGraph(two.entries, LEVEL, '0').nodes.length).toBe(readGraph(one.entries, LEVEL, '0').nodes.length)
    })
  })

  it('[FILE3] a bare list is serial correctors, a bare value a list of one, what is left out is at rest', () => {
    const grade = read(json({ nodes: [{ 'cdl.slope': [1.1, 1, 1], 'cdl.style': 'asc' }, { 'cdl.saturation': 0.5 }] }))
    const { nodes, out } = readGraph(entriesOf(grade), LEVEL, '0')
    expect(nodes.map(({ id, inputs, controls }) => [id, inputs[0]!.node, [...controls]])).toEqual([
      [
        '00000001',
        'src',
        [
          ['cdl.slope', [Math.fround(1.1), 1, 1]],
          ['cdl.style', ['asc']],
        ],
      ],
      ['00000002', '00000001', [['cdl.saturation', [0.5]]]],
    ])
    expect(out).toEqual({ node: '00000002', port: 'rgb' })
    expect(plan(entriesOf(read(json({})))).name).toBe(plan(new Map()).name)
  })

  it('[FILE3] grades in a row are one grade: each reads the one before, equal ids and shared bodies apart', () => {
    const a = gradeOf([{ 'cdl.slope': [1.5, 1, 1] }])
    const b = gradeOf([{ 'cdl.offset': [0, 0.125, 0] }, { 'cdl.power': [2, 1, 1] }])
    const one = gradeOf([{ 'cdl.slope': [1.5, 1, 1] }, { 'cdl.offset': [0, 0.125, 0] }, { 'cdl.power': [2, 1, 1] }])
    expect(plan(entriesOf(a, b)).name).toBe(plan(entriesOf(one)).name)
    expect(plan(entriesOf(b, a)).name).not.toBe(plan(entriesOf(one)).name)
    const shared = (slope: number) =>
      read(
        json({
          nodes: [{ kind: 'shared', shared: 'body0001' }],
          shared: { body0001: { nodes: [{ 'cdl.slope': [slope, 1, 1] }] } },
        }),
      )
    const twice = gradeOf([{ 'cdl.slope': [0.5, 1, 1] }, { 'cdl.slope': [2, 1, 1] }])
    expect(plan(entriesOf(shared(0.5), shared(2))).name).toBe(plan(entriesOf(twice)).name)
    // A grade that gives its source on is a wire.
    expect(plan(entriesOf(a, read(json({ nodes: [], out: 'src' })), b)).name).toBe(plan(entriesOf(one)).name)
    const sized = read(json({ sizing: { input: ['fit', 0, 0, 2, 0, false, false] } }))
    expect(chainGrades([sized, a, sized], LEVEL, '0')).toBe('Two of the grades hold a sizing; a picture is sized once.')
  })

  it.each<[string, string]>([
    ['', 'Line 1, column 1: the file is no JSON from here on.'],
    ['{"format":"samelight grade 1",\n"nodes":[{"on":tru', 'Line 2, column 16: the file is no JSON from here on.'],
    ['{\n "format": }', 'Line 2, column 12: the file is no JSON from here on.'],
    ['[]', 'The file is no JSON object.'],
    ['{"format":"samelight grade 2"}', 'format is "samelight grade 1", not "samelight grade 2".'],
    [json({ node: [] }), 'node is no field of a grade; it has format, working, nodes, out, shared, sizing.'],
    [json({ working: 'log' }), 'working is the id of a colour space, not "log".'],
    [json({ nodes: {} }), 'nodes is a list of nodes, not {}.'],
    [json({ nodes: [{}, 7] }), 'nodes[1] is a node, not 7.'],
    [json({ nodes: [{ id: 'A' }] }), 'nodes[0].id is eight characters of 0-9 a-z, not "A".'],
    [
      json({ nodes: [{ id: 'aaaaaaaa' }, { id: 'aaaaaaaa' }] }),
      'nodes[1].id is aaaaaaaa, as that of a node before it.',
    ],
    [
      json({ nodes: [{ kind: 'gone' }] }),
      'nodes[0].kind is one of corrector, parallel, layer, keymix, split, join, shared, not "gone".',
    ],
    [json({ nodes: [{ in: 'bbbbbbbb' }] }), 'nodes[0].in reads "bbbbbbbb", which is no node of this list.'],
    [json({ nodes: [{ in: { node: 'src', port: 'x' } }] }), 'nodes[0].in takes [node, port], not ["src","x"].'],
    [
      json({ nodes: [{ id: 'aaaaaaaa', in: 'bbbbbbbb' }, { id: 'bbbbbbbb' }] }),
      'nodes[0].in comes back to the node itself.',
    ],
    [json({ out: 'nowhere0' }), 'out reads "nowhere0", which is no node of this list.'],
    [
      json({ nodes: [{ 'cdl.slope': [1, 1] }] }),
      'nodes[0]["cdl.slope"] may not be: cdl.slope takes 3 values (r, g, b), not 2.',
    ],
    [
      json({ nodes: [{ 'cdl.slope': [1, 1, 17] }] }),
      'nodes[0]["cdl.slope"] may not be: cdl.slope b lies between 0 and 16, not at 17.',
    ],
    [json({ nodes: [{ 'cdl.slop': 1 }] }), 'nodes[0]["cdl.slop"] may not be: The operator cdl has no control "slop".'],
    [
      json({ nodes: [{ slope: 1 }] }),
      'nodes[0].slope is no field of a node; it has id, kind, in, key, shared, windows, keyframes, on, mode, key.out, matte, label, colour, at and <operator>.<control>.',
    ],
    [json({ nodes: [{ on: { a: 1 } }] }), 'nodes[0].on is a value or a list of values, not {"a":1}.'],
    [
      json({ nodes: [{ kind: 'shared', shared: 'body0001' }] }),
      'nodes[0].shared names "body0001", which is no body of this file.',
    ],
    [
      json({ nodes: [{ keyframes: { 'cdl.slope': { 3: ['slow', 1, 1, 1] } } }] }),
      'nodes[0].keyframes["cdl.slope"]["3"] takes [static or linear or ease or ease-in or ease-out, …tuple] at a keyframe, not ["slow",1,1,1].',
    ],
    [
      json({ nodes: [{ keyframes: { 'cdl.slope': { first: ['linear', 1, 1, 1] } } }] }),
      'nodes[0].keyframes["cdl.slope"].first is nothing that a grade has: cdl.slope@first.',
    ],
    [
      json({ nodes: [{ windows: [{ shape: ['x'] }] }] }),
      'nodes[0].windows[0].shape takes 1 to 16 numbers within ±65,504, not ["x"].',
    ],
    [
      json({ nodes: [{ windows: [{ radius: 1 }] }] }),
      'nodes[0].windows[0].radius is no field of a window; it has id, kind, on, invert, combine, order, name, track, keyframes, shape, soft, path, opacity.',
    ],
    [
      json({ nodes: [{ key: { node: 'src', gain: 99 } }] }),
      'nodes[0].key takes [node, port, invert, matte or mask, gain 0…16, offset −4…4, blur 0…2000], not ["src","rgb",false,"matte",99,0,0].',
    ],
    [json({ sizing: { zoom: 2 } }), 'sizing.zoom is nothing that a grade has: zoom.'],
    [json({ nodes: Array.from({ length: 1001 }, () => ({})) }), 'nodes holds 1001 nodes; 1000 is the most.'],
    [
      '{"format":"samelight grade 1","__proto__":1}',
      '["__proto__"] is no field of a grade; it has format, working, nodes, out, shared, sizing.',
    ],
  ])('[FILE4] %s is refused by its path and the rule', (text, sentence) => expect(parseGrade(text)).toBe(sentence))

  it('[FILE3] every control of a node and every part of a window that the grammar has is a field', () => {
    const own = /const ownPattern =\s*\/\^\(\?:(.*)\)\$\/\n/.exec(
      readFileSync(new URL('../../shared/doc/path.ts', import.meta.url), 'utf8'),
    )![1]!
    const [nodes, windows] = own.split('|w\\.[0-9a-z]{8}\\/')
    const words = (text: string) =>
      text
        .replace(/\\\.\(\?:0.*$/, '')
        .replace(/^\(\?:/, '')
        .split('|')
        .map((word) => word.replaceAll('\\', ''))
    const names = (...lists: (readonly { name: string }[])[]) => lists.flat().map(({ name }) => name)
    // Links stand in `in`, the kind and what a head says in fields of their own.
    expect(
      words(nodes!)
        .filter((word) => word !== 'head' && !word.startsWith('in.'))
        .sort(),
    ).toEqual(
      names(controlFields, nodeFields)
        .filter((name) => !['id', 'kind', 'in', 'windows', 'keyframes'].includes(name))
        .sort(),
    )
    expect(
      words(windows!)
        .filter((word) => word !== 'head')
        .sort(),
    ).toEqual([...names(partFields), 'track'].sort())
  })

  it('[FILE4] the place where a text stops being JSON is the first character that no JSON has there', () => {
    for (const text of ['{}', ' [1, -2.5e3, "a\\u00e9", {"b": [null, true]}] ', '7', '""', '[]'])
      expect(jsonPlace(text)).toBeNull()
    const places: [string, number, number][] = [
      ['{"a":1,}', 1, 8],
      ['{"a" 1}', 1, 6],
      ['[1\n 2]', 2, 2],
      ['[1]]', 1, 4],
      ['"a\nb"', 1, 1],
      ['[01]', 1, 3],
      ['{a:1}', 1, 2],
      ['[', 1, 2],
      ['nul', 1, 1],
    ]
    for (const [text, line, column] of places) {
      expect(() => JSON.parse(text)).toThrow()
      expect(jsonPlace(text)).toEqual({ line, column })
    }
  })

  it('[FILE4] no JSON whatever brings down the reader, and what it lets in the grammar lets in', () => {
    const draw = seeded(7)
    const own = hand(1)
    for (let i = 0; i < 4; i++) made(draw, own)
    const whole = JSON.parse(printGrade(own.entries, LEVEL, '0', null)) as object
    const junk = [null, true, -1, 1e999, '', 'src', [], {}, [[]], { node: 'src' }, 'aaaaaaaa', '\ud800']
    const bend = (value: unknown): unknown => {
      if (draw(300) === 0) return pick(draw, junk)
      if (Array.isArray(value)) return value.map(bend)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([name, v]) => [draw(300) === 0 ? 'in' : name, bend(v)]))
    }
    let [refused, taken] = [0, 0]
    for (let i = 0; i < 400; i++) {
      const grade = parseGrade(JSON.stringify(bend(whole)))
      if (typeof grade === 'string') {
        expect(grade).toMatch(/^\S.*\.$/)
        refused++
        continue
      }
      taken++
      plan(entriesOf(grade))
    }
    expect(refused).toBeGreaterThan(100)
    expect(taken).toBeGreaterThan(5)
  })
})
