import { afterEach, describe, expect, it } from 'vitest'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const key = (control: string, clip = 1): string => `c.${clipId(clip)}/0/node0001/${control}`
const level = `c.${clipId(1)}`

describe('a link that comes and goes', () => {
  it('[SUITE5] cut off, work goes on and is counted; back again it is handed in and told to be on disk', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    at.network.cut('Ann')
    await until('Ann is offline', () => ann.link.kind === 'offline')
    for (let i = 0; i < 3; i++)
      expect(ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 1 + i / 4, 1, 1]))).toBeNull()
    expect(ann.link).toEqual({ kind: 'offline', pending: 3 })
    const told: unknown[] = []
    const stop = ann.on('link', () => told.push(ann.link))
    ann.note('Warmer.', { clip: clipId(1), frame: 0 })
    expect(told.at(-1)).toMatchObject({ kind: 'offline', pending: ann.unsaved })
    expect(ann.unsaved).toBeGreaterThan(3)
    const { seat } = ann
    at.network.mend('Ann')
    await until('Ann is live', () => ann.link.kind === 'live')
    await until('Ben has it', () => ben.entries.has(key('primaries.gain')))
    expect(ben.entries.get(key('primaries.gain'))).toEqual([1, 1.5, 1, 1])
    expect(ann.seat).toBe(seat)
    await until('all is on disk', () => ann.unsaved === 0)
    expect(told.at(-1)).toEqual({ kind: 'live' })
    stop()
    expect(ben.notes).toHaveLength(1)
    at.network.cut('Ann')
    await until('offline again', () => ann.link.kind === 'offline')
    expect(ann.link).toEqual({ kind: 'offline', pending: 0 })
  })

  it('[SUITE6] an edit made between the socket’s opening and its step 2 is not lost and makes no gap', async () => {
    at = await stage()
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben')]
    for (let round = 0; round < 5; round++) {
      at.network.cut('Ann')
      await until('offline', () => ann.link.kind === 'offline')
      ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 1, round, 1]))
      const stop = ann.on('link', () => {
        if (ann.link.kind !== 'offline')
          ann.edit(level, 'Lift', (grade) => grade.put(key('primaries.lift'), [0, 0, round / 8, round / 16]))
      })
      at.network.mend('Ann')
      await until('live', () => ann.link.kind === 'live')
      stop()
      await until(
        'Ben has both',
        () =>
          ben.entries.get(key('primaries.gain'))?.[2] === round &&
          ben.entries.get(key('primaries.lift'))?.[2] === round / 8,
      )
      expect(ann.messages).toEqual([])
    }
  })

  it('[SUITE7] a hub that starts again: every suite comes back by itself, same seat, playhead where it was', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises')
    const { tmpdir } = await import('node:os')
    const { join } = await import('node:path')
    const dataDir = await mkdtemp(join(tmpdir(), 'samelight-'))
    at = await stage({ dataDir })
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben', 'client')]
    await ann.command('drive', {})
    await until('Ann drives', () => ann.session.driver === ann.seat)
    ann.drive({ frame: 77, playing: false })
    await until('Ben stands on 77', () => ben.frameNow() === 77)
    ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 2, 1, 1]))
    const before = ann.revision
    await until('saved', () => ann.revision > before)
    const frames = new Set<number>()
    ben.on('cue', () => frames.add(ben.frameNow()))
    ann.on('cue', () => frames.add(ann.frameNow()))
    const seats = [ann.seat, ben.seat]
    await at.restart()
    await until('both back', () => ann.link.kind === 'live' && ben.link.kind === 'live')
    expect([ann.seat, ben.seat]).toEqual(seats)
    expect(ben.entries.get(key('primaries.gain'))).toEqual([1, 2, 1, 1])
    const late = await at.join('Cy', 'client')
    await until('who joins later hears the cue again', () => late.frameNow() === 77)
    expect([ann.frameNow(), ben.frameNow(), ...frames].every((frame) => frame === 77)).toBe(true)
    await at.close()
    at = null
    await rm(dataDir, { recursive: true })
  })

  it('[SUITE8] refused: told in a sentence, begun again with the hub’s state, own allowed work kept', async () => {
    at = await stage()
    const [ann, engineer] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    at.network.cut('Ann')
    await until('offline', () => ann.link.kind === 'offline')
    const locked = await engineer.command('lock', { region: [`c.${clipId(2)}/`], reason: 'approved' })
    expect(locked.ok).toBe(true)
    // Cut off, Ann knows of no lock: one edit will be refused, the other will not.
    expect(ann.edit(`c.${clipId(2)}`, 'Gain', (grade) => grade.put(key('primaries.gain', 2), [1, 3, 1, 1]))).toBeNull()
    expect(ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 2, 1, 1]))).toBeNull()
    const { seat } = ann
    const links: string[] = []
    ann.on('link', () => links.push(ann.link.kind))
    at.network.mend('Ann')
    await until('the allowed edit is everywhere', () => engineer.entries.has(key('primaries.gain')))
    await until(
      'the refused one is gone here too',
      () => ann.link.kind === 'live' && !ann.entries.has(key('primaries.gain', 2)),
    )
    expect(links).toContain('refused')
    expect(ann.entries.get(key('primaries.gain'))).toEqual([1, 2, 1, 1])
    expect(engineer.entries.has(key('primaries.gain', 2))).toBe(false)
    expect(ann.messages.map(({ sentence }) => sentence).join(' ')).toMatch(/locked by .*approved/)
    expect(ann.seat).toBe(seat)
    // The fresh document takes edits like the old one, and undo has survived.
    expect(ann.edit(level, 'Lift', (grade) => grade.put(key('primaries.lift'), [0, 0.25, 0, 0]))).toBeNull()
    await until('a later edit lands', () => engineer.entries.has(key('primaries.lift')))
    ann.undo(level)
    ann.undo(level)
    await until('both are taken back', () => !engineer.entries.has(key('primaries.gain')))
  })

  it('[INV14] an edit whose seat lost its role before it came to the hub is named and taken back, and the next one is refused at once', async () => {
    at = await stage()
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    at.network.cut('Ann')
    await until('offline', () => ann.link.kind === 'offline')
    expect(ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 2, 1, 1]))).toBeNull()
    expect((await eve.command('seat', { seat: ann.seat, role: 'observer' })).ok).toBe(true)
    at.network.mend('Ann')
    await until('Ann is live again', () => ann.link.kind === 'live' && !ann.entries.has(key('primaries.gain')))
    expect(ann.messages.map(({ sentence }) => sentence).join(' ')).toContain(key('primaries.gain'))
    expect(ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 3, 1, 1]))).toMatchObject({
      rule: 'role',
    })
    expect((await eve.command('seat', { seat: ann.seat, role: 'colorist' })).ok).toBe(true)
    await until(
      'Ann may again',
      () => ann.link.kind === 'live' && ann.may(key('primaries.gain'), [1, 3, 1, 1]) === null,
    )
    expect(ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 3, 1, 1]))).toBeNull()
    await until('Eve has it', () => eve.entries.get(key('primaries.gain'))?.[1] === 3)
  })

  it('[SUITE9] own work that was not on disk is kept over a visit and put back where nobody changed the keys', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    at.network.cut('Ann')
    await until('offline', () => ann.link.kind === 'offline')
    ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 2, 1, 1]))
    ann.edit(level, 'Lift', (grade) => grade.put(key('primaries.lift'), [0, 0.25, 0, 0]))
    ann.leave()
    const ben = await at.join('Ben')
    ben.edit(level, 'Lift', (grade) => grade.put(key('primaries.lift'), [0, 0.5, 0, 0]))
    const before = ben.revision
    await until('saved', () => ben.revision > before)
    at.network.mend('Ann')
    const again = await at.join('Ann')
    expect(again.seat).toBe(ann.seat)
    await until('it is put back', () => ben.entries.has(key('primaries.gain')))
    expect(again.entries.get(key('primaries.lift'))).toEqual([0, 0.5, 0, 0])
    expect(again.messages.map(({ sentence }) => sentence).join(' ')).toMatch(/Lift was not put back/)
  })

  it('[SUITE9] what was kept and stands already is done with: it does not come back at the visit after over later work', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    at.network.cut('Ann')
    await until('offline', () => ann.link.kind === 'offline')
    ann.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 2, 1, 1]))
    ann.leave()
    const ben = await at.join('Ben')
    ben.edit(level, 'Gain', (grade) => grade.put(key('primaries.gain'), [1, 2, 1, 1]))
    await until('saved', () => ben.revision > 0)
    at.network.mend('Ann')
    const again = await at.join('Ann')
    expect(again.entries.get(key('primaries.gain'))).toEqual([1, 2, 1, 1])
    ben.edit(level, 'Reset', (grade) => grade.reset(key('primaries.gain')))
    await until('Ann sees it reset', () => !again.entries.has(key('primaries.gain')))
    again.leave()
    const third = await at.join('Ann')
    const before = ben.revision
    third.edit(level, 'Lift', (grade) => grade.put(key('primaries.lift'), [0, 0.25, 0, 0]))
    await until('Ben has what came after', () => ben.entries.has(key('primaries.lift')) && ben.revision > before)
    expect(ben.entries.has(key('primaries.gain'))).toBe(false)
  })

  it('[SUITE10] a seat that is removed is told so and does not come back', async () => {
    at = await stage()
    const [ann, engineer] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    await engineer.command('seat', { seat: ann.seat, remove: true })
    await until('ended', () => ann.link.kind === 'ended')
    expect(ann.link).toEqual({ kind: 'ended', sentence: 'This seat has been removed.' })
    expect(await ann.command('name', { name: 'Ann' })).toMatchObject({ ok: false })
  })
})
