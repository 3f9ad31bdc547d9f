/** Contents, what a clip leans on, differences by control, and going back. */
import { describe, expect, it } from 'vitest'
import { changesByControl, clipChanges } from '../../shared/doc/change-list.ts'
import { parseContent, printContent } from '../../shared/doc/content.ts'
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { clipEntries, leansOn } from '../../shared/doc/lean.ts'
import { Shelves } from '../../shared/doc/read.ts'
import { restoreWrites, takeBackChanges } from '../../shared/doc/restore.ts'
import { writeFresh } from '../../shared/doc/session-edit.ts'
import { restPipeline, sessionOf } from '../../shared/doc/session-read.ts'
import { lookName } from '../../shared/render/name.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { CLIP, grade, hand, id, lineOf, serial } from '../kit/grade.ts'
import { seeded } from '../kit/seed.ts'
import { clipId, testMedia, testTimeline } from '../kit/suite.ts'

const pairs = writeFresh('Show', restPipeline, testTimeline, testMedia, true)
const session = sessionOf([...pairs] as [string, Value][])
const clip = clipId(1)
const key = (node: string, control: string) => `${CLIP}/0/${id(node)}/${control}`
const applied = (entries: Entries, writes: ReadonlyMap<string, Value | null>): Shelves => {
  const out = new Shelves()
  for (const [k, v] of entries) out.set(k, v)
  for (const [k, v] of writes)
    if (v === null) out.delete(k)
    else out.set(k, v)
  return out
}
const look = (entries: Entries): string => lookName(session, entries, clip)
const plan = (entries: Entries): string => compilePlan({ session, entries, clip, frame: 0 }).name

describe('the content of a moment', () => {
  it('[SNAP1] equal states print equal bytes, whatever order they came in; what is printed is read', () => {
    const entries = grade({ ...serial('a b'), [key('a', 'primaries.gain')]: [1.5, 1, 1, 1] })
    const other = new Map([...entries].reverse())
    const text = printContent(pairs as ReadonlyMap<string, Value>, entries)
    expect(printContent(new Map([...(pairs as ReadonlyMap<string, Value>)].reverse()), other)).toBe(text)
    expect(text).not.toContain('"name"')
    const content = parseContent(text)
    if (typeof content === 'string') throw new Error(content)
    expect(content.entries).toEqual(entries)
    expect(content.session.timeline).toEqual(session.timeline)
    expect(content.session.media).toEqual(session.media)
    expect(content.session.seats.size).toBe(0)
  })

  it.each([
    '',
    '{}',
    'null',
    '[]',
    '{"format":"samelight content 2"}',
    '{"format":"samelight content 1","session":[],"grade":[[1,[]]]}',
  ])('[SNAP1] %j is no content, and says so', (text) => expect(typeof parseContent(text)).toBe('string'))

  it('[SNAP1] a content stored by a newer Samelight is refused in words', () => {
    const text = printContent([['schema', [99]]], [])
    expect(parseContent(text)).toContain('newer Samelight')
  })
})

describe('what a clip leans on', () => {
  const entries = grade({
    ...serial('a'),
    [`${CLIP}/group`]: [id('grp')],
    [`g.${id('grp')}.pre/0/${id('p')}/head`]: ['corrector', 'out', '0'],
    [`t/0/${id('t')}/head`]: ['corrector', 'out', '0'],
    [key('s', 'head')]: ['shared', 'out', '0'],
    [key('s', 'shared')]: [id('body')],
    [`s.${id('body')}/0/${id('x')}/head`]: ['corrector', 'out', '0'],
    [`s.${id('other')}/0/${id('x')}/head`]: ['corrector', 'out', '0'],
    [`c.clip0002/0/${id('z')}/head`]: ['corrector', 'out', '0'],
    [`${CLIP}/versaaaa/${id('v')}/head`]: ['corrector', 'out', '0'],
  })

  it('[HIST1] is its version in use, its group’s two, the timeline, and the shared nodes they name', () => {
    expect(leansOn(entries, clip).map(({ level, version }) => `${level}/${version}`)).toEqual([
      `${CLIP}/0`,
      `g.${id('grp')}.pre/0`,
      `g.${id('grp')}.post/0`,
      't/0',
      `s.${id('body')}/0`,
    ])
    const own = clipEntries(entries, clip)
    expect(
      [...own.keys()].some((k) => k.includes('clip0002') || k.includes('versaaaa') || k.includes(id('other'))),
    ).toBe(false)
    expect(look(own)).toBe(look(entries))
    expect(plan(own)).toBe(plan(entries))
  })
})

describe('differences by control', () => {
  const before = grade({ ...serial('a b'), [key('a', 'primaries.gain')]: [1.5, 1, 1, 1] })
  const after = grade({
    ...serial('a b'),
    [key('a', 'primaries.gain')]: [2, 1, 1, 1],
    [key('b', 'label')]: ['Skin'],
    [`t/0/${id('t')}/primaries.saturation`]: [0.5],
  })

  it('[SNAP5] says clip, node, control, from, to, who and when; labels are told as none of the picture', () => {
    const author = { seat: 'seat0001', at: 5, revision: 7 }
    const list = changesByControl(before, after, new Map([[key('a', 'primaries.gain'), author]]))
    expect(list.map((c) => [c.clip, c.level, c.node, c.number, c.pictured, c.author?.seat ?? null])).toEqual([
      [clip, CLIP, id('a'), 1, true, 'seat0001'],
      [clip, CLIP, id('b'), 2, false, null],
      [null, 't', id('t'), null, true, null],
    ])
    expect(list[0]).toMatchObject({ from: [1.5, 1, 1, 1], to: [2, 1, 1, 1], author })
    expect(list[0]!.words).toBe('Gain 1.50 1.00 1.00 1.00 → Gain 2.00 1.00 1.00 1.00')
  })

  it('[SNAP5] another version or group is told by its choice and by what differs in it', () => {
    const other = grade({
      ...serial('a b', CLIP, 'versaaaa'),
      [`${CLIP}/use`]: ['versaaaa'],
      [`${CLIP}/versaaaa/${id('a')}/primaries.gain`]: [3, 1, 1, 1],
    })
    const list = clipChanges({ session, entries: before }, { session, entries: other }, clip)
    expect(list.map((c) => [c.key, c.from, c.to])).toEqual([
      [`${CLIP}/use`, null, ['versaaaa']],
      [`${CLIP}/versaaaa/${id('a')}/primaries.gain`, [1.5, 1, 1, 1], [3, 1, 1, 1]],
    ])
  })

  it('[SNAP5] the cut, the media and the pipeline count where they are part of the look', () => {
    const [first, ...rest] = session.timeline.clips
    const trimmed = {
      ...session,
      timeline: { ...session.timeline, clips: [{ ...first!, sourceIn: 12 }, ...rest] },
      pipeline: { ...session.pipeline, output: 'srgb' },
    }
    const list = clipChanges({ session, entries: before }, { session: trimmed, entries: before }, clip)
    expect(list.map((c) => [c.level, c.key])).toEqual([
      ['session', `session/timeline/clip.${clip}`],
      ['session', 'session/pipeline'],
    ])
    expect(clipChanges({ session, entries: before }, { session: trimmed, entries: before }, 'clip0002')).toHaveLength(1)
  })
})

describe('going back', () => {
  const then = grade({
    ...serial('a b'),
    [key('a', 'primaries.gain')]: [1.5, 1, 1, 1],
    [`c.clip0002/0/${id('z')}/primaries.gain`]: [2, 1, 1, 1],
  })

  it('[SNAP6] one clip comes back to its look and plan, and no other key is touched', () => {
    const ann = hand(1)
    ann.write(then)
    ann.edit((g) => g.append(CLIP, '0'))
    ann.edit((g) => g.remove(CLIP, '0', id('b')))
    ann.edit((g) => g.put(key('a', 'primaries.gain'), [3, 1, 1, 1]))
    ann.edit((g) => g.put(`c.clip0002/0/${id('z')}/primaries.gain`, [4, 1, 1, 1]))
    expect(look(ann.entries)).not.toBe(look(then))
    const writes = restoreWrites(ann.entries, then, clip)
    expect([...writes.keys()].every((k) => k.startsWith(`${CLIP}/`))).toBe(true)
    const back = applied(ann.entries, writes)
    expect(look(back)).toBe(look(then))
    expect(plan(back)).toBe(plan(then))
    expect(lineOf(back)).toBe('a b')
    expect(restoreWrites(back, then, clip).size).toBe(0)
  })

  it('[SNAP6] a node that was not there becomes a wire, so that whoever links to it now stays in the picture', () => {
    const ann = hand(1)
    ann.write(then)
    ann.edit((g) => g.append(CLIP, '0'))
    const made = [...ann.entries.keys()].find((k) => k.endsWith('/head') && !then.has(k))!
    expect(restoreWrites(ann.entries, then, clip).get(made)?.[0]).toBe('gone')
  })

  it('[SNAP6] all of it comes back; versions, groups and shared nodes made since are left where they are', () => {
    const ann = hand(1)
    ann.write(then)
    ann.edit((g) => g.addVersion(clip, 'Warm'))
    ann.edit((g) => {
      const group = g.addGroup('Night')
      g.group(clip, group)
      g.put(`g.${group}.pre/0/${id('g')}/primaries.gain`, [2, 2, 2, 2])
    })
    ann.edit((g) => g.put(`t/0/${id('t')}/primaries.gain`, [2, 2, 2, 2]))
    const kept = [...ann.entries.keys()].filter((k) => /^g\.|^c\.clip0001\/[0-9a-z]{8}\//.test(k))
    const back = applied(ann.entries, restoreWrites(ann.entries, then, null))
    for (const k of kept) expect(back.has(k)).toBe(true)
    for (const one of [clip, clipId(2)]) expect(lookName(session, back, one)).toBe(lookName(session, then, one))
  })

  it('[SNAP6] over random edits: a clip restored has the look it had, and taking that back has the look before', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const draw = seeded(seed)
      const ann = hand(seed, undefined, draw)
      const step = () => {
        const nodes = [
          ...new Set([...ann.entries.keys()].filter((k) => k.endsWith('/head')).map((k) => k.split('/')[2]!)),
        ]
        const node = nodes[draw(Math.max(1, nodes.length))]
        ann.edit((g) => {
          const what = draw(5)
          if (what === 0 || node === undefined) g.append(CLIP, '0')
          else if (what === 1) g.remove(CLIP, '0', node)
          else if (what === 2) g.put(`${CLIP}/0/${node}/primaries.gain`, [1 + draw(8) / 4, 1, 1, 1])
          else if (what === 3) g.on(CLIP, '0', node, draw(2) === 0)
          else g.put(`t/0/${id('t')}/primaries.gain`, [1 + draw(8) / 4, 1, 1, 1])
        })
      }
      for (let i = 0; i < 12; i++) step()
      const old = applied(ann.entries, new Map())
      for (let i = 0; i < 12; i++) step()
      const now = applied(ann.entries, new Map())
      const writes = restoreWrites(now, old, null)
      const changes = ann.write(writes)
      expect([seed, look(ann.entries)]).toEqual([seed, look(old)])
      const back = takeBackChanges(changes, ann.entries)
      expect(back.left).toEqual([])
      ann.write(back.writes)
      expect([seed, look(ann.entries)]).toEqual([seed, look(now)])
    }
  })

  it('[SNAP6] taking back is level by level: one that went on by a link is left and named, the others go back', () => {
    const ann = hand(1)
    ann.write(then)
    const changes = ann.write(
      new Map<string, Value | null>([
        [key('b', 'in.0'), ['src', 'rgb']],
        [`c.clip0002/0/${id('z')}/primaries.gain`, [9, 1, 1, 1]],
      ]),
    )
    ann.edit((g) => g.put(key('b', 'in.0'), [id('c'), 'rgb']))
    const { writes, left } = takeBackChanges(changes, ann.entries)
    expect([...writes]).toEqual([[`c.clip0002/0/${id('z')}/primaries.gain`, [2, 1, 1, 1]]])
    expect(left).toEqual([key('b', 'in.0')])
  })
})
