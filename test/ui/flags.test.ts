/** Flags and clip colours at the desk: keys, many clips at once, filters, what is said; and jumping among the clips picked. */
import { describe, expect, it } from 'vitest'
import { actionOf, colourClips, commonColour, flagClips } from '../../client/actions/index.ts'
import type { ActionId } from '../../client/keys/keymap.ts'
import type { Desk } from '../../client/state/desk.ts'
import { hungWords } from '../../client/words/hung-words.ts'
import { keyWords } from '../../client/words/key-words.ts'
import { clipColour, clipFlags } from '../../shared/doc/flags.ts'
import { demoSession, fakeDesk } from './kit/demo.ts'

const [one, two, three, four] = demoSession.timeline.clips.map(({ id }) => id) as [string, string, string, string]
const run = (desk: Desk, id: ActionId) => actionOf(id).run(desk, { key: '', held: () => false })
const numbers = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id.at(-1)).join('')
const settle = () => new Promise<void>((done) => setTimeout(done))
const lock = (clip: string) => ({
  id: 'lock0001',
  holder: 'seat0002',
  rule: 'lock',
  reason: 'signed',
  region: [`c.${clip}/`],
})

describe('flags and clip colours', () => {
  it('[STRIP8] G flags the clip on show in the colour set last, again takes it off, each one undo step', () => {
    const { desk, suite } = fakeDesk('colorist')
    run(desk, 'flag')
    expect(desk.strip.facts.of(one).flags).toEqual(['blue'])
    expect(desk.said?.sentence).toBe('Flag blue: one clip.')
    run(desk, 'flag')
    expect(clipFlags(suite.entries, one)).toEqual([])
    expect(desk.said?.sentence).toBe('Flag blue taken off: one clip.')
    flagClips(desk, [one], 'red')
    run(desk, 'flag')
    run(desk, 'flag')
    expect(clipFlags(suite.entries, one)).toEqual(['red'])
    expect(suite.undoDepth(desk.level!)).toBe(5)
    run(desk, 'undo')
    expect(clipFlags(suite.entries, one)).toEqual([])
    run(desk, 'redo')
    expect(clipFlags(suite.entries, one)).toEqual(['red'])
  })

  it('[STRIP8] of clips picked those that lack the flag get it, in one step; where all have it, it is taken off all', () => {
    const { desk, suite } = fakeDesk('colorist')
    flagClips(desk, [two], 'green')
    const depth = suite.undoDepth(desk.level!)
    desk.strip.choose([one, two, three])
    run(desk, 'flag')
    expect([one, two, three, four].map((clip) => clipFlags(suite.entries, clip).join())).toEqual([
      'green',
      'green',
      'green',
      '',
    ])
    expect(suite.undoDepth(desk.level!)).toBe(depth + 1)
    run(desk, 'undo')
    expect([one, two, three].map((clip) => clipFlags(suite.entries, clip).join())).toEqual(['', 'green', ''])
    run(desk, 'redo')
    run(desk, 'flag')
    expect([one, two, three].flatMap((clip) => clipFlags(suite.entries, clip))).toEqual([])
  })

  it('[STRIP8] a clip has one colour; the same colour again takes it off, as does its own command', () => {
    const { desk, suite } = fakeDesk('colorist')
    colourClips(desk, [one, two], 'teal')
    expect(commonColour(desk, [one, two])).toBe('teal')
    colourClips(desk, [two], 'pink')
    expect([commonColour(desk, [one, two]), clipColour(suite.entries, two)]).toEqual([null, 'pink'])
    colourClips(desk, [one, two], 'pink')
    colourClips(desk, [one, two], 'pink')
    expect([one, two].map((clip) => clipColour(suite.entries, clip))).toEqual([null, null])
    colourClips(desk, [one], 'brown')
    run(desk, 'clear-clip-colour')
    expect(clipColour(suite.entries, one)).toBeNull()
    run(desk, 'clear-clip-colour')
    expect(desk.said?.sentence).toBe('The clip has no colour.')
    for (const flag of ['red', 'pink'] as const) flagClips(desk, [one], flag)
    run(desk, 'clear-flags')
    expect(clipFlags(suite.entries, one)).toEqual([])
    run(desk, 'clear-flags')
    expect(desk.said?.sentence).toBe('The clip has no flag.')
  })

  it('[STRIP8] a locked clip is left out with its reason, the others get the flag', () => {
    const { desk, suite } = fakeDesk('colorist')
    suite.session = { ...suite.session, locks: [lock(two)] }
    desk.strip.choose([one, two, three])
    run(desk, 'flag')
    expect([one, two, three].map((clip) => clipFlags(suite.entries, clip).length)).toEqual([1, 0, 1])
    expect(desk.said?.sentence).toMatch(/^Flag blue: 2 clips; 1 left out: Locked by .+: signed\.$/)
    expect(desk.strip.report?.skipped.map(({ clip }) => clip)).toEqual([two])
    // All of those that it may be taken off have it.
    run(desk, 'flag')
    expect([one, two, three].map((clip) => clipFlags(suite.entries, clip).length)).toEqual([0, 0, 0])
    expect(desk.said?.sentence).toMatch(/^Flag blue taken off: 2 clips; 1 left out/)
    colourClips(desk, [one, two, three], 'teal')
    colourClips(desk, [one, two, three], 'teal')
    expect([one, two, three].map((clip) => clipColour(suite.entries, clip))).toEqual([null, null, null])
  })

  it('[STRIP3] the strip shows clips of any flag, of one, or of a clip colour, at once as they change', () => {
    const { desk } = fakeDesk('colorist')
    flagClips(desk, [two, three], 'red')
    flagClips(desk, [three], 'blue')
    colourClips(desk, [four], 'orange')
    const shown = (filter: Parameters<Desk['strip']['setFilter']>[0]) => {
      desk.strip.setFilter(filter)
      return [numbers(desk.strip.shown), desk.strip.matching]
    }
    expect(shown('flag any')).toEqual(['012', 2])
    expect(shown('flag blue')).toEqual(['02', 1])
    expect(shown('flag cream')).toEqual(['0', 0])
    expect(shown('colour orange')).toEqual(['03', 1])
    desk.strip.setFilter('flag red')
    flagClips(desk, [two], 'red')
    expect([numbers(desk.strip.shown), desk.strip.matching]).toEqual(['02', 1])
  })

  it('[STRIP3] who flagged a clip has not changed it', async () => {
    const { desk, suite } = fakeDesk('colorist')
    const logged = (key: string, seat: string, revision: number) => ({
      key: `c.${two}/${key}`,
      from: null,
      to: [true],
      author: { seat, at: 0, revision },
    })
    suite.annex.logged = [logged('0/node0001/on', 'seat0001', 3), logged('flag.red', 'seat0002', 7)]
    desk.strip.setFilter('editor seat0001')
    expect(await desk.strip.askEditors()).toBeNull()
    expect(numbers(desk.strip.shown)).toBe('01')
  })

  it('[STRIP8] what hangs on a clip is said in words', () => {
    expect(hungWords({ flags: [], colour: null })).toBe('')
    expect(hungWords({ flags: ['red'], colour: null })).toBe('flag red')
    expect(hungWords({ flags: ['blue', 'cyan', 'red'], colour: 'teal' })).toBe(
      'flags blue, cyan and red, clip colour teal',
    )
    const cut = demoSession
    expect(keyWords(`c.${one}/flag.red`, cut, new Map())).toBe('The flag red of clip 01')
    expect(keyWords(`c.${one}/colour`, cut, new Map())).toBe('The clip colour of clip 01')
  })
})

describe('among the clips picked', () => {
  it('[STRIP7] keys go round the clips picked, which stay picked; alone it is said', async () => {
    const { desk, suite } = fakeDesk('colorist')
    suite.session = { ...suite.session, driver: suite.seat }
    desk.strip.choose([one, three, four])
    const went: string[] = []
    for (const id of ['next-selected', 'next-selected', 'next-selected', 'previous-selected'] as const) {
      run(desk, id)
      await settle()
      went.push(desk.clip!.id)
    }
    expect(went).toEqual([three, four, one, four])
    expect(desk.strip.pick.clips.size).toBe(3)
    desk.strip.choose([])
    run(desk, 'next-selected')
    expect(desk.said?.sentence).toMatch(/^No other clip is selected/)
    expect(desk.clip?.id).toBe(four)
  })
})
