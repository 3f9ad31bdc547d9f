/**
 * A session in one file: records one after the other, each holding the hash of the one before it, read and written a record at a time.
 *
 *     file    = "samelight session 1\n" record… record(kind "end")
 *     record  = u32be length of head, u32be length of body, head (JSON with "kind"), body, SHA-256 of (hash before ‖ lengths ‖ head ‖ body)
 *
 * The hash before the first record is 32 zero bytes. The chain says where a file was damaged or cut; it is no signature, so whoever reads one
 * asks of its content what the gate would.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

const MAGIC = Buffer.from('samelight session 1\n')
/** Most bytes of a head and of a body: the memory that a hostile file can ask for. A checkpoint of a feature is half a megabyte. */
const maxHead = 1_000_000
const maxBody = 64_000_000
const hashBytes = 32

/** What a record says of itself beside its bytes. */
export type Head = Readonly<Record<string, unknown>> & { readonly kind: string }

export interface FileRecord {
  readonly head: Head
  readonly body: Uint8Array
  /** Byte of the file where it begins. */
  readonly at: number
}

const nothing = new Uint8Array(0)

export class SessionFileWriter {
  readonly #file: FileHandle
  readonly #path: string
  #hash: Buffer = Buffer.alloc(hashBytes)
  #records = 0
  /** Bytes written so far. */
  size = 0

  private constructor(file: FileHandle, path: string) {
    this.#file = file
    this.#path = path
  }

  /** Begins beside `path`, which must not exist. Rejects with a sentence. */
  static async create(path: string): Promise<SessionFileWriter> {
    if (await stat(path).catch(() => null)) throw new Error(`${path} is there already; name another file.`)
    try {
      const writer = new SessionFileWriter(await open(`${path}.part`, 'w', 0o600), path)
      await writer.#put(MAGIC)
      return writer
    } catch (error) {
      throw new Error(`${path} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`)
    }
  }

  async write(head: Head, body: Uint8Array = nothing): Promise<void> {
    const text = Buffer.from(JSON.stringify(head))
    const lengths = Buffer.alloc(8)
    lengths.writeUInt32BE(text.length, 0)
    lengths.writeUInt32BE(body.length, 4)
    this.#hash = createHash('sha256').update(this.#hash).update(lengths).update(text).update(body).digest()
    this.#records++
    await this.#put(Buffer.concat([lengths, text, body, this.#hash]))
  }

  /** The last record; the file is flushed and gets its name. */
  async end(): Promise<void> {
    await this.write({ kind: 'end', records: this.#records })
    await this.#file.sync()
    await this.#file.close()
    await rename(`${this.#path}.part`, this.#path)
    const folder = await open(dirname(this.#path), 'r')
    await folder.sync()
    await folder.close()
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    await this.#file.close().catch(() => {})
    await rm(`${this.#path}.part`, { force: true })
  }

  async #put(bytes: Uint8Array): Promise<void> {
    await this.#file.writeFile(bytes)
    this.size += bytes.length
  }
}

/**
 * The records of a session file in turn, the last one apart. Throws one sentence with the place where the file is none, damaged, cut, or goes
 * on after its end.
 */
export async function* readSessionFile(path: string): AsyncGenerator<FileRecord> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${error.code}.`)
  })
  try {
    const magic = await take(file, MAGIC.length)
    if (!magic.equals(MAGIC)) throw new Error(`${path} is no session file of Samelight.`)
    let [at, hash, records] = [MAGIC.length, Buffer.alloc(hashBytes) as Buffer, 0]
    for (;;) {
      const record = await takeRecord(file, path, at, hash)
      if (record.head.kind === 'end') {
        if (record.head.records !== records)
          throw new Error(`${path} lacks records: it holds ${records} of ${JSON.stringify(record.head.records)}.`)
        if ((await take(file, 1)).length > 0) throw new Error(`${path} goes on after its end, at byte ${record.next}.`)
        return
      }
      records++
      yield { head: record.head, body: record.body, at }
      at = record.next
      hash = record.hash
    }
  } finally {
    await file.close()
  }
}

async function takeRecord(
  file: FileHandle,
  path: string,
  at: number,
  before: Buffer,
): Promise<FileRecord & { readonly next: number; readonly hash: Buffer }> {
  const cut = (): Error => new Error(`${path} is cut off at byte ${at}: the record that begins there is not whole.`)
  const damaged = (what: string): Error => new Error(`${path} is damaged in the record at byte ${at}: ${what}.`)
  const lengths = await take(file, 8)
  if (lengths.length < 8) throw cut()
  const [headLength, bodyLength] = [lengths.readUInt32BE(0), lengths.readUInt32BE(4)]
  if (headLength > maxHead || bodyLength > maxBody) throw damaged('it says it is larger than any record')
  const bytes = await take(file, headLength + bodyLength + hashBytes)
  if (bytes.length < headLength + bodyLength + hashBytes) throw cut()
  const content = bytes.subarray(0, headLength + bodyLength)
  const hash = createHash('sha256').update(before).update(lengths).update(content).digest()
  if (!hash.equals(bytes.subarray(headLength + bodyLength))) throw damaged('its bytes are not what was written')
  const head = parseHead(content.toString('utf8', 0, headLength))
  if (!head) throw damaged('it does not say what it is')
  return { head, body: content.subarray(headLength), at, next: at + 8 + bytes.length, hash }
}

function parseHead(text: string): Head | null {
  try {
    const head: unknown = JSON.parse(text)
    const says = typeof head === 'object' && head !== null && typeof (head as Head).kind === 'string'
    return says ? (head as Head) : null
  } catch {
    return null
  }
}

/** The next bytes, fewer only at the end of the file. */
async function take(file: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let got = 0
  while (got < length) {
    const { bytesRead } = await file.read(bytes, got, length - got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return bytes.subarray(0, got)
}
