/** Blobs: whole or not there, by whom, how many, for how long; and what a stranger may try on the archive's addresses. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { Blobs, blobLimits } from '../../server/archive/blobs.ts'
import { digest } from '../../shared/render/digest.ts'
import { readStill } from '../../shared/render/still.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { stillPng } from '../kit/still.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-blob-'))
afterAll(() => rmSync(folder, { recursive: true }))
let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
/** A small still whose pixels count up from `n`. */
const still = (n: number, width = 8, height = 6) =>
  stillPng({
    width,
    height,
    pixels: Uint16Array.from({ length: width * height * 3 }, (_, i) => (i * 977 + n) & 0xffff),
  })
const hex = 'ab'.repeat(16)

/** Bytes in parts of `size`, as a socket gives them. */
async function* parts(bytes: Uint8Array, size = 7): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield Buffer.from(bytes.subarray(i, i + size))
}

describe('blobs in their folder', () => {
  let count = 0
  const open = async (limits = {}, now = () => 0): Promise<{ blobs: Blobs; dir: string }> => {
    const dir = join(folder, `b${++count}`)
    const blobs = new Blobs(dir, now, { ...blobLimits, ...limits })
    await blobs.load()
    return { blobs, dir }
  }

  it('[BLOB1] a still lies whole under its hash, in whatever parts it came, and is there at the next start', async () => {
    const { blobs, dir } = await open()
    for (const size of [1, 7, 33, 100_000]) {
      const png = await still(size)
      expect(await blobs.put('s', sha(png), png.length, parts(png, size))).toEqual({ ok: true, fresh: true })
      expect(await blobs.put('s', sha(png), png.length, parts(png))).toEqual({ ok: true, fresh: false })
    }
    const again = new Blobs(dir, () => 0)
    await again.load()
    expect(again.find(sha(await still(7)))).toMatchObject({ size: (await still(7)).length })
  })

  it('[BLOB1] another hash, more or fewer bytes, no still, a still cut short or with a tail leave nothing', async () => {
    const { blobs, dir } = await open()
    const png = await still(1)
    const tail = Buffer.concat([png, Buffer.from('tail')])
    const eight = encode({ width: 4, height: 4, data: new Uint8Array(48), depth: 8, channels: 3 })
    const flat = Buffer.from(png)
    // The header promises a smaller picture than the pixels that follow: a bomb in small.
    flat.writeUInt32BE(2, 20)
    const tall = Buffer.from(png)
    tall.writeUInt32BE(600, 20)
    const broken = Buffer.from(png)
    broken.fill(0xff, 50, 70)
    const tries: readonly [string, string, number, Uint8Array, number][] = [
      ['another hash', 'f'.repeat(64), png.length, png, 422],
      ['more bytes', sha(png), png.length - 1, png, 400],
      ['fewer bytes', sha(png), png.length + 1, png, 400],
      ['no PNG', sha(Buffer.from('hello'.repeat(20))), 100, Buffer.from('hello'.repeat(20)), 415],
      ['eight bits', sha(eight), eight.length, eight, 415],
      ['cut off', sha(png.subarray(0, 60)), 60, png.subarray(0, 60), 415],
      ['a tail', sha(tail), tail.length, tail, 415],
      ['more pixels', sha(flat), flat.length, flat, 415],
      ['fewer pixels', sha(tall), tall.length, tall, 415],
      ['broken pixels', sha(broken), broken.length, broken, 415],
      ['nothing', sha(new Uint8Array(0)), 0, new Uint8Array(0), 415],
    ]
    for (const [what, hash, length, bytes, status] of tries)
      expect([what, await blobs.put('s', hash, length, parts(bytes, 11))]).toMatchObject([what, { ok: false, status }])
    expect(readdirSync(dir)).toEqual([])
    const rude = async function* () {
      yield Buffer.from(png.subarray(0, 40))
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    }
    expect(await blobs.put('s', sha(png), png.length, rude())).toMatchObject({ ok: false, status: 400 })
    expect(readdirSync(dir)).toEqual([])
    expect(await blobs.put('s', sha(png), png.length, parts(png))).toEqual({ ok: true, fresh: true })
  })

  it('[BLOB1] a disk that cannot take it is one sentence, and the next one lands', async () => {
    const { blobs, dir } = await open()
    const png = await still(1)
    rmSync(dir, { recursive: true })
    expect(await blobs.put('s', sha(png), png.length, parts(png))).toEqual({
      ok: false,
      status: 507,
      error: 'The hub cannot keep the blob: ENOENT.',
    })
    mkdirSync(dir)
    expect(await blobs.put('s', sha(png), png.length, parts(png))).toEqual({ ok: true, fresh: true })
  })

  it('[BLOB2] one blob, all blobs, their number, a seat’s minute and what it sends at once have their limits', async () => {
    let now = 0
    const limits = { one: 1000, all: 2000, count: 3, perMinute: 4, atOnce: 1 }
    const { blobs } = await open(limits, () => now)
    const stills = [await still(0), await still(1), await still(2), await still(3), await still(4)]
    const put = (n: number, seat = 's', length?: number) => {
      const png = stills[n]!
      return blobs.put(seat, sha(png), length ?? png.length, parts(png))
    }
    expect(await put(1, 's', 1001)).toMatchObject({ status: 413 })
    expect(await put(1, 's', 1000)).toMatchObject({ status: 400 })
    const both = await Promise.all([put(1), put(2)])
    expect(both).toMatchObject([{ ok: true }, { status: 429 }])
    expect(await put(2)).toMatchObject({ ok: true })
    expect(await put(3)).toMatchObject({ ok: true })
    expect(await put(4)).toMatchObject({ status: 429 })
    expect(await put(4, 'other')).toMatchObject({ status: 507 })
    now = 61_000
    expect(await put(4)).toMatchObject({ status: 507 })
    const tight = await open({ all: (await still(1)).length + 10 })
    expect(
      await tight.blobs.put('s', sha(await still(1)), (await still(1)).length, parts(await still(1))),
    ).toMatchObject({ ok: true })
    expect(
      await tight.blobs.put('s', sha(await still(2)), (await still(2)).length, parts(await still(2))),
    ).toMatchObject({ status: 507 })
  })

  it('[BLOB3] what is named is kept, what is not goes after its grace; what was being written goes at the start', async () => {
    let now = Date.now()
    const { blobs, dir } = await open({ graceMs: 1000 }, () => now)
    const [a, b] = [await still(1), await still(2)]
    for (const png of [a, b]) await blobs.put('s', sha(png), png.length, parts(png))
    expect(await blobs.sweep(new Set())).toBe(0)
    now += 2000
    expect(await blobs.sweep(new Set([sha(a)]))).toBe(1)
    expect([blobs.has(sha(a)), blobs.has(sha(b))]).toEqual([true, false])
    writeFileSync(join(dir, `${sha(b)}.0123.part`), 'half')
    const again = new Blobs(dir, () => now)
    await again.load()
    expect(readdirSync(dir)).toEqual([sha(a)])
  })
})

/** A bare request: fetch mends paths before it sends them. */
function raw(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: Uint8Array } = {},
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url)
  return new Promise((done, fail) => {
    const asked = request({ hostname, port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (part: Buffer) => {
        text += part.toString('latin1')
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, text }))
    })
    asked.on('error', fail)
    asked.end(body)
  })
}
const bearer = (suite: Suite) => ({ authorization: `Bearer ${suite.seatKey}` })

describe('over HTTP', () => {
  it('[BLOB2] needs the verb grade, and the engineer’s rule', async () => {
    at = await stage()
    const [ann, bob, eve] = [await at.join('Ann'), await at.join('Bob', 'client'), await at.join('Eve', 'engineer')]
    const png = await still(1)
    const put = (suite: Suite | null) =>
      raw(at!.hub.url, `/api/blob/${sha(png)}`, { method: 'PUT', headers: suite ? bearer(suite) : {}, body: png })
    expect((await put(ann)).status).toBe(403)
    expect((await put(ann)).text).toContain('engineer')
    await eve.command('rule', { stills: true })
    await until('Ann knows', () => ann.stills.allowed)
    expect((await put(bob)).status).toBe(403)
    expect((await put(eve)).status).toBe(403)
    expect((await put(null)).status).toBe(401)
    expect((await put(ann)).status).toBe(201)
    expect((await put(ann)).status).toBe(200)
    const whole = await raw(at.hub.url, `/api/blob/${sha(png)}`, { headers: bearer(bob) })
    expect([whole.status, sha(Buffer.from(whole.text, 'latin1'))]).toEqual([200, sha(png)])
    const headers = { ...bearer(ann), 'transfer-encoding': 'chunked' }
    expect(
      (await raw(at.hub.url, `/api/blob/${sha(await still(2))}`, { method: 'PUT', headers, body: await still(2) }))
        .status,
    ).toBe(411)
    expect(
      (await raw(at.hub.url, `/api/blob/${sha(await still(2))}`, { method: 'PUT', headers: bearer(ann), body: png }))
        .status,
    ).toBe(422)
    expect((await raw(at.hub.url, `/api/blob/${sha(png)}`, { method: 'DELETE', headers: bearer(ann) })).status).toBe(
      405,
    )
    await eve.command('rule', { stills: false })
    expect((await put(ann)).status).toBe(403)
  })

  it('[SNAP3] another session’s names, tricks in a path and no bearer reach nothing', async () => {
    at = await stage()
    const other = await stage({}, 2)
    const [ann, ben] = [await at.join('Ann'), await other.join('Ben')]
    const theirs = await ben.review.snapshot('Theirs')
    const id = theirs.ok ? (theirs.value as { snapshot: string }).snapshot : ''
    const own = `/api/session/${at.hub.session}`
    const tries: readonly [string, number][] = [
      [`${own}/snapshot/${id}`, 404],
      [`/api/session/${other.hub.session}/snapshot/${id}`, 401],
      [`${own}/snapshot/..%2frevision%2f1`, 404],
      [`${own}/snapshot/%2e%2e%2f%2e%2e`, 404],
      [`${own}/snapshot/__proto__`, 404],
      [`${own}/revision/99999999`, 404],
      [`${own}/revision/1e1`, 404],
      [`${own}/revision/-1`, 404],
      [`${own}/revision/1?clip=..%2f..`, 400],
      [`${own}/changes/5/1`, 404],
      [`${own}/changes/0`, 404],
      [`${own}/`, 404],
      ['/api/session/', 404],
      [`/api/blob/${'f'.repeat(64)}`, 404],
      ['/api/blob/..%2f..%2fetc%2fpasswd', 400],
      ['/api/blob/../../links.secret', 404],
      [`/api/blob/${'F'.repeat(64)}`, 400],
    ]
    for (const [path, status] of tries)
      expect([path, (await raw(at.hub.url, path, { headers: bearer(ann) })).status]).toEqual([path, status])
    expect((await raw(at.hub.url, `${own}/revision/1`)).status).toBe(401)
    expect((await raw(at.hub.url, `${own}/revision/1`, { headers: bearer(ben) })).status).toBe(401)
    expect(
      (await raw(at.hub.url, `${own}/revision/1`, { headers: { ...bearer(ann), origin: 'http://evil' } })).status,
    ).toBe(403)
    expect((await raw(at.hub.url, `${own}/revision/1`, { method: 'POST', headers: bearer(ann) })).status).toBe(405)
    expect((await raw(at.hub.url, `${own}/revision/1`, { headers: bearer(ann) })).status).toBe(200)
    await other.close()
  })

  it('[BLOB5] a room finds the still of a stop by clip, frame and plan, and makes sure of its pixels itself', async () => {
    at = await stage()
    const [ann, bob, eve] = [await at.join('Ann'), await at.join('Bob', 'client'), await at.join('Eve', 'engineer')]
    const [clip, plan] = [clipId(1), 'cd'.repeat(16)]
    const frame = {
      width: 64,
      height: 36,
      pixels: Uint16Array.from({ length: 64 * 36 * 3 }, (_, i) => (i * 31) & 0xffff),
    }
    const of = { clip, frame: 7, plan, source: hex, digest: await digest(64, 36, frame.pixels, sha256) }
    const png = await stillPng(frame)
    expect(await ann.stills.put(of, png)).toMatchObject({ ok: false, refusal: { rule: 'rule' } })
    await eve.command('rule', { stills: true })
    await until('Ann knows', () => ann.stills.allowed)
    expect(await ann.command('still', { ...of, blob: sha(png) })).toMatchObject({
      ok: false,
      refusal: { rule: 'blob' },
    })
    expect(await ann.stills.put(of, png)).toMatchObject({ ok: true })
    await until('Bob has it', () => bob.stills.find(clip, 7, plan) !== null)
    expect([bob.stills.find(clip, 8, plan), bob.stills.find(clip, 7, hex)]).toEqual([null, null])
    const found = bob.stills.find(clip, 7, plan)!
    const bytes = await bob.stills.get(found)
    if (typeof bytes === 'string') throw new Error(bytes)
    expect(await readStill(bytes, { width: 64, height: 36, digest: found.digest }, sha256)).toEqual(frame)
    // The same stop again costs nothing.
    expect(await ann.stills.put(of, png)).toMatchObject({ ok: true, value: { blob: sha(png) } })
    for (const wrong of [
      { clip: 'clip0009' },
      { frame: 48 },
      { frame: -1 },
      { plan: 'x' },
      { blob: '../x' },
      { digest: null },
    ])
      expect([wrong, await ann.command('still', { ...of, blob: sha(png), ...wrong })]).toMatchObject([
        wrong,
        { ok: false, refusal: { rule: 'argument' } },
      ])
  })

  it('[BLOB5] the newest two hundred are on record, an older one makes room', async () => {
    at = await stage()
    const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
    await eve.command('rule', { stills: true })
    await until('Ann knows', () => ann.stills.allowed)
    const png = await still(1)
    const name = (n: number): string => n.toString(16).padStart(32, '0')
    const put = (n: number) =>
      ann.stills.put({ clip: clipId(1), frame: n % 48, plan: name(n), source: hex, digest: hex }, png)
    for (let n = 0; n < 205; n++) {
      const answer = await (n === 0
        ? put(n)
        : ann.command('still', {
            ...{ clip: clipId(1), frame: n % 48, plan: name(n), source: hex, digest: hex },
            blob: sha(png),
          }))
      expect([n, answer.ok]).toEqual([n, true])
    }
    await until('all are here', () => ann.stills.find(clipId(1), 204 % 48, name(204)) !== null)
    expect(ann.records.stills).toHaveLength(200)
    for (const n of [0, 4]) expect(ann.stills.find(clipId(1), n % 48, name(n))).toBeNull()
    expect(ann.stills.find(clipId(1), 5, name(5))).not.toBeNull()
  })
})
