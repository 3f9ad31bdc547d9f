/** Fields kept by name, so that a mask made on the CPU is made once for as long as its shape stands. */
import type { Field } from '../op/pass.ts'

/** Bytes kept together; the field unused for longest goes first. */
const MOST = 64 * 1024 * 1024
const had = new Map<string, { readonly field: Field; readonly bytes: number }>()
let bytes = 0

/**
 * The field of that name for a picture of that size; `make` is asked for its numbers, 0 … 65,535 row by row, when somebody first reads
 * them: a plan that is only named costs nothing. The name says wholly what they are made from, but for the size, which is put to it here.
 */
export function fieldOf(
  name: string,
  [width, height]: readonly [number, number],
  make: () => ArrayLike<number>,
): Field {
  const key = `${name} ${width}x${height}`
  let kept = had.get(key)
  if (kept === undefined) {
    let data: Uint16Array | undefined
    const field: Field = {
      name: key,
      get data() {
        if (data === undefined) data = pairs(key, make(), width * height)
        return data
      },
    }
    kept = { field, bytes: 2 * width * height }
    bytes += kept.bytes
  }
  had.delete(key)
  had.set(key, kept)
  for (const [old, one] of had) {
    if (bytes <= MOST || old === key) break
    bytes -= one.bytes
    had.delete(old)
  }
  return kept.field
}

/** Two numbers are one word to a GPU. */
function pairs(key: string, numbers: ArrayLike<number>, count: number): Uint16Array {
  if (numbers.length !== count) throw new Error(`field ${key} has ${numbers.length} numbers`)
  const data = new Uint16Array((count + 1) & ~1)
  data.set(numbers)
  return data
}
