/** Numbers read from a file that may lie: every read is within the bytes, or the whole reading is over. */

/** A read beyond the end, or a number that cannot be: the reader of a format turns it into its sentence. */
export class Beyond {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
}

export class Bytes {
  readonly all: Uint8Array
  readonly #view: DataView
  readonly little: boolean
  at: number

  constructor(all: Uint8Array, little: boolean, at = 0) {
    this.all = all
    this.little = little
    this.at = at
    this.#view = new DataView(all.buffer, all.byteOffset, all.byteLength)
  }

  get left(): number {
    return this.all.length - this.at
  }
  #step(bytes: number): number {
    const { at } = this
    if (!(at >= 0) || at + bytes > this.all.length) throw new Beyond(this.all.length)
    this.at = at + bytes
    return at
  }
  u8(): number {
    return this.all[this.#step(1)]!
  }
  u16(): number {
    return this.#view.getUint16(this.#step(2), this.little)
  }
  u32(): number {
    return this.#view.getUint32(this.#step(4), this.little)
  }
  i32(): number {
    return this.#view.getInt32(this.#step(4), this.little)
  }
  f32(): number {
    return this.#view.getFloat32(this.#step(4), this.little)
  }
  f64(): number {
    return this.#view.getFloat64(this.#step(8), this.little)
  }
  /** A whole number of 64 bits that an offset may be; beyond 2^53 it lies outside every file. */
  u64(): number {
    return Number(this.#view.getBigUint64(this.#step(8), this.little))
  }
  /** A part of the file, not a copy. */
  take(bytes: number): Uint8Array {
    if (!(bytes >= 0)) throw new Beyond(this.at)
    const at = this.#step(bytes)
    return this.all.subarray(at, at + bytes)
  }
  /** Text up to a zero byte, of at most so many characters. */
  text(most: number): string {
    const end = this.all.indexOf(0, this.at)
    if (end < 0 || end - this.at > most) throw new Beyond(this.at)
    const text = String.fromCharCode(...this.all.subarray(this.at, end))
    this.at = end + 1
    return text
  }
}
