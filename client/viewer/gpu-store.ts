/** The GPU's buffers, kept and used again: source frames, the field between stages, numbers, tables by identity, and the way back. */
import type { SourceFrame } from '../../shared/render/picture.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { type Data, dataOf, type Placer, type Steps, stepsOf } from '../../shared/render/wgsl-steps.ts'
import type { Wanted } from './gpu.ts'

const MIB = 1 << 20
/** Source frames kept: their planes in bytes together, the one unused for longest goes first. */
const SOURCES = 256 * MIB
/** Tables, in words, to begin with. */
const TABLES = 4 * MIB
/** What a dynamic offset is a multiple of, in words: WebGPU's default minStorageBufferOffsetAlignment of 256 bytes. */
const ALIGN = 64

/** WebGPU's flags by their numbers (W3C WebGPU, "GPUBufferUsage", "GPUMapMode", "GPUShaderStage"): the types of the library name none. */
const STORAGE = 0x80
const COPY_SRC = 0x4
const COPY_DST = 0x8
const MAP_READ = 0x1
const READ = 0x1
const COMPUTE = 0x4

const up = (n: number, to: number): number => Math.ceil(n / to) * to
/** Words that some data takes among the tables; even. */
const wordsOf = (one: Data): number => up(one.byteLength / 4, 2)

export class GpuStore {
  readonly layout: GPUPipelineLayout
  readonly #device: GPUDevice
  readonly #group: GPUBindGroupLayout
  readonly #sources = new Map<SourceFrame, GPUBuffer>()
  #field: GPUBuffer
  #numbers: GPUBuffer
  #tables: GPUBuffer
  #back: GPUBuffer
  #placed = new Map<Data, number>()
  #used = 0

  constructor(device: GPUDevice) {
    this.#device = device
    const entry = (binding: number, type: GPUBufferBindingType, hasDynamicOffset = false) => ({
      binding,
      visibility: COMPUTE,
      buffer: { type, hasDynamicOffset },
    })
    this.#group = device.createBindGroupLayout({
      entries: [
        entry(0, 'read-only-storage'),
        entry(1, 'storage'),
        entry(2, 'read-only-storage', true),
        entry(3, 'read-only-storage'),
      ],
    })
    this.layout = device.createPipelineLayout({ bindGroupLayouts: [this.#group] })
    this.#field = this.#make(ALIGN, STORAGE | COPY_SRC)
    this.#numbers = this.#make(ALIGN, STORAGE | COPY_DST)
    this.#tables = this.#make(TABLES, STORAGE | COPY_DST)
    this.#back = this.#make(ALIGN, MAP_READ | COPY_DST)
  }

  /** The buffer that planes between stages stand in: another one holds nothing of what was in it. */
  get field(): GPUBuffer {
    return this.#field
  }

  /** Bytes that one buffer may have. */
  get room(): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#device.limits
    return Math.min(maxBufferSize, maxStorageBufferBindingSize)
  }

  fits(plan: Plan): boolean {
    const tables = dataOf(plan).reduce((sum, one) => sum + wordsOf(one), 0)
    const { fieldWords } = stepsOf(plan, () => 0)
    return [fieldWords, tables, plan.source[0] * plan.source[1] * 3].every((words) => words * 4 <= this.room)
  }

  /** Where a plan's tables stand; those not there yet are sent. When there is no room, all others are forgotten. */
  placer(plan: Plan): Placer {
    const data = new Set(dataOf(plan))
    let fresh = 0
    let all = 0
    for (const one of data) {
      all += wordsOf(one)
      if (!this.#placed.has(one)) fresh += wordsOf(one)
    }
    if ((this.#used + fresh) * 4 > this.#tables.size) {
      this.#placed.clear()
      this.#used = 0
      this.#tables = this.#grown(this.#tables, all)
    }
    for (const one of data) {
      if (this.#placed.has(one)) continue
      this.#device.queue.writeBuffer(
        this.#tables,
        this.#used * 4,
        one.buffer as ArrayBuffer,
        one.byteOffset,
        one.byteLength,
      )
      this.#placed.set(one, this.#used)
      this.#used += wordsOf(one)
    }
    return (one) => this.#placed.get(one)!
  }

  /** The buffers of a render, each step's numbers written, and where they stand. */
  bind(steps: Steps, source: SourceFrame): { readonly group: GPUBindGroup; readonly offsets: readonly number[] } {
    const offsets: number[] = []
    let words = 0
    let most = ALIGN
    for (const { numbers } of steps.list) {
      offsets.push(words * 4)
      words += up(numbers.length, ALIGN)
      most = Math.max(most, up(numbers.length, ALIGN))
    }
    const all = new Uint32Array(words)
    steps.list.forEach(({ numbers }, i) => {
      all.set(numbers, offsets[i]! / 4)
    })
    // Each step binds as much as the longest needs, from its own place on.
    this.#numbers = this.#grown(this.#numbers, words + most)
    this.#field = this.#grown(this.#field, steps.fieldWords)
    this.#device.queue.writeBuffer(this.#numbers, 0, all)
    const whole = (binding: number, buffer: GPUBuffer) => ({ binding, resource: { buffer } })
    const group = this.#device.createBindGroup({
      layout: this.#group,
      entries: [
        whole(0, this.#source(source)),
        whole(1, this.#field),
        { binding: 2, resource: { buffer: this.#numbers, size: most * 4 } },
        whole(3, this.#tables),
      ],
    })
    return { group, offsets }
  }

  /** Sends what was encoded and brings the wanted words back, one run after the other. */
  async read(encoder: GPUCommandEncoder, source: SourceFrame, wanted: readonly Wanted[]) {
    const words = wanted.reduce((sum, run) => sum + run.words, 0)
    this.#back = this.#grown(this.#back, words)
    const back = this.#back
    let to = 0
    for (const run of wanted) {
      const from = run.source ? this.#source(source) : this.#field
      encoder.copyBufferToBuffer(from, run.at * 4, back, to * 4, run.words * 4)
      to += run.words
    }
    this.#device.queue.submit([encoder.finish()])
    await back.mapAsync(READ, 0, words * 4)
    const out = new Uint32Array(back.getMappedRange(0, words * 4).slice(0))
    back.unmap()
    return out
  }

  /** A frame's planes on the GPU, sent once. */
  #source(source: SourceFrame): GPUBuffer {
    const known = this.#sources.get(source)
    const buffer = known ?? this.#send(source)
    this.#sources.delete(source)
    this.#sources.set(source, buffer)
    return buffer
  }

  #send({ planes }: SourceFrame): GPUBuffer {
    const words = planes.reduce((sum, { length }) => sum + length, 0)
    let kept = words * 4
    for (const buffer of this.#sources.values()) kept += buffer.size
    for (const [old, buffer] of this.#sources) {
      if (kept <= SOURCES) break
      kept -= buffer.size
      buffer.destroy()
      this.#sources.delete(old)
    }
    const usage = STORAGE | COPY_DST | COPY_SRC
    const buffer = this.#make(Math.max(1, words), usage)
    let at = 0
    for (const plane of planes) {
      this.#device.queue.writeBuffer(buffer, at * 4, plane.buffer as ArrayBuffer, plane.byteOffset, plane.byteLength)
      at += plane.length
    }
    return buffer
  }

  #make(words: number, usage: number): GPUBuffer {
    return this.#device.createBuffer({ size: words * 4, usage })
  }

  /** The same buffer, or a larger one in its place. */
  #grown(buffer: GPUBuffer, words: number): GPUBuffer {
    if (buffer.size >= words * 4) return buffer
    buffer.destroy()
    return this.#make(words, buffer.usage)
  }
}
