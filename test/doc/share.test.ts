import { describe, expect, it } from 'vitest'
import type { GradeWriter } from '../../shared/doc/edit.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { checkEntry } from '../../shared/doc/schema.ts'
import {
  addShared,
  beginTree,
  defaultTree,
  isTouched,
  setDefaultTree,
  share,
  sharedBodies,
  unshare,
} from '../../shared/doc/share.ts'
import { CLIP, hand, id, lineOf, meet, serial } from '../kit/grade.ts'

const other = 'c.clip0002'
const on = (names: string) => {
  const h = hand(7)
  h.write(new Map(Object.entries(serial(names))))
  return h
}
type Hand = ReturnType<typeof on>
const node = (h: Hand, name: string, level = CLIP) => {
  const graph = readGraph(h.entries, level, '0')
  return [...graph.nodes, ...graph.loose].find((n) => n.id === id(name))!
}
function run<T>(h: Hand, write: (grade: GradeWriter) => T): T {
  let answer: T | undefined
  const changes = h.edit((grade) => {
    answer = write(grade)
  })
  for (const { key, to } of changes) if (to) expect(checkEntry('grade', key, to), key).toBeNull()
  return answer as T
}
const graded = () => {
  const h = on('a b')
  h.edit((g) => {
    g.control(CLIP, '0', id('a'), 'primaries.gain', [1, 2, 1, 1])
    g.label(CLIP, '0', id('a'), 'SKIN')
    g.window(CLIP, '0', id('a'), 'circle')
  })
  return h
}
const shareA = (h: Hand): string => {
  const made = run(h, (g) => share(g, CLIP, '0', node(h, 'a')))
  if ('refusal' in made) throw new Error(made.refusal)
  return made.id
}

describe('a shared node', () => {
  it('[SHARE1] holds nothing where it stands: what it held stands once, under its shared id, and its name in both places', () => {
    const h = graded()
    const made = shareA(h)
    const here = node(h, 'a')
    expect([here.kind, here.shared, here.label, here.controls.size, here.windows.length]).toEqual([
      'shared',
      made,
      'SKIN',
      0,
      0,
    ])
    const body = readGraph(h.entries, `s.${made}`, '0').nodes
    expect(body.map((n) => [n.label, [...n.controls.keys()], n.windows.length])).toEqual([
      ['SKIN', ['primaries.gain'], 1],
    ])
    expect(lineOf(h.entries)).toBe('a b')
  })

  it('[SHARE1] is used in another clip, and both are counted', () => {
    const h = graded()
    const made = shareA(h)
    const there = run(h, (g) => addShared(g, other, '0', made, null))
    expect(readGraph(h.entries, other, '0').nodes.map((n) => [n.id, n.shared, n.label])).toEqual([
      [there, made, 'SKIN'],
    ])
    expect(sharedBodies(h.entries)).toEqual([{ id: made, label: 'SKIN', users: [CLIP, other] }])
  })

  it('[SHARE2] made one’s own again it holds what the body holds now, and the others go on sharing', () => {
    const h = graded()
    const made = shareA(h)
    run(h, (g) => addShared(g, other, '0', made, null))
    h.edit((g) => g.control(`s.${made}`, '0', id('a'), 'primaries.gain', [3, 1, 1, 1]))
    expect(run(h, (g) => unshare(g, CLIP, '0', node(h, 'a')))).toBeNull()
    const here = node(h, 'a')
    expect([here.kind, here.shared, here.controls.get('primaries.gain'), here.windows.length]).toEqual([
      'corrector',
      null,
      [3, 1, 1, 1],
      1,
    ])
    expect(sharedBodies(h.entries)[0]!.users).toEqual([other])
    h.edit((g) => g.append(`s.${made}`, '0'))
    run(h, (g) => addShared(g, CLIP, '0', made, id('b')))
    const two = readGraph(h.entries, CLIP, '0').nodes.at(-1)!
    expect(run(h, (g) => unshare(g, CLIP, '0', two))).toMatch(/more than one node/)
  })

  it('[SHARE2] a mixer, a node with another’s key and a node within a shared one are refused in a sentence', () => {
    const h = graded()
    run(h, (g) => g.outside(CLIP, '0', id('a')))
    const outside = readGraph(h.entries, CLIP, '0').nodes.find((n) => n.key !== null)!
    expect(run(h, (g) => share(g, CLIP, '0', outside))).toMatchObject({
      refusal: expect.stringMatching(/takes its key/),
    })
    run(h, (g) => g.beside(CLIP, '0', id('b'), 'layer'))
    const mixer = readGraph(h.entries, CLIP, '0').nodes.find((n) => n.kind === 'layer')!
    expect(run(h, (g) => share(g, CLIP, '0', mixer))).toMatchObject({ refusal: expect.stringMatching(/corrector/) })
    const made = shareA(h)
    expect(run(h, (g) => share(g, `s.${made}`, '0', readGraph(h.entries, `s.${made}`, '0').nodes[0]!))).toMatchObject({
      refusal: expect.stringMatching(/no shared node/),
    })
  })
})

describe('the default tree', () => {
  const set = (h: Hand) => run(h, (g) => setDefaultTree(g, { level: CLIP, version: '0' }))
  it('[SHARE3] a clip that nobody has touched begins with a copy, under the same node ids, without sizing and keyframes', () => {
    const h = graded()
    h.edit((g) => {
      g.keyframe(CLIP, '0', id('b'), 'primaries.lift', 12, 'linear', [1, 0, 0, 0])
      g.put(`${CLIP}/0/sizing/input`, ['fit', 0, 0, 1, 0, false, false])
    })
    set(h)
    expect(isTouched(h.entries, other, '0')).toBe(false)
    expect(run(h, (g) => beginTree(g, other, '0'))).toBe(id('b'))
    expect(lineOf(h.entries, other)).toBe('a b')
    expect(node(h, 'a', other).label).toBe('SKIN')
    expect([...h.entries.keys()].filter((key) => key.startsWith(other) && /sizing|@/.test(key))).toEqual([])
    expect(sharedBodies(h.entries)).toEqual([])
  })

  it('[SHARE3] a touched clip, another level and a session without one begin as they are', () => {
    const h = graded()
    expect(run(h, (g) => beginTree(g, other, '0'))).toBeNull()
    set(h)
    expect(run(h, (g) => beginTree(g, CLIP, '0'))).toBeNull()
    expect(run(h, (g) => beginTree(g, 't', '0'))).toBeNull()
    run(h, (g) => setDefaultTree(g, null))
    expect([...h.entries.keys()].filter((key) => key.startsWith(`s.${defaultTree}/`))).toEqual([])
  })

  it('[SHARE3] two who touch a clip at once, apart, begin the same one tree', () => {
    const one = graded()
    set(one)
    const two = hand(9, one)
    for (const h of [one, two]) run(h, (g) => beginTree(g, other, '0'))
    meet([one, two])
    expect([lineOf(one.entries, other), lineOf(two.entries, other)]).toEqual(['a b', 'a b'])
  })
})
