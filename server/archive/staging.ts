/** A session file's records on their way in: each checked for its form and written into a store of its own, blobs into files beside it. */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { isId } from '../outcome.ts'
import { Tables } from '../store/tables.ts'
import { blobLimits, hashPattern } from './blobs.ts'
import { lutFault } from './lut-check.ts'
import { PngSieve } from './png-sieve.ts'
import type { FileRecord, Head } from './session-file.ts'

type Check = (value: unknown) => boolean
type Cell = string | number | null

const whole: Check = (x) => Number.isSafeInteger(x) && (x as number) >= 0
const flag: Check = (x) => x === 0 || x === 1
const digest: Check = (x) => typeof x === 'string' && hashPattern.test(x)
const start: Check = (x) => x === '' || digest(x)
const short: Check = (x) => typeof x === 'string' && x.length <= 1000 && x.isWellFormed()
const named: Check = (x) => x === 'session' || x === 'grade' || x === 'notes'
const role: Check = (x) => typeof x === 'string' && /^(colorist|client|supervisor|engineer|observer)$/.test(x)
const who: Check = (x) => x === 'hub' || isId(x)

/** One kind of record: its table, its columns in turn; `many`: a record of rows, each the columns in turn; `bytes`: it has a body. */
interface Kind {
  readonly table: string
  readonly columns: Readonly<Record<string, Check>>
  readonly many?: boolean
  readonly bytes?: boolean
}

const kinds: Readonly<Record<string, Kind>> = {
  seat: { table: 'seat', columns: { id: isId, link: role, role, name: short } },
  owners: { table: 'owner', columns: { document: named, client: whole, seat: who, refused: flag }, many: true },
  segment: {
    table: 'segment',
    columns: { document: named, first: whole, last: whole, before: start, hash: digest },
    bytes: true,
  },
  row: {
    table: 'log',
    columns: { document: named, revision: whole, seat: who, at: whole, hash: digest },
    bytes: true,
  },
  checkpoint: {
    table: 'checkpoint',
    columns: { document: named, revision: whole, hash: digest, packed: flag, kept: flag },
    bytes: true,
  },
  snapshot: { table: 'snapshot', columns: { hash: digest }, bytes: true },
  audit: {
    table: 'audit',
    columns: { number: whole, at: whole, seat: short, what: short, detail: short, hash: digest },
    many: true,
  },
}

interface Blob {
  readonly at: number
  readonly hash: string
  readonly size: number
  readonly file: FileHandle
  readonly sum: Hash
  /** Null where it does not begin as a PNG does: then it is a LUT, or nothing a hub keeps. */
  sieve: PngSieve | null
  got: number
}

export class Staging {
  readonly #db: DatabaseSync
  readonly #folder: string
  readonly #path: string
  readonly #session: string
  readonly #statements = new Map<string, StatementSync>()
  #blob: Blob | null = null
  #blobs = 0
  #bytes = 0

  private constructor(db: DatabaseSync, folder: string, path: string, session: string) {
    this.#db = db
    this.#folder = folder
    this.#path = path
    this.#session = session
  }

  /** Makes the folder with an empty store; `path` is the file's, for its sentences. */
  static async open(folder: string, path: string, session: string): Promise<Staging> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'samelight.sqlite')
    new Tables(file).close()
    const db = new DatabaseSync(file)
    // What is staged is read again before it counts, so nothing here waits for the disk.
    db.exec('pragma synchronous=off; begin')
    return new Staging(db, folder, path, session)
  }

  /** The file's first record: what the session is. Where its media lies is the machine's own, and never taken from a file. */
  begin({ head, at }: FileRecord): void {
    const { id, name, revision, newest } = head
    if (!short(name) || !whole(head.at) || !whole(revision) || !whole(newest))
      throw this.#no(at, 'its form is not that of a session')
    this.#insert(
      'session',
      ['id', 'name', 'files', 'at', 'revision', 'newest'],
      [id, name, '{}', head.at, revision, newest] as Cell[],
      at,
    )
  }

  async take({ head, body, at }: FileRecord): Promise<void> {
    if (head.kind === 'part') return await this.#part(body, at)
    await this.#endBlob()
    if (head.kind === 'blob') return await this.#beginBlob(head, at)
    const kind = Object.hasOwn(kinds, head.kind) ? kinds[head.kind] : undefined
    if (!kind) throw this.#no(at, `there is no record of the kind ${JSON.stringify(head.kind).slice(0, 40)}`)
    if (!kind.bytes && body.length > 0) throw this.#no(at, `a record of the kind ${head.kind} has no bytes of its own`)
    const names = Object.keys(kind.columns)
    const rows = kind.many ? head.rows : [names.map((name) => head[name])]
    if (!Array.isArray(rows)) throw this.#no(at, `a record of the kind ${head.kind} holds rows`)
    for (const row of rows as unknown[]) {
      const cells: readonly unknown[] = Array.isArray(row) ? row : []
      const wrong = names.find((name, i) => !kind.columns[name]!(cells[i]))
      if (wrong !== undefined || cells.length !== names.length)
        throw this.#no(at, `the ${wrong ?? 'row'} of a ${head.kind} is not of its form`)
      const all = kind.bytes ? [...cells, body] : cells
      // A seat has no key here: nobody comes back as it. Its place in history, and in the documents, stands.
      const fixed = kind.table === 'seat' ? { hash: '' } : {}
      const columns = ['session', ...Object.keys(fixed), ...names, ...(kind.bytes ? ['bytes'] : [])]
      this.#insert(kind.table, columns, [this.#session, ...Object.values(fixed), ...all] as Cell[], at)
    }
  }

  /** The file's end has come. */
  async end(): Promise<void> {
    await this.#endBlob()
    this.#db.exec('commit')
  }

  async close(): Promise<void> {
    this.#blob?.sieve?.close()
    await this.#blob?.file.close()
    if (this.#db.isTransaction) this.#db.exec('rollback')
    this.#db.close()
  }

  async #beginBlob({ hash, size }: Head, at: number): Promise<void> {
    if (!digest(hash) || !whole(size)) throw this.#no(at, 'a blob says its hash and its size')
    if ((size as number) > blobLimits.one)
      throw this.#no(at, `a blob of ${size} bytes is over the limit of ${blobLimits.one}`)
    this.#bytes += size as number
    if (++this.#blobs > blobLimits.count || this.#bytes > blobLimits.all)
      throw this.#no(at, `the blobs of a session are at most ${blobLimits.count}, and ${blobLimits.all} bytes`)
    const folder = join(this.#folder, 'blobs', this.#session)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = await open(join(folder, hash as string), 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? this.#no(at, `the blob ${hash} is there twice`) : error
    })
    this.#blob = {
      at,
      hash: hash as string,
      size: size as number,
      file,
      sum: createHash('sha256'),
      sieve: null,
      got: 0,
    }
  }

  async #part(body: Uint8Array, at: number): Promise<void> {
    const blob = this.#blob
    if (!blob) throw this.#no(at, 'part of a blob comes before its blob')
    if (blob.got === 0 && Buffer.from(body).subarray(0, 4).equals(pngStart)) blob.sieve = new PngSieve()
    blob.got += body.length
    if (blob.got > blob.size) throw this.#no(at, `the blob ${blob.hash} is longer than it says`)
    blob.sum.update(body)
    await blob.sieve?.take(Buffer.from(body))
    await blob.file.writeFile(body)
  }

  async #endBlob(): Promise<void> {
    const blob = this.#blob
    if (!blob) return
    this.#blob = null
    try {
      if (blob.got !== blob.size || blob.sum.digest('hex') !== blob.hash)
        throw this.#no(blob.at, `the blob ${blob.hash} is not what its name says`)
      const path = join(this.#folder, 'blobs', this.#session, blob.hash)
      const wrong = await (blob.sieve ? blob.sieve.end() : lutFault(path))
      if (wrong !== null) throw this.#no(blob.at, `the blob ${blob.hash} may not be: ${wrong}`)
      await blob.file.sync()
    } finally {
      await blob.file.close()
    }
  }

  #insert(table: string, columns: readonly string[], cells: readonly Cell[], at: number): void {
    const sql = `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
    const statement = this.#statements.get(sql) ?? this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    try {
      statement.run(...cells)
    } catch (error) {
      if (!/UNIQUE|constraint/i.test(error instanceof Error ? error.message : '')) throw error
      throw this.#no(at, `it is there twice, or not of its form`)
    }
  }

  #no(at: number, what: string): Error {
    return new Error(`${this.#path} was not imported: in the record at byte ${at}, ${what}.`)
  }
}

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47])
