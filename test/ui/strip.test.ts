import { describe, expect, it } from 'vitest'
import { type ClipPick, noClips, pickClip } from '../../client/state/clip-pick.ts'
import { inSight, layStrip, scrollTo } from '../../client/state/strip-layout.ts'
import { demoSession, fakeDesk } from './kit/demo.ts'

const order = ['a', 'b', 'c', 'd', 'e', 'f']
const at = (current: string | null) => ({ order, current })
const ids = (pick: ClipPick) => [...pick.clips].sort().join('')

describe('picking clips', () => {
  it('[STRIP1] a press alone picks nothing beside the clip on show', () => {
    const pick = pickClip({ clips: new Set(['a', 'b']), from: 'a' }, 'c', 'one', at('a'))
    expect([ids(pick), pick.from]).toEqual(['', 'c'])
  })

  it('[STRIP1] the first one taken along brings the clip on show with it; pressed again it is left', () => {
    const two = pickClip(noClips, 'd', 'toggle', at('b'))
    expect(ids(two)).toBe('bd')
    expect(ids(pickClip(two, 'd', 'toggle', at('b')))).toBe('b')
  })

  it('[STRIP1] a range runs from the last press to here, either way, and replaces the pick; with both keys it is added', () => {
    const from: ClipPick = { clips: new Set(['a']), from: 'd' }
    expect(ids(pickClip(from, 'b', 'range', at('a')))).toBe('bcd')
    expect(ids(pickClip(from, 'f', 'range', at('a')))).toBe('def')
    expect(ids(pickClip(from, 'e', 'add', at('a')))).toBe('ade')
    // The end stands where it was: a second range is drawn from the same clip.
    expect(pickClip(from, 'b', 'range', at('a')).from).toBe('d')
    // What the filter hides is no end of a range: the clip on show is.
    expect(ids(pickClip({ clips: new Set(), from: 'hidden' }, 'c', 'range', at('a')))).toBe('abc')
  })
})

describe('the strip of thousands', () => {
  it('[STRIP2] only clips in sight and a few beyond are drawn, wherever it is scrolled to', () => {
    const { pitch } = layStrip(78, 16 / 9)
    for (const left of [0, 5000, 3000 * pitch - 1500]) {
      const [first, end] = inSight(left, 1500, pitch, 3000)
      expect(first * pitch).toBeLessThanOrEqual(left)
      expect(end * pitch).toBeGreaterThanOrEqual(Math.min(left + 1500, 3000 * pitch))
      expect(end - first).toBeLessThan(1500 / pitch + 11)
    }
    expect(inSight(90_000, 1500, pitch, 3)).toEqual([3, 3])
  })

  it('[STRIP2] a picture has the timeline’s shape; a low strip leaves the name out, not the picture', () => {
    const [high, low] = [layStrip(78, 16 / 9), layStrip(62, 16 / 9)]
    expect([high.named, low.named]).toEqual([true, false])
    // Number and timecode of a clip of thousands: 4 digits, 11 places and what stands between them, in the type of the strip.
    const many = layStrip(62, 16 / 9, 3000)
    expect(many.pitch).toBeGreaterThanOrEqual(2 + 4 * 6 + 4 + 5 + 61)
    expect(layStrip(62, 16 / 9, 99).pitch).toBe(low.pitch)
    for (const { width, picture } of [high, low, many]) expect(width / picture).toBeCloseTo(16 / 9, 1)
  })

  it('[STRIP2] the clip on show is brought into sight with a neighbour, and where it is the strip stays', () => {
    const layout = layStrip(78, 16 / 9)
    const { pitch } = layout
    expect(scrollTo(5, 4 * pitch, 10 * pitch, layout)).toBe(4 * pitch)
    expect(scrollTo(2, 4 * pitch, 10 * pitch, layout)).toBe(pitch)
    expect(scrollTo(20, 4 * pitch, 10 * pitch, layout)).toBe(12 * pitch)
    expect(scrollTo(0, 4 * pitch, 10 * pitch, layout)).toBe(0)
  })
})

describe('what the strip shows', () => {
  const [one, two, three] = demoSession.timeline.clips.map(({ id }) => id) as [string, string, string]
  const numbers = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id.at(-1)).join('')

  it('[STRIP3] graded and ungraded clips, at once as a grade is made, the clip on show always among them', () => {
    const { desk, suite } = fakeDesk('colorist')
    const level = `c.${two}`
    desk.strip.setFilter('graded')
    expect([numbers(desk.strip.shown), desk.strip.matching]).toEqual(['0', 0])
    let node = ''
    suite.edit(level, 'Node', (grade) => {
      node = grade.append(level, '0')
    })
    expect(desk.strip.matching).toBe(0)
    suite.edit(level, 'Gain', (grade) => grade.control(level, '0', node, 'primaries.gain', [1, 2, 1, 1]))
    expect([numbers(desk.strip.shown), desk.strip.matching]).toEqual(['01', 1])
    desk.strip.setFilter('ungraded')
    expect([numbers(desk.strip.shown), desk.strip.matching]).toEqual(['0234', 4])
    const list = desk.strip.shown
    suite.edit(level, 'Gain', (grade) => grade.control(level, '0', node, 'primaries.gain', [1, 3, 1, 1]))
    expect(desk.strip.shown).toBe(list)
  })

  it('[STRIP3] clips of a group by its name, of the pick, with notes, and with notes to do', () => {
    const { desk, suite } = fakeDesk('colorist')
    suite.edit(`c.${one}`, 'Group', (grade) => {
      const id = grade.addGroup('Night')
      for (const clip of [two, three]) grade.group(clip, id)
    })
    const [group] = desk.strip.groups
    expect([group?.name, group?.clips]).toEqual(['Night', [two, three]])
    desk.strip.setFilter(`group ${group!.id}`)
    expect([numbers(desk.strip.shown), desk.strip.matching]).toEqual(['012', 2])
    desk.strip.choose([three])
    desk.strip.setFilter('selected')
    expect([numbers(desk.strip.shown), desk.strip.matching]).toEqual(['02', 1])
    suite.note('Warmer.', { clip: three, frame: 5 })
    desk.strip.setFilter('noted')
    expect(numbers(desk.strip.shown)).toBe('02')
    desk.strip.setFilter('open')
    expect(numbers(desk.strip.shown)).toBe('02')
    suite.noting.finish(suite.notes[0]!, true)
    expect(numbers(desk.strip.shown)).toBe('0')
  })

  it('[STRIP3] clips by who changed them last, as the hub’s history says', async () => {
    const { desk, suite } = fakeDesk('colorist')
    const logged = (clip: string, seat: string, revision: number) => ({
      key: `c.${clip}/0/node0001/on`,
      from: null,
      to: [true],
      author: { seat, at: 0, revision },
    })
    suite.annex.logged = [logged(two, 'seat0001', 7), logged(three, 'seat0002', 5), logged(two, 'seat0002', 3)]
    desk.strip.setFilter('editor seat0001')
    expect(await desk.strip.askEditors()).toBeNull()
    expect([numbers(desk.strip.shown), desk.strip.matching]).toEqual(['01', 1])
  })

  it('[STRIP2] a drag in one clip reads none of the others again', () => {
    const { desk, suite } = fakeDesk('colorist')
    const facts = demoSession.timeline.clips.map(({ id }) => desk.strip.facts.of(id))
    suite.edit(`c.${one}`, 'Version', (grade) => void grade.addVersion(one, 'Version 2'))
    const after = demoSession.timeline.clips.map(({ id }) => desk.strip.facts.of(id))
    expect(after.map((fact, i) => fact === facts[i])).toEqual([false, true, true, true, true])
    expect(after[0]).toMatchObject({ versions: 2, version: 'Version 2' })
  })
})
