/** Litter of the grade: what may be swept, and that sweeping it changes no picture and loses nobody's work, whoever was offline meanwhile. */
import { describe, expect, it } from 'vitest'
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { litterOf } from '../../shared/doc/litter.ts'
import { Shelves } from '../../shared/doc/read.ts'
import type { Session } from '../../shared/doc/session.ts'
import { restPipeline } from '../../shared/doc/session-read.ts'
import { lookName } from '../../shared/render/name.ts'
import { CLIP, type Hand, hand, meet } from '../kit/grade.ts'
import { type Draw, forEachSeed, pick, shuffled } from '../kit/seed.ts'
import { testMedia, testTimeline } from '../kit/suite.ts'

const key = (node: string, control: string): string => `${CLIP}/0/${node}/${control}`
const shelved = (entries: Iterable<readonly [string, Value]>): Shelves => {
  const out = new Shelves()
  for (const [at, value] of entries) out.set(at, value)
  return out
}
const without = (entries: Entries, keys: readonly string[]): Shelves =>
  shelved([...entries].filter(([at]) => !keys.includes(at)))
const litterIn = (entries: readonly (readonly [string, Value])[]): string[] => litterOf(shelved(entries)).sort()

const node = (id: string, before = 'out', kind = 'corrector'): [string, Value][] => [
  [key(id, 'head'), [kind, before, '0']],
  [key(id, 'in.0'), ['src', 'rgb']],
]

describe('litter', () => {
  it('[GRAPH13] is a node without a head, a window without one, and a bare wire that nothing names', () => {
    const lost: [string, Value][] = [
      [key('lost0001', 'primaries.gain'), [1, 2, 1, 1]],
      [key('lost0001', 'primaries.gain@12'), ['linear', 1, 2, 1, 1]],
      [key('lost0001', 'w.window01/shape'), [0, 0, 1, 1, 0]],
    ]
    const half: [string, Value] = [key('node0001', 'w.window02/shape'), [0, 0, 1, 1, 0]]
    const wire = node('wire0001', 'out', 'gone')
    expect(litterIn([...node('node0001'), ...lost, half, ...wire])).toEqual(
      [...lost, half, ...wire].map(([at]) => at).sort(),
    )
  })

  it('[GRAPH13] is no live node, no loose one, no wire that is named or has somebody’s work on it, no sizing and no clip’s own field', () => {
    expect(
      litterIn([
        ...node('node0001'),
        [key('loose001', 'head'), ['corrector', null]],
        ...node('wire0001', 'out', 'gone'),
        [key('node0002', 'head'), ['corrector', 'wire0001', '0']],
        ...node('wire0002', 'out', 'gone'),
        [key('node0003', 'in.0'), ['wire0002', 'rgb']],
        [key('node0003', 'head'), ['corrector', 'out', '0']],
        ...node('wire0003', 'out', 'gone'),
        [key('wire0003', 'primaries.gain@5'), ['linear', 1, 2, 1, 1]],
        [key('out', 'in.0'), ['node0001', 'rgb']],
        [key('sizing', 'input'), ['fit', 0, 0, 1, 0, false, false]],
        [`${CLIP}/use`, ['0']],
        [`${CLIP}/0/name`, ['Warm']],
        ['g.group001/name', ['Exteriors']],
      ]),
    ).toEqual([])
  })
})

const session: Session = {
  name: 'Test',
  linked: false,
  pipeline: restPipeline,
  timeline: testTimeline,
  media: new Map(testMedia.map((media) => [media.id, media])),
  seats: new Map(),
  driver: null,
  locks: [],
}
/** Graphs at no frame and at one, and the look that verdicts are bound to. */
const graphs = (entries: Shelves) => [
  readGraph(entries, CLIP, '0'),
  readGraph(entries, CLIP, '0', 20),
  lookName(session, entries, 'clip0001'),
]

function turn(h: Hand, draw: Draw): void {
  const { nodes, loose } = readGraph(h.entries, CLIP, '0')
  const all = [...nodes, ...loose]
  const id = all.length === 0 ? null : pick(draw, all).id
  const step = h.edit((grade) => {
    const what = pick(draw, [
      'append',
      'before',
      'remove',
      'remove',
      'extract',
      'link',
      'gain',
      'gain',
      'window',
      'shape',
      'unwindow',
      'frame',
    ])
    if (id === null || what === 'append') grade.append(CLIP, '0', pick(draw, ['corrector', 'corrector', 'parallel']))
    else if (what === 'before') grade.before(CLIP, '0', id)
    else if (what === 'remove') grade.remove(CLIP, '0', id)
    else if (what === 'extract') grade.extract(CLIP, '0', id)
    else if (what === 'link') grade.link(CLIP, '0', id, pick(draw, [...all.map((n) => n.id), 'out']))
    else if (what === 'gain') grade.control(CLIP, '0', id, 'primaries.gain', [1, 1 + draw(64) / 64, 1, 1])
    else if (what === 'frame')
      grade.keyframe(CLIP, '0', id, 'primaries.gain', draw(40), 'linear', [1, 1, 1, 1 + draw(8) / 8])
    else if (what === 'window') grade.window(CLIP, '0', id)
    else {
      const window = all.find((n) => n.id === id)!.windows[0]?.id
      if (window && what === 'shape') grade.changeWindow(CLIP, '0', id, window, { shape: [0, 0, 1, draw(64) / 64, 0] })
      else if (window) grade.removeWindow(CLIP, '0', id, window)
    }
  })
  // Somebody takes the step back at once, which is how heads go and others' controls stay.
  if (draw(4) === 0)
    h.edit((grade) => {
      for (const change of step) if (change.from === null) grade.reset(change.key)
    })
}

describe('sweeping', () => {
  it('[GRAPH13] changes no graph and no look, whatever was done, undone and merged before it', () => {
    let swept = 0
    forEachSeed(400, (draw) => {
      const first = hand(1 + draw(1e9), undefined, draw)
      for (let i = 2 + draw(4); i > 0; i--) turn(first, draw)
      const hands = [first, hand(1 + draw(1e9), first, draw), hand(1 + draw(1e9), first, draw)]
      for (let round = 0; round < 3; round++) {
        for (const h of hands) for (let i = 1 + draw(5); i > 0; i--) turn(h, draw)
        meet(hands, (updates) => shuffled(draw, updates))
      }
      const { entries } = first
      const keys = litterOf(entries)
      swept += keys.length
      const clean = without(entries, keys)
      expect(graphs(clean)).toEqual(graphs(entries))
    })
    if (process.env.SEED === undefined) expect(swept, 'there was something to sweep').toBeGreaterThan(200)
  })

  it('[GRAPH13] loses no node that somebody who was offline has made or kept, and all replicas meet', () => {
    forEachSeed(400, (draw) => {
      const first = hand(1 + draw(1e9), undefined, draw)
      for (let i = 2 + draw(4); i > 0; i--) turn(first, draw)
      const [hub, away] = [hand(1 + draw(1e9), first, draw), hand(1 + draw(1e9), first, draw)]
      for (let i = 1 + draw(6); i > 0; i--) turn(first, draw)
      meet([first, hub])
      // Away works on without a word of it, on whatever it still sees.
      for (let i = 1 + draw(6); i > 0; i--) turn(away, draw)
      hub.edit((grade) => {
        for (const at of litterOf(hub.entries)) grade.reset(at)
      })
      const live = (h: Hand): Set<string> => new Set(readGraph(h.entries, CLIP, '0').nodes.map((n) => n.id))
      const heads = (h: Hand): Map<string, Value> =>
        new Map(
          [...h.entries]
            .filter(([at]) => at.endsWith('/head') && !at.includes('/w.'))
            .map(([at, v]) => [at.split('/')[2]!, v]),
        )
      const kept = [...heads(away)]
        .filter(([id, head]) => head[0] !== 'gone' && head[1] !== null && !heads(hub).has(id))
        .map(([id]) => id)
      meet([first, hub, away], (updates) => shuffled(draw, updates))
      for (const other of [hub, away]) expect([...other.entries].sort()).toEqual([...first.entries].sort())
      const [now, known] = [live(first), heads(first)]
      for (const id of kept)
        if (known.has(id) && known.get(id)![0] !== 'gone' && known.get(id)![1] !== null) expect(now.has(id)).toBe(true)
      for (const id of live(away))
        if (known.has(id) && known.get(id)![0] !== 'gone') expect(now.has(id) || known.get(id)![1] === null).toBe(true)
    })
  })
})
