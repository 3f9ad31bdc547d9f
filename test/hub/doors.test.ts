/** What a stranger can reach: tickets, origins, the library, the command line's refusals. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { Tickets, ticketMs } from '../../server/auth.ts'
import { readTls } from '../../server/commands/hub.ts'
import { parseRange } from '../../server/files.ts'
import { type Hub, startHub } from '../../server/hub.ts'
import type { TicketAnswer } from '../../shared/wire/ticket.ts'
import { makeCertificate } from './certificate.ts'
import { askTicket, aware, Bare, bare, nextClient, openHub, prepared, until } from './desk.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-doors-'))
const clip = join(folder, 'a.mp4')
writeFileSync(clip, Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 256)))
writeFileSync(join(folder, 'index.html'), '<title>Samelight</title>')

const logged: string[] = []
let hub: Hub
beforeAll(async () => {
  hub = await openHub({
    dataDir: join(folder, 'data'),
    clientDir: folder,
    prepare: async () => ({ ...prepared, files: new Map([['media001', clip]]) }),
    log: (line) => logged.push(line),
  })
})
afterAll(async () => {
  await hub.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('tickets', () => {
  it('[SEC1] a ticket opens each document once, within 30 s, and only its session', () => {
    let now = 0
    const tickets = new Tickets(() => now)
    const ticket = tickets.issue({ session: 's', seat: 'x', clientIds: null, revision: 0 })
    expect(tickets.take(ticket, 'other', 'grade')).toBeNull()
    expect(tickets.take(ticket, 's', 'grade')?.seat).toBe('x')
    expect(tickets.take(ticket, 's', 'grade')).toBeNull()
    now = ticketMs - 1
    expect(tickets.take(ticket, 's', 'notes')?.seat).toBe('x')
    now = ticketMs
    expect(tickets.take(ticket, 's', 'session')).toBeNull()
    expect(tickets.take('made-up', 's', 'session')).toBeNull()
  })

  it('[SEC1] a spent, foreign or absent ticket does not get as far as the upgrade', async () => {
    const { body } = await askTicket(hub, 'client')
    const first = await new Bare(hub, body, 'notes').open()
    const again = await new Bare(hub, body, 'notes').open()
    expect([first.socket.readyState, again.closed?.code]).toEqual([1, 1006])
    const made = await new Bare(hub, { ...body, ticket: 'x'.repeat(32) }, 'grade').open()
    expect(made.closed?.code).toBe(1006)
    first.close()
  })

  it('[SEC2] a page of another origin reaches neither ticket nor socket; no Origin is no browser', async () => {
    const { body } = await askTicket(hub, 'client')
    const foreign = await new Bare(hub, body, 'notes', { origin: 'https://evil.example' }).open()
    expect(foreign.closed?.code).toBe(1006)
    const own = await new Bare(hub, body, 'notes', { origin: hub.url }).open()
    expect(own.socket.readyState).toBe(1)
    own.close()
    const page = await fetch(`${hub.url}/api/ticket`, {
      method: 'POST',
      body: '{}',
      headers: { origin: 'https://evil.example' },
    })
    expect(page.status).toBe(403)
  })

  it('[SEC2] behind a proxy that ends TLS only a page of https, of the host that was asked for, is let in', async () => {
    const behind = await openHub({ trustProxy: true })
    const ask = (origin: string) =>
      fetch(`${behind.url}/api/ticket`, { method: 'POST', body: '{}', headers: { origin } }).then((r) => r.status)
    const { host } = new URL(behind.url)
    expect([await ask(`https://${host}`), await ask(`http://${host}`), await ask('https://evil.example')]).toEqual([
      400, 403, 403,
    ])
    const { body } = await askTicket(behind, 'client')
    const page = await new Bare(behind, body, 'notes', { origin: `https://${host}` }).open()
    const plainPage = await new Bare(behind, body, 'grade', { origin: `http://${host}` }).open()
    expect([page.socket.readyState, plainPage.closed?.code]).toEqual([1, 1006])
    page.close()
    await behind.close()
  })

  it.each([
    ['no JSON', 'x', 400],
    ['no key', '{}', 400],
    ['a wrong key', '{"key":"wrong-key"}', 401],
    ['a client id of 33 bits', '{"key":"wrong-key","clientIds":{"grade":4294967296}}', 400],
    ['two client ids', '{"key":"wrong-key","clientIds":[1,2]}', 400],
    ['a request that is too large', `{"key":"${'x'.repeat(70_000)}"}`, 413],
  ])('[SEC3] %s is answered with a sentence', async (_name, body, status) => {
    const response = await fetch(`${hub.url}/api/ticket`, { method: 'POST', body })
    expect(response.status).toBe(status)
    expect(((await response.json()) as { error: string }).error).toMatch(/\.$/)
  })

  it('[SEC3] a suite of another protocol is told so, one of another engine is let in', async () => {
    const other = await askTicket(hub, 'client', { protocol: 99 })
    expect([other.status, other.body.error]).toEqual([426, expect.stringContaining('protocol')])
    expect((await askTicket(hub, 'client', { protocol: 1, engine: 'another' })).status).toBe(200)
  })
})

describe('the library', () => {
  const get = (headers: Record<string, string> = {}, id = 'media001') =>
    fetch(`${hub.url}/media/${hub.session}/${id}`, { headers })

  it('[SEC4] is for seats: the bearer stands in a header, and ranges are exact', async () => {
    const { body } = await askTicket(hub, 'observer')
    const bearer = { authorization: `Bearer ${body.seatKey}` }
    expect((await get()).status).toBe(401)
    expect((await get({ authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await fetch(`${hub.url}/media/${hub.session}/media001?seatKey=${body.seatKey}`)).status).toBe(401)
    const whole = await get(bearer)
    expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, 1000])
    const part = await get({ ...bearer, range: 'bytes=10-19' })
    expect([part.status, part.headers.get('content-range'), [...new Uint8Array(await part.arrayBuffer())]]).toEqual([
      206,
      'bytes 10-19/1000',
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    ])
    expect((await get({ ...bearer, range: 'bytes=1000-' })).status).toBe(416)
    expect((await get(bearer, 'media999')).status).toBe(404)
  })

  it('[SEC4] reads ranges of all three forms', () => {
    expect(
      ['bytes=0-0', 'bytes=5-', 'bytes=-3', 'bytes=90-200', 'bytes=-', 'lines=1-2', 'bytes=9-8', undefined].map((h) =>
        parseRange(h, 100),
      ),
    ).toEqual([[0, 0], [5, 99], [97, 99], [90, 99], null, null, 'bad', null])
  })
})

describe('pages', () => {
  it('[SEC5] every answer is isolated and under a strict policy; every page of the client is its index; nothing outside its folder', async () => {
    const page = await fetch(`${hub.url}/s/${hub.session}`)
    expect(await page.text()).toContain('Samelight')
    const csp = page.headers.get('content-security-policy')!
    expect(csp).toContain("script-src 'self' 'wasm-unsafe-eval';")
    expect(csp).not.toContain("script-src 'self' 'unsafe")
    expect([page.headers.get('cross-origin-opener-policy'), page.headers.get('cross-origin-embedder-policy')]).toEqual([
      'same-origin',
      'require-corp',
    ])
    for (const path of ['/..%2fdata%2flinks.secret', '/a%00b.js', '/data.js', '/..%2f..%2fetc%2fpasswd'])
      expect((await fetch(hub.url + path)).status).toBe(404)
    for (const path of ['/%2e%2e/%2e%2e/etc/passwd', '/%ff'])
      expect(await (await fetch(hub.url + path)).text()).toBe('<title>Samelight</title>')
  })

  it('[SEC6] beyond loopback the hub wants TLS, and says so; a Host of another name is refused on loopback', async () => {
    await expect(startHub({ port: 0, host: '0.0.0.0', dataDir: null })).rejects.toThrow('--tls-cert')
    const { request } = await import('node:http')
    const status = await new Promise((done) =>
      request(`${hub.url}/`, { headers: { host: 'evil.example' } }, (r) => done(r.statusCode)).end(),
    )
    expect(status).toBe(403)
  })

  it('[SEC6] a certificate or key that cannot be used is a sentence that names the file; one that has run out is said', async () => {
    const put = (name: string, bytes: Buffer | string): string => {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    }
    const [one, other] = [makeCertificate(), makeCertificate('200102000000Z')]
    const [cert, key] = [put('hub.crt', one.cert), put('hub.key', one.key)]
    const [past, pastKey] = [put('past.crt', other.cert), put('past.key', other.key)]
    const said: string[] = []
    const read = (crt: string, own: string) => readTls(crt, own, (line) => said.push(line))
    expect(await read(cert, key)).toEqual(one)
    expect(said).toEqual([])
    const none = put('none.pem', 'nothing')
    await expect(read(none, key)).rejects.toThrow(`--tls-cert ${none} holds no certificate in PEM form.`)
    await expect(read(cert, none)).rejects.toThrow(
      `--tls-key ${none} holds no private key in PEM form that opens without a passphrase.`,
    )
    await expect(read(cert, pastKey)).rejects.toThrow(`--tls-key ${pastKey} is not the key of --tls-cert ${cert}.`)
    await expect(read(join(folder, 'gone'), key)).rejects.toThrow('cannot be read: ENOENT')
    await read(past, pastKey)
    expect(said).toEqual([`--tls-cert ${past} ran out on 2020-01-02: browsers will not trust it.`])
  })

  it('[SEC6] with a certificate it listens beyond loopback: tickets and sockets by TLS, for pages of https alone', async () => {
    const { request } = await import('node:https')
    const outside = await openHub({ host: '0.0.0.0', tls: makeCertificate() })
    const port = Number(new URL(outside.url).port)
    expect(outside.url).toMatch(/^https:/)
    const ask = (origin: string): Promise<{ status: number; body: TicketAnswer }> =>
      new Promise((done, fail) => {
        const asked = request(
          {
            host: '127.0.0.1',
            port,
            path: '/api/ticket',
            method: 'POST',
            rejectUnauthorized: false,
            headers: { origin },
          },
          (answer) => {
            let text = ''
            answer.on('data', (part: Buffer) => {
              text += part.toString()
            })
            answer.on('end', () => done({ status: answer.statusCode ?? 0, body: JSON.parse(text) as TicketAnswer }))
          },
        )
        asked.on('error', fail)
        asked.end(JSON.stringify({ key: outside.links.client.split('#')[1] }))
      })
    expect((await ask(`http://127.0.0.1:${port}`)).status).toBe(403)
    const { status, body } = await ask(`https://127.0.0.1:${port}`)
    expect(status).toBe(200)
    const socket = new WebSocket(
      `wss://127.0.0.1:${port}/ws/${body.session}/notes`,
      ['samelight.v1', `ticket.${body.ticket}`],
      { rejectUnauthorized: false },
    )
    let frames = 0
    socket.on('message', () => frames++)
    await until('the hub has spoken', () => frames > 0)
    socket.terminate()
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
    await outside.close()
  })

  it('[SEC11] a hub that closes does not wait for a socket that no longer answers', async () => {
    const own = await openHub()
    const mute = await bare(own, 'client', 'session')
    mute.socket.socket.pause()
    let left = false
    mute.socket.socket.on('close', () => {
      left = true
    })
    await own.close()
    expect(left).toBe(false)
    mute.socket.close()
  }, 20_000)

  it('[SEC6] a port in use is a sentence', async () => {
    const port = Number(new URL(hub.url).port)
    await expect(startHub({ port, dataDir: null })).rejects.toThrow(`Port ${port} is in use`)
  })
})

describe('secrets and limits', () => {
  it('[SEC7] no key, seat key or ticket stands in the log, and the store holds only hashes', async () => {
    const room = await bare(hub, 'client', 'notes')
    room.socket.send(Uint8Array.of(0, 2, 1, 9))
    await until('it is closed', () => room.socket.closed !== null)
    expect(logged.join('\n')).toContain('refused hard')
    const secrets = [
      room.ticket.seatKey,
      room.ticket.ticket,
      ...Object.values(hub.links).map((link) => link.split('#')[1]!),
    ]
    const disk = readdirSync(join(folder, 'data'))
      .filter((name) => name.includes('sqlite'))
      .map((name) => readFileSync(join(folder, 'data', name), 'latin1'))
    expect(disk.length).toBeGreaterThan(0)
    for (const secret of secrets) {
      expect(logged.join('\n')).not.toContain(secret)
      for (const bytes of disk) expect(bytes.includes(secret)).toBe(false)
    }
  })

  it('[SEC8] a stock client may not take an id that is in use, and sends little before it has named its own', async () => {
    const { default: Y } = await import('yjs').then((module) => ({ default: module }))
    const ann = await bare(hub, 'colorist', 'notes')
    const { body } = await askTicket(hub, 'client')
    const thief = await new Bare(hub, body, 'notes').open()
    thief.send(aware(ann.client, 1, {}))
    await until('it is closed', () => thief.closed !== null)
    expect(thief.closed!.code).toBe(4409)
    const second = (await askTicket(hub, 'client')).body
    const early = await new Bare(hub, second, 'notes').open()
    const doc = new Y.Doc()
    doc.clientID = nextClient()
    doc.getMap('notes').set(`${second.seat}/note0001/text`, ['x'])
    early.update(Y.encodeStateAsUpdate(doc))
    await until('it is closed', () => early.closed !== null)
    expect(early.closed!.code).toBe(4409)
    ann.socket.close()
  })

  it('[SEC9] a socket over its budget is answered to the last message, and is not closed', async () => {
    const ann = await bare(hub, 'client', 'session')
    for (let i = 0; i < 300; i++) ann.socket.send({ kind: 'clock', t0: i, t1: 0, t2: 0 })
    await until('all are answered', () => ann.socket.of('clock').length === 300)
    expect(ann.socket.of('clock').map((m) => m.t0)).toEqual(Array.from({ length: 300 }, (_, i) => i))
    expect(ann.socket.closed).toBeNull()
    ann.socket.close()
  })
})
