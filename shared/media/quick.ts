/** Quick id of a file: a sampled xxh128, the same in Node and browser. To match at once; the full hash follows in the background. */
import type { Bytes } from './bytes.ts'

const MIB = 1 << 20
const SAMPLE = 1 << 16
const SAMPLES = 62

/** The parts that are hashed: all of a file up to 6 MiB; else the first MiB, 62 samples of 64 KiB evenly between, the last MiB. */
export function quickParts(size: number): readonly (readonly [number, number])[] {
  if (size <= 6 * MIB) return [[0, size]]
  const room = size - 2 * MIB - SAMPLE
  const samples = Array.from(
    { length: SAMPLES },
    (_, i) => [MIB + Math.floor((room * i) / (SAMPLES - 1)), SAMPLE] as const,
  )
  return [[0, MIB], ...samples, [size - MIB, MIB]]
}

/** 32 hex digits: xxh128 of the size as u64le and the parts in order. */
export async function quickId(file: Bytes): Promise<string> {
  const { createXXHash128 } = await import('hash-wasm')
  const hash = await createXXHash128()
  hash.init()
  const size = new DataView(new ArrayBuffer(8))
  size.setBigUint64(0, BigInt(file.size), true)
  hash.update(new Uint8Array(size.buffer))
  for (const [offset, length] of quickParts(file.size)) if (length > 0) hash.update(await file.read(offset, length))
  return hash.digest('hex')
}
