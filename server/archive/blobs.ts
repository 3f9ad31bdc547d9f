/** Content-addressed files beside a session's documents: whole or not there, under the hash of their bytes, for as long as something names them. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tooLong } from '../../shared/lut/session-lut.ts'
import { lutFault } from './lut-check.ts'
import { PngSieve } from './png-sieve.ts'

/** SHA-256, 64 hex digits. Nothing else is ever part of a path. */
export const hashPattern = /^[0-9a-f]{64}$/

export interface BlobLimits {
  /** Bytes of one blob: a 4K frame of noise is 53 MB. */
  readonly one: number
  /** Bytes of all blobs of a session. */
  readonly all: number
  /** Number of blobs of a session. */
  readonly count: number
  /** Uploads a seat may begin within a minute, and have under way at once. */
  readonly perMinute: number
  readonly atOnce: number
  /** How long a blob that nothing names waits for the command that names it, milliseconds. */
  readonly graceMs: number
}
export const blobLimits: BlobLimits = {
  one: 64_000_000,
  all: 4_000_000_000,
  count: 2000,
  perMinute: 60,
  atOnce: 2,
  graceMs: 600_000,
}

/** What a blob is sent as, and checked to be. */
export const blobKinds = ['still', 'lut'] as const
export type BlobKind = (typeof blobKinds)[number]

/** What an upload came to: `fresh` is false where the blob was there. Else a status of HTTP and one sentence. */
export type Put =
  | { readonly ok: true; readonly fresh: boolean }
  | { readonly ok: false; readonly status: number; readonly error: string }

const sorry = (status: number, error: string): Put => ({ ok: false, status, error })
const minuteMs = 60_000
/** Full, read only, failing, or somebody has taken the folder away: the disk's trouble, told to who sends and survived. */
const diskTrouble: readonly string[] = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOENT', 'EMFILE']
const mega = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

export class Blobs {
  readonly #limits: BlobLimits
  readonly #now: () => number
  readonly #known = new Map<string, { readonly size: number; readonly at: number }>()
  readonly #began = new Map<string, number[]>()
  readonly #open = new Map<string, number>()
  #folder: string | null
  #temporary = false
  #reserved = 0

  /** `folder` null: a temporary one, removed by `close`. `now` in milliseconds since 1970. */
  constructor(folder: string | null, now: () => number, limits: BlobLimits = blobLimits) {
    this.#folder = folder
    this.#now = now
    this.#limits = limits
  }

  /** Finds what lies in the folder; what was being written when a hub died is removed. */
  async load(): Promise<void> {
    if (this.#folder === null) return
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name)
      if (hashPattern.test(name)) {
        const { size, mtimeMs } = await stat(path)
        this.#known.set(name, { size, at: mtimeMs })
      } else if (name.endsWith('.part')) await rm(path, { force: true })
    }
  }

  has(hash: string): boolean {
    return this.#known.has(hash)
  }

  /** Where a blob lies, or null where there is none of this hash. */
  find(hash: string): { readonly path: string; readonly size: number } | null {
    const known = hashPattern.test(hash) ? this.#known.get(hash) : undefined
    return known && this.#folder !== null ? { path: join(this.#folder, hash), size: known.size } : null
  }

  /**
   * Takes a blob of `length` bytes in: hashed, checked to be what it is sent as (a PNG of the pixels it promises, a LUT that can be read), and
   * flushed before it gets its name. What is cut off, longer, of another hash or no such thing leaves nothing behind.
   */
  async put(
    seat: string,
    hash: string,
    length: number,
    bytes: AsyncIterable<Buffer>,
    kind: BlobKind = 'still',
  ): Promise<Put> {
    const no = this.#refuse(seat, length, kind)
    if (no) return no
    if (this.has(hash)) return { ok: true, fresh: false }
    this.#open.set(seat, (this.#open.get(seat) ?? 0) + 1)
    this.#reserved += length
    try {
      return await this.#write(hash, length, bytes, kind)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? ''
      if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return sorry(400, 'The blob is cut off.')
      if (diskTrouble.includes(code)) return sorry(507, `The hub cannot keep the blob: ${code}.`)
      throw error
    } finally {
      this.#reserved -= length
      this.#open.set(seat, this.#open.get(seat)! - 1)
    }
  }

  /** Removes what nothing names and nobody has uploaded of late; how many. */
  async sweep(named: ReadonlySet<string>): Promise<number> {
    let swept = 0
    for (const [hash, { at }] of this.#known) {
      if (named.has(hash) || this.#now() - at < this.#limits.graceMs) continue
      this.#known.delete(hash)
      await rm(join(this.#folder!, hash), { force: true })
      swept++
    }
    return swept
  }

  async close(): Promise<void> {
    if (this.#temporary && this.#folder !== null) await rm(this.#folder, { recursive: true, force: true })
  }

  #refuse(seat: string, length: number, kind: BlobKind): Put | null {
    const { one, all, count, perMinute, atOnce } = this.#limits
    const long = kind === 'lut' ? tooLong(length) : null
    if (long !== null) return sorry(413, long)
    if (length > one) return sorry(413, `A blob of ${length} bytes is over the limit of ${mega(one)}.`)
    const recent = (this.#began.get(seat) ?? []).filter((at) => at > this.#now() - minuteMs)
    if (recent.length >= perMinute) return sorry(429, `A seat sends at most ${perMinute} blobs a minute.`)
    if ((this.#open.get(seat) ?? 0) >= atOnce) return sorry(429, `A seat sends at most ${atOnce} blobs at once.`)
    let total = this.#reserved
    for (const { size } of this.#known.values()) total += size
    if (this.#known.size >= count) return sorry(507, `A session holds at most ${count} blobs.`)
    if (total + length > all) return sorry(507, `The blobs of a session take at most ${mega(all)}.`)
    this.#began.set(seat, [...recent, this.#now()])
    return null
  }

  async #write(hash: string, length: number, bytes: AsyncIterable<Buffer>, kind: BlobKind): Promise<Put> {
    if (this.#folder === null) {
      this.#folder = await mkdtemp(join(tmpdir(), 'samelight-blobs-'))
      this.#temporary = true
    }
    const beside = join(this.#folder, `${hash}.${randomBytes(6).toString('hex')}.part`)
    const sieve = kind === 'still' ? new PngSieve() : null
    const file = await open(beside, 'wx', 0o600)
    try {
      const sum = createHash('sha256')
      let got = 0
      for await (const part of bytes) {
        got += part.length
        if (got > length) return sorry(400, `More than the promised ${length} bytes came.`)
        sum.update(part)
        await sieve?.take(part)
        if (sieve && sieve.wrong !== null) return sorry(415, sieve.wrong)
        await file.writeFile(part)
      }
      if (got < length) return sorry(400, `The blob is cut off: ${got} of ${length} bytes came.`)
      const found = sum.digest('hex')
      if (found !== hash) return sorry(422, `The bytes have the hash ${found}, not ${hash}.`)
      const wrong = await (sieve ? sieve.end() : lutFault(beside))
      if (wrong !== null) return sorry(415, wrong)
      await file.sync()
      await rename(beside, join(this.#folder, hash))
      const folder = await open(this.#folder)
      await folder.sync()
      await folder.close()
      this.#known.set(hash, { size: length, at: this.#now() })
      return { ok: true, fresh: true }
    } finally {
      sieve?.close()
      await file.close()
      await rm(beside, { force: true })
    }
  }
}
