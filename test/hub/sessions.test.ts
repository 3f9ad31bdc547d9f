/** `samelight sessions` as an operator types it, beside a hub that runs and where none does; and what of a whole journey's secrets is found anywhere. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../server/commands/index.ts'
import { type Hub, startHub } from '../../server/hub.ts'
import { holderOf } from '../../server/store/latch.ts'
import { Bare, bare, gain, openHub, plain, prepared, until } from './desk.ts'
import { endAll, freePort, start } from './process.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-sessions-'))
afterAll(() => {
  endAll()
  rmSync(folder, { recursive: true, force: true })
})

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}
/** A command in this process, as the command line runs it. */
async function command(name: string, ...argv: readonly string[]): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []]
  const say = (to: string[]) => (line: string) => to.push(`${line}\n`)
  const io = { out: say(out), err: say(err), stop: new Promise<void>(() => {}), cwd: folder, fault: null }
  const code = await commands
    .find((one) => one.name === name)!
    .run(argv, io)
    .catch((error: Error) => {
      err.push(`${error.message}\n`)
      return 1
    })
  return { code, out: out.join(''), err: err.join('') }
}
const sessions = (...args: readonly string[]): Promise<Said> => command('sessions', ...args)
const keyOf = (link: string): string => link.split('#')[1]!

describe('the sessions of a folder that no hub is at', () => {
  const data = join(folder, 'stopped')

  it('[SESS1] are made, listed and found by id or name; what there is none of is a sentence', async () => {
    const made = await sessions('create', data, '--name', 'Harbour', '--public-url', 'https://hub.example', '--json')
    expect(made).toMatchObject({ code: 0, err: '' })
    const { session, links } = JSON.parse(made.out) as { session: string; links: Record<string, string> }
    expect(links.colorist).toMatch(new RegExp(`^https://hub\\.example/s/${session}#[\\w-]{32}$`))
    expect((await sessions('create', data, '--name', 'Harbour')).err).toContain('holds a session "Harbour" already')
    const listed = JSON.parse((await sessions('list', data, '--json')).out)
    expect(listed.sessions).toMatchObject([{ id: session, name: 'Harbour', revision: 1, seats: [], holder: null }])
    expect((await sessions('list', data, session)).out).toContain('"Harbour"  revision 1, 0 seats')
    expect(await sessions('list', data, 'Port')).toMatchObject({
      code: 1,
      err: `${data} holds no session Port; it holds ${session} "Harbour".\n`,
    })
    expect((await sessions('list', join(folder, 'none'))).err).toContain('it holds no samelight.sqlite')
    expect(await sessions('lend', data)).toMatchObject({ code: 2, err: expect.stringContaining('no verb "lend"') })
    expect(await sessions('create', data)).toMatchObject({ code: 1, err: expect.stringContaining('--name') })
  }, 60_000)

  it('[SESS3] have links made and withdrawn, which the next hub knows', async () => {
    const invited = await sessions('invite', data, 'Harbour', '--role', 'client', '--people', '1', '--json')
    const { id, link } = JSON.parse(invited.out) as { id: string; link: string }
    expect(await sessions('revoke', data, 'Harbour', 'observer')).toMatchObject({ code: 0, err: '' })
    expect((await sessions('revoke', data, 'Harbour', 'observer')).err).toContain('is withdrawn already')
    expect((await sessions('revoke', data, 'Harbour', 'zzzz')).err).toContain('has no link zzzz; it has')
    expect((await sessions('invite', data, 'Harbour', '--role', 'king')).err).toContain('one of colorist')
    expect((await sessions('invite', data, 'Harbour', '--role', 'client', '--hours', 'x')).err).toContain('{hours}')
    const shown = (await sessions('list', data, 'Harbour')).out
    expect(shown).toContain(`link ${id}  client, 0 of 1 came by it`)
    expect(shown).toMatch(/link observer {2}observer, 0 came by it, withdrawn/)
    const hub = await startHub({ port: 0, dataDir: data, name: 'Harbour', anyMedia: true })
    const ask = (key: string) => fetch(`${hub.url}/api/ticket`, { method: 'POST', body: JSON.stringify({ key }) })
    expect((await ask(keyOf(link))).status).toBe(200)
    expect((await ask(keyOf(link))).status).toBe(401)
    expect((await ask(keyOf(hub.links.observer))).status).toBe(401)
    await hub.close()
  }, 60_000)

  it('[SESS7] are deleted by --yes only, which says what goes', async () => {
    const { code, err } = await sessions('delete', data, 'Harbour')
    expect(code).toBe(1)
    expect(err).toMatch(
      /Session \w{8} "Harbour": \d+ revisions, .*1 seats.* would go, for good\. Nothing is deleted: say --yes/,
    )
    expect((await sessions('list', data)).out).toContain('Harbour')
    expect((await sessions('delete', data, 'Harbour', '--yes')).out).toContain('is deleted')
    expect((await sessions('list', data)).out).toBe('This data folder holds no session.\n')
  }, 60_000)
})

describe('a session that a hub has open', () => {
  it('[SESS2] is refused to a second hub and to its deletion, with who has it, and let go of by a hub that was killed', async () => {
    const data = join(folder, 'held')
    const hub = await start(data, await freePort())
    const second = await command('hub', '--data', data, '--port', '0')
    expect(second.code).toBe(1)
    expect(second.err).toContain(
      `is in use by the hub at ${hub.url} (process ${hub.child.pid}): a session has one hub at a time`,
    )
    expect((await sessions('delete', data, hub.session, '--yes')).err).toContain('stop it first')
    const listed = await sessions('list', data)
    expect(listed.out).toContain(`open at the hub at ${hub.url}`)
    // Others of the folder are nobody's business.
    expect((await sessions('create', data, '--name', 'Beside')).code).toBe(0)
    hub.child.kill('SIGKILL')
    await until('it is gone', () => hub.gone())
    expect(holderOf(data, hub.session)).toBeNull()
    const next = await start(data, await freePort())
    expect(next.session).toBe(hub.session)
    next.child.kill('SIGTERM')
    await until('it is gone', () => next.gone())
    expect(holderOf(data, hub.session)).toBeNull()
  }, 60_000)

  it('[SESS3] gets links while it runs, by a door that a page, a stranger and a wrong question do not open', async () => {
    const data = join(folder, 'running')
    const hub = await openHub({ dataDir: data })
    const invited = await sessions('invite', data, hub.session, '--role', 'client', '--name', 'Detroit', '--json')
    const { id, link } = JSON.parse(invited.out) as { id: string; link: string }
    expect(link.startsWith(`${hub.url}/s/${hub.session}#`)).toBe(true)
    const ticket = await (
      await fetch(`${hub.url}/api/ticket`, { method: 'POST', body: JSON.stringify({ key: keyOf(link) }) })
    ).json()
    const room = await new Bare(hub, ticket, 'session').open()
    expect((await sessions('revoke', data, hub.session, id)).code).toBe(0)
    await until('who came by it is sent away', () => room.closed !== null)
    expect(room.closed!.reason).toContain('withdrawn')
    const door = `http://127.0.0.1:${holderOf(data, hub.session)!.port}/`
    const body = JSON.stringify({ task: 'link-new', args: { role: 'engineer' } })
    for (const init of [
      { method: 'POST', body },
      { method: 'POST', body, headers: { authorization: `Bearer ${keyOf(hub.links.engineer)}` } },
      { method: 'POST', body, headers: { origin: 'http://evil.example' } },
      { method: 'GET' },
    ])
      expect((await fetch(door, init)).status).toBe(401)
    await hub.close()
    await expect(fetch(door, { method: 'POST', body })).rejects.toThrow()
  }, 60_000)
})

describe('the secrets of a whole journey', () => {
  const data = join(folder, 'journey')
  const secrets = new Map<string, string>()
  const said: string[] = []
  const keep = (name: string, secret: string | undefined) => {
    if (!secret || secret.length < 20) throw new Error(`${name} is no secret.`)
    secrets.set(name, secret)
  }
  let hub: Hub

  beforeAll(async () => {
    hub = await startHub({
      port: 0,
      dataDir: data,
      mediaDir: 'any',
      prepare: async () => prepared,
      log: (line) => said.push(line),
    })
    for (const [role, link] of Object.entries(hub.links)) keep(`link ${role}`, keyOf(link))
    const opened = []
    for (const role of ['colorist', 'client', 'supervisor', 'engineer', 'observer'] as const) {
      const { socket, ticket } = await bare(hub, role, 'session')
      keep(`ticket ${role}`, ticket.ticket)
      keep(`seat key ${role}`, ticket.seatKey)
      socket.send({ kind: 'command', id: `name${role}`, verb: 'name', args: { name: `A ${role}` } })
      socket.send({ kind: 'command', id: `bad${role}`, verb: 'unlink', args: { key: ticket.seatKey } })
      opened.push({ socket, role })
    }
    const eve = opened.find(({ role }) => role === 'engineer')!.socket
    eve.send({ kind: 'command', id: 'link0001', verb: 'link-new', args: { role: 'client', name: 'Detroit' } })
    await until('the link is made', () => eve.of('answer').some((one) => one.id === 'link0001'))
    const answer = eve.of('answer').find((one) => one.id === 'link0001')!
    keep('made link', answer.ok ? (answer.value as { key: string }).key : undefined)
    const ann = await plain(hub, 'colorist', 'grade')
    keep('ticket of Ann', ann.ticket.ticket)
    keep('seat key of Ann', ann.ticket.seatKey)
    ann.map.set(gain, [1, 2, 1, 1])
    await until('it is saved', () => ann.heard > 0)
    const late = await new Bare(hub, ann.ticket, 'grade').open()
    const noise = await bare(hub, 'client', 'notes')
    keep('ticket of who is refused', noise.ticket.ticket)
    keep('seat key of who is refused', noise.ticket.seatKey)
    noise.socket.send(Uint8Array.of(0, 2, 1, 9))
    await until('it is closed', () => noise.socket.closed !== null)
    const wrong = await fetch(`${hub.url}/api/session/${hub.session}/revision/1?key=${ann.ticket.seatKey}`)
    expect(wrong.status).toBe(401)
    const invited = await sessions('invite', data, hub.session, '--role', 'observer', '--json')
    keep('invited link', keyOf((JSON.parse(invited.out) as { link: string }).link))
    late.close()
    ann.leave()
    for (const { socket } of opened) socket.close()
  }, 60_000)

  it('[SEC7] stand in no line of the log, no file of the data folder, no backup, no export, no list and no audit', async () => {
    const running = await sessions('list', data, hub.session, '--json')
    const file = join(folder, 'journey.samelight')
    for (const done of [
      await command('backup', data, join(folder, 'journey-backup')),
      await sessions('export', data, hub.session, file),
      await command('audit', data, '--json'),
      await command('check', data, '--json'),
      running,
    ]) {
      expect(done.code, done.err).toBe(0)
      said.push(done.out, done.err)
    }
    await hub.close()
    // Structured logs and standard output of a hub as its own process; the one line that gives the links is what it is for.
    const port = await freePort()
    const process_ = await start(data, port)
    const { socket } = await bare(process_, 'client', 'notes')
    socket.send(Uint8Array.of(0, 2, 1, 9))
    await until('it is closed', () => socket.closed !== null)
    process_.child.kill('SIGTERM')
    await until('it is gone', () => process_.gone())
    const files = [file, ...under(data), ...under(join(folder, 'journey-backup'))].filter(
      (path) => !path.endsWith('links.secret'),
    )
    expect(files.length).toBeGreaterThan(4)
    const places = new Map(files.map((path) => [path, readFileSync(path).toString('latin1')]))
    places.set('what was said', said.join('\n'))
    expect(places.get('what was said')).toContain('refused hard')
    const found: string[] = []
    for (const [name, secret] of secrets)
      for (const [place, text] of places) if (text.includes(secret)) found.push(`${name} in ${place}`)
    expect(found).toEqual([])
    expect(secrets.size).toBeGreaterThan(18)
    // What the store holds of a key is its hash, so a search that finds nothing at all would be a search of nothing.
    const hash = createHash('sha256').update(secrets.get('seat key of Ann')!).digest('hex')
    expect([...places.values()].some((text) => text.includes(hash))).toBe(true)
  }, 90_000)
})

function under(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
}
