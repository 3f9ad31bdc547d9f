/** Checkpoints and segments while the hub runs, the clock over a restart, suites that are ahead of a hub brought back. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { inspect } from '../../server/archive/inspect.ts'
import { writeGrade } from '../../server/bulk.ts'
import { startHub } from '../../server/hub.ts'
import { Session } from '../../server/session.ts'
import { openMemory } from '../../server/store/memory.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { type Store, StoreError } from '../../server/store/store.ts'
import { clipId, seeded, stage, until } from '../kit/suite.ts'
import { gain, openHub, plain, prepared } from './desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-durable-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const row = { id: 'aaaaaaaa', name: 'One', mediaDir: null, files: {}, at: 1 }
const lines: string[] = []

async function openSession(store: Store): Promise<Session> {
  if ((await store.sessions()).length === 0) await store.create(row, [])
  return await Session.open(store, row, { now: () => 1000, engine: 'test', log: (line) => lines.push(line) })
}

const level = 'c.clip0001/0'
const value = (n: number) => [1, 1 + n / 4096, 1, 1]

/** So many revisions: values of a few keys, some deleted. */
async function edit(session: Session, count: number, random: () => number): Promise<void> {
  const end = session.journal.revision + count
  for (let n = 0; session.journal.revision < end; n++) {
    const key = `${level}/node000${Math.floor(random() * 8)}/primaries.gain`
    writeGrade(session, 'seat0001', new Map([[key, random() < 0.1 ? null : value(Math.floor(random() * 4096))]]))
    if (n % 100 === 99) await session.journal.settle()
  }
  await session.journal.settle()
}

const gradeOf = (session: Session) => session.documents.grade.doc.getMap('grade').toJSON()

describe('while the hub runs', () => {
  it('[HUB21] a document gets checkpoints beside the edits, what they close off is sealed, and all of it is read back', async () => {
    const data = join(folder, 'running')
    const { mkdirSync } = await import('node:fs')
    mkdirSync(data)
    const file = join(data, 'samelight.sqlite')
    const store = openSqlite(file)
    const session = await openSession(store)
    const random = seeded(11)
    await edit(session, 4100, random)
    const db = new DatabaseSync(file)
    const count = (sql: string): number => Number(Object.values(db.prepare(sql).get() as object)[0])
    await until('two are sealed', () => count('select count(*) from segment') === 2)
    expect(count("select count(*) from checkpoint where document = 'grade' and kept = 1")).toBe(2)
    expect(count("select count(*) from log where document = 'grade'")).toBeLessThan(2100)
    await edit(session, 50, random)
    const then = gradeOf(session)
    const middle = await session.archive.history.content(3000)
    await session.close()
    expect(lines).toEqual([])
    const again = await openSession(store)
    expect(gradeOf(again)).toEqual(then)
    expect(again.journal.saved).toBe(4150)
    expect((await again.archive.history.content(3000)).hash).toBe(middle.hash)
    await again.close()
    await store.close()
    expect(await inspect(data)).toMatchObject({
      troubles: [],
      sessions: [{ revision: 4150, rows: 4150, segments: 2 }],
    })
    // The newest checkpoint gone bad, and the one before it: each time one falls back, and it is the same grade.
    for (const bad of [1, 2]) {
      db.exec(
        `update checkpoint set bytes = x'1f8b00' where document = 'grade' and revision in (select revision from checkpoint where document = 'grade' order by revision desc limit ${bad})`,
      )
      const third = openSqlite(file)
      const loaded = await third.load(row.id)
      expect(loaded.warnings).toHaveLength(bad)
      expect(loaded.warnings[0]).toContain('falls back to the one before')
      const back = await openSession(third)
      expect(gradeOf(back)).toEqual(then)
      await back.close()
      await third.close()
    }
    db.close()
  })

  it('[HUB21] a checkpoint that cannot be put down is said, waits, and costs no edit', async () => {
    const inner = openMemory()
    let full = true
    const puts: number[] = []
    const store: Store = {
      ...inner,
      async putCheckpoint(session, epoch, checkpoint) {
        if (full) throw new StoreError('The store cannot: the disk is full; it goes on once there is room.')
        puts.push(checkpoint.revision)
        await inner.putCheckpoint(session, epoch, checkpoint)
      },
    }
    lines.length = 0
    const session = await openSession(store)
    const random = seeded(5)
    await edit(session, 2050, random)
    await until('it is said', () => lines.length > 0)
    expect(lines[0]).toContain('waits: The store cannot: the disk is full')
    expect([session.readOnly, session.journal.saved]).toEqual([null, 2050])
    full = false
    await edit(session, 600, random)
    await until('it is put down', () => puts.length === 1)
    await session.close()
  })
})

describe('a row that is not what was written', () => {
  it('[HUB22] is refused in a sentence that names its revision, and named by the check; a missing one too', async () => {
    const data = mkdtempSync(join(folder, 'row-'))
    const file = join(data, 'samelight.sqlite')
    const store = openSqlite(file)
    const session = await openSession(store)
    await edit(session, 20, seeded(3))
    // As after `kill -9`: no checkpoint was put down.
    const killed = mkdtempSync(join(folder, 'killed-'))
    for (const end of ['', '-wal', '-shm']) copyFileSync(file + end, join(killed, `samelight.sqlite${end}`))
    await session.close()
    await store.close()
    const harms: readonly (readonly [string, string, string])[] = [
      [
        "update log set bytes = cast(bytes || x'00' as blob) where revision = 7",
        'revision 7 of grade is damaged',
        'Revision 7',
      ],
      ["update log set seat = 'seat0002' where revision = 9", 'revision 9 of grade is damaged', 'Revision 9'],
      ['delete from log where revision = 12', 'revision 12 of 20 is missing', 'Revision 13'],
      [
        'update log set bytes = (select l.bytes from log l where l.revision = 4) where revision = 3',
        'revision 3 of grade',
        'Revision 3',
      ],
    ]
    for (const [harm, found, said] of harms) {
      const bad = mkdtempSync(join(folder, 'bad-'))
      for (const end of ['', '-wal', '-shm'])
        copyFileSync(join(killed, `samelight.sqlite${end}`), join(bad, `samelight.sqlite${end}`))
      const db = new DatabaseSync(join(bad, 'samelight.sqlite'))
      db.exec(harm)
      db.close()
      expect((await inspect(bad)).troubles.join(' ')).toContain(found)
      const other = openSqlite(join(bad, 'samelight.sqlite'))
      await expect(openSession(other)).rejects.toThrow(said)
      await other.close()
    }
  })

  it('[HUB22] a sealed segment that is not what was sealed is named, and what does not need it goes on', async () => {
    const data = mkdtempSync(join(folder, 'segment-'))
    const file = join(data, 'samelight.sqlite')
    const store = openSqlite(file)
    const session = await openSession(store)
    await edit(session, 2010, seeded(8))
    const db = new DatabaseSync(file)
    const count = (sql: string): number => Number(Object.values(db.prepare(sql).get() as object)[0])
    await until('it is sealed', () => count('select count(*) from segment') === 1)
    const then = gradeOf(session)
    await session.close()
    db.exec("update segment set hash = '00' || substr(hash, 3)")
    db.close()
    expect((await inspect(data)).troubles.join(' ')).toMatch(/sealed history of grade, revisions 1 to \d+, is damaged/)
    const back = await openSession(store)
    expect(gradeOf(back)).toEqual(then)
    await expect(back.archive.history.content(500)).rejects.toThrow('sealed history')
    await back.close()
    await store.close()
  })
})

describe('a clock that was set back', () => {
  it('[HUB24] goes on from the newest change on disk, and that is said', async () => {
    const store = openMemory()
    const said: string[] = []
    const open = () => openHub({ store, log: (line) => said.push(line) })
    const first = await open()
    await first.close()
    const hours = 3 * 3_600_000
    const epoch = await store.lease(first.session)
    const at = Date.now() + hours
    const { revision } = await store.load(first.session)
    const lastRow = {
      revision: revision + 1,
      document: 'session',
      seat: 'hub',
      at,
      bytes: Uint8Array.of(0, 0),
    } as const
    await store.append(first.session, epoch, {
      revision: revision + 1,
      log: [lastRow],
      owners: [],
      seats: [],
      answers: [],
    })
    const second = await open()
    expect(said.join(' ')).toMatch(/stands 10\d{3} s before the newest change on disk/)
    const ann = await plain(second, 'colorist', 'grade')
    ann.map.set(gain, [1.5, 1, 1, 1])
    await until('it is saved', () => ann.heard === ann.sent)
    ann.leave()
    await second.close()
    const times = (await store.log(first.session, 'grade', 0, 99)).map((one) => one.at)
    expect(times).toHaveLength(1)
    expect(times[0]).toBeGreaterThanOrEqual(at)
  })
})

describe('a hub that was brought back from before', () => {
  it('[HUB25] suites that have seen more begin again from what it holds, keep their seats, and go on', async () => {
    const data = mkdtempSync(join(folder, 'back-'))
    const kept = mkdtempSync(join(folder, 'kept-'))
    const at = await stage({ dataDir: data })
    const [ann, ben] = [await at.join('Ann'), await at.join('Ben', 'client')]
    const set = (green: number) =>
      ann.edit(`c.${clipId(1)}`, 'Edit', (g) =>
        g.control(`c.${clipId(1)}`, '0', 'node0001', 'primaries.gain', [1, green, 1, 1]),
      )
    const green = (suite: typeof ann) => suite.entries.get(`c.${clipId(1)}/0/node0001/primaries.gain`)?.[1]
    set(1.25)
    await until('both have it', () => green(ben) === 1.25 && ann.revision === ben.revision)
    const db = new DatabaseSync(join(data, 'samelight.sqlite'))
    db.prepare('vacuum into ?').run(join(kept, 'samelight.sqlite'))
    db.close()
    copyFileSync(join(data, 'links.secret'), join(kept, 'links.secret'))
    for (const later of [1.5, 1.75]) set(later)
    await until('both have it', () => green(ben) === 1.75 && ann.revision === ben.revision)
    const port = Number(new URL(at.hub.url).port)
    await at.hub.close()
    const said: string[] = []
    const hub = await startHub({
      port,
      dataDir: kept,
      mediaDir: '/media',
      prepare: async () => prepared,
      log: (line) => said.push(line),
    })
    await until('both show what it holds', () =>
      [ann, ben].every((suite) => suite.link.kind === 'live' && green(suite) === 1.25),
    )
    expect(said.join(' ')).toContain('a backup was brought back')
    set(1.375)
    await until('they go on', () => green(ben) === 1.375)
    for (const suite of [ann, ben]) suite.leave()
    await hub.close()
  })
})
