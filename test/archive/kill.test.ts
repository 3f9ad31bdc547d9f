/** `kill -9` of a real hub process while a blob comes in, and between the blob and its name. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { Role } from '../../shared/doc/session.ts'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { parseLink } from '../../shared/suite/ticket.ts'
import { stillPng } from '../kit/still.ts'
import { until } from '../kit/suite.ts'

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'samelight-blob-kill-'))
const running = new Set<ChildProcess>()
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(data, { recursive: true, force: true })
})

interface Running {
  readonly url: string
  readonly session: string
  readonly links: Readonly<Record<Role, string>>
  kill(): Promise<void>
}

/** The hub as a process of its own, by its one line of JSON. */
async function start(): Promise<Running> {
  const child = spawn(process.execPath, [main, 'hub', '--port', '0', '--data', data, '--json'])
  running.add(child)
  let [out, err, gone] = ['', '', false]
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString()
  })
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString()
  })
  child.on('exit', () => {
    gone = true
    running.delete(child)
  })
  await until('the hub has said where it is', () => out.includes('\n') || gone)
  if (gone) throw new Error(`The hub ended: ${err}`)
  return {
    ...(JSON.parse(out) as Omit<Running, 'kill'>),
    async kill() {
      child.kill('SIGKILL')
      await until('the hub is gone', () => gone)
    },
  }
}

async function enter(hub: Running, role: Role): Promise<Suite> {
  const link = parseLink(hub.links[role])
  if (typeof link === 'string') throw new Error(link)
  return await joinSuite({
    ...link,
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    fetch,
    clock: () => performance.now(),
    random: Math.random,
    engine: ENGINE_VERSION,
  })
}

const pixels = Uint16Array.from({ length: 640 * 360 * 3 }, (_, i) => (i * 7919) & 0xffff)
const png = await stillPng({ width: 640, height: 360, pixels })
const blob = createHash('sha256').update(png).digest('hex')
const hex = 'ab'.repeat(16)

describe('kill -9', () => {
  it('[BLOB4] in the middle of a blob, after it, and as its name is written: whole or not there, and it goes on', async () => {
    let hub = await start()
    const folder = join(data, 'blobs', hub.session)
    const eve = await enter(hub, 'engineer')
    await eve.command('rule', { stills: true })
    eve.leave()
    let ann = await enter(hub, 'colorist')
    const { hostname, port } = new URL(hub.url)
    const headers = { authorization: `Bearer ${ann.seatKey}`, 'content-length': String(png.length) }
    const half = request({ hostname, port, path: `/api/blob/${blob}`, method: 'PUT', headers })
    half.on('error', () => {})
    half.write(png.subarray(0, png.length >> 1))
    await until('half of it is there', () => readdirSync(folder).some((name) => name.endsWith('.part')))
    await hub.kill()
    ann.leave()

    hub = await start()
    expect(readdirSync(folder)).toEqual([])
    ann = await enter(hub, 'colorist')
    const sent = await fetch(`${hub.url}/api/blob/${blob}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ann.seatKey}` },
      body: png,
    })
    expect(sent.status).toBe(201)
    await hub.kill()
    ann.leave()

    hub = await start()
    expect(readdirSync(folder)).toEqual([blob])
    ann = await enter(hub, 'colorist')
    const [clip] = ann.session.timeline.clips
    const of = { clip: clip!.id, frame: 0, plan: hex, source: hex, digest: hex }
    const asked = ann.stills.put(of, png)
    await hub.kill()
    ann.leave()
    const told = (await asked).ok

    hub = await start()
    ann = await enter(hub, 'colorist')
    const found = ann.stills.find(clip!.id, 0, hex)
    if (told) expect(found?.blob).toBe(blob)
    expect(existsSync(join(folder, blob))).toBe(true)
    expect(await ann.stills.put(of, png)).toMatchObject({ ok: true, value: { blob } })
    await until('it is named', () => ann.stills.find(clip!.id, 0, hex) !== null)
    expect(readdirSync(folder)).toEqual([blob])
    ann.leave()
    await hub.kill()
  })
})
