/** The hold: held suites show one revision and one frame, whatever happens; then all move at once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { clipFlags, setFlag } from '../../shared/doc/flags.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import { buildReceipt } from '../../shared/suite/receipt.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const clip = clipId(1)
const level = `c.${clip}`
const gain = `${level}/0/node0001/primaries.gain`
const other = `c.${clipId(2)}/0/node0001/primaries.gain`
const set = (suite: Suite, n: number, key = gain) =>
  suite.edit(key.slice(0, key.indexOf('/')), 'Gain', (grade) => grade.put(key, [1, n, 1, 1]))
const drawn = (suite: Suite, key = gain) => suite.drawn.get(key)?.[1]
const plan = (suite: Suite): string =>
  compilePlan({ session: suite.shown.session, entries: suite.shown.entries, clip, frame: 0 }).name
async function done<T = Record<string, unknown>>(answer: ReturnType<Suite['command']>): Promise<T> {
  const given = await answer
  if (!given.ok) throw new Error(`${given.refusal.rule}: ${given.refusal.sentence}`)
  return given.value as T
}

/** Ann drives on frame 12 with gain 2 and holds; Bob's room is held. */
async function held(more: Parameters<typeof stage>[0] = {}): Promise<{ ann: Suite; bob: Suite }> {
  at = await stage(more)
  const [ann, bob] = [await at.join('Ann'), await at.join('Bob', 'client')]
  await done(ann.command('drive', {}))
  await until('Ann drives', () => ann.session.driver === ann.seat)
  ann.drive({ frame: 12, playing: false })
  set(ann, 2)
  await until('Bob is there', () => bob.frameNow() === 12 && drawn(bob) === 2)
  await done(ann.holding.hold())
  await until('Bob is held', () => bob.holding.held !== null && bob.revision === bob.holding.held.revision)
  return { ann, bob }
}

describe('while held', () => {
  it('[HOLD1] edits, drags and the cue of the driver move nothing in a room: plan, frame, revision and receipt stand', async () => {
    const { ann, bob } = await held()
    await until('the exact state is here', () => bob.holding.exact)
    const before = [plan(bob), bob.frameNow(), bob.revision, JSON.stringify([...bob.drawn])]
    const receipt = buildReceipt({
      ...{ seat: bob.seat, revision: bob.revision, clip, frame: 12, plan: plan(bob), source: '0'.repeat(32) },
      ...{ look: '1'.repeat(32), digest: '2'.repeat(32), executor: 'wasm', engine: '1', at: 1 },
    })
    bob.report(receipt)
    await until('Ann has Bob’s receipt', () => ann.rooms.some((room) => room.receipt?.revision === bob.revision))
    let drawings = 0
    bob.on('drawn', () => {
      drawings += Number(bob.drawn.get(gain)?.[1] !== 2)
    })
    const drag = ann.scrub(level, 'Gain')
    drag.set(new Map([[gain, [1, 3, 1, 1]]]))
    ann.drive({ frame: 40, playing: false })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(bob.adjusting.size).toBe(0)
    drag.commit()
    set(ann, 5, other)
    ann.drive({ frame: 60, playing: false })
    await until('the hub has told Bob of all of it', () => bob.entries.get(other)?.[1] === 5)
    expect([plan(bob), bob.frameNow(), bob.revision, JSON.stringify([...bob.drawn])]).toEqual(before)
    expect(drawings).toBe(0)
    expect(bob.me.receipt).toEqual(receipt)
    expect(ann.rooms.find(({ seat }) => seat === bob.seat)?.frame).toBe(12)
    expect([drawn(ann), ann.frameNow()]).toEqual([3, 60])
  })

  it('[HOLD2] who joins meanwhile, comes back, or meets a hub that has started again gets the held revision, never the live one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'samelight-hold-'))
    const { ann, bob } = await held({ dataDir: folder })
    set(ann, 7)
    await until('Ann’s edit is out', () => bob.entries.get(gain)?.[1] === 7)
    const late = await at!.join('Late', 'client')
    expect([drawn(late), late.frameNow(), late.revision]).toEqual([2, 12, bob.revision])
    const seen: unknown[] = []
    late.on('drawn', () => seen.push(drawn(late)))
    at!.network.cut('Late')
    await until('cut', () => late.link.kind === 'offline')
    expect([drawn(late), late.frameNow()]).toEqual([2, 12])
    at!.network.mend('Late')
    await until('back', () => late.link.kind === 'live')
    await at!.restart()
    await until('Ann is back', () => ann.link.kind === 'live')
    set(ann, 8)
    await until('all are back', () => bob.entries.get(gain)?.[1] === 8 && late.entries.get(gain)?.[1] === 8)
    for (const suite of [bob, late]) expect([drawn(suite), suite.frameNow()]).toEqual([2, 12])
    expect(seen.every((value) => value === 2)).toBe(true)
    const last = await at!.join('Last', 'observer')
    expect([drawn(last), last.frameNow()]).toEqual([2, 12])
    expect(ann.holding.held).toBeNull()
    await at!.close()
    at = null
    rmSync(folder, { recursive: true })
  })

  it('[HOLD3] publish moves all rooms in one step, never over a state in between; kept, they move and stay held', async () => {
    const { ann, bob } = await held()
    const steps: unknown[] = []
    bob.on('drawn', () => {
      const now = [drawn(bob), drawn(bob, other) ?? null, bob.frameNow()]
      if (JSON.stringify(steps.at(-1)) !== JSON.stringify(now)) steps.push(now)
    })
    set(ann, 3)
    set(ann, 5, other)
    ann.drive({ frame: 50, playing: false })
    await done(ann.holding.publish(true))
    await until('Bob has moved', () => bob.frameNow() === 50)
    expect([drawn(bob), drawn(bob, other)]).toEqual([3, 5])
    set(ann, 4)
    set(ann, 6, other)
    ann.drive({ frame: 70, playing: false })
    await until('it is out', () => bob.entries.get(other)?.[1] === 6)
    expect([drawn(bob), bob.frameNow()]).toEqual([3, 50])
    await done(ann.holding.publish())
    await until('Bob goes on', () => bob.holding.held === null && bob.frameNow() === 70)
    expect([drawn(bob), drawn(bob, other)]).toEqual([4, 6])
    set(ann, 8)
    await until('Bob is live', () => drawn(bob) === 8)
    const between = steps.filter(
      (step) => !['[2,null,12]', '[3,5,50]', '[4,6,70]', '[8,6,70]'].includes(JSON.stringify(step)),
    )
    expect(between).toEqual([])
  })

  it('[HOLD4] discard brings the driver back in one undo step; what another changed meanwhile stays and is named', async () => {
    const { ann, bob } = await held()
    const ben = await at!.join('Ben')
    set(ann, 3)
    ann.edit(level, 'Node', (g) => {
      g.control(level, '0', g.append(level, '0')!, 'primaries.gain', [1, 9, 1, 1])
    })
    const mine = plan(ann)
    // A flag is about the work, not of what was tried.
    ann.edit(level, 'Flag', (g) => setFlag(g, clip, 'red', true))
    set(ben, 5, other)
    await until('Ann has Ben’s', () => ann.entries.get(other)?.[1] === 5)
    const value = await done<{ left: { keys: string[] } }>(ann.holding.discard(level))
    await until('Ann is back', () => drawn(ann) === 2 && plan(ann) === plan(bob))
    await until('the rooms go on', () => bob.holding.held === null)
    expect(value.left.keys).toEqual([other])
    expect(ann.entries.get(other)).toEqual([1, 5, 1, 1])
    expect(clipFlags(ann.entries, clip)).toEqual(['red'])
    await until('Bob is live', () => drawn(bob, other) === 5)
    ann.undo(level)
    await until('the discarded is back', () => drawn(ann) === 3 && plan(ann) === mine)
  })

  it('[HOLD5] only the driver holds and lets go; who takes the wheel is held no longer', async () => {
    const { ann, bob } = await held()
    const ben = await at!.join('Ben')
    expect(drawn(ben)).toBe(2)
    set(ann, 3)
    await until('it is out', () => ben.entries.get(gain)?.[1] === 3)
    expect(drawn(ben)).toBe(2)
    for (const verb of ['hold', 'publish', 'discard'])
      expect(await ben.command(verb, { frame: 0 })).toMatchObject({
        ok: false,
        refusal: { rule: 'driver', holder: 'Ann' },
      })
    expect(await ann.command('hold', { frame: 0 })).toMatchObject({ ok: false, refusal: { rule: 'hold' } })
    await done(ben.command('drive', { take: true }))
    await until('Ben sees what is, Ann is held', () => drawn(ben) === 3 && ann.holding.held !== null)
    await until('Ann’s held state is here', () => drawn(ann) === 2)
    await done(ben.holding.publish())
    await until('all go on', () => ann.holding.held === null && bob.holding.held === null)
    for (const args of [{}, { frame: -1 }, { frame: 144 }, { frame: 1.5 }, { frame: '0' }])
      expect([args, (await ben.command('hold', args)).ok]).toEqual([args, false])
    expect(await ben.command('publish', {})).toMatchObject({ ok: false, refusal: { rule: 'hold' } })
    expect(await ben.command('discard', {})).toMatchObject({ ok: false, refusal: { rule: 'hold' } })
  })
})
