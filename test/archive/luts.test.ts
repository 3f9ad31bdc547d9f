/** LUT files beside the documents: who may send them, what the hub refuses, how long they are kept, and how suites get them. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { Blobs, blobLimits } from '../../server/archive/blobs.ts'
import { inspect } from '../../server/archive/inspect.ts'
import { lutsOfData } from '../../server/own-luts.ts'
import { readLut } from '../../shared/lut/read-lut.ts'
import type { BlobStore } from '../../shared/suite/luts.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { type Stage, stage, until } from '../kit/suite.ts'
import { done, level } from './kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-luts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const text = (of: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(of)
const file = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../truth/luts/${name}`, import.meta.url)))
const cube = file('look_5.cube')
const headOnly = text('LUT_3D_SIZE 33\n0 0 0\n')
async function* parts(bytes: Uint8Array): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += 1000) yield Buffer.from(bytes.subarray(i, i + 1000))
}
/** A bare upload by a seat, or by nobody. */
async function put(suite: Suite | null, bytes: Uint8Array<ArrayBuffer>, as = 'lut', hash = sha(bytes)) {
  const response = await fetch(`${at!.hub.url}/api/blob/${hash}?as=${as}`, {
    method: 'PUT',
    body: bytes,
    headers: suite ? { authorization: `Bearer ${suite.seatKey}` } : {},
  })
  return { status: response.status, text: await response.text() }
}
const use = (suite: Suite, blob: string) =>
  suite.edit(level, 'LUT', (g) => {
    const node = g.append(level, '0')!
    g.control(level, '0', node, 'lut.table', [blob])
  })

describe('LUT files on the hub', () => {
  it('[LUT8] need the verb grade and no rule of the engineer; a client, an observer and a stranger are told why not', async () => {
    at = await stage()
    const [ann, bob, eve, oda] = [
      await at.join('Ann'),
      await at.join('Bob', 'client'),
      await at.join('Eve', 'engineer'),
      await at.join('Oda', 'observer'),
    ]
    expect((await put(null, cube)).status).toBe(401)
    for (const suite of [bob, eve, oda]) {
      const answer = await put(suite, cube)
      expect([answer.status, answer.text]).toEqual([403, expect.stringContaining('Sending a LUT')])
    }
    expect(await bob.command('lut', { blob: sha(cube), name: 'x' })).toMatchObject({
      ok: false,
      refusal: { rule: 'role' },
    })
    expect(await ann.command('lut', { blob: sha(cube), name: 'x' })).toMatchObject({
      ok: false,
      refusal: { rule: 'blob' },
    })
    expect((await put(ann, cube)).status).toBe(201)
    expect((await put(ann, cube)).status).toBe(200)
    expect((await put(ann, cube, 'film')).status).toBe(400)
    // A still is one still, by the engineer's rule.
    expect((await put(ann, cube, 'still')).status).toBe(403)
    for (const wrong of [{ blob: '../x', name: 'x' }, { blob: sha(cube), name: '' }, { blob: sha(cube) }])
      expect(await ann.command('lut', wrong)).toMatchObject({ ok: false, refusal: { rule: 'argument' } })
  })

  it('[LUT8] that cannot be read, are another file, too long or too much leave nothing; the sentence has the line', async () => {
    const dir = join(folder, 'hostile')
    const blobs = new Blobs(dir, () => 0, { ...blobLimits, perMinute: 100 })
    await blobs.load()
    const wide = text(
      `SPILUT 1.0\n3 3\n2 2 150\n${Array.from({ length: 600 }, (_, i) => `${i & 1} ${(i >> 1) & 1} ${i >> 2} 0 0 0`).join('\n')}\n`,
    )
    const matrix = '<Matrix inBitDepth="32f" outBitDepth="32f"><Array dim="3 3">1 0 0 0 1 0 0 0 1</Array></Matrix>'
    const steps = text(`<ProcessList compCLFversion="3" id="a">${matrix.repeat(17)}</ProcessList>`)
    const binary = Uint8Array.from({ length: 5000 }, (_, i) => (i * 977) & 255)
    const tries: readonly [Uint8Array, string, number, number, string][] = [
      [headOnly, sha(headOnly), headOnly.length, 415, 'The file ends after 1 of the 35937 rows of its 3D LUT.'],
      [text('LUT_3D_SIZE 2\n0 0 zero\n'), '', 0, 415, 'Line 2: a row of the 3D LUT holds 3 numbers, not "0 0 zero".'],
      [binary, '', 0, 415, 'This is no text, as every LUT file is.'],
      [new Uint8Array(0), '', 0, 415, 'This is no LUT file of'],
      [wide, '', 0, 415, 'A session takes lattices of at most 129 vertices each way, not 2 × 2 × 150.'],
      [steps, '', 0, 415, 'A session takes LUTs of at most 16 steps, not 17.'],
      [cube, 'f'.repeat(64), 0, 422, 'hash'],
      [cube, '', cube.length + 1, 400, 'cut off'],
      [cube, '', 32_000_001, 413, 'A session takes LUT files of at most 32 MB, not 33 MB.'],
    ]
    for (const [bytes, hash, length, status, error] of tries)
      expect(await blobs.put('s', hash || sha(bytes), length || bytes.length, parts(bytes), 'lut')).toEqual({
        ok: false,
        status,
        error: expect.stringContaining(error),
      })
    expect(readdirSync(dir)).toEqual([])
    expect(await blobs.put('s', sha(cube), cube.length, parts(cube), 'lut')).toEqual({ ok: true, fresh: true })
    expect(readdirSync(dir)).toEqual([sha(cube)])
  })

  it('[LUT8] many at once are read in turn, and edits go through meanwhile', async () => {
    at = await stage()
    const ann = await at.join('Ann')
    const files = [
      'look_17.cube',
      'random_9.cube',
      'test.clf',
      'test.csp',
      'test_17.3dl',
      'test_3.spi3d',
      'test_5.spi1d',
    ]
    const answers = Promise.all(files.map((name) => ann.luts.put(name, file(name))))
    expect(use(ann, '')).toBe(null)
    // A seat sends two at once; the others are told so and may come again.
    const given = await answers
    expect(given.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(2)
    for (const [i, name] of files.entries()) {
      const answer = given[i]!.ok ? given[i]! : await ann.luts.put(name, file(name))
      expect([name, answer]).toEqual([name, { ok: true, value: { blob: sha(file(name)) } }])
    }
    await until('all are listed', () => ann.luts.list.length === files.length)
    expect(ann.luts.list.map(({ name }) => name).sort()).toEqual([...files].sort())
  })

  it('[LUT9] are kept while the session lists them, whatever the grade names now; what nobody listed goes', async () => {
    const data = join(folder, 'kept')
    at = await stage({ dataDir: data })
    const ann = await at.join('Ann')
    const { blob } = await done<{ blob: string }>(ann.luts.put('look.cube', cube))
    await put(ann, file('look_17.cube'))
    await until('it is listed', () => ann.luts.list.length === 1)
    use(ann, blob)
    const snapshot = await done<{ snapshot: string }>(ann.command('snapshot', { name: 'With' }))
    expect(ann.undo(level)).not.toBe(null)
    await at.restart()
    const dir = join(data, 'blobs', at.hub.session)
    const blobs = new Blobs(dir, () => Date.now() + blobLimits.graceMs + 1000)
    await blobs.load()
    // As the hub sweeps: what its records name stays.
    expect(await blobs.sweep(new Set(ann.luts.list.map((one) => one.blob)))).toBe(1)
    expect(readdirSync(dir)).toEqual([blob])
    const bob = await at.join('Bob')
    await done(bob.command('restore', { snapshot: snapshot.snapshot }))
    await until('the LUT is named again', () => [...bob.entries.values()].some((value) => value[0] === blob))
    expect(typeof (await bob.luts.bytes(blob))).toBe('object')
    expect((await inspect(data)).troubles).toEqual([])
    rmSync(join(dir, blob))
    expect((await inspect(data)).troubles.join()).toContain(`the blob ${blob} of the LUT "look.cube" is missing`)
  })

  it('[LUT9] come to every suite by their hash, are held against it, and are kept where there is room', async () => {
    const data = join(folder, 'fetched')
    at = await stage({ dataDir: data })
    const kept = new Map<string, Uint8Array<ArrayBuffer>>()
    const blobs: BlobStore = {
      load: async (blob) => kept.get(blob) ?? null,
      save: async (blob, bytes) => void kept.set(blob, bytes),
    }
    const [ann, bob, cat] = [
      await at.join('Ann'),
      await at.join('Bob', 'client', { blobs }),
      await at.join('Cat', 'observer'),
    ]
    const { blob } = await done<{ blob: string }>(ann.luts.put('  Käse\u0308look.cube ', cube))
    await until('Bob sees it', () => bob.luts.list.length === 1)
    expect(bob.luts.list[0]).toMatchObject({ blob, name: 'Käse\u0308look.cube'.normalize('NFC'), seat: ann.seat })
    const [one, two] = await Promise.all([bob.luts.bytes(blob), bob.luts.bytes(blob)])
    expect(one).toEqual(cube)
    expect(two).toBe(one)
    expect(kept.get(blob)).toEqual(cube)
    // The hub's file is damaged: who asks now is told, who has it kept need not ask.
    writeFileSync(join(data, 'blobs', at.hub.session, blob), text('x'.repeat(cube.length)))
    expect(await cat.luts.bytes(blob)).toBe(`What the hub gives for the LUT ${blob.slice(0, 8)} has another hash.`)
    expect(await bob.luts.bytes(blob)).toEqual(cube)
    kept.set(blob, text('damaged'))
    expect(await bob.luts.bytes(blob)).toContain('another hash')
    expect(await cat.luts.bytes('0'.repeat(64))).toBe('The session has no blob of this hash.')
    const own = lutsOfData(data, at.hub.session)
    await own.bring(blob)
    expect(own.get(blob)).toBe(null)
  })

  it('[LUT9] that are none are refused by the suite before anything is sent; the same file under another name is renamed', async () => {
    at = await stage()
    const [ann, bob] = [await at.join('Ann'), await at.join('Bob', 'client')]
    expect(await ann.luts.put('bad.cube', headOnly)).toMatchObject({
      ok: false,
      refusal: { sentence: 'bad.cube: The file ends after 1 of the 35937 rows of its 3D LUT.' },
    })
    expect(await bob.luts.put('look.cube', cube)).toMatchObject({ ok: false })
    await done(ann.luts.put('one.cube', cube))
    await done(ann.luts.put('two.cube', cube))
    await until('it has its new name', () => bob.luts.list[0]?.name === 'two.cube')
    expect(bob.luts.list.length).toBe(1)
    expect(readLut(cube)).toMatchObject({ title: 'look 5' })
  })
})
