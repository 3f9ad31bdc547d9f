/** Bounded reading of what a stranger sent: every reader answers `null` for bytes that do not fit, and never allocates by a length it was told. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Value } from '../doc/grade.ts'

/** Longest value the grammar allows (document.md, "values"). */
export const maxItems = 1024

/** Writes a value as count + 1 and its items (0 stands for "none": the key is reset); numbers go as f32, which every stored number is. */
export function writeValue(encoder: encoding.Encoder, value: Value | null): void {
  encoding.writeVarUint(encoder, value === null ? 0 : value.length + 1)
  for (const item of value ?? []) {
    if (item === null) encoding.writeUint8(encoder, 0)
    else if (item === false) encoding.writeUint8(encoder, 1)
    else if (item === true) encoding.writeUint8(encoder, 2)
    else if (typeof item === 'number') {
      encoding.writeUint8(encoder, 3)
      encoding.writeFloat32(encoder, item)
    } else {
      encoding.writeUint8(encoder, 4)
      encoding.writeVarString(encoder, item)
    }
  }
}

/** Reads what `writeValue` wrote. Throws on anything else: call it inside `attempt`. */
export function readValue(decoder: decoding.Decoder): Value | null {
  const count = decoding.readVarUint(decoder)
  if (count === 0) return null
  if (count - 1 > maxItems) throw new RangeError('too many items')
  const value: (number | string | boolean | null)[] = []
  for (let i = 1; i < count; i++) {
    const tag = decoding.readUint8(decoder)
    if (tag === 0) value.push(null)
    else if (tag === 1) value.push(false)
    else if (tag === 2) value.push(true)
    else if (tag === 3) value.push(decoding.readFloat32(decoder))
    else if (tag === 4) value.push(readText(decoder, 4096))
    else throw new RangeError('unknown item')
  }
  return value
}

/** Reads a varString of at most `maxBytes` bytes of UTF-8. Throws on more. */
export function readText(decoder: decoding.Decoder, maxBytes: number): string {
  const at = decoder.pos
  const length = decoding.readVarUint(decoder)
  if (length > maxBytes || length > decoder.arr.length - decoder.pos) throw new RangeError('text too long')
  decoder.pos = at
  return decoding.readVarString(decoder)
}

/** Runs a reader over outside bytes: its value, or null where the bytes do not fit. Never swallows a bug: only decoding errors come out of readers. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** JSON text to a plain object, or null. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  const value = attempt(() => JSON.parse(text) as unknown)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}
