/** A session carried from one hub to another in one file (`samelight sessions export` and `import`): equal documents, history, pictures; what is damaged or hostile is refused. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deleteSession } from '../../server/archive/delete.ts'
import { exportSession } from '../../server/archive/export.ts'
import { History } from '../../server/archive/history.ts'
import { importSession } from '../../server/archive/import.ts'
import { inspect } from '../../server/archive/inspect.ts'
import { moveSession, orphans } from '../../server/archive/move.ts'
import { HubDocument } from '../../server/document.ts'
import { FrameDrawer } from '../../server/draw-frame.ts'
import { mediaOfFiles } from '../../server/own-media.ts'
import { isLatch, takeLatch } from '../../server/store/latch.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { Tables } from '../../server/store/tables.ts'
import { readEntries } from '../../shared/doc/read.ts'
import { readSession } from '../../shared/doc/session-read.ts'
import { documents } from '../../shared/wire/ticket.ts'
import { type Stage, stage } from '../kit/suite.ts'
import { clear, folder, fresh, makeSmall, putBlob, putLut, small, work } from './carry.ts'

beforeAll(makeSmall, 60_000)
afterAll(clear)
let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const demo = fileURLToPath(new URL('../../demo/clips', import.meta.url))

/** Everything of a stored session that must be the same elsewhere: documents, heads of the chain, audit, snapshots, owners, people without their keys. */
async function stateOf(dir: string, session: string) {
  const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
  const all = (sql: string) => db.prepare(sql).all(session)
  const rows = {
    session: all('select id, name, at, revision, newest from session where id = ?'),
    log: all('select revision, document, seat, at, hash from log where session = ? order by revision'),
    segments: all('select document, first, last, before, hash from segment where session = ? order by document, first'),
    checkpoints: all('select document, revision, hash, kept from checkpoint where session = ? order by 1, 2'),
    audit: all('select number, at, seat, what, detail, hash from audit where session = ? order by number'),
    snapshots: all('select hash from snapshot where session = ? order by hash'),
    owners: all('select document, client, seat, refused from owner where session = ? order by 1, 2'),
    seats: all('select id, link, role, name from seat where session = ? order by id'),
  }
  db.close()
  const store = openSqlite(join(dir, 'samelight.sqlite'))
  const loaded = await store.load(session)
  await store.close()
  const entries = documents.map((name) =>
    JSON.stringify([...HubDocument.load(name, loaded).doc.getMap(name).entries()].sort(([a], [b]) => (a < b ? -1 : 1))),
  )
  return { rows, hash: createHash('sha256').update(entries.join('\n')).digest('hex') }
}

/** The content of each revision asked for, by its hash. */
async function historyOf(dir: string, session: string, revisions: readonly number[]): Promise<readonly string[]> {
  const store = openSqlite(join(dir, 'samelight.sqlite'))
  const history = new History(store, session)
  try {
    const hashes: string[] = []
    for (const revision of revisions) hashes.push((await history.content(revision)).hash)
    return hashes
  } finally {
    await history.close()
    await store.close()
  }
}

/** The digest of a frame of each clip, drawn from what is stored and where the store says the media lies. */
async function digestsOf(dir: string, session: string): Promise<Record<string, string>> {
  const store = openSqlite(join(dir, 'samelight.sqlite'))
  const loaded = await store.load(session)
  const row = (await store.sessions()).find(({ id }) => id === session)!
  await store.close()
  const view = readSession(HubDocument.load('session', loaded).doc)
  const entries = readEntries(HubDocument.load('grade', loaded).doc, 'grade')
  const drawer = new FrameDrawer(mediaOfFiles(row.files))
  try {
    const found: Record<string, string> = {}
    for (const clip of view.timeline.clips)
      found[clip.name] = (await drawer.draw(view, entries, clip, Math.floor(clip.length / 2))).digest
    return found
  } finally {
    await drawer.close()
  }
}

describe('a session in one file', () => {
  it('[SESS4] opens on another hub with equal documents, equal history and equal digests of every clip of the demo', async () => {
    const here = fresh()
    at = await stage({ dataDir: here, mediaDir: demo, prepare: undefined as never })
    const id = at.hub.session
    const ann = await at.join('Ann')
    const clips = ann.session.timeline.clips.map((clip) => clip.id)
    expect(clips.length).toBeGreaterThan(4)
    await work(at, clips)
    const blobs = [await putBlob(here, id), putLut(here, id)]
    const file = `${fresh()}.samelight`
    // The hub runs on, and somebody goes on grading while the file is written.
    let turns = 0
    const timer = setInterval(
      () =>
        ann.edit(`c.${clips[1]}`, 'Gain', (g) =>
          g.put(`c.${clips[1]}/0/busy0001/primaries.gain`, [1, 1 + ++turns / 1024, 1, 1]),
        ),
      5,
    )
    const written = await exportSession(here, id, file)
    clearInterval(timer)
    expect(written).toMatchObject({ session: id, blobs: 2 })
    const there = fresh()
    expect(await importSession(file, there, demo)).toMatchObject({
      session: id,
      revision: written.revision,
      blobs: 2,
      sentences: [],
    })
    expect(readdirSync(join(there, 'blobs', id)).sort()).toEqual(blobs.sort())
    expect((await inspect(there)).troubles).toEqual([])
    const step = Math.ceil(written.revision / 12)
    const revisions = Array.from({ length: written.revision }, (_, n) => n + 1).filter((n) => n % step === 0)
    expect(await historyOf(there, id, revisions)).toEqual(await historyOf(here, id, revisions))
    await at.close()
    at = null
    // The moment that was exported stands on the other hub alone by now, so the file is opened a second time to be compared.
    const again = fresh()
    await importSession(file, again, demo)
    expect((await stateOf(again, id)).hash).toBe((await stateOf(there, id)).hash)
    const second = `${fresh()}.samelight`
    await exportSession(there, id, second)
    expect(readFileSync(second).equals(readFileSync(file))).toBe(true)
    const last = `${fresh()}.samelight`
    await exportSession(here, id, last)
    const whole = fresh()
    await importSession(last, whole, demo)
    expect(await stateOf(whole, id)).toEqual(await stateOf(here, id))
    const drawn = await digestsOf(here, id)
    expect(Object.keys(drawn)).toHaveLength(clips.length)
    expect(new Set(Object.values(drawn)).size).toBe(clips.length)
    expect(await digestsOf(whole, id)).toEqual(drawn)
  }, 240_000)
})

describe('an import', () => {
  it('[SESS6] that dies while it moves leaves a session that is not there, and the next one clears it away', async () => {
    const dir = fresh()
    await importSession(small.file, dir, null)
    const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
    // As it stands where the power goes before the session's own row.
    db.exec('delete from session')
    expect(orphans(db)).toEqual([small.id])
    db.close()
    const { revision } = await importSession(small.file, dir, null)
    expect((await inspect(dir)).sessions).toMatchObject([{ session: small.id, revision }])
    expect((await inspect(dir)).troubles).toEqual([])
  })

  it('[SESS6] moves rows a few at a time, so that who writes beside it waits for no more than that', async () => {
    const [from, to] = [`${fresh()}.sqlite`, `${fresh()}.sqlite`]
    for (const file of [from, to]) new Tables(file).close()
    const db = new DatabaseSync(from)
    db.exec("insert into session (id, name, files, at) values ('sess0001', 'x', '{}', 1); begin")
    const put = db.prepare("insert into log values ('sess0001', ?, 'grade', 'hub', 1, ?, '')")
    for (let n = 1; n <= 2000; n++) put.run(n, new Uint8Array(10_000))
    db.exec('commit')
    db.close()
    const other = new DatabaseSync(to)
    other.exec('pragma busy_timeout=0')
    const moving = moveSession(from, to, 'sess0001')
    let [between, over] = [0, false]
    void moving.then(() => {
      over = true
    })
    while (!over) {
      await new Promise((resolve) => setImmediate(resolve))
      if (over) break
      other.exec('begin immediate; commit')
      between++
    }
    await moving
    expect(between).toBeGreaterThan(3)
    expect(other.prepare('select count(*) as rows from log').get()).toEqual({ rows: 2000 })
    other.close()
  })

  it('[SESS2] of a session that is there, or that somebody has open, is refused; so is its deletion', async () => {
    const dir = fresh()
    await importSession(small.file, dir, null)
    await expect(importSession(small.file, dir, null)).rejects.toThrow('is in this data folder already')
    const latch = takeLatch(dir, small.id, 'hub')
    if (!isLatch(latch)) throw new Error('It is held.')
    latch.say({ pid: 12, what: 'hub', url: 'http://hub.example', port: 1 })
    await expect(deleteSession(dir, small.id)).rejects.toThrow(
      'in use by the hub at http://hub.example (process 12): stop it first',
    )
    await expect(importSession(small.file, dir, null)).rejects.toThrow('in use by the hub at http://hub.example')
    latch.release()
    await deleteSession(dir, small.id)
    const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
    for (const table of [
      'session',
      'seat',
      'owner',
      'log',
      'segment',
      'checkpoint',
      'answer',
      'snapshot',
      'audit',
      'link',
    ])
      expect(db.prepare(`select count(*) as rows from ${table}`).get(), table).toEqual({ rows: 0 })
    db.close()
    expect(readdirSync(join(dir, 'blobs'))).toEqual([])
    expect(readdirSync(join(dir, 'open'))).toEqual([])
  })
})

describe('an export', () => {
  it('[SESS4] of a session that is not whole, or onto a file that is there, writes nothing', async () => {
    const dir = fresh()
    await importSession(small.file, dir, null)
    await expect(exportSession(dir, small.id, small.file)).rejects.toThrow('is there already')
    const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
    db.exec('update log set at = at + 1 where revision = (select max(revision) from log)')
    db.close()
    const out = `${fresh()}.samelight`
    await expect(exportSession(dir, small.id, out)).rejects.toThrow(/is not whole, so it was not exported.*is damaged/)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
    expect(existsSync(out)).toBe(false)
  })

  it('[SESS4] holds nobody’s key, nor the hash of one', async () => {
    const dir = fresh()
    const on = await stage({ dataDir: dir })
    const ann = await on.join('Ann')
    const out = `${fresh()}.samelight`
    await exportSession(dir, on.hub.session, out)
    await on.close()
    const bytes = readFileSync(out).toString('latin1')
    expect(statSync(out).mode & 0o077).toBe(0)
    const keys = [ann.seatKey, ...Object.values(on.hub.links).map((link) => link.split('#')[1]!)]
    for (const key of keys)
      for (const secret of [key, createHash('sha256').update(key).digest('hex')]) expect(bytes).not.toContain(secret)
  })
})
