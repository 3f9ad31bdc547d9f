/** What makes a change of the log noticeable: each row's hash holds the one before it, and a sealed segment begins and ends with one. */
import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { DocumentName } from '../../shared/wire/ticket.ts'
import { type AuditRow, type LogRow, StoreError } from './store.ts'

/** What stands before a document's first row. */
export const chainStart = ''

/** SHA-256, 64 hex digits. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The hash of one row of a document's log after the row whose hash is `before`: 64 hex digits. */
export function chain(before: string, { revision, document, seat, at, bytes }: LogRow): string {
  return createHash('sha256').update(`${before}\n${revision} ${document} ${seat} ${at}\n`).update(bytes).digest('hex')
}

/** The hash of one line of the audit after the one whose hash is `before`. */
export function chainAudit(before: string, number: number, { at, seat, what, detail }: AuditRow): string {
  return createHash('sha256').update(`${before}\n${number} ${at} ${seat} ${what}\n${detail}`).digest('hex')
}

/** Consecutive rows of one document, packed for good. */
export interface Segment {
  readonly document: DocumentName
  /** Revisions of its first and its last row. */
  readonly first: number
  readonly last: number
  /** Chain before its first row, and after its last. */
  readonly before: string
  readonly hash: string
  /** Gzip of the rows. */
  readonly bytes: Uint8Array
}

/** Packs rows of one document, at least one, in order; `before` is the hash of the row before them. */
export function packSegment(before: string, rows: readonly LogRow[]): Segment {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, rows.length)
  let hash = before
  for (const row of rows) {
    hash = chain(hash, row)
    encoding.writeVarUint(encoder, row.revision)
    encoding.writeVarString(encoder, row.seat)
    encoding.writeFloat64(encoder, row.at)
    encoding.writeVarUint8Array(encoder, row.bytes)
  }
  const [first, last] = [rows[0]!, rows.at(-1)!]
  return {
    document: first.document,
    first: first.revision,
    last: last.revision,
    before,
    hash,
    bytes: gzipSync(encoding.toUint8Array(encoder)),
  }
}

/** What a segment, a checkpoint or a content unpacks to at most, bytes: a feature's are some ten megabytes, and a hostile file's must not fill the memory. */
export const maxUnpacked = 256_000_000

/** The rows of a segment, each held against the chain. Throws a `StoreError` where they are not what was sealed. */
export function unpackSegment({ document, first, last, before, hash, bytes }: Segment): LogRow[] {
  const damaged = (): StoreError =>
    new StoreError(`The sealed history of ${document}, revisions ${first} to ${last}, is damaged on disk.`)
  const rows: LogRow[] = []
  let sum = before
  try {
    const decoder = decoding.createDecoder(gunzipSync(bytes, { maxOutputLength: maxUnpacked }))
    for (let n = decoding.readVarUint(decoder); n > 0; n--) {
      const row = {
        revision: decoding.readVarUint(decoder),
        document,
        seat: decoding.readVarString(decoder),
        at: decoding.readFloat64(decoder),
        bytes: decoding.readVarUint8Array(decoder),
      }
      sum = chain(sum, row)
      rows.push(row)
    }
  } catch {
    throw damaged()
  }
  if (sum !== hash) throw damaged()
  return rows
}
