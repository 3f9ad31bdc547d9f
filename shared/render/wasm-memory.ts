/** The memory that the WASM executor's modules share: a stack of allocations that is emptied at each render, and kept for the next. */

const PAGE = 65536
/** Vectors may be read and written this far past a plane's end. */
const SLACK = 64

export interface Memory {
  readonly memory: WebAssembly.Memory
  /** Address of `count` fresh f32 (or i32), aligned to 64 bytes, with slack behind; their content is whatever was there. */
  take(count: number): number
  /** Gives back a plane of `count` f32 for the next `take` of the same count. */
  drop(at: number, count: number): void
  /** Forgets everything taken. */
  clear(): void
  /** `count` f32 at an address; valid until the next `take`. */
  f32(at: number, count: number): Float32Array<ArrayBuffer>
  i32(at: number, count: number): Int32Array<ArrayBuffer>
  u16(at: number, count: number): Uint16Array<ArrayBuffer>
}

export function createMemory(): Memory {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const dropped = new Map<number, number[]>()
  let top = 0
  const buffer = () => memory.buffer as ArrayBuffer
  return {
    memory,
    take(count) {
      const had = dropped.get(count)?.pop()
      if (had !== undefined) return had
      const at = top
      top += (count * 4 + SLACK + 63) & ~63
      const missing = top - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
      return at
    },
    drop(at, count) {
      const had = dropped.get(count)
      if (had) had.push(at)
      else dropped.set(count, [at])
    },
    clear() {
      top = 0
      dropped.clear()
    },
    f32: (at, count) => new Float32Array(buffer(), at, count),
    i32: (at, count) => new Int32Array(buffer(), at, count),
    u16: (at, count) => new Uint16Array(buffer(), at, count),
  }
}
