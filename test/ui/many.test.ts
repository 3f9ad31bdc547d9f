import { describe, expect, it } from 'vitest'
import { copyGrade, copyNode, pasteHeld } from '../../client/actions/clipboard.ts'
import { actionOf } from '../../client/actions/index.ts'
import { applyGrade, groupClips, rippleTo } from '../../client/actions/many.ts'
import type { ActionId } from '../../client/keys/keymap.ts'
import type { Desk } from '../../client/state/desk.ts'
import { reportSentence } from '../../client/words/report-words.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { demoSession, fakeDesk } from './kit/demo.ts'
import type { FakeSuite } from './kit/fake-suite.ts'

const { clips } = demoSession.timeline
const [one, two, three, four] = clips.map(({ id }) => id) as [string, string, string, string]
const run = (desk: Desk, id: ActionId) => actionOf(id).run(desk, { held: () => false, key: '' })
const settle = () => new Promise<void>((done) => setTimeout(done))
const gain = (r: number) => [1, r, 1, 1]

/** Grades a clip with one node; answers the node's id. */
function grade(suite: FakeSuite, clip: string, r: number, label = ''): string {
  let node = ''
  suite.edit(`c.${clip}`, 'Node', (g) => {
    node = g.append(`c.${clip}`, '0')
    g.control(`c.${clip}`, '0', node, 'primaries.gain', gain(r))
    if (label) g.label(`c.${clip}`, '0', node, label)
  })
  return node
}
const gainsOf = ({ entries }: FakeSuite, clip: string) =>
  [...entries].filter(([key]) => key.startsWith(`c.${clip}/`) && key.endsWith('gain')).map(([, value]) => value[1])

/** Hears what the hub is asked, and answers as told. */
function hubOf(suite: FakeSuite, value: unknown): (readonly [string, unknown])[] {
  const asked: (readonly [string, unknown])[] = []
  const command: Suite['command'] = async (verb, args) => {
    asked.push([verb, args])
    return { ok: true, value }
  }
  suite.command = command
  return asked
}

describe('undo of what the hub made', () => {
  it('[UNDO5] is said when the hub has taken it back, and not where it has not', async () => {
    const { desk, suite } = fakeDesk('colorist')
    let answer: (done: boolean) => void = () => {}
    const turn = () => ({
      ...{ label: 'Ripple', undone: [], skipped: [] },
      asked: new Promise<boolean>((settle) => (answer = settle)),
    })
    ;[suite.undo, suite.redo] = [turn, turn]
    run(desk, 'undo')
    await settle()
    expect(desk.said).toBeNull()
    answer(false)
    await settle()
    expect(desk.said).toBeNull()
    run(desk, 'undo')
    answer(true)
    await settle()
    expect(desk.said?.sentence).toBe('Undone: Ripple.')
    run(desk, 'redo')
    await settle()
    expect(desk.said?.sentence).toBe('Undone: Ripple.')
    answer(true)
    await settle()
    expect(desk.said?.sentence).toBe('Redone: Ripple.')
  })
})

describe('a grade from another clip', () => {
  it('[STRIP6] one and two clips back in the cut, at once and in one undo step; at its beginning it is said', async () => {
    const { desk, suite } = fakeDesk('colorist')
    grade(suite, one, 2)
    grade(suite, two, 3)
    run(desk, 'apply-one-back')
    expect(desk.said?.sentence).toBe('There is no clip so far back.')
    suite.drive({ frame: clips[2]!.recordIn, playing: false })
    run(desk, 'apply-one-back')
    expect(gainsOf(suite, three)).toEqual([3])
    expect(desk.said?.sentence).toBe('The grade of clip 02 is applied.')
    run(desk, 'apply-two-back')
    expect(suite.entries.get(`c.${three}/0/${desk.node!.id}/primaries.gain`)).toEqual(gain(2))
    expect(suite.undoDepth(`c.${three}`)).toBe(2)
    run(desk, 'undo')
    run(desk, 'undo')
    expect(desk.graph!.nodes).toEqual([])
    applyGrade(desk, clips[2])
    expect(desk.said?.sentence).toBe('That is the clip on show itself.')
  })

  it('[STRIP6] what was copied is pasted as it was then, whatever became of it', () => {
    const { desk, suite } = fakeDesk('colorist')
    const node = grade(suite, one, 2)
    copyGrade(desk, clips[0]!)
    suite.edit(`c.${one}`, 'Gain', (g) => g.control(`c.${one}`, '0', node, 'primaries.gain', gain(5)))
    desk.strip.choose([three, four])
    pasteHeld(desk)
    expect([gainsOf(suite, three), gainsOf(suite, four), gainsOf(suite, one)]).toEqual([[2], [2], [5]])
    expect(desk.said?.sentence).toBe('Grade pasted: 2 clips.')
    expect(suite.undoDepth(`c.${one}`)).toBe(3)
  })

  it('[STRIP6] many clips with a grade that stands are the hub’s to write', () => {
    const { desk, suite } = fakeDesk('colorist')
    const asked = hubOf(suite, { revision: 3, refused: [] })
    grade(suite, one, 2)
    copyGrade(desk, clips[0]!)
    desk.strip.choose([one, three, four])
    pasteHeld(desk)
    return settle().then(() => expect(asked).toEqual([['copy', { from: one, to: [three, four], part: 'colour' }]]))
  })

  it('[STRIP6] a node is pasted onto the selected one, which keeps its place and name', () => {
    const { desk, suite } = fakeDesk('colorist')
    const first = grade(suite, one, 2, 'WB')
    const second = grade(suite, one, 4, 'SKIN')
    desk.select(first)
    copyNode(desk)
    desk.select(second)
    pasteHeld(desk)
    expect(gainsOf(suite, one)).toEqual([2, 2])
    expect(desk.graph!.nodes.map(({ label }) => label)).toEqual(['WB', 'SKIN'])
    expect(desk.said?.sentence).toBe('Node 1 WB is pasted.')
  })
})

describe('many clips', () => {
  it('[STRIP5] a report says how many, and of those left out each reason with its count', () => {
    const why = (clip: string, text: string) => ({ clip, why: text })
    expect(reportSentence({ title: 'Node 2 SKIN rippled', done: 34, skipped: [] })).toBe(
      'Node 2 SKIN rippled: 34 clips.',
    )
    const skipped = [why('a', 'no node SKIN'), why('b', 'Locked by Dana: signed.'), why('c', 'no node SKIN')]
    expect(reportSentence({ title: 'Node 2 SKIN rippled', done: 1, skipped })).toBe(
      'Node 2 SKIN rippled: one clip; 3 left out: no node SKIN (2), Locked by Dana: signed (1).',
    )
    expect(reportSentence({ title: 'Colour copied', done: 0, skipped: [why('a', 'Locked.')], unnamed: 0 })).toBe(
      'Colour copied: no clip; 1 left out: Locked.',
    )
  })

  it('[STRIP5] a ripple goes to the picked clips by one command; those without the node and those locked are listed with why', async () => {
    const { desk, suite } = fakeDesk('colorist')
    const node = grade(suite, one, 2, 'SKIN')
    const lock = { id: 'lock0001', region: [`c.${four}/`], holder: 'seat0003', rule: 'lock', reason: 'signed' }
    suite.session = { ...suite.session, locks: [lock] }
    const asked = hubOf(suite, {
      revision: 9,
      refused: [{ sentence: 'c.x is locked', clips: { clips: [four], count: 1 } }],
      skipped: { clips: [three], count: 1 },
    })
    rippleTo(desk, 'picked')
    expect([asked, desk.said?.sentence]).toEqual([
      [],
      'No other clip is selected: Ctrl-click or Shift-click clips in the strip first.',
    ])
    desk.strip.choose([one, two, three, four])
    rippleTo(desk, 'picked')
    await settle()
    expect(asked).toEqual([['ripple', { from: one, nodes: [node], to: [two, three, four] }]])
    expect(desk.strip.report).toMatchObject({
      done: 1,
      skipped: [
        { clip: three, why: 'no node SKIN' },
        { clip: four, why: 'Locked by Jo Bell: signed.' },
      ],
    })
  })

  it('[STRIP4] clips are grouped in one step without those that may not be, and taken out again', () => {
    const { desk, suite } = fakeDesk('colorist')
    const lock = { id: 'lock0001', region: [`c.${three}/`], holder: 'seat0003', rule: 'lock', reason: 'signed' }
    suite.session = { ...suite.session, locks: [lock] }
    groupClips(desk, [one, two, three], { name: 'Night' })
    expect(desk.strip.groups).toMatchObject([{ name: 'Night', clips: [one, two] }])
    expect(desk.said?.sentence).toBe('Group Night: 2 clips; 1 left out: Locked by Jo Bell: signed.')
    expect(suite.undoDepth(`c.${one}`)).toBe(1)
    groupClips(desk, [two], null)
    expect(desk.strip.groups).toMatchObject([{ clips: [one] }])
    run(desk, 'undo')
    run(desk, 'undo')
    expect(desk.strip.groups).toEqual([])
  })

  it('[STRIP7] next clip keeps to those shown; next ungraded goes through the cut, and where there is none says so', async () => {
    const { desk, suite } = fakeDesk('colorist')
    grade(suite, two, 2)
    grade(suite, four, 2)
    desk.strip.setFilter('graded')
    run(desk, 'next-clip')
    await settle()
    expect(desk.clip?.id).toBe(two)
    run(desk, 'next-clip')
    expect(desk.clip?.id).toBe(four)
    run(desk, 'previous-ungraded')
    expect(desk.clip?.id).toBe(three)
    run(desk, 'next-touched')
    expect([desk.clip?.id, desk.said?.sentence]).toEqual([three, 'No clip further on has changed since its verdict.'])
  })

  it('[STRIP4] each level has undo steps of its own: clip, group before, group after, timeline', () => {
    const { desk, suite } = fakeDesk('colorist')
    groupClips(desk, [one, two], { name: 'Night' })
    const depths: number[] = []
    for (const kind of ['clip', 'pre', 'post', 'timeline'] as const) {
      desk.setLevelKind(kind)
      run(desk, 'append')
      depths.push(suite.undoDepth(desk.level!))
    }
    expect(depths).toEqual([2, 1, 1, 1])
    desk.setLevelKind('pre')
    run(desk, 'undo')
    expect(
      ['clip', 'pre', 'post', 'timeline'].map((kind) => {
        desk.setLevelKind(kind as 'clip')
        return desk.graph!.nodes.length
      }),
    ).toEqual([1, 0, 1, 1])
  })
})
