/** What a disk can do to a hub: full, read only, a page gone bad, a write torn in the middle. Each is survived, or the hub stops with a sentence. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inspect } from '../../server/archive/inspect.ts'
import { writeGrade } from '../../server/bulk.ts'
import { Session } from '../../server/session.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Store } from '../../server/store/store.ts'
import { troubleOf } from '../../server/store/trouble.ts'
import { seeded } from '../kit/suite.ts'
import { askTicket, gain, openHub, plain, until } from './desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-disk-'))
const mounts: string[] = []
afterAll(() => {
  for (const at of mounts) execFileSync('umount', ['-l', at])
  rmSync(folder, { recursive: true, force: true })
})

/** A file system of so many bytes, or null where this machine gives none; which is said. */
function mount(bytes: number): string | null {
  const at = mkdtempSync(join(folder, 'mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'samelight', at], { stdio: 'pipe' })
    mounts.push(at)
    return at
  } catch {
    process.stdout.write('No file system can be mounted here: a disk that is really full or read only is not tried.\n')
    return null
  }
}

/** Fills what is left of a file system. */
function fill(at: string): string {
  const filler = join(at, 'filler')
  for (const size of [1_000_000, 65_536, 4096, 512])
    for (;;) {
      try {
        writeFileSync(filler, new Uint8Array(size), { flag: 'a' })
      } catch (error) {
        expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
        break
      }
    }
  return filler
}

const row = { id: 'aaaaaaaa', name: 'One', mediaDir: null, files: {}, at: 1 }
const files = ['', '-wal', '-shm'].map((end) => `samelight.sqlite${end}`)

async function openSession(store: Store): Promise<Session> {
  if ((await store.sessions()).length === 0) await store.create(row, [])
  return await Session.open(store, row, { now: () => 1000, engine: 'test', log: () => {} })
}

const stateOf = (session: Session): string => JSON.stringify(session.documents.grade.doc.getMap('grade').toJSON())

/** So many revisions, and the state at each of them. */
async function edit(session: Session, count: number): Promise<string[]> {
  const states = [stateOf(session)]
  const random = seeded(9)
  for (let n = 0; n < count; n++) {
    const key = `c.clip0001/0/node000${Math.floor(random() * 8)}/primaries.gain`
    writeGrade(session, 'seat0001', new Map([[key, [1, 1 + (n + 1) / 4096, 1, 1]]]))
    await session.journal.settle()
    states.push(stateOf(session))
  }
  return states
}

describe('a full disk', () => {
  it('[HUB23] makes the session read only with its sentence, nothing said to be saved is lost, and it goes on once there is room', async () => {
    const at = mount(12_000_000)
    if (!at) return
    const lines: string[] = []
    const hub = await openHub({ dataDir: at, log: (line) => lines.push(line) })
    const ann = await plain(hub, 'colorist', 'grade')
    ann.map.set(gain, [1, 1.5, 1, 1])
    await until('it is saved', () => ann.heard === ann.sent)
    const filler = fill(at)
    let told = 1.5
    for (let n = 0; ann.closeCode === 0 && n < 500; n++) {
      const { heard } = ann
      ann.map.set(gain, [1, 2 + n / 1024, 1, 1])
      await until('it is saved, or nothing is any more', () => ann.heard > heard || ann.closeCode !== 0)
      if (ann.heard > heard) told = 2 + n / 1024
    }
    expect(ann.closeCode).toBe(4503)
    const asked = await askTicket(hub, 'colorist')
    expect([asked.status, asked.body.error]).toEqual([
      503,
      'The store cannot: the disk is full; it goes on once there is room.',
    ])
    expect(lines.join(' ')).toContain('read only: The store cannot: the disk is full')
    rmSync(filler)
    let status = 503
    for (let n = 0; n < 400 && status !== 200; n++) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      status = (await askTicket(hub, 'colorist')).status
    }
    const again = await plain(hub, 'colorist', 'grade', { seatKey: ann.ticket.seatKey })
    expect(again.map.get(gain)).toEqual([1, told, 1, 1])
    again.map.set(gain, [1, 3, 1, 1])
    await until('it is saved', () => again.heard === again.sent)
    for (const one of [ann, again]) one.leave()
    await hub.close()
    expect((await inspect(at)).troubles).toEqual([])
  })

  it('[HUB23] a hub that finds no room at its start says so and ends', async () => {
    const at = mount(2_000_000)
    if (!at) return
    fill(at)
    await expect(openHub({ dataDir: at })).rejects.toThrow(/ENOSPC|disk is full/)
  })
})

describe('a disk that is read only', () => {
  it('[HUB23] is a sentence at the start', async () => {
    const at = mount(8_000_000)
    if (!at) return
    const first = await openHub({ dataDir: at })
    await first.close()
    execFileSync('mount', ['-o', 'remount,ro', at])
    await expect(openHub({ dataDir: at })).rejects.toThrow(/read only|cannot be opened/)
    execFileSync('mount', ['-o', 'remount,rw', at])
    const again = await openHub({ dataDir: at })
    expect(again.session).toBe(first.session)
    await again.close()
  })

  it('[HUB23] SQLite’s words come as sentences', () => {
    for (const [word, sentence] of [
      ['database or disk is full', 'the disk is full'],
      ['attempt to write a readonly database', 'read only'],
      ['database disk image is malformed', 'samelight restore'],
      ['disk I/O error', 'input/output'],
      ['database is locked', 'locked'],
      ['something else', 'something else'],
    ] as const)
      expect(troubleOf(new Error(word))).toMatch(new RegExp(`^The store cannot: .*${sentence}`))
  })
})

describe('a page that has gone bad', () => {
  it('[HUB23] whichever it is: the hub stops with a sentence, or holds exactly what it held; the check names what it did not', async () => {
    const data = mkdtempSync(join(folder, 'page-'))
    const store = openSqlite(join(data, 'samelight.sqlite'))
    const session = await openSession(store)
    const states = await edit(session, 120)
    await session.close()
    await store.close()
    const whole = readFileSync(join(data, 'samelight.sqlite'))
    const pageSize = whole.readUInt16BE(16)
    const pages = statSync(join(data, 'samelight.sqlite')).size / pageSize
    expect(pages).toBeGreaterThan(10)
    const random = seeded(4)
    let stopped = 0
    for (let page = 0; page < pages; page++) {
      const bad = mkdtempSync(join(folder, 'bad-'))
      const bytes = Buffer.from(whole)
      for (let n = 0; n < pageSize; n++) bytes[page * pageSize + n] = Math.floor(random() * 256)
      writeFileSync(join(bad, 'samelight.sqlite'), bytes)
      const other = openSqlite(join(bad, 'samelight.sqlite'))
      const opened = await openSession(other).catch((error: unknown) => error as Error)
      if (opened instanceof Error) {
        stopped++
        expect([page, opened.message]).toEqual([page, expect.stringMatching(/damaged|not sound|cannot/)])
      } else {
        expect([page, stateOf(opened)]).toEqual([page, states.at(-1)])
        await opened.close().catch((error: unknown) => expect(String(error)).toMatch(/cannot/))
      }
      await other.close().catch(() => {})
      writeFileSync(join(bad, 'samelight.sqlite'), bytes)
      for (const end of ['-wal', '-shm']) rmSync(join(bad, `samelight.sqlite${end}`), { force: true })
      const { troubles } = await inspect(bad).catch((error: unknown) => ({ troubles: [String(error)] }))
      if (opened instanceof Error) expect([page, troubles.length]).not.toEqual([page, 0])
    }
    expect(stopped).toBeGreaterThan(3)
  })
})

describe('a write that was torn', () => {
  it('[HUB23] wherever it is cut or gone bad, the session opens on a whole revision, and is checked as whole', async () => {
    const data = mkdtempSync(join(folder, 'torn-'))
    const store = openSqlite(join(data, 'samelight.sqlite'))
    const session = await openSession(store)
    const states = await edit(session, 60)
    const killed = mkdtempSync(join(folder, 'killed-'))
    for (const name of files) copyFileSync(join(data, name), join(killed, name))
    await session.close()
    await store.close()
    const wal = readFileSync(join(killed, 'samelight.sqlite-wal'))
    const random = seeded(21)
    const seen = new Set<number>()
    for (let run = 0; run < 14; run++) {
      const torn = join(folder, `torn-${run}`)
      mkdirSync(torn)
      cpSync(join(killed, 'samelight.sqlite'), join(torn, 'samelight.sqlite'))
      const at = Math.floor(wal.length * (0.4 + 0.6 * random()))
      const bytes = Buffer.from(wal)
      if (run % 2) bytes[at] = bytes[at]! ^ 0x55
      writeFileSync(join(torn, 'samelight.sqlite-wal'), run % 2 ? bytes : bytes.subarray(0, at))
      const other = openSqlite(join(torn, 'samelight.sqlite'))
      const opened = await openSession(other)
      const { saved } = opened.journal
      seen.add(saved)
      expect([run, stateOf(opened)]).toEqual([run, states[saved]])
      await opened.close()
      await other.close()
      expect((await inspect(torn)).troubles).toEqual([])
    }
    expect(seen.size).toBeGreaterThan(6)
  })
})
