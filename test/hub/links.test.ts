/** Links made and withdrawn one by one, the audit of what was done and refused. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { inspect } from '../../server/archive/inspect.ts'
import { Audit } from '../../server/audit.ts'
import type { Hub } from '../../server/hub.ts'
import { whyClosed } from '../../server/links.ts'
import { openMemory } from '../../server/store/memory.ts'
import type { AuditRow } from '../../server/store/store.ts'
import { readRecords } from '../../shared/doc/records.ts'
import type { TicketAnswer } from '../../shared/wire/ticket.ts'
import { askTicket, Bare, bare, openHub, plain, until } from './desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-links-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ticketBy = async (hub: Hub, key: string, more: object = {}) => {
  const response = await fetch(`${hub.url}/api/ticket`, { method: 'POST', body: JSON.stringify({ key, ...more }) })
  return { status: response.status, body: (await response.json()) as TicketAnswer & { error?: string } }
}

/** An engineer's socket that asks and waits for the answer. */
async function engineer(hub: Hub) {
  const { socket, ticket } = await bare(hub, 'engineer', 'session')
  let asked = 0
  const ask = async (verb: string, args: Record<string, unknown>, id = `ask${++asked}`) => {
    const before = socket.of('answer').length
    socket.send({ kind: 'command', id, verb, args })
    await until('it is answered', () => socket.of('answer').length > before)
    const answer = socket.of('answer').at(-1)!
    return answer.ok
      ? { value: answer.value as Record<string, string>, refusal: null }
      : { value: {} as Record<string, string>, refusal: answer.refusal }
  }
  return { socket, ticket, ask }
}

describe('a link', () => {
  it('[LINK1] is made by the engineer for a role, with an end and a number of people; its key is told once', async () => {
    const hub = await openHub()
    const { ask, socket } = await engineer(hub)
    const made = await ask('link-new', { role: 'client', name: 'Agency', hours: 48, people: 2 }, 'one')
    const { key, link } = made.value
    expect([key, link]).toEqual([expect.stringMatching(/^[\w-]{32}$/), expect.stringMatching(/^[0-9a-z]{8}$/)])
    const again = await ask('link-new', { role: 'client', name: 'Agency', hours: 48, people: 2 }, 'one')
    expect(again.value).toEqual({ link })
    const [first, second] = [await ticketBy(hub, key!), await ticketBy(hub, key!)]
    expect([first.status, first.body.role, second.status]).toEqual([200, 'client', 200])
    const third = await ticketBy(hub, key!)
    expect([third.status, third.body.error]).toEqual([401, expect.stringContaining('for 2 people')])
    expect((await ticketBy(hub, key!, { seatKey: first.body.seatKey })).body.seat).toBe(first.body.seat)
    const eve = await plain(hub, 'observer', 'session')
    const [known] = readRecords(eve.doc).links
    expect(known).toMatchObject({ id: link, role: 'client', name: 'Agency', most: 2, uses: 2, revoked: null })
    expect(known!.until).toBeGreaterThan(Date.now() + 47 * 3_600_000)
    for (const wrong of [
      { role: 'king' },
      { role: 'client', hours: 0 },
      { role: 'client', people: 1.5 },
      { role: 'client', name: '' },
    ])
      expect((await ask('link-new', wrong)).refusal).toMatchObject({ rule: 'argument' })
    eve.leave()
    socket.close()
    await hub.close()
  })

  it('[LINK2] withdrawn lets nobody in, sends away who came by it, and no other; also the link a role always has, also after a restart', async () => {
    const data = mkdtempSync(join(folder, 'data-'))
    const hub = await openHub({ dataDir: data })
    const { ask, socket } = await engineer(hub)
    const { key, link } = (await ask('link-new', { role: 'client' })).value
    const came = await ticketBy(hub, key!, { clientIds: { notes: 77 } })
    const waiting = await ticketBy(hub, key!, { clientIds: { notes: 78 } })
    const [gone, other] = [await new Bare(hub, came.body, 'notes').open(), await bare(hub, 'client', 'notes')]
    expect((await ask('link-revoke', { link: 'nothing0' })).refusal).toMatchObject({ rule: 'argument' })
    expect((await ask('link-revoke', { link })).refusal).toBeNull()
    await until('who came by it is sent away', () => gone.closed !== null)
    expect(gone.closed).toMatchObject({ code: 4403, reason: expect.stringContaining('withdrawn') })
    expect(other.socket.closed).toBeNull()
    const late = await new Bare(hub, waiting.body, 'notes').open()
    expect(late.closed).not.toBeNull()
    expect(await ticketBy(hub, key!, { seatKey: came.body.seatKey })).toMatchObject({
      status: 401,
      body: { error: 'This link was withdrawn; ask for another.' },
    })
    expect((await ask('link-revoke', { link })).refusal).toMatchObject({ sentence: expect.stringContaining('already') })
    expect((await ask('link-revoke', { link: 'observer' })).refusal).toBeNull()
    socket.close()
    other.socket.close()
    await hub.close()
    const second = await openHub({ dataDir: data })
    expect((await askTicket(second, 'observer')).status).toBe(401)
    expect((await ticketBy(second, key!)).status).toBe(401)
    expect((await askTicket(second, 'client')).status).toBe(200)
    await second.close()
    // Another secret withdraws the keys of all the roles' own links.
    const old = hub.links.client.split('#')[1]!
    rmSync(join(data, 'links.secret'))
    const third = await openHub({ dataDir: data })
    expect((await ticketBy(third, old)).status).toBe(401)
    expect((await askTicket(third, 'client')).status).toBe(200)
    await third.close()
    const kept = readdirSync(data).filter((name) => name.includes('sqlite'))
    for (const name of kept) expect(readFileSync(join(data, name), 'latin1').includes(key!)).toBe(false)
  })

  it('[LINK1] ends at its time, for who has a seat too', () => {
    const link = { hash: 'h', role: 'client', id: 'l', name: '', until: 1000, most: 1, uses: 1, revoked: null } as const
    expect(whyClosed(link, false, 999)).toBeNull()
    expect(whyClosed(link, true, 999)).toContain('for one person')
    expect(whyClosed(link, false, 1000)).toContain('run out')
    expect(whyClosed({ ...link, revoked: 5 }, false, 6)).toContain('withdrawn')
  })

  it('[LINK3] is nobody’s but the engineer’s to make or withdraw; a new role closes that seat’s sockets, and it returns with it', async () => {
    const hub = await openHub()
    const { ask, socket } = await engineer(hub)
    const room = await bare(hub, 'client', 'session')
    room.socket.send({ kind: 'command', id: 'x', verb: 'link-new', args: { role: 'engineer' } })
    await until('it is answered', () => room.socket.of('answer').length > 0)
    expect(room.socket.of('answer')[0]).toMatchObject({ ok: false, refusal: { rule: 'role' } })
    expect((await ask('seat', { seat: room.ticket.seat, role: 'colorist' })).refusal).toBeNull()
    await until('it is closed', () => room.socket.closed !== null)
    expect(room.socket.closed).toMatchObject({ code: 4503, reason: expect.stringContaining('colorist') })
    const back = await askTicket(hub, 'client', { seatKey: room.ticket.seatKey })
    expect(back.body).toMatchObject({ seat: room.ticket.seat, role: 'colorist' })
    socket.close()
    await hub.close()
  })
})

describe('the audit', () => {
  it('[AUDIT1] says who came, what was done and what was refused, holds no secret, and a changed or missing line is found', async () => {
    const data = mkdtempSync(join(folder, 'audit-'))
    const hub = await openHub({ dataDir: data })
    const { ask, socket, ticket } = await engineer(hub)
    const { key } = (await ask('link-new', { role: 'client', name: 'Agency' })).value
    await ask('unlink', {})
    await ask('verdict', {})
    const room = await bare(hub, 'client', 'grade')
    room.socket.update(Uint8Array.of(0, 2, 1, 9))
    await until('it is closed', () => room.socket.closed !== null)
    socket.close()
    await hub.close()
    const db = new DatabaseSync(join(data, 'samelight.sqlite'))
    const lines = db.prepare('select seat, what, detail from audit order by number').all() as unknown as AuditRow[]
    const said = lines.map(({ seat, what, detail }) => `${seat} ${what} ${detail}`)
    expect(said).toContain(`${ticket.seat} seat engineer by the link engineer`)
    expect(said).toContain(`${ticket.seat} command unlink {}`)
    expect(said).toContain(`${ticket.seat} command link-new {"role":"client","name":"Agency"}`)
    expect(said).toContain(`${ticket.seat} refused verdict: role`)
    expect(said.some((line) => line.startsWith(`${room.ticket.seat} refused grade: grammar`))).toBe(true)
    for (const secret of [key!, ticket.seatKey, room.ticket.seatKey, room.ticket.ticket])
      expect(said.join('\n')).not.toContain(secret)
    expect((await inspect(data)).troubles).toEqual([])
    db.exec("update audit set detail = 'nothing' where number = 2")
    expect((await inspect(data)).troubles.join()).toContain('line 2 of the audit')
    db.exec('delete from audit where number = 1')
    expect((await inspect(data)).troubles.join()).toContain('line 1 of the audit')
    db.close()
  })

  it('[AUDIT2] counts what a seat is refused without end instead of filling the disk', () => {
    const rows: AuditRow[] = []
    let now = 0
    const audit = new Audit(
      (row) => rows.push(row),
      () => now,
    )
    const no = { rule: 'lock', sentence: '', keys: ['a/b', 'c', 'd', 'e', 'f'], holder: 'Ann' }
    for (let n = 0; n < 5000; n++) audit.refused('seat0001', 'grade', [no])
    expect(rows).toHaveLength(20)
    expect(rows[0]!.detail).toBe('grade: lock of Ann, 5 keys')
    now = 61_000
    audit.refused('seat0001', 'grade', [no])
    expect(rows).toHaveLength(22)
    expect(rows[20]!.detail).toBe('4980 more within a minute')
    audit.note('seat0001', 'command', 'x'.repeat(5000))
    expect(rows.at(-1)!.detail).toHaveLength(300)
  })

  it('[AUDIT1] is given back newest last', async () => {
    const store = openMemory()
    await store.create({ id: 'aaaaaaaa', name: 'One', mediaDir: null, files: {}, at: 1 }, [])
    const epoch = await store.lease('aaaaaaaa')
    const line = (n: number): AuditRow => ({ at: n, seat: 's', what: 'command', detail: `${n}` })
    const batch = { revision: 0, log: [], owners: [], seats: [], answers: [] }
    await store.append('aaaaaaaa', epoch, { ...batch, audit: [line(1), line(2), line(3)] })
    expect(await store.audit('aaaaaaaa', 2)).toEqual([line(2), line(3)])
  })
})
