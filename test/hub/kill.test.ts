/** `kill -9` of a real hub process at the store's own points and at random (must-show 5): what was told saved is there, and the same seat comes back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../server/store/sqlite.ts'
import { faultPoints } from '../../server/store/store.ts'
import type { Role } from '../../shared/doc/session.ts'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { parseLink } from '../../shared/suite/ticket.ts'
import { Network } from '../kit/network.ts'
import { type Ask, askTicket, bare, nextClient, Plain, until } from './desk.ts'
import { endAll, freePort, start } from './process.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-kill-'))
afterAll(() => {
  endAll()
  rmSync(folder, { recursive: true, force: true })
})

/** A suite that writes a key an edit, so that each edit counts, and comes back under its seat with a fresh document, as ours does. */
class Writer {
  readonly clip: string
  /** Keys of edits that the hub said are on disk. */
  readonly saved = new Set<string>()
  readonly seats = new Set<string>()
  #suite: Plain | null = null
  #seatKey: string | undefined
  #count = 0
  #pending: { readonly key: string; readonly frame: number }[] = []

  constructor(clip: string) {
    this.clip = clip
  }

  async join(hub: Ask): Promise<void> {
    const client = nextClient()
    const { status, body } = await askTicket(hub, 'colorist', {
      clientIds: { grade: client },
      ...(this.#seatKey ? { seatKey: this.#seatKey } : {}),
    })
    if (status !== 200) throw new Error(`No ticket: ${body.error}`)
    this.#seatKey = body.seatKey
    this.seats.add(body.seat)
    this.#pending = []
    this.#suite = new Plain(hub, body, 'grade', client)
    await this.#suite.synced()
  }

  get map() {
    return this.#suite!.map
  }

  /** One edit. */
  write(): string {
    const suite = this.#suite!
    const key = `c.${this.clip}/0/n${String(++this.#count).padStart(7, '0')}/primaries.gain`
    suite.map.set(key, [1, 1, 1, 1.5])
    this.#pending.push({ key, frame: suite.sent })
    this.settle()
    return key
  }

  settle(): void {
    const { heard } = this.#suite!
    for (const { key, frame } of this.#pending) if (frame <= heard) this.saved.add(key)
    this.#pending = this.#pending.filter(({ frame }) => frame > heard)
  }

  leave(): void {
    this.settle()
    this.#suite?.leave()
  }
}

/** Edits by three suites until the hub is gone; then a fresh hub, and everything that was told saved is there. */
async function survive(name: string, fault: string, killAfterMs: number | null): Promise<void> {
  const data = join(folder, name)
  const port = await freePort()
  const first = await start(data, port, fault)
  const writers = [1, 2, 3].map((n) => new Writer(`clip000${n}`))
  await Promise.all(writers.map((writer) => writer.join(first).catch(() => {})))
  if (killAfterMs !== null) setTimeout(() => first.child.kill('SIGKILL'), killAfterMs)
  for (let round = 0; !first.gone() && round < 3000; round++) {
    for (const writer of writers) if (writer.seats.size > 0) writer.write()
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await until('the hub is gone', first.gone)
  for (const writer of writers) writer.leave()
  // At the thirtieth write some edits have long been told; a kill after a few milliseconds may come before the first.
  if (fault) expect(writers.some((writer) => writer.saved.size > 0)).toBe(true)

  const second = await start(data, port)
  expect(second.session).toBe(first.session)
  expect(second.links).toEqual(first.links)
  const reader = await bare(second, 'observer', 'session')
  reader.socket.close()
  for (const writer of writers) {
    const told = [...writer.saved]
    const seats = writer.seats.size
    await writer.join(second)
    if (seats > 0) expect(writer.seats.size, 'the same seat comes back').toBe(1)
    // Later edits may have reached the disk without anybody having been told: that is no loss.
    expect(told.filter((key) => writer.map.get(key)?.[3] !== 1.5)).toEqual([])
    const key = writer.write()
    await until('it is saved', () => {
      writer.settle()
      return writer.saved.has(key)
    })
  }
  for (const writer of writers) writer.leave()
  second.child.kill('SIGTERM')
  await until('the hub has closed', second.gone)
  expect(second.child.exitCode).toBe(0)
}

describe('kill -9', () => {
  it.each(faultPoints)('[HUB16] %s: what was told saved is there, the same seats come back', async (point) => {
    // The first writes are the session itself and the seats.
    await survive(`fault-${point}`, `${point}:30`, null)
  })

  it.each([7, 60, 190, 410])('[HUB16] after %i ms of edits', async (ms) => {
    await survive(`random-${ms}`, '', ms)
  })

  it('[HUB16] while the session is being made: it is made at the next start', async () => {
    const data = join(folder, 'first')
    const port = await freePort()
    await expect(start(data, port, 'before-commit:1')).rejects.toThrow('ended')
    const hub = await start(data, port)
    const reader = await bare(hub, 'observer', 'session')
    reader.socket.close()
    hub.child.kill('SIGINT')
    await until('the hub has closed', hub.gone)
    expect(hub.child.exitCode).toBe(0)
  })
})

/** What a killed hub costs people: three of our own suites, the driver among them, that work on through it all. */
async function comeBack(name: string, fault: string, killAfterMs: number | null): Promise<void> {
  const data = join(folder, name)
  const port = await freePort()
  const first = await start(data, port, fault)
  const network = new Network()
  const enter = (who: string, role: Role): Promise<Suite> => {
    const link = parseLink(first.links[role])
    if (typeof link === 'string') throw new Error(link)
    return joinSuite({
      ...link,
      name: who,
      WebSocket: network.socket(who),
      fetch: network.fetch(who),
      clock: () => performance.now(),
      random: Math.random,
      engine: ENGINE_VERSION,
    })
  }
  const [ann, ben, cy] = [await enter('Ann', 'colorist'), await enter('Ben', 'client'), await enter('Cy', 'colorist')]
  const suites = [ann, ben, cy]
  await ann.command('drive', {})
  await until('Ann drives', () => ann.session.driver === ann.seat)
  ann.drive({ frame: 17, playing: false })
  await until('the rooms stand on 17', () => ben.frameNow() === 17 && cy.frameNow() === 17)
  cy.seek(5)
  const frames = suites.map(() => new Set<number>())
  const look = (): void => {
    for (const [i, suite] of suites.entries()) frames[i]!.add(suite.frameNow())
  }
  const seats = suites.map(({ seat }) => seat)
  const edited: string[] = []
  let notes = 0
  const clip = ann.session.timeline.clips[0]!
  const work = (): void => {
    for (const [i, suite] of [ann, cy].entries()) {
      const key = `c.${clip.id}/0/${'ac'[i]}${String(edited.length).padStart(7, '0')}/primaries.gain`
      expect(suite.edit(`c.${clip.id}`, 'Gain', (grade) => grade.put(key, [1, 1, 1, 1.5]))).toBeNull()
      edited.push(key)
    }
    if (edited.length % 8 === 0) {
      ben.note(`note ${++notes}`, { clip: clip.id, frame: 0 })
    }
  }
  if (killAfterMs !== null) setTimeout(() => first.child.kill('SIGKILL'), killAfterMs)
  for (let round = 0; !first.gone() && round < 3000; round++) {
    work()
    look()
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
  await until('the hub is gone', first.gone)
  for (let round = 0; round < 10; round++) {
    work()
    look()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const second = await start(data, port)
  await until('every suite is back and everything is everywhere', () => {
    look()
    return suites.every(
      (suite) =>
        suite.link.kind === 'live' && edited.every((key) => suite.entries.has(key)) && suite.notes.length === notes,
    )
  })
  expect(suites.map(({ seat }) => seat)).toEqual(seats)
  expect(frames.map((seen) => [...seen])).toEqual([[17], [17], [5]])
  expect(suites.map((suite) => suite.session.driver)).toEqual(seats.map(() => ann.seat))
  const late = await enter('Late', 'observer')
  await until('who joins later hears the driver’s cue', () => late.frameNow() === 17)
  for (const suite of [...suites, late]) suite.leave()
  second.child.kill('SIGTERM')
  await until('the hub has closed', second.gone)
  const store = openSqlite(join(data, 'samelight.sqlite'))
  const loaded = await store.load(second.session)
  await store.close()
  const { HubDocument } = await import('../../server/document.ts')
  const map = HubDocument.load('grade', loaded).doc.getMap('grade')
  expect(edited.filter((key) => !map.has(key))).toEqual([])
}

describe('kill -9 under the hands of people', () => {
  it.each(faultPoints)(
    '[HUB16] %s: every suite returns by itself as its seat, hands in what it holds, and no playhead has moved',
    async (point) => {
      await comeBack(`hands-${point}`, `${point}:40`, null)
    },
  )

  it.each([90, 330])('[HUB16] after %i ms of work', async (ms) => {
    await comeBack(`hands-${ms}`, '', ms)
  })
})
