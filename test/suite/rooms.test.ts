import { afterEach, describe, expect, it } from 'vitest'
import { buildReceipt, comparable, touches } from '../../shared/suite/receipt.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const hex = (digit: string): string => digit.repeat(32)
const receipt = (seat: string, over: Partial<Parameters<typeof buildReceipt>[0]> = {}) =>
  buildReceipt({
    seat,
    revision: 3,
    clip: clipId(1),
    frame: 5,
    plan: hex('1'),
    source: hex('2'),
    look: hex('3'),
    digest: hex('4'),
    executor: 'wasm',
    engine: '1',
    at: 1000,
    ...over,
  })

describe('rooms', () => {
  it('[SUITE21] each room says who, where, following, lag and picture; who leaves is offline', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben', 'client')]
    const room = () => ann.rooms.find(({ seat }) => seat === ben.seat)
    await until('Ben is here', () => room()?.online === true && room()?.name === 'Ben')
    expect(room()).toMatchObject({ role: 'client', following: true, playing: false, receipt: null, pointer: null })
    await until('lag', () => (room()?.lagMs ?? -1) >= 0)
    ben.point([0.5, -0.25])
    ben.seek(30)
    await until('Ben points', () => room()?.pointer?.[0] === 0.5 && room()?.frame === 30)
    ben.report(receipt(ben.seat))
    await until('Ben’s picture', () => room()?.receipt?.digest === hex('4'))
    ben.match(
      new Map([
        ['medi0001', 'matched'],
        ['medi0002', 'missing'],
      ]),
    )
    await until('Ben’s media', () => ann.matches.get(ben.seat)?.get('medi0002') === 'missing')
    expect(ann.rooms.map(({ seat }) => seat)).toEqual([ben.seat])
    expect(ann.me).toMatchObject({ seat: ann.seat, online: true, role: 'colorist' })
    ben.leave()
    await until('Ben is gone', () => room()?.online === false)
    // Who joins later is told everything that still counts.
    const cy = await at.join('Cy', 'observer')
    expect(cy.rooms.find(({ seat }) => seat === ann.seat)?.online ?? false).toBe(true)
  })

  it('[SUITE22] no receipt while an overlay touches the clip: its own level, its group, the timeline, a shared node', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    const on = (key: string) => new Map([[key, { seat: 'b', name: 'b' }]])
    const clip = clipId(1)
    const grouped = new Map([[`c.${clip}/group`, ['group001']]])
    expect(touches(clip, new Map(), ann.session)).toBe(false)
    expect(touches(clip, on(`c.${clip}/0/node0001/primaries.gain`), ann.session)).toBe(true)
    expect(touches(clip, on(`c.${clipId(2)}/0/node0001/primaries.gain`), ann.session)).toBe(false)
    expect(touches(clip, on('t/0/node0001/primaries.gain'), ann.session)).toBe(true)
    expect(touches(clip, on('s.shared01/0/node0001/primaries.gain'), ann.session)).toBe(true)
    expect(touches(clip, on('g.group001.pre/0/node0001/primaries.gain'), ann.session, grouped)).toBe(true)
    expect(touches(clip, on('g.group002.pre/0/node0001/primaries.gain'), ann.session, grouped)).toBe(false)
    expect(touches(clip, on('g.group002.pre/0/node0001/primaries.gain'), ann.session)).toBe(true)
    const scrub = ann.scrub(`c.${clip}`, 'Gain')
    scrub.set(new Map([[`c.${clip}/0/node0001/primaries.gain`, [1, 2, 1, 1]]]))
    ann.report(receipt(ann.seat))
    expect(ann.me.receipt).toBeNull()
    scrub.discard()
    ann.report(receipt(ann.seat))
    expect(ann.me.receipt?.digest).toBe(hex('4'))
  })

  it('[SUITE23] a receipt has every field in one order, and two are compared only for the same frame, plan and source', () => {
    expect(Object.keys(receipt('a'))).toEqual([
      'revision',
      'clip',
      'frame',
      'plan',
      'source',
      'look',
      'digest',
      'executor',
      'engine',
      'class',
      'display',
      'monitorLut',
      'watermark',
      'proof',
      'skewMs',
      'dropped',
      'at',
      'seat',
    ])
    expect(comparable(receipt('a'), receipt('b', { revision: 9 }))).toBe(true)
    for (const other of [{ clip: clipId(2) }, { frame: 6 }, { plan: hex('9') }, { source: hex('9') }])
      expect(comparable(receipt('a'), receipt('b', other))).toBe(false)
  })

  it('[SUITE24] notes: one’s own prefix, read by all, oldest first; who may not note is told', async () => {
    at = await stage()
    const [ann, ben, cy] = [await at.join('Ann'), await at.join('Ben', 'client'), await at.join('Cy', 'observer')]
    ben.note('Too warm here.', { clip: clipId(1), frame: 12 })
    await until('Ann reads it', () => ann.notes.length === 1)
    expect(ann.notes[0]).toMatchObject({ seat: ben.seat, text: 'Too warm here.', clip: clipId(1), frame: 12 })
    expect(Math.abs(ann.notes[0]!.at - ann.hubNow())).toBeLessThan(60_000)
    cy.note('No.', { clip: clipId(1), frame: 0 })
    expect(cy.messages.at(-1)?.sentence).toMatch(/right to note/)
    expect(cy.notes).toHaveLength(1)
    expect(ben.note('Thank you.', { clip: clipId(1), frame: 12 })).toBeNull()
    ben.leave()
    const over = 'You have left the session.'
    expect(ben.note('And darker.', { clip: clipId(1), frame: 12 })).toMatchObject({ rule: 'ended', sentence: over })
    expect(ben.messages.at(-1)?.sentence).toBe(over)
    ann.leave()
    expect(ann.edit(`c.${clipId(1)}`, 'Gain', (grade) => grade.append(`c.${clipId(1)}`, '0'))?.sentence).toBe(over)
    expect(ann.undoDepth(`c.${clipId(1)}`)).toBe(0)
  })
})

describe('the cue', () => {
  it('[CUE9] who has the wheel states the cue; the others follow, look round, come back', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben', 'client')]
    ann.drive({ frame: 10, playing: false })
    expect(ann.messages.at(-1)?.sentence).toMatch(/take the wheel/)
    expect((await ben.command('drive', {})).ok).toBe(false)
    expect((await ann.command('drive', {})).ok).toBe(true)
    await until('Ann drives', () => ann.session.driver === ann.seat)
    ann.drive({ frame: 50, playing: false })
    expect(ann.frameNow()).toBe(50)
    await until('Ben follows', () => ben.frameNow() === 50)
    ben.follow(false)
    expect(ben.frameNow()).toBe(50)
    ben.seek(3)
    ann.seek(60)
    await until('the cue is on', () => ben.cue?.anchorFrame === 60)
    expect([ann.frameNow(), ben.frameNow(), ben.following]).toEqual([60, 3, false])
    ben.follow(true)
    expect(ben.frameNow()).toBe(60)
  })

  it('[CUE10] play begins everywhere at one instant of the hub’s clock, and stop stands on one frame', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben', 'client')]
    await ann.command('drive', {})
    await until('Ann drives', () => ann.session.driver === ann.seat)
    ann.drive({ frame: 20, playing: true })
    expect(ann.cue!.anchorMs - ann.hubNow()).toBeGreaterThan(200)
    await until('Ben plays', () => ben.playing && ben.cue?.anchorMs === ann.cue?.anchorMs)
    await until('it moves', () => ben.frameNow() > 21 && ann.frameNow() > 21)
    expect(Math.abs(ann.frameNow() - ben.frameNow())).toBeLessThanOrEqual(1)
    ann.play(false)
    await until('Ben stands where Ann does', () => !ben.playing && ben.frameNow() === ann.frameNow())
  })

  it('[CUE11] handing over, dropping out and coming back as the driver move nobody’s playhead', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    await ann.command('drive', {})
    await until('Ann drives', () => ann.session.driver === ann.seat)
    ann.drive({ frame: 42, playing: false })
    await until('Ben follows', () => ben.frameNow() === 42)
    await ann.command('drive', { to: ben.seat })
    await until('Ben’s word is the cue', () => ann.cue?.seat === ben.seat)
    expect([ann.frameNow(), ben.frameNow()]).toEqual([42, 42])
    ben.leave()
    const again = await at.join('Ben')
    expect(again.session.driver).toBe(again.seat)
    await until('where it was', () => again.frameNow() === 42)
    expect(ann.frameNow()).toBe(42)
  })
})
