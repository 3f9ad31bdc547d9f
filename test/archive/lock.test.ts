/** Locks of a clip, a node, a reel, an approval; and a session that is strict about what reaches them. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'
import { clip, done, gain, graded, key, level, refused, set, verdict } from './kit.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const [two, three] = [clipId(2), clipId(3)]
const open = async () => {
  at = await stage({ linked: false })
  return { ann: await at.join('Ann'), eve: await at.join('Eve', 'engineer'), sue: await at.join('Sue', 'supervisor') }
}
const closed = (suite: Suite, where: string) => suite.may(where, [1, 2, 1, 1])
const locks = (suite: Suite) => suite.session.locks

describe('a lock', () => {
  it('[LOCK1] of a clip or a node closes it and nothing beside it, in every version, with holder and reason', async () => {
    const { ann, eve } = await open()
    await done(eve.command('lock', { clip, node: 'node0001', reason: 'keyed' }))
    await done(eve.command('lock', { clip: two, reason: 'signed off' }))
    await until('Ann knows', () => locks(ann).length === 2)
    for (const where of [gain, `${level}/version1/node0001/primaries.gain`])
      expect(closed(ann, where)).toMatchObject({
        rule: 'lock',
        holder: 'Eve',
        sentence: expect.stringContaining('keyed'),
      })
    expect(closed(ann, key('node0002'))).toBeNull()
    expect(closed(ann, key('node0002', `c.${two}`))).toMatchObject({ sentence: expect.stringContaining('signed off') })
    expect(closed(ann, key('node0002', `c.${three}`))).toBeNull()
    for (const args of [
      { clip: 'nowhere0' },
      { clip, node: 'n' },
      { reel: [5, 5] },
      { reel: [9000, 9001] },
      { region: ['@0-9'] },
      {},
    ])
      expect([args, await refused(eve.command('lock', { ...args, reason: 'x' }))]).toEqual([args, 'argument'])
  })

  it('[LOCK2] of a reel closes the clips that stand there, and again those of a new cut', async () => {
    const { ann, eve } = await open()
    await done(eve.command('lock', { reel: [0, 96], reason: 'reel 1 is out' }))
    await until('Ann knows', () => locks(ann).length === 1)
    const shut = (suite: Suite) => [clip, two, three].map((one) => closed(suite, key('node0001', `c.${one}`)) !== null)
    expect(shut(ann)).toEqual([true, true, false])
    const moved = ann.session.timeline.clips.map((one) => ({
      ...one,
      recordIn: one.id === two ? 96 : one.id === three ? 48 : 0,
    }))
    await done(eve.command('arrange', { clips: moved }))
    await until('the other is in it', () => shut(ann)[2] === true)
    expect(shut(ann)).toEqual([true, false, true])
  })

  it('[LOCK3] is taken by an approval where that is the rule, in nobody’s name, and lifted by a wish for changes or by the engineer', async () => {
    const { ann, eve, sue } = await open()
    const control = await graded(ann)
    const { snapshot } = await done<{ snapshot: string }>(ann.review.snapshot('One'))
    await until('Sue has it', () => sue.records.snapshots.length === 1)
    await done(verdict(sue, snapshot))
    expect(locks(sue)).toEqual([])
    expect(await refused(ann.command('rule', { approved: true }))).toBe('role')
    expect(await refused(eve.command('rule', { approved: 'yes' }))).toBe('argument')
    await done(eve.command('rule', { approved: true }))
    await done(verdict(sue, snapshot))
    await until('Ann’s clip is closed', () => closed(ann, gain) !== null)
    expect(closed(ann, gain)).toMatchObject({
      rule: 'approved',
      holder: null,
      sentence: expect.stringContaining('approved by Sue'),
    })
    await done(verdict(sue, snapshot))
    expect(locks(sue)).toHaveLength(1)
    expect(await refused(ann.command('lift', { lock: locks(ann)[0]!.id }))).toBe('approved')
    await done(verdict(sue, snapshot, { verdict: 'changes', note: 'warmer' }))
    await until('it is open', () => closed(ann, gain) === null)
    // What was approved is not what stands any more: nothing is locked.
    set(ann, 9, control)
    await until('Sue has it', () => sue.entries.get(control)?.[1] === 9)
    const { look } = sue.records.verdicts[0]!
    await done(verdict(sue, snapshot, { look }))
    expect(locks(sue)).toEqual([])
    const { snapshot: second } = await done<{ snapshot: string }>(ann.review.snapshot('Two'))
    await until('Sue has it', () => sue.records.snapshots.length === 2)
    await done(verdict(sue, second))
    await until('it is closed', () => closed(ann, gain) !== null)
    await done(eve.command('lift', { lock: locks(eve)[0]!.id }))
    await until('it is open', () => closed(ann, gain) === null)
  })

  it('[LOCK4] in a strict session nothing that reaches a locked clip from another level may change; what reaches none may', async () => {
    const { ann, eve } = await open()
    const group = 'group001'
    ann.edit(level, 'Group', (g) => g.put(`c.${clip}/group`, [group]))
    const [inGroup, other] = [`g.${group}.post/0/node0001/primaries.gain`, 'g.group002.post/0/node0001/primaries.gain']
    await done(eve.command('lock', { clip, reason: 'signed off' }))
    await until('Ann knows', () => locks(ann).length === 1 && eve.entries.has(`c.${clip}/group`))
    set(ann, 2, inGroup)
    await until('a group goes through where it is not strict', () => eve.entries.get(inGroup)?.[1] === 2)
    await done(eve.command('rule', { strict: true }))
    await until('Ann knows', () => ann.session.strict === true)
    // Edits in flight are judged by the rule before for a second (HUB14).
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const before = ann.messages.length
    set(ann, 3, inGroup)
    await until('the hub refuses it and Ann is told', () =>
      ann.messages
        .slice(before)
        .some(({ sentence }) => sentence.includes('reaches the clip shot 1, which is locked by Eve')),
    )
    await until('her own is back', () => ann.entries.get(inGroup)?.[1] === 2)
    set(ann, 4, other)
    await until('another group goes through', () => eve.entries.get(other)?.[1] === 4)
    expect(closed(ann, 't/0/node0001/primaries.gain')).toMatchObject({ rule: 'strict' })
  })
})
