/** Behind a proxy on port 443, and what a keeper of hubs may ask. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as ask } from 'node:https'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openMemory } from '../../server/store/memory.ts'
import { StoreError } from '../../server/store/store.ts'
import type { TicketAnswer } from '../../shared/wire/ticket.ts'
import { makeCertificate } from './certificate.ts'
import { askTicket, gain, openHub, plain, until } from './desk.ts'
import { freePort } from './process.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-proxy-'))
const running: ChildProcess[] = []
afterAll(() => {
  for (const child of running) child.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

const nginx = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx'].find((path) => existsSync(path))

/** Debian's nginx with the block of docs/proxy.md. */
async function startNginx(hubPort: number): Promise<number> {
  const port = await freePort()
  const { cert, key } = makeCertificate()
  writeFileSync(join(folder, 'hub.crt'), cert)
  writeFileSync(join(folder, 'hub.key'), key)
  const page = readFileSync(new URL('../../docs/proxy.md', import.meta.url), 'utf8')
  const block = /```nginx\n([\s\S]*?)```/
    .exec(page)![1]!
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('127.0.0.1:15000', `127.0.0.1:${hubPort}`)
    .replaceAll('/etc/ssl/', `${folder}/`)
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`)
  writeFileSync(
    join(folder, 'nginx.conf'),
    `pid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log ${folder}/access.log;\n${temp.join('\n')}\n${block}}\n`,
  )
  const child = spawn(nginx!, ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log'), '-g', 'daemon off;'])
  running.push(child)
  let said = ''
  child.stderr?.on('data', (part: Buffer) => {
    said += part.toString()
  })
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`)
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true))
      socket.on('error', () => done(false))
      socket.on('connect', () => socket.destroy())
    })
    if (open) return port
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`nginx does not listen: ${said}`)
}

/** POST to the ticket's address through TLS that nobody vouches for. */
const post = (url: string, body: string, headers: Record<string, string>): Promise<{ status: number; text: string }> =>
  new Promise((done, fail) => {
    const request = ask(url, { method: 'POST', headers, rejectUnauthorized: false }, (response) => {
      let text = ''
      response.on('data', (part: Buffer) => {
        text += part.toString()
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, text }))
    })
    request.on('error', fail)
    request.end(body)
  })

describe('behind a proxy', () => {
  it('[PROXY1] nginx as docs/proxy.md writes it passes tickets, sockets and the client’s Origin on; a foreign page stays outside, its log holds no secret', async () => {
    if (!nginx) {
      process.stdout.write(
        'There is no nginx here (Debian: apt-get install nginx-light): the proxy of docs/proxy.md is not tried.\n',
      )
      return
    }
    const hubPort = await freePort()
    const port = await startNginx(hubPort)
    const address = `https://localhost:${port}`
    const hub = await openHub({ port: hubPort, trustProxy: true, publicUrl: address })
    expect(hub.links.colorist.startsWith(`${address}/s/${hub.session}#`)).toBe(true)
    const key = hub.links.colorist.split('#')[1]!
    const body = JSON.stringify({ key, clientIds: { grade: 5 } })
    const given = await post(`${address}/api/ticket`, body, { origin: address })
    expect(given.status).toBe(200)
    const ticket = JSON.parse(given.text) as TicketAnswer
    for (const origin of ['https://evil.example', `http://localhost:${port}`, `https://localhost:${hubPort}`])
      expect([origin, (await post(`${address}/api/ticket`, body, { origin })).status]).toEqual([origin, 403])
    const socket = new WebSocket(
      `wss://localhost:${port}/ws/${hub.session}/grade`,
      ['samelight.v1', `ticket.${ticket.ticket}`],
      { rejectUnauthorized: false, origin: address },
    )
    let heard = 0
    socket.on('message', () => heard++)
    await until('the socket is open and greeted', () => socket.readyState === WebSocket.OPEN && heard > 0)
    socket.terminate()
    await hub.close()
    const log = readFileSync(join(folder, 'access.log'), 'utf8')
    expect(log).toContain('/api/ticket')
    for (const secret of [key, ticket.ticket, ticket.seatKey]) expect(log).not.toContain(secret)
  })

  it('[PROXY2] without --trust-proxy nobody’s X-Forwarded header is read; with it the nearest proxy’s word counts', async () => {
    const names = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
    const [alone, behind] = [await openHub(), await openHub({ trustProxy: true })]
    const status = async (hub: typeof alone, headers: Record<string, string>) => {
      const key = hub.links.client.split('#')[1]
      return (await fetch(`${hub.url}/api/ticket`, { method: 'POST', body: JSON.stringify({ key }), headers })).status
    }
    expect(await status(alone, { ...names, origin: 'https://evil.example' })).toBe(403)
    expect(await status(alone, { ...names, origin: alone.url })).toBe(200)
    expect(await status(behind, { ...names, origin: 'https://evil.example' })).toBe(200)
    expect(
      await status(behind, { 'x-forwarded-host': 'evil.example, hub.example', origin: 'https://evil.example' }),
    ).toBe(403)
    expect(
      await status(behind, { 'x-forwarded-host': 'evil.example, hub.example', origin: 'https://hub.example' }),
    ).toBe(200)
    await alone.close()
    await behind.close()
  })

  it('[SEC13] who sends a request byte by byte is hung up on before it is whole', async () => {
    const hub = await openHub()
    const socket = connect(Number(new URL(hub.url).port), '127.0.0.1')
    socket.write('GET /ws/aaaaaaaa/grade HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n')
    const timer = setInterval(() => socket.write('X'), 200)
    let said = ''
    socket.on('data', (part) => {
      said += part.toString()
    })
    socket.on('error', () => {})
    await until('the hub hangs up', () => socket.closed || socket.readableEnded)
    clearInterval(timer)
    socket.destroy()
    expect(said).toMatch(/^HTTP\/1.1 408/)
    await hub.close()
  }, 20_000)
})

describe('whoever keeps a hub', () => {
  it('[METRICS1] asks on a loopback port of its own how it is; nothing there names a person or holds a secret', async () => {
    const inner = openMemory()
    let full = false
    const store = {
      ...inner,
      append: async (...args: Parameters<typeof inner.append>) => {
        if (full) throw new StoreError('The store cannot: the disk is full; it goes on once there is room.')
        await inner.append(...args)
      },
    }
    const hub = await openHub({ store, metricsPort: 0 })
    const at = `http://127.0.0.1:${hub.metricsPort}`
    const ann = await plain(hub, 'colorist', 'grade')
    ann.map.set(gain, [1.5, 1, 1, 1])
    await until('it is saved', () => ann.heard === ann.sent)
    const text = await (await fetch(`${at}/metrics`)).text()
    const value = (name: string) => Number(new RegExp(`^samelight_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
    expect(value(`revision\\{session="${hub.session}"\\}`)).toBe(3)
    expect(value(`sockets\\{session="${hub.session}",document="grade"\\}`)).toBe(1)
    expect([value('up'), value(`read_only\\{session="${hub.session}"\\}`)]).toEqual([1, 0])
    expect(value('memory_bytes')).toBeGreaterThan(1e6)
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) samelight_\w+ .+|samelight_\w+(\{[^}]*\})? [\d.e+-]+)$/)
    for (const secret of [ann.ticket.seatKey, ann.ticket.ticket, ann.ticket.seat, 'Colorist'])
      expect(text).not.toContain(secret)
    expect((await fetch(`${at}/healthz`)).status).toBe(200)
    expect([(await fetch(`${at}/`)).status, (await fetch(`${at}/metrics`, { method: 'POST' })).status]).toEqual([
      404, 405,
    ])
    full = true
    ann.map.set(gain, [1.75, 1, 1, 1])
    await until('it is sent away', () => ann.closeCode === 4503)
    const ill = await fetch(`${at}/healthz`)
    expect([ill.status, await ill.json()]).toEqual([503, { ok: false, error: expect.stringContaining('disk is full') }])
    full = false
    for (let n = 0; n < 400 && (await askTicket(hub, 'client')).status !== 200; n++)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await fetch(`${at}/healthz`)).status).toBe(200)
    // The hub's own port answers neither.
    expect((await fetch(`${hub.url}/metrics`)).status).toBe(404)
    ann.leave()
    await hub.close()
  })

  it('[METRICS1] a hub whose port of metrics is taken says so, and leaves no port open and no session held', async () => {
    const taken = createServer()
    const metricsPort = await freePort()
    await new Promise<void>((done) => taken.listen(metricsPort, '127.0.0.1', done))
    const port = await freePort()
    await expect(openHub({ port, metricsPort })).rejects.toThrow(
      `Port ${metricsPort} of --metrics-port is in use; name another.`,
    )
    const again = await openHub({ port })
    expect(new URL(again.url).port).toBe(String(port))
    await again.close()
    await new Promise((done) => taken.close(done))
  })
})
