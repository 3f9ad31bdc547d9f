/** Fields kept by name, so that a mask made on the CPU is made once for as long as its shape stands. */
import type { Field } from '../op/pass.ts'

/** Bytes kept together; the field unused for longest goes first. */
const MOST = 64 * 1024 * 1024
const had = new Map<string, Field>()
let bytes = 0

/**
 * The field of that name for a picture of that size; `make` is asked for its numbers, 0 … 65,535 row by row, where it is not at hand. The
 * name says wholly what they are made from, but for the size, which is put to it here.
 */
export function fieldOf(
  name: string,
  [width, height]: readonly [number, number],
  make: () => ArrayLike<number>,
): Field {
  const key = `${name} ${width}x${height}`
  let field = had.get(key)
  if (field === undefined) {
    const numbers = make()
    if (numbers.length !== width * height) throw new Error(`field ${key} has ${numbers.length} numbers`)
    // Two numbers are one word to a GPU.
    const data = new Uint16Array((numbers.length + 1) & ~1)
    data.set(numbers)
    field = { name: key, data }
    bytes += data.byteLength
  }
  had.delete(key)
  had.set(key, field)
  for (const [old, { data }] of had) {
    if (bytes <= MOST || old === key) break
    bytes -= data.byteLength
    had.delete(old)
  }
  return field
}
