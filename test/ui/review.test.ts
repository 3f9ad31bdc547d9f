/** What the review counts, says and allows: pure parts, and the loop of two pictures on a fake suite. */
import { beforeEach, describe, expect, it } from 'vitest'
import { aloneOver } from '../../client/state/alone.ts'
import type { Desk } from '../../client/state/desk.ts'
import { restoreList } from '../../client/state/restore-list.ts'
import { sightOf } from '../../client/state/sight.ts'
import { CompareLoop } from '../../client/viewer/compare-loop.ts'
import { differenceCodes, differenceOf, tenBit } from '../../client/viewer/difference.ts'
import type { FromPair, PairOrder } from '../../client/viewer/pair.ts'
import type { ToWorker } from '../../client/viewer/work.ts'
import { changeLines, changeWords, told } from '../../client/words/change-words.ts'
import { verdictSentence } from '../../client/words/verdict-words.ts'
import { changesByControl } from '../../shared/doc/change-list.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { Shelves } from '../../shared/doc/read.ts'
import type { Snapshot, Verdict } from '../../shared/doc/records.ts'
import type { Role } from '../../shared/doc/session.ts'
import { lookName } from '../../shared/render/name.ts'
import { buildReceipt } from '../../shared/suite/receipt.ts'
import { grade, serial } from '../kit/grade.ts'
import { demoSession, fakeDesk } from './kit/demo.ts'
import type { FakeSuite } from './kit/fake-suite.ts'

describe('how far two pictures lie apart', () => {
  it('[REV3] greatest and where, mean, and pixels that differ, on every 16-bit value', () => {
    const a = Uint16Array.of(0, 0, 0, 100, 200, 300, 65535, 0, 0, 7, 7, 7)
    const b = Uint16Array.of(0, 0, 0, 100, 190, 340, 0, 0, 1, 7, 7, 7)
    expect(differenceOf(a, b, 2)).toEqual({
      max: 65535,
      at: [0, 1, 'R'],
      mean: (10 + 40 + 65535 + 1) / 12,
      count: 2,
      pixels: 4,
    })
    expect(differenceOf(a, a, 2)).toEqual({ max: 0, at: null, mean: 0, count: 0, pixels: 4 })
    expect([tenBit(65535), tenBit(0)]).toEqual([1023, 0])
    expect(tenBit(64).toFixed(3)).toBe('0.999')
    expect([...differenceCodes(a, b, 8)]).toEqual([0, 0, 0, 0, 80, 320, 65535, 0, 8, 0, 0, 0])
  })
})

describe('a change in words', () => {
  const level = 'c.clip0001'
  const then = grade({ ...serial('a b'), [`${level}/0/a0000000/primaries.gain`]: [1, 1, 1, 1] })
  const write = (key: string, value: Value): Shelves => {
    const out = new Shelves()
    for (const [k, v] of then) out.set(k, v)
    return out.set(key, value)
  }
  const key = `${level}/0/b0000000/primaries.gain`

  it('[REV4] has one line a number that differs, as its panel shows it, with decimals enough to tell them apart', () => {
    const [change] = changesByControl(then, write(key, [1.04, 1, 1.0001, 1]), new Map([[key, by]]))
    expect(changeLines(change!, then)).toEqual([
      { title: 'Gain Y', from: '1.00', to: '1.04' },
      { title: 'Gain G', from: '1.0000', to: '1.0001' },
    ])
    expect(changeWords(change!, demoSession, then)).toBe(
      'node 2 Gain Y 1.00 → 1.04, Gain G 1.0000 → 1.0001, by Clara Marsh',
    )
    const saturation = changesByControl(then, write(`${level}/0/a0000000/primaries.saturation`, [0.9]))[0]!
    expect(changeLines(saturation, then)[0]).toEqual({ title: 'Saturation', from: '50', to: '45' })
    // A LUT by its file's name, where the session has it.
    const blob = 'ab'.repeat(32)
    const lut = changesByControl(then, write(`${level}/0/a0000000/lut.table`, [blob]))[0]!
    const file = { blob, name: 'print.cube', seat: 'seat0001', at: 1 }
    expect(changeLines(lut, then, [file])).toEqual([{ title: 'LUT', from: 'none', to: 'print.cube' }])
    expect(changeLines(lut, then)[0]!.to).toBe('abababab')
  })

  it('[REV4] a group by its name; links are left out where a node came or went', () => {
    const grouped = write(`${level}/group`, ['night000']).set('g.night000/name', ['Night'])
    const group = changesByControl(then, grouped).find((change) => change.key.endsWith('/group'))!
    expect(changeWords(group, demoSession, grouped)).toBe('Group none → “Night”')
    const added = grade({ ...serial('a b c') })
    const changes = changesByControl(then, added)
    expect(changes.length).toBeGreaterThan(2)
    expect(told(changes).map((change) => change.key)).toEqual([`${level}/0/c0000000/head`])
  })

  it('[REV4] stands alone over the older moment where its node was there, and else not', () => {
    const gain = changesByControl(then, write(key, [1.5, 1, 1, 1]))[0]!
    expect(aloneOver(then, gain)).toEqual({ key, over: [[key, [1.5, 1, 1, 1]]] })
    expect(aloneOver(grade(serial('a')), gain)).toBeNull()
    expect(aloneOver(write(`${level}/use`, ['night000']), gain)).toBeNull()
    expect(aloneOver(then, { ...gain, key: `${level}/0/b0000000/head`, to: ['gone', 'out', '0'] })).toBeNull()
  })

  it('[REV9] going back is told from now to what will be; what is made since becomes a wire', () => {
    const now = write(key, [1.5, 1, 1, 1])
    expect(restoreList(now, then, 'clip0001').map((change) => [change.key, change.to])).toEqual([[key, null]])
    expect(restoreList(now, then, 'clip0002')).toEqual([])
    expect(restoreList(then, then, null)).toEqual([])
    const more = grade({ ...serial('a b c') })
    const heads = restoreList(more, then, null).filter((change) => change.key.endsWith('/head'))
    expect(heads.map((change) => change.to?.[0])).toEqual(['gone'])
  })
})

const by = { seat: 'seat0001', at: 5, revision: 2185 } as const
const key = 'c.clip0000/0/a0000000/primaries.gain'
const entries = () => grade({ ...serial('a', 'c.clip0000'), [key]: [1, 1.1, 1, 1] })
const snapshot = (n: number, name: string): Snapshot => ({
  id: `snap000${n}`,
  name,
  revision: 2180 + n,
  hash: String(n).repeat(64),
  seat: 'seat0001',
  at: n,
})

/** Somebody before a session with snapshots of these names, all of one grade. */
function seated(role: Role, ...names: readonly string[]): { desk: Desk; suite: FakeSuite } {
  const made = fakeDesk(role)
  for (const [i] of names.entries())
    made.suite.annex.contents.set(`snap000${i + 1}`, { session: demoSession, entries: entries() })
  made.suite.annex.keep({ snapshots: names.map((name, i) => snapshot(i + 1, name)) })
  return made
}

const sworn = (desk: Desk, look: string) =>
  desk.setReceipt(
    buildReceipt({
      ...{ seat: desk.suite.seat, revision: 2184, clip: 'clip0000', frame: 0, plan: 'p', source: 's', look },
      ...{ digest: 'd'.repeat(32), executor: 'wasm', engine: '1', at: 0 },
    }),
  )
const settled = () => new Promise((done) => setTimeout(done, 0))

describe('what a verdict stands on', () => {
  it('[REV5] says why there is none: the role, no snapshot, two pictures, a picture that is not drawn in full', () => {
    expect(sightOf(fakeDesk('client').desk)).toBe('A verdict is the supervisor’s.')
    expect(sightOf(seated('supervisor').desk)).toMatch(/no snapshot yet/)
    const { desk, suite } = seated('supervisor', 'v1')
    expect(sightOf(desk)).toBe('The full picture is being drawn.')
    desk.compare.setA('snap0001')
    desk.compare.setMode('wipe')
    expect(sightOf(desk)).toMatch(/^Two pictures are on show/)
    desk.compare.setMode('snapshot')
    expect(sightOf(desk)).toBe('The full picture is being drawn.')
    desk.compare.setMode('now')
    desk.setBypass(true)
    expect(sightOf(desk)).toMatch(/without its grade/)
    desk.setBypass(false)
    suite.adjusting = new Map([[key, { seat: 'seat0001', name: 'Clara' }]])
    expect(sightOf(desk)).toMatch(/moves a control/)
  })

  it('[REV5] now is judged as the snapshot that holds its look, A before the newest; a look that none holds is named', async () => {
    const { desk } = seated('supervisor', 'v1', 'v2')
    const look = lookName(demoSession, entries(), 'clip0000')
    sworn(desk, look)
    expect(sightOf(desk)).toBe('The snapshots are on their way.')
    await settled()
    expect(sightOf(desk)).toMatchObject({ snapshot: 'snap0002', clip: 'clip0000', look, frame: 0, class: 'original' })
    desk.compare.setA('snap0001')
    expect(sightOf(desk)).toBe('The snapshots are on their way.')
    await settled()
    expect(sightOf(desk)).toMatchObject({ snapshot: 'snap0001', digest: 'd'.repeat(32) })
    sworn(desk, 'f'.repeat(32))
    expect(sightOf(desk)).toBe('The clip is no longer as in “v2”: take a snapshot of now, or look at A.')
  })

  it('[REV5] a snapshot seen alone is judged by its own full picture of the frame on show', () => {
    const { desk } = seated('supervisor', 'v1')
    desk.compare.setA('snap0001')
    desk.compare.setMode('snapshot')
    const a = { look: 'e'.repeat(32), digest: 'd'.repeat(32), plan: 'p', lacks: [] }
    const pair = { clip: 'clip0000', frame: 0, full: true, a, b: null, difference: null }
    desk.compare.setPair({ ...pair, full: false }, null)
    expect(sightOf(desk)).toBe('The full picture is being drawn.')
    desk.compare.setPair({ ...pair, frame: 3 }, null)
    expect(sightOf(desk)).toBe('The full picture is being drawn.')
    desk.compare.setPair(pair, null)
    expect(sightOf(desk)).toMatchObject({ snapshot: 'snap0001', look: a.look, digest: a.digest, frame: 0 })
  })
})

describe('a verdict in words', () => {
  const verdict = (given: Partial<Verdict>): Verdict => ({
    ...{ id: 'verd0001', snapshot: 'snap0001', clip: 'clip0000', seat: 'seat0003', verdict: 'approve', note: '' },
    ...{ look: '', digest: '', frame: 0, class: 'original', display: 'undeclared', at: 1 },
    ...given,
  })
  const words = (view: Parameters<typeof verdictSentence>[0]) => verdictSentence(view, demoSession, entries())

  it('[REV6] says who, what was asked for, and what changed since', () => {
    expect(words(null)).toBe('No verdict yet.')
    expect(words({ verdict: verdict({}), state: { kind: 'approved' } })).toBe('Approved by Jo Bell.')
    const asked = verdict({ verdict: 'changes', note: 'Too cyan.' })
    expect(words({ verdict: asked, state: { kind: 'changes' } })).toBe('Jo Bell asks for changes: “Too cyan”.')
    const later = entries().set(key, [1, 1.2, 1, 1])
    const changes = changesByControl(entries(), later, new Map([[key, by]]))
    expect(words({ verdict: verdict({}), state: { kind: 'stale', was: 'approve', changes } })).toBe(
      'Changed since Jo Bell approved: node 1 Gain R 1.10 → 1.20, by Clara Marsh.',
    )
    expect(words({ verdict: asked, state: { kind: 'stale', was: 'changes', changes: null } })).toBe(
      'Changed since Jo Bell asked for “Too cyan”.',
    )
  })
})

describe('the loop of two pictures', () => {
  let desk: Desk
  let suite: FakeSuite
  let loop: CompareLoop
  let posted: ToWorker[]
  const put: string[] = []
  const easel = (name: string) => ({
    size: [96, 54] as const,
    put: () => void put.push(name),
    clear: () => void put.push(`clear ${name}`),
  })
  const orders = (): readonly PairOrder[] => posted.flatMap((m) => (m.kind === 'pair' ? [m.order] : []))
  const side = { look: 'l', digest: 'd', plan: 'p', source: 's', executor: 'wasm', lacks: [] } as const
  const answer = (difference: Extract<FromPair, { kind: 'pair' }>['difference'] = null) => {
    const order = orders().at(-1)!
    const pixels = { a: new ArrayBuffer(4), b: order.b && new ArrayBuffer(4), difference: null }
    loop.hear({ kind: 'pair', order, a: side, b: order.b && side, difference, pixels, codes: null })
    return order
  }

  beforeEach(async () => {
    ;({ desk, suite } = seated('colorist', 'v1', 'v2'))
    posted = []
    put.length = 0
    const media = { source: () => ({ kind: 'file', file: new Blob([]) }) as never, on: () => () => {} }
    loop = new CompareLoop({ desk, media, post: (m) => posted.push(m), bring: () => {} })
    for (const part of ['a', 'b'] as const) loop.attach(part, easel(part))
    desk.compare.setA('snap0001')
    loop.tick()
    await settled()
  })

  it('[REV11] asks for nothing while now alone is looked at; then for a small pair, then for a full one, one at a time', () => {
    loop.tick()
    expect(posted).toEqual([])
    desk.compare.setMode('wipe')
    loop.tick()
    loop.tick()
    expect(orders().length).toBe(0)
    return settled().then(() => {
      loop.tick()
      loop.tick()
      expect(posted.map((m) => m.kind)).toEqual(['moment', 'pair'])
      expect(answer()).toMatchObject({
        full: false,
        clip: 'clip0000',
        a: { content: 'snap0001' },
        b: { content: null },
      })
      expect(desk.compare.pair?.difference).toBeNull()
      expect(orders().length).toBe(2)
      const difference = { max: 1, at: null, mean: 0.5, count: 1, pixels: 4 }
      expect(answer(difference).full).toBe(true)
      expect(desk.compare.pair).toMatchObject({ full: true, difference })
      loop.tick()
      expect(orders().length).toBe(2)
      expect(put.filter((one) => !one.startsWith('clear'))).toEqual(['a', 'b', 'a', 'b'])
    })
  })

  it('[REV11] an edit of now is drawn again against B of now, and not where only snapshots are seen; an old answer counts no more', async () => {
    desk.compare.setMode('snapshot')
    loop.tick()
    await settled()
    loop.tick()
    answer()
    expect(answer()).toMatchObject({ full: true, b: null })
    const edit = () => suite.edit('c.clip0000', 'Node', (writer) => void writer.append('c.clip0000', '0'))
    edit()
    loop.tick()
    expect(orders().length).toBe(2)
    expect(desk.compare.pair?.full).toBe(true)
    desk.compare.setMode('wipe')
    loop.tick()
    answer()
    answer()
    edit()
    loop.tick()
    expect(orders().length).toBe(5)
    expect(desk.compare.pair).toBeNull()
    const late = orders().at(-1)!
    desk.compare.setMode('now')
    loop.tick()
    put.length = 0
    loop.hear({ kind: 'pair-failed', order: { ...late, id: 99 }, sentence: 'Not mine.' })
    expect(desk.compare.sentence).toBeNull()
  })

  it('[REV11] what cannot be drawn is said once, in the worker’s sentence, and asked for again when something changes', async () => {
    desk.compare.setMode('wipe')
    loop.tick()
    await settled()
    loop.tick()
    loop.hear({ kind: 'pair-failed', order: orders().at(-1)!, sentence: '“v1” has no such clip.' })
    expect(desk.compare.sentence).toBe('“v1” has no such clip.')
    loop.tick()
    expect(orders().length).toBe(1)
    expect(desk.compare.sentence).toBe('“v1” has no such clip.')
    desk.compare.setB('snap0002')
    loop.tick()
    await settled()
    loop.tick()
    expect(orders().length).toBe(2)
  })
})
