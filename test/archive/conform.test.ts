/** Another cut in place of the old one: the same clips stay the same, whatever the list calls them. */
import { afterEach, describe, expect, it } from 'vitest'
import { matchCut } from '../../server/conform.ts'
import type { Clip } from '../../shared/doc/session.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, testTimeline, until } from '../kit/suite.ts'
import { clip, done, gain, refused, set } from './kit.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const one = { num: 1, den: 1 }
const cut = (id: string, media: string, recordIn: number, sourceIn: number, length: number, speed = one): Clip => ({
  ...{ id, name: id, track: 'track000', media, recordIn, sourceIn, length, speed },
})
const same = (before: readonly Clip[], after: readonly Clip[]) =>
  [...matchCut(before, after).same].map(([made, old]) => [made.id, old])

describe('clips of two cuts', () => {
  it('[CONF1] are the same by their id, else by the most source frames they share, each one once', () => {
    const before = [cut('a', 'm1', 0, 0, 100), cut('b', 'm1', 100, 200, 50), cut('c', 'm2', 150, 0, 50)]
    // Trimmed and moved under other ids; `c` keeps its own.
    expect(same(before, [cut('x', 'm1', 0, 210, 30), cut('y', 'm1', 30, 20, 60), cut('c', 'm2', 90, 40, 5)])).toEqual([
      ['c', 'c'],
      ['y', 'a'],
      ['x', 'b'],
    ])
    // The id of one with the media of another is not the same clip.
    expect(same(before, [cut('c', 'm1', 0, 0, 10)])).toEqual([['c', 'a']])
    expect(same(before, [cut('x', 'm3', 0, 0, 100), cut('y', 'm1', 100, 400, 10)])).toEqual([])
    const split = [cut('x', 'm1', 0, 0, 40), cut('y', 'm1', 40, 60, 40)]
    const halves = matchCut(before.slice(0, 1), split)
    expect([...halves.same.values(), ...[...halves.halves].map(([made, old]) => [made.id, old])]).toEqual([
      'a',
      ['y', 'a'],
    ])
  })

  it('[CONF1] a clip that runs backwards or at another speed covers the frames that it shows', () => {
    const before = [cut('a', 'm1', 0, 100, 50)]
    expect(same(before, [cut('x', 'm1', 0, 140, 20, { num: -1, den: 1 })])).toEqual([['x', 'a']])
    expect(same(before, [cut('x', 'm1', 0, 0, 50, { num: 2, den: 1 })])).toEqual([])
    expect(same(before, [cut('x', 'm1', 0, 0, 51, { num: 2, den: 1 })])).toEqual([['x', 'a']])
  })
})

describe('conform', () => {
  const [two, three] = [clipId(2), clipId(3)]
  const gainOf = (suite: Suite, of: string) => suite.entries.get(`c.${of}/0/node0001/primaries.gain`)?.[1]
  const order = (suite: Suite) => suite.session.timeline.clips.map(({ id }) => id)

  it('[CONF1] keeps grades with their clips in a cut whose clips have other names and media other ids', async () => {
    at = await stage({ linked: false })
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    set(ann, 2)
    set(ann, 3, `c.${three}/0/node0001/primaries.gain`)
    await until('Eve has both', () => gainOf(eve, three) === 3)
    const [first, second, third] = eve.session.timeline.clips as [Clip, Clip, Clip]
    const film = eve.session.media.get(third.media)!
    const value = await done<{
      kept: number
      added: { ids: string[] }
      removed: object
      halves: { ids: string[][] }
      before: number
    }>(
      eve.command('conform', {
        tracks: testTimeline.tracks,
        media: [{ ...film, id: 'other001' }],
        clips: [
          { ...third, id: 'evt00001', media: 'other001', recordIn: 0, sourceIn: third.sourceIn + 8, length: 30 },
          { ...first, id: 'evt00002', recordIn: 30, length: 20 },
          { ...first, id: 'evt00003', recordIn: 50, sourceIn: first.sourceIn + 30, length: 10 },
        ],
        transitions: [
          { id: 'trans001', kind: 'dissolve', from: 'evt00001', to: 'evt00002', length: 8, alignment: 'centre' },
        ],
      }),
    )
    expect(value).toMatchObject({
      kept: 2,
      added: { ids: ['evt00003'], count: 1 },
      removed: { ids: [two], count: 1 },
      halves: { ids: [['evt00003', clip]], count: 1 },
    })
    await until('Ann has the cut', () => order(ann)[0] === three)
    expect(order(ann)).toEqual([three, clip, 'evt00003'])
    expect([gainOf(ann, clip), gainOf(ann, three)]).toEqual([2, 3])
    expect(ann.session.timeline.transitions).toMatchObject([{ from: three, to: clip }])
    expect(ann.session.media.has('other001')).toBe(false)
    const back = await done<{ removed: object }>(eve.command('conform', { revision: value.before }))
    expect(back.removed).toMatchObject({ ids: ['evt00003'] })
    await until('Ann has the old cut', () => order(ann).join() === [clip, two, three].join())
    expect(ann.session.timeline.clips).toEqual([first, second, third])
    expect(ann.session.timeline.transitions).toEqual([])
  })

  it('[CONF2] is the engineer’s, only while unlinked, whole or not at all; what does not fit is said', async () => {
    at = await stage({ linked: false })
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    const { tracks, clips } = eve.session.timeline
    const whole = { tracks, clips: [clips[0]!] }
    expect(await refused(ann.command('conform', whole))).toBe('role')
    for (const args of [
      {},
      { tracks },
      { clips },
      { tracks, clips: [null] },
      { tracks, clips, media: [null] },
      { tracks, clips: [{ ...clips[0]!, length: 0 }] },
      { tracks, clips: [{ ...clips[0]!, media: 'nowhere0' }] },
      { tracks, clips: [clips[0]!, clips[0]!] },
      { tracks, clips, transitions: [{ id: 'trans001', from: clip, to: 'nowhere0', length: 4, alignment: 'start' }] },
      { revision: 0 },
      { revision: 9999 },
    ])
      expect([args, await refused(eve.command('conform', args))]).toEqual([args, 'argument'])
    expect(order(eve)).toHaveLength(3)
    await done(eve.command('link', {}))
    await until('it is linked', () => eve.session.linked)
    expect(await refused(eve.command('conform', whole))).toBe('linked')
    await done(eve.command('unlink', {}))
    await until('it is not', () => !eve.session.linked)
    await done(eve.command('conform', whole))
    await until('Ann has one clip', () => order(ann).length === 1)
    expect(ann.may(gain, [1, 2, 1, 1])).toBeNull()
  })
})
