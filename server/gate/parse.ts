/**
 * Yjs updates of version 1, read as the one form the hub knows: plain arrays under string keys of one root map, and their deletions.
 * Everything else is a sentence. Layout: yjs 13.6.33, `src/utils/encoding.js` and `src/structs/Item.js`.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Value } from '../../shared/doc/grade.ts'
import { maxItems } from '../../shared/wire/bytes.ts'

export interface Id {
  readonly client: number
  readonly clock: number
}

/** One struct of an update. `origin` null: `key` stands in the struct itself; else the key is the origin's. */
export interface Struct extends Id {
  readonly length: number
  readonly origin: Id | null
  readonly key: string | null
  /** A value to set, `deleted` for content already deleted, `void` for a span that holds nothing. */
  readonly content: Value | 'deleted' | 'void'
}

export interface Range extends Id {
  readonly length: number
}

/** Structs a client, in the order of their clocks; ranges sorted, disjoint. */
export interface Update {
  readonly structs: ReadonlyMap<number, readonly Struct[]>
  readonly deletes: ReadonlyMap<number, readonly Range[]>
}

/** Ends of what is read at all; the grammar's own ends are narrower. */
const maxClock = 0x7fffffff
const maxTextBytes = 8192
const maxKeyBytes = 480

/** What does not fit: carries the sentence for the one who sent it. */
class Misfit extends Error {}

/** Reads an update of the document `root`, or the sentence that says why it is none. Costs time linear in the bytes and no memory beyond them. */
export function parseUpdate(bytes: Uint8Array, root: string): Update | string {
  try {
    const decoder = decoding.createDecoder(bytes)
    const structs = readSections(decoder, root)
    const deletes = readDeletes(decoder)
    if (decoding.hasContent(decoder)) return 'The update goes on after its end.'
    return { structs, deletes }
  } catch (error) {
    return error instanceof Misfit ? error.message : 'The update cannot be read as one of version 1.'
  }
}

function readSections(decoder: decoding.Decoder, root: string): Map<number, Struct[]> {
  const sections = new Map<number, Struct[]>()
  const count = decoding.readVarUint(decoder)
  for (let i = 0; i < count; i++) {
    const length = decoding.readVarUint(decoder)
    const client = readClient(decoder)
    let clock = decoding.readVarUint(decoder)
    if (sections.has(client)) throw new Misfit('The update names a client id twice.')
    const structs: Struct[] = []
    for (let j = 0; j < length; j++) {
      const struct = readStruct(decoder, client, clock, root)
      clock += struct.length
      if (struct.length < 1 || clock > maxClock) throw new Misfit('The update counts beyond any clock.')
      structs.push(struct)
    }
    sections.set(client, structs)
  }
  return sections
}

function readStruct(decoder: decoding.Decoder, client: number, clock: number, root: string): Struct {
  const info = decoding.readUint8(decoder)
  const kind = info & 31
  if (kind === 0)
    return { client, clock, length: decoding.readVarUint(decoder), origin: null, key: null, content: 'void' }
  if (kind === 10) throw new Misfit('The update leaves a gap in a clock.')
  const origin = info & 0x80 ? { client: readClient(decoder), clock: decoding.readVarUint(decoder) } : null
  if (info & 0x40) throw new Misfit('The update puts a value before another: the document is a map, not a list.')
  let key: string | null = null
  if (!origin) {
    if (decoding.readVarUint(decoder) !== 1) throw new Misfit('The update nests a type in another.')
    if (readText(decoder, 120) !== root) throw new Misfit(`The update names a root other than "${root}".`)
    if (!(info & 0x20)) throw new Misfit('The update adds to a list: the document is a map.')
    key = readText(decoder, maxKeyBytes)
    if (key.length < 1 || key.length > 120) throw new Misfit('A key is not 1 to 120 characters long.')
  }
  if (kind === 1) return { client, clock, length: decoding.readVarUint(decoder), origin, key, content: 'deleted' }
  if (kind !== 8) throw new Misfit('The update holds something other than a plain value.')
  if (decoding.readVarUint(decoder) !== 1) throw new Misfit('The update holds several values in one struct.')
  return { client, clock, length: 1, origin, key, content: readPlain(decoder) }
}

/** lib0's "any", of which only a flat array of numbers, texts, booleans and nulls is a value. */
function readPlain(decoder: decoding.Decoder): Value {
  if (decoding.readUint8(decoder) !== 117) throw new Misfit('A value is not a plain array.')
  const length = decoding.readVarUint(decoder)
  if (length > maxItems) throw new Misfit(`A value has more than ${maxItems} items.`)
  const value: (number | string | boolean | null)[] = []
  for (let i = 0; i < length; i++) value.push(readItem(decoder))
  return value
}

function readItem(decoder: decoding.Decoder): number | string | boolean | null {
  switch (decoding.readUint8(decoder)) {
    case 119:
      return readText(decoder, maxTextBytes)
    case 120:
      return true
    case 121:
      return false
    case 123:
      return decoding.readFloat64(decoder)
    case 124:
      return decoding.readFloat32(decoder)
    case 125:
      return decoding.readVarInt(decoder)
    case 126:
      return null
    default:
      throw new Misfit('A value holds something other than numbers, texts, booleans and nulls.')
  }
}

function readClient(decoder: decoding.Decoder): number {
  const client = decoding.readVarUint(decoder)
  if (client > 0xffffffff) throw new Misfit('A client id is larger than 32 bits.')
  return client
}

function readText(decoder: decoding.Decoder, maxBytes: number): string {
  const at = decoder.pos
  const length = decoding.readVarUint(decoder)
  if (length > maxBytes) throw new Misfit('A text or key is too long.')
  decoder.pos = at
  return decoding.readVarString(decoder)
}

function readDeletes(decoder: decoding.Decoder): Map<number, Range[]> {
  const deletes = new Map<number, Range[]>()
  const count = decoding.readVarUint(decoder)
  for (let i = 0; i < count; i++) {
    const client = readClient(decoder)
    const length = decoding.readVarUint(decoder)
    const ranges = deletes.get(client) ?? []
    for (let j = 0; j < length; j++) {
      const range = { client, clock: decoding.readVarUint(decoder), length: decoding.readVarUint(decoder) }
      if (range.length > 0) ranges.push(range)
    }
    deletes.set(client, ranges)
  }
  for (const [client, ranges] of deletes) deletes.set(client, joinRanges(ranges))
  return deletes
}

/** Sorted and disjoint, so that no struct is looked at twice. */
function joinRanges(ranges: Range[]): Range[] {
  ranges.sort((a, b) => a.clock - b.clock)
  const joined: Range[] = []
  for (const range of ranges) {
    const last = joined.at(-1)
    if (last && range.clock <= last.clock + last.length) {
      const end = Math.max(last.clock + last.length, range.clock + range.length)
      joined[joined.length - 1] = { ...last, length: end - last.clock }
    } else joined.push(range)
  }
  return joined
}

/** Prints structs and deletions as an update of version 1, from our own values alone. */
export function printUpdate(root: string, { structs, deletes }: Update): Uint8Array {
  const encoder = encoding.createEncoder()
  const sections = [...structs].filter(([, list]) => list.length > 0).sort(([a], [b]) => b - a)
  encoding.writeVarUint(encoder, sections.length)
  for (const [client, list] of sections) {
    encoding.writeVarUint(encoder, list.length)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, list[0]!.clock)
    for (const struct of list) writeStruct(encoder, root, struct)
  }
  const ranges = [...deletes].filter(([, list]) => list.length > 0).sort(([a], [b]) => b - a)
  encoding.writeVarUint(encoder, ranges.length)
  for (const [client, list] of ranges) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, list.length)
    for (const range of list) {
      encoding.writeVarUint(encoder, range.clock)
      encoding.writeVarUint(encoder, range.length)
    }
  }
  return encoding.toUint8Array(encoder)
}

function writeStruct(encoder: encoding.Encoder, root: string, struct: Struct): void {
  if (struct.content === 'void') {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, struct.length)
    return
  }
  // Yjs sets the "has a key" bit also where an origin carries the key; only the bits are compared, the key is not written then.
  encoding.writeUint8(encoder, (struct.content === 'deleted' ? 1 : 8) | (struct.origin ? 0x80 : 0) | 0x20)
  if (struct.origin) {
    encoding.writeVarUint(encoder, struct.origin.client)
    encoding.writeVarUint(encoder, struct.origin.clock)
  } else {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, root)
    encoding.writeVarString(encoder, struct.key ?? '')
  }
  if (struct.content === 'deleted') encoding.writeVarUint(encoder, struct.length)
  else {
    encoding.writeVarUint(encoder, 1)
    encoding.writeAny(encoder, [...struct.content])
  }
}
