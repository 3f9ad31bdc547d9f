/** One suite for every store: what the hub relies on. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { roleLink } from '../../server/links.ts'
import { sha256 } from '../../server/store/chain.ts'
import { openMemory } from '../../server/store/memory.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Batch, Store } from '../../server/store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const file = (): string => join(folder, `${++files}.sqlite`)
const row = { id: 'aaaaaaaa', name: 'One', mediaDir: null, files: { m1: '/clips/a.mp4' }, at: 1 }
const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list)
const batch = (revision: number, more: Partial<Batch> = {}): Batch => ({
  revision,
  log: [{ revision, document: 'grade', seat: 's1', at: 5, bytes: bytes(revision) }],
  owners: [],
  seats: [],
  answers: [],
  ...more,
})

const stores: readonly (readonly [string, () => Store])[] = [
  ['memory', () => openMemory()],
  ['sqlite', () => openSqlite(file())],
]

describe.each(stores)('the store "%s"', (_name, open) => {
  it('[HUB1] gives back what was written, in order, with owners, seats and answers', async () => {
    const store = open()
    await store.create(row, [{ hash: 'h', role: 'colorist' }])
    const epoch = await store.lease(row.id)
    const owner = { document: 'grade', client: 0xffffffff, seat: 's1', refused: false } as const
    await store.append(
      row.id,
      epoch,
      batch(1, { owners: [owner], seats: [{ id: 's1', hash: 'k', link: 'colorist', role: 'colorist', name: 'Ann' }] }),
    )
    await store.append(
      row.id,
      epoch,
      batch(2, { owners: [{ ...owner, refused: true }], answers: [{ seat: 's1', id: 'c1', body: '{}' }] }),
    )
    const loaded = await store.load(row.id)
    expect([loaded.revision, loaded.newest]).toEqual([2, 5])
    expect(loaded.log.map((r) => [r.revision, r.document, r.seat, r.at, [...r.bytes]])).toEqual([
      [1, 'grade', 's1', 5, [1]],
      [2, 'grade', 's1', 5, [2]],
    ])
    expect(loaded.owners).toEqual([{ ...owner, refused: true }])
    expect(loaded.seats).toEqual([{ id: 's1', hash: 'k', link: 'colorist', role: 'colorist', name: 'Ann' }])
    expect(loaded.links).toEqual([roleLink('h', 'colorist')])
    expect(loaded.answers).toEqual([{ seat: 's1', id: 'c1', body: '{}' }])
    expect(await store.sessions()).toEqual([row])
    await store.close()
  })

  it('[HUB2] refuses the batch of an older epoch and of a revision written before, whole', async () => {
    const store = open()
    await store.create(row, [])
    const old = await store.lease(row.id)
    const epoch = await store.lease(row.id)
    await expect(store.append(row.id, old, batch(1))).rejects.toThrow('taken over')
    await store.append(row.id, epoch, batch(1))
    const again = batch(2, {
      log: [...batch(2).log, { ...batch(1).log[0]! }],
      seats: [{ id: 's9', hash: 'x', link: 'client', role: 'client', name: '' }],
    })
    await expect(store.append(row.id, epoch, again)).rejects.toThrow()
    const loaded = await store.load(row.id)
    expect([loaded.revision, loaded.log.length, loaded.seats.length]).toEqual([1, 1, 0])
    await store.close()
  })

  it('[HUB3] loads the newest checkpoint and only what came after it', async () => {
    const store = open()
    await store.create(row, [])
    const epoch = await store.lease(row.id)
    for (const revision of [1, 2, 3]) await store.append(row.id, epoch, batch(revision))
    await store.putCheckpoint(row.id, epoch, { document: 'grade', revision: 2, bytes: bytes(9, 9) })
    const loaded = await store.load(row.id)
    expect(loaded.checkpoints).toEqual([{ document: 'grade', revision: 2, bytes: bytes(9, 9) }])
    expect(loaded.log.map((r) => r.revision)).toEqual([3])
    await store.close()
  })

  it('[HIST5] gives what a document was made of at any revision: the newest checkpoint by then, and the log after it', async () => {
    const store = open()
    await store.create(row, [])
    const epoch = await store.lease(row.id)
    for (const revision of [1, 2, 3, 4, 5])
      await store.append(
        row.id,
        epoch,
        batch(revision, {
          log: [{ revision, document: revision === 3 ? 'notes' : 'grade', seat: 's1', at: 5, bytes: bytes(revision) }],
        }),
      )
    for (const revision of [2, 4])
      await store.putCheckpoint(row.id, epoch, { document: 'grade', revision, bytes: bytes(9, revision) })
    const past = async (revision: number) => {
      const { checkpoint, packed, log } = await store.past(row.id, 'grade', revision)
      return [checkpoint && [...(packed ? gunzipSync(checkpoint) : checkpoint)], log.map((part) => [...part])]
    }
    expect(await past(0)).toEqual([null, []])
    expect(await past(1)).toEqual([null, [[1]]])
    expect(await past(2)).toEqual([[9, 2], []])
    expect(await past(3)).toEqual([[9, 2], []])
    expect(await past(5)).toEqual([[9, 4], [[5]]])
    const log = await store.log(row.id, 'grade', 1, 4)
    expect(log.map((r) => [r.revision, r.document, r.seat, r.at, [...r.bytes]])).toEqual([
      [2, 'grade', 's1', 5, [2]],
      [4, 'grade', 's1', 5, [4]],
    ])
    await expect(store.past('nowhere1', 'grade', 1)).rejects.toThrow('nowhere1')
    await store.close()
  })

  it('[HUB27] says what a document’s newest revision was at any time, sealed or not', async () => {
    const store = open()
    await store.create(row, [])
    const epoch = await store.lease(row.id)
    for (let revision = 1; revision <= 12; revision++) {
      const at = Math.floor(revision / 2) * 10
      await store.append(
        row.id,
        epoch,
        batch(revision, {
          log: [{ revision, document: revision === 5 ? 'notes' : 'grade', seat: 's1', at, bytes: bytes(revision) }],
        }),
      )
    }
    const want = [
      [0, 1],
      [9, 1],
      [10, 3],
      [19, 3],
      [20, 4],
      [25, 4],
      [30, 7],
      [59, 11],
      [60, 12],
      [99, 12],
    ] as const
    const found = async () => {
      const out: (readonly [number, number])[] = []
      for (const [at] of want) out.push([at, await store.revisionAt(row.id, 'grade', at)])
      return out
    }
    expect(await found()).toEqual(want)
    for (const to of [3, 6, 9]) {
      await store.seal(row.id, epoch, 'grade', to)
      expect(await found(), `sealed to ${to}`).toEqual(want)
    }
    await store.seal(row.id, epoch, 'grade', 12)
    expect(await found()).toEqual(want)
    expect(await store.revisionAt(row.id, 'grade', -1)).toBe(0)
    expect(await store.revisionAt(row.id, 'session', 99)).toBe(0)
    await store.close()
  })

  it('[HUB27] a sealed log reads as before: each row, any revision, and what comes after it', async () => {
    const store = open()
    await store.create(row, [])
    const old = await store.lease(row.id)
    const epoch = await store.lease(row.id)
    const put = async (from: number, to: number) => {
      for (let revision = from; revision <= to; revision++) await store.append(row.id, epoch, batch(revision))
    }
    await put(1, 4)
    await store.putCheckpoint(row.id, epoch, { document: 'grade', revision: 4, bytes: bytes(9, 4) })
    await expect(store.seal(row.id, old, 'grade', 4)).rejects.toThrow('taken over')
    expect(await store.unsealed(row.id, 'grade', 4)).toEqual({ rows: 4, bytes: 4 })
    await store.seal(row.id, epoch, 'grade', 4)
    expect(await store.unsealed(row.id, 'grade', 9)).toEqual({ rows: 0, bytes: 0 })
    await store.seal(row.id, epoch, 'grade', 4)
    await put(5, 7)
    await store.putCheckpoint(row.id, epoch, { document: 'grade', revision: 7, bytes: bytes(9, 7) })
    await store.seal(row.id, epoch, 'grade', 7)
    await put(8, 8)
    // Passing checkpoints give way to newer ones, those at the end of a segment stay.
    for (const revision of [8, 8, 8, 8])
      await store.putCheckpoint(row.id, epoch, { document: 'grade', revision, bytes: bytes(9, revision) })
    const log = await store.log(row.id, 'grade', 1, 99)
    expect(log.map((r) => [r.revision, r.document, r.seat, r.at, [...r.bytes]])).toEqual(
      [2, 3, 4, 5, 6, 7, 8].map((n) => [n, 'grade', 's1', 5, [n]]),
    )
    for (const [revision, base, rest] of [
      [3, null, [1, 2, 3]],
      [4, 4, []],
      [6, 4, [5, 6]],
      [7, 7, []],
    ] as const) {
      const past = await store.past(row.id, 'grade', revision)
      const state = past.checkpoint && (past.packed ? gunzipSync(past.checkpoint) : past.checkpoint)
      expect([state?.[1] ?? null, past.log.map((part) => part[0])]).toEqual([base, rest])
    }
    expect((await store.load(row.id)).checkpoints.map((c) => c.revision)).toEqual([8])
    await store.close()
  })

  it('[HIST5] keeps a snapshot’s content under its hash, of its own session only, until nothing names it', async () => {
    const store = open()
    await store.create(row, [])
    await store.create({ ...row, id: 'bbbbbbbb' }, [])
    const old = await store.lease(row.id)
    const epoch = await store.lease(row.id)
    await expect(store.putSnapshot(row.id, old, { hash: 'a', bytes: bytes(1) })).rejects.toThrow('taken over')
    for (const hash of ['a', 'b', 'a']) await store.putSnapshot(row.id, epoch, { hash, bytes: bytes(1, 2) })
    const content = await store.snapshot(row.id, 'a')
    expect(content && [...content]).toEqual([1, 2])
    expect([await store.snapshot(row.id, 'c'), await store.snapshot('bbbbbbbb', 'a')]).toEqual([null, null])
    await expect(store.sweepSnapshots(row.id, old, [])).rejects.toThrow('taken over')
    expect(await store.sweepSnapshots(row.id, epoch, ['a'])).toBe(1)
    expect([(await store.snapshot(row.id, 'a')) === null, await store.snapshot(row.id, 'b')]).toEqual([false, null])
    await store.close()
  })

  it('[HUB2] says which session it does not know', async () => {
    const store = open()
    await expect(store.load('nowhere1')).rejects.toThrow('nowhere1')
    await expect(store.lease('nowhere1')).rejects.toThrow('nowhere1')
    await store.close()
  })
})

describe('the store in a file', () => {
  it('[HUB1] is there after the process has closed it', async () => {
    const at = file()
    const first = openSqlite(at)
    await first.create(row, [])
    await first.append(row.id, await first.lease(row.id), batch(1))
    await first.close()
    const second = openSqlite(at)
    expect((await second.load(row.id)).log.length).toBe(1)
    expect(await second.lease(row.id)).toBe(2)
    await second.close()
  })

  it('[HUB3] falls back one checkpoint where the newest is damaged, and says so', async () => {
    const at = file()
    const store = openSqlite(at)
    await store.create(row, [])
    const epoch = await store.lease(row.id)
    for (const revision of [1, 2, 3]) {
      await store.append(row.id, epoch, batch(revision))
      await store.putCheckpoint(row.id, epoch, { document: 'grade', revision, bytes: bytes(revision, revision) })
    }
    await store.close()
    const db = new DatabaseSync(at)
    db.exec("update checkpoint set bytes = x'00' where revision = 3")
    db.close()
    const again = openSqlite(at)
    const loaded = await again.load(row.id)
    expect(loaded.checkpoints.map((c) => c.revision)).toEqual([2])
    expect(loaded.log.map((r) => r.revision)).toEqual([3])
    expect(loaded.warnings.join()).toContain('damaged')
    await again.close()
  })

  it('[HUB28] of version 2 becomes one of today with all it held; one of a newer hub is refused in a sentence', async () => {
    const at = file()
    const old = new DatabaseSync(at)
    old.exec(`
      create table session (id text primary key, name text not null, media_dir text, files text not null, at integer not null, epoch integer not null default 0, revision integer not null default 0) strict;
      create table link (session text not null, hash text not null, role text not null, primary key (session, hash)) strict, without rowid;
      create table seat (session text not null, id text not null, hash text not null, link text not null, role text not null, name text not null, primary key (session, id)) strict, without rowid;
      create table owner (session text not null, document text not null, client integer not null, seat text not null, refused integer not null, primary key (session, document, client)) strict, without rowid;
      create table log (session text not null, revision integer not null, document text not null, seat text not null, at integer not null, bytes blob not null, primary key (session, revision)) strict;
      create table checkpoint (session text not null, document text not null, revision integer not null, hash text not null, bytes blob not null, primary key (session, document, revision)) strict;
      create table answer (number integer primary key, session text not null, seat text not null, id text not null, body text not null, unique (session, seat, id)) strict;
      create table snapshot (session text not null, hash text not null, bytes blob not null, primary key (session, hash)) strict;
      insert into session values ('aaaaaaaa', 'One', null, '{}', 1, 4, 3);
      insert into link values ('aaaaaaaa', 'h', 'client');
      insert into log values ('aaaaaaaa', 1, 'session', 'hub', 5, x'01'), ('aaaaaaaa', 2, 'grade', 's1', 6, x'02'), ('aaaaaaaa', 3, 'grade', 's1', 7, x'03');
      insert into checkpoint values ('aaaaaaaa', 'grade', 2, '${sha256(bytes(9, 9))}', x'0909');
      pragma user_version = 2;
    `)
    old.close()
    const store = openSqlite(at)
    const loaded = await store.load('aaaaaaaa')
    expect([loaded.revision, loaded.newest, loaded.links]).toEqual([3, 7, [roleLink('h', 'client')]])
    expect(loaded.checkpoints.map((one) => [one.revision, [...one.bytes]])).toEqual([[2, [9, 9]]])
    const epoch = await store.lease('aaaaaaaa')
    await store.append('aaaaaaaa', epoch, batch(4))
    await store.putCheckpoint('aaaaaaaa', epoch, { document: 'grade', revision: 4, bytes: bytes(9, 4) })
    await store.seal('aaaaaaaa', epoch, 'grade', 4)
    expect((await store.log('aaaaaaaa', 'grade', 0, 9)).map((one) => [...one.bytes])).toEqual([[2], [3], [4]])
    await store.close()
    const newer = new DatabaseSync(at)
    newer.exec('pragma user_version = 99')
    newer.close()
    const refused = openSqlite(at)
    await expect(refused.sessions()).rejects.toThrow('start a newer hub')
    await refused.close()
  })

  it('[HUB2] answers with a sentence where the file is no database, and keeps answering', async () => {
    const store = openSqlite(folder)
    await expect(store.sessions()).rejects.toThrow('The store cannot')
    await expect(store.sessions()).rejects.toThrow('The store cannot')
    await store.close().catch(() => {})
  })
})
