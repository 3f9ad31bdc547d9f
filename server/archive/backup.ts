/** A data folder copied whole while its hub runs, checked before it counts; and brought back, checked again. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { copyFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { hashPattern } from './blobs.ts'
import { type Inspection, inspect } from './inspect.ts'

const store = 'samelight.sqlite'
const secret = 'links.secret'
const listing = 'backup.json'
const FORMAT = 'samelight backup 1'

/** What stands in `backup.json`. */
interface Listing {
  readonly format: string
  /** Unix time, milliseconds. */
  readonly at: number
  /** SHA-256 of each file by its path. */
  readonly files: Readonly<Record<string, string>>
}

/**
 * Copies the store, as of one moment, and the blobs it names, into the new folder `out`; `links` copies the links' secret too. Resolves to what was
 * found in the copy. Rejects with a sentence, leaving nothing, where it cannot or what it copied is not whole.
 */
export async function backup(dir: string, out: string, links: boolean): Promise<Inspection> {
  if (!existsSync(join(dir, store))) throw new Error(`There is no store in ${dir}: it holds no ${store}.`)
  await needFree(out)
  const beside = `${out}.part`
  await rm(beside, { recursive: true, force: true })
  await mkdir(beside, { recursive: true, mode: 0o700 })
  try {
    // Blobs before and after: one that the store names as of its moment was there before it, or has come since.
    await copyBlobs(dir, beside)
    const db = new DatabaseSync(join(dir, store))
    try {
      // One reading transaction: a hub goes on writing beside it.
      db.exec('pragma busy_timeout=5000')
      db.prepare('vacuum into ?').run(join(beside, store))
    } finally {
      db.close()
    }
    await copyBlobs(dir, beside)
    if (links && existsSync(join(dir, secret))) await copyFile(join(dir, secret), join(beside, secret))
    const files: Record<string, string> = {}
    for (const path of await list(beside)) {
      files[path] = await fileHash(join(beside, path))
      await flush(join(beside, path))
    }
    const said: Listing = { format: FORMAT, at: Date.now(), files }
    await writeFile(join(beside, listing), JSON.stringify(said), { mode: 0o600 })
    await flush(join(beside, listing))
    const found = await inspect(beside)
    if (found.troubles.length > 0)
      throw new Error(`The copy is not whole, so it was not kept. ${found.troubles.join(' ')}`)
    // Looking leaves SQLite's own side files behind.
    for (const end of ['-wal', '-shm']) await rm(join(beside, store + end), { force: true })
    await rename(beside, out)
    await flush(dirname(out))
    return found
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw sentence(error, `The backup could not be written to ${out}`)
  }
}

/** Brings a backup back into a data folder that does not exist yet, or is empty. Rejects with a sentence, leaving nothing, where the backup is not whole. */
export async function restore(from: string, dir: string): Promise<Inspection> {
  const text = await readFile(join(from, listing), 'utf8').catch(() => null)
  if (text === null) throw new Error(`${from} is no backup: it holds no ${listing}.`)
  const said = parseListing(text)
  if (typeof said === 'string') throw new Error(`${from} is no backup: ${said}`)
  await needFree(dir)
  const beside = `${dir}.part`
  await rm(beside, { recursive: true, force: true })
  await mkdir(beside, { recursive: true, mode: 0o700 })
  try {
    for (const [path, hash] of Object.entries(said.files)) {
      await mkdir(dirname(join(beside, path)), { recursive: true, mode: 0o700 })
      await copyFile(join(from, path), join(beside, path))
      if ((await fileHash(join(beside, path))) !== hash)
        throw new Error(`The backup is damaged: ${path} is not what was backed up.`)
      await flush(join(beside, path))
    }
    const found = await inspect(beside)
    if (found.troubles.length > 0) throw new Error(`The backup is not whole. ${found.troubles.join(' ')}`)
    await rm(dir, { recursive: true, force: true })
    await rename(beside, dir)
    await flush(dirname(dir))
    return found
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw sentence(error, `The backup could not be brought back to ${dir}`)
  }
}

function parseListing(text: string): Listing | string {
  try {
    const said = JSON.parse(text) as Listing
    if (said.format !== FORMAT) return `its format is ${JSON.stringify(said.format)}, not "${FORMAT}".`
    const known = (path: string): boolean =>
      path === store || path === secret || /^blobs\/[0-9a-z]{8}\/[0-9a-f]{64}$/.test(path)
    return Object.keys(said.files).every(known) ? said : `its ${listing} names files of other places.`
  } catch {
    return `its ${listing} cannot be read.`
  }
}

async function needFree(dir: string): Promise<void> {
  const there = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new Error(`${dir} cannot be used: ${error.code}.`)
  })
  if (there.length > 0) throw new Error(`${dir} is not empty; name a folder that does not exist yet.`)
  await rm(dir, { recursive: true, force: true })
  await mkdir(dirname(dir), { recursive: true })
}

async function copyBlobs(dir: string, out: string): Promise<void> {
  for (const session of await readdir(join(dir, 'blobs')).catch(() => [])) {
    if (!/^[0-9a-z]{8}$/.test(session)) continue
    await mkdir(join(out, 'blobs', session), { recursive: true, mode: 0o700 })
    for (const name of await readdir(join(dir, 'blobs', session))) {
      const to = join(out, 'blobs', session, name)
      if (!hashPattern.test(name) || existsSync(to)) continue
      // One that is swept this very moment is named by nothing.
      await copyFile(join(dir, 'blobs', session, name), to).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
    }
  }
}

async function list(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(dir.length + 1))
    .sort()
}

async function fileHash(path: string): Promise<string> {
  const sum = createHash('sha256')
  for await (const part of createReadStream(path)) sum.update(part as Buffer)
  return sum.digest('hex')
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r')
  await file.sync()
  await file.close()
}

function sentence(error: unknown, what: string): Error {
  const { code, message } = error as NodeJS.ErrnoException
  return code === undefined || code.startsWith('ERR_SQLITE')
    ? new Error(`${what}: ${message}`)
    : new Error(`${what}: ${code}.`)
}
