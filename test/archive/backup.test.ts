/** A data folder backed up while its hub runs, checked, brought back. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { backup, restore } from '../../server/archive/backup.ts'
import { inspect } from '../../server/archive/inspect.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { stillPng } from '../kit/still.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-backup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let at: Stage | null = null
afterEach(async () => {
  await at?.close()
  at = null
})

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const command = (...args: readonly string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) =>
    execFile(process.execPath, [main, ...args], (error, out, err) =>
      done({ code: error ? Number(error.code ?? 1) : 0, out, err }),
    ),
  )

let names = 0
const fresh = (): string => join(folder, `out-${++names}`)

/** A session with some history, a snapshot and a still's blob, its hub running. */
async function busy() {
  const data = mkdtempSync(join(folder, 'data-'))
  at = await stage({ dataDir: data })
  const [ann, eve] = [await at.join('Ann'), await at.join('Eve', 'engineer')]
  const level = `c.${clipId(1)}`
  let n = 0
  const edit = () =>
    ann.edit(level, 'Edit', (g) => g.control(level, '0', 'node0001', 'primaries.gain', [1, 1 + ++n / 1024, 1, 1]))
  for (let i = 0; i < 5; i++) edit()
  const rule = await eve.command('rule', { stills: true })
  if (!rule.ok) throw new Error(rule.refusal.sentence)
  await ann.command('snapshot', { name: 'First' })
  const blob = Buffer.from(await stillPng({ width: 2, height: 2, pixels: new Uint16Array(12) }))
  const hash = createHash('sha256').update(blob).digest('hex')
  const blobs = join(data, 'blobs', at.hub.session)
  writeFileSync(join(blobs, hash), blob)
  return { data, ann, edit, hash, hub: at.hub }
}

describe('a backup', () => {
  it('[BACK1] is taken while people edit, is checked, and holds one moment whole: documents, history, snapshots, blobs', async () => {
    const { data, ann, edit, hash, hub } = await busy()
    const timer = setInterval(edit, 5)
    const out = fresh()
    const found = await backup(data, out, false)
    clearInterval(timer)
    const [session] = found.sessions
    expect(session).toMatchObject({ session: hub.session, snapshots: 1, blobs: 1 })
    expect(session!.revision).toBeGreaterThan(5)
    expect(readdirSync(out).sort()).toEqual(['backup.json', 'blobs', 'samelight.sqlite'])
    await until('the hub went on', () => ann.revision > session!.revision)
    const [there, here] = [await ann.review.past(session!.revision), fresh()]
    if (typeof there === 'string') throw new Error(there)
    await restore(out, here)
    expect(existsSync(join(here, 'blobs', hub.session, hash))).toBe(true)
    const store = openSqlite(join(here, 'samelight.sqlite'))
    await at!.close()
    at = null
    const again = await stage({ store }, 99)
    at = again
    const ben = await again.join('Ben', 'observer')
    await until('Ben is in', () => ben.link.kind === 'live')
    expect([...ben.entries].sort()).toEqual([...there.entries].sort())
    await again.close()
    at = null
    await store.close()
  })

  it('[BACK1] the commands say what they did; the links’ secret comes along only where it is asked for', async () => {
    const { data } = await busy()
    const [out, other] = [fresh(), fresh()]
    const made = await command('backup', data, out)
    expect([made.code, made.out]).toEqual([
      0,
      expect.stringMatching(/Session \w+ "test" at revision \d+\.\nBacked up to /),
    ])
    expect(existsSync(join(out, 'links.secret'))).toBe(false)
    expect((await command('backup', data, other, '--links')).code).toBe(0)
    expect(readFileSync(join(other, 'links.secret'))).toEqual(readFileSync(join(data, 'links.secret')))
    const back = fresh()
    expect(await command('restore', other, back)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Restored to'),
    })
    const checked = await command('check', back)
    expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('Everything is as it was written.')])
    expect((await command('check', data)).code).toBe(0)
  })

  it('[BACK2] where the target is not empty, the source no store, or a byte damaged, nothing is written and a sentence says why', async () => {
    const { data } = await busy()
    const out = fresh()
    await backup(data, out, false)
    await expect(backup(data, out, false)).rejects.toThrow('is not empty')
    await expect(backup(folder, fresh(), false)).rejects.toThrow('no store')
    await expect(restore(folder, fresh())).rejects.toThrow('no backup')
    await expect(restore(out, data)).rejects.toThrow('is not empty')
    const file = join(out, 'samelight.sqlite')
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 1
    writeFileSync(file, bytes)
    const to = fresh()
    await expect(restore(out, to)).rejects.toThrow('samelight.sqlite is not what was backed up')
    const said = JSON.parse(readFileSync(join(out, 'backup.json'), 'utf8'))
    writeFileSync(join(out, 'backup.json'), JSON.stringify({ ...said, files: { '../../etc/passwd': 'x' } }))
    await expect(restore(out, to)).rejects.toThrow('files of other places')
    expect([existsSync(to), existsSync(`${to}.part`)]).toEqual([false, false])
  })
})

describe('the check', () => {
  it('[BACK3] names a blob, a content and a checkpoint that are not what they were, and ends with 1', async () => {
    const { data, hash, hub } = await busy()
    await at!.close()
    at = null
    expect((await inspect(data)).troubles).toEqual([])
    writeFileSync(join(data, 'blobs', hub.session, hash), 'x')
    const { DatabaseSync } = await import('node:sqlite')
    const db = new DatabaseSync(join(data, 'samelight.sqlite'))
    db.exec("update snapshot set bytes = x'00'; update checkpoint set bytes = x'00' where document = 'grade'")
    db.close()
    const found = await command('check', data)
    expect(found.code).toBe(1)
    expect(found.out).toContain(`the blob ${hash} is damaged`)
    expect(found.out).toMatch(/the content [0-9a-f]{64} is damaged/)
    expect(found.out).toContain('the checkpoint of grade at revision')
    expect(await command('check', folder)).toMatchObject({ code: 1, err: expect.stringContaining('There is no store') })
    expect(await command('check')).toMatchObject({ code: 1, err: expect.stringContaining('one data folder') })
  })
})
