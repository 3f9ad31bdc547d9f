/** The ticket: what a link's key is traded for over HTTP, good once for each of the three documents within 30 s. */
import type { Role } from '../doc/session.ts'
import { parseObject } from './bytes.ts'

/** The three documents, in the order of a plain `clientIds` array. */
export const documents = ['session', 'grade', 'notes'] as const
export type DocumentName = (typeof documents)[number]

/** Yjs client ids (u32) a suite declares; a document left out is one it writes nothing to. */
export type ClientIds = Readonly<Partial<Record<DocumentName, number>>>

/** Body of `POST /api/ticket`. `seatKey` makes the suite return as the seat it was. */
export interface TicketRequest {
  readonly key: string
  readonly seatKey?: string
  readonly protocol?: number
  readonly engine?: string
  readonly clientIds?: ClientIds
  /** Last revision seen; 0 or absent: none. */
  readonly revision?: number
}

/** `seatKey` is secret and the same on every return; keep it, never log it. */
export interface TicketAnswer {
  readonly ticket: string
  readonly session: string
  readonly seat: string
  readonly role: Role
  readonly seatKey: string
}

/** Answer of anything that went wrong over HTTP. */
export interface Sorry {
  readonly error: string
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max
const isClientId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 0xffffffff

/** Checks a body: the request, or the sentence that says what is wrong with it. */
export function parseTicketRequest(text: string): TicketRequest | string {
  const body = parseObject(text)
  if (!body) return 'The request is not a JSON object.'
  const { key, seatKey, protocol, engine, clientIds, revision } = body
  if (!isText(key, 128)) return 'The request names no key: open the link as it was sent.'
  if (seatKey !== undefined && seatKey !== null && !isText(seatKey, 128))
    return 'seatKey is not a text of up to 128 characters.'
  if (protocol !== undefined && protocol !== null && !Number.isInteger(protocol))
    return 'protocol is not a whole number.'
  if (engine !== undefined && engine !== null && !isText(engine, 64))
    return 'engine is not a text of up to 64 characters.'
  if (revision !== undefined && revision !== null && !(Number.isSafeInteger(revision) && (revision as number) >= 0))
    return 'revision is not a count.'
  const ids = parseClientIds(clientIds)
  if (typeof ids === 'string') return ids
  return {
    key,
    ...(typeof seatKey === 'string' ? { seatKey } : {}),
    ...(typeof protocol === 'number' ? { protocol } : {}),
    ...(typeof engine === 'string' ? { engine } : {}),
    ...(ids ? { clientIds: ids } : {}),
    ...(typeof revision === 'number' ? { revision } : {}),
  }
}

function parseClientIds(given: unknown): ClientIds | null | string {
  if (given === undefined || given === null) return null
  const sentence =
    'clientIds is not {session, grade, notes} or an array of three, each a whole number from 1 to 4294967295.'
  if (typeof given !== 'object') return sentence
  const ids: Partial<Record<DocumentName, number>> = {}
  for (const [i, document] of documents.entries()) {
    const id = Array.isArray(given) ? (given[i] as unknown) : (given as Record<string, unknown>)[document]
    if (id === undefined || id === null) continue
    if (!isClientId(id)) return sentence
    ids[document] = id
  }
  if (Array.isArray(given) && given.length !== 3) return sentence
  return ids
}
