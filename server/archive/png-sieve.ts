/** Reads a PNG as it streams in: what is no 16-bit RGB still, or unpacks to more than its header says, is found out before anybody gets it. */
import { createInflate, type Inflate } from 'node:zlib'
import { stillSize } from '../../shared/render/still.ts'

const HEAD = 33

export class PngSieve {
  #wrong: string | null = null
  #head = Buffer.alloc(0)
  /** Bytes of the present chunk that are still to come, its check sum among them. */
  #left = 0
  #type = ''
  #frame = Buffer.alloc(0)
  #expected = 0
  #unpacked = 0
  #ended = false
  readonly #inflate: Inflate = createInflate()
  readonly #over: Promise<void>

  constructor() {
    this.#inflate.on('data', (part: Buffer) => {
      this.#unpacked += part.length
      if (this.#unpacked > this.#expected) this.#refuse('The PNG unpacks to more than its header says.')
    })
    this.#inflate.on('error', () => this.#refuse('The pixels of the PNG cannot be unpacked.'))
    this.#over = new Promise((over) => {
      this.#inflate.on('end', over)
      this.#inflate.on('close', over)
    })
  }

  /** The first thing that is wrong, or null. */
  get wrong(): string | null {
    return this.#wrong
  }

  /** Resolves when the part is taken in. */
  async take(part: Buffer): Promise<void> {
    let rest = part
    if (this.#head.length < HEAD) {
      const need = HEAD - this.#head.length
      this.#head = Buffer.concat([this.#head, rest.subarray(0, need)])
      rest = rest.subarray(need)
      if (this.#head.length < HEAD) return
      const size = stillSize(this.#head)
      if (typeof size === 'string') this.#refuse(size)
      // A filter byte before each row.
      else this.#expected = size.height * (1 + size.width * 6)
    }
    while (rest.length > 0 && this.#wrong === null) rest = await this.#step(rest)
  }

  /** Resolves to what is wrong with the whole, or null. */
  async end(): Promise<string | null> {
    if (this.#wrong === null && !this.#ended) this.#refuse('The PNG is cut off.')
    if (this.#wrong === null && this.#unpacked < this.#expected)
      this.#refuse('The PNG holds fewer pixels than its header says.')
    this.close()
    return this.#wrong
  }

  close(): void {
    this.#inflate.destroy()
  }

  #refuse(sentence: string): void {
    this.#wrong ??= sentence
  }

  async #step(rest: Buffer): Promise<Buffer> {
    if (this.#ended) {
      this.#refuse('There is something after the end of the PNG.')
      return rest
    }
    if (this.#left === 0) {
      const need = 8 - this.#frame.length
      this.#frame = Buffer.concat([this.#frame, rest.subarray(0, need)])
      if (this.#frame.length < 8) return rest.subarray(need)
      this.#left = this.#frame.readUInt32BE(0) + 4
      this.#type = this.#frame.toString('latin1', 4, 8)
      this.#frame = Buffer.alloc(0)
      return rest.subarray(need)
    }
    const own = rest.subarray(0, this.#left)
    const body = own.subarray(0, Math.max(0, this.#left - 4))
    this.#left -= own.length
    if (this.#type === 'IDAT' && body.length > 0) await this.#unpack(body)
    if (this.#left === 0 && this.#type === 'IEND') {
      this.#ended = true
      await this.#finish()
    }
    return rest.subarray(own.length)
  }

  async #unpack(body: Buffer): Promise<void> {
    if (this.#inflate.destroyed) return
    // What cannot be unpacked closes the stream, and its callback is never called.
    await Promise.race([new Promise<void>((taken) => this.#inflate.write(body, () => taken())), this.#over])
  }

  async #finish(): Promise<void> {
    if (this.#inflate.destroyed) return
    this.#inflate.end()
    await this.#over
  }
}
