/**
 * The GPU executor, in the picture worker: a plan as compute passes, offscreen, read back. Pipelines are kept by the shape of their text
 * and made in the background; coefficients, tables and taps are data. It says of a plan whether all its pipelines are there (`ready`),
 * and draws nothing else. Whether what it draws may be believed is not known here (`rig.ts`).
 */
import type { Executor } from '../../shared/render/executor.ts'
import type { Picture, SourceFrame } from '../../shared/render/picture.ts'
import { checkSize } from '../../shared/render/reference.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { wantedOf } from '../../shared/render/wanted.ts'
import { type Step, type Steps, stepsOf } from '../../shared/render/wgsl-steps.ts'
import { GpuStore } from './gpu-store.ts'

export interface GpuOptions {
  /** Without them a driver may fuse and reassociate: only ever off in tests. */
  readonly barriers?: boolean
}

/** Bytes that planes may stand in from one picture to the next. */
const STAND = 256 * 1024 * 1024
/** Keeps this many pipelines; the one unused for longest goes first. */
const KEEP = 96

export class Gpu implements Executor {
  readonly id = 'wgsl'
  /** The sentence that says why, once the device is lost. */
  readonly lost: Promise<string>
  /** Pipelines made so far: a drag must not raise it. */
  compiled = 0
  readonly #device: GPUDevice
  readonly #store: GpuStore
  readonly #options: GpuOptions
  readonly #pipelines = new Map<
    string,
    { readonly made: Promise<GPUComputePipeline>; ready: GPUComputePipeline | null }
  >()
  /** Steps that the last picture took: what still stood was not drawn again. */
  performed = 0
  /** What stands in the field, by word, and of which frame it is. */
  #kept: {
    readonly source: SourceFrame | null
    readonly field: GPUBuffer | null
    readonly marks: ReadonlyMap<number, string>
  } = { source: null, field: null, marks: new Map() }
  /** Renders go one after the other: they share the field. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(device: GPUDevice, options: GpuOptions = {}) {
    this.#device = device
    this.#options = options
    this.#store = new GpuStore(device)
    this.lost = device.lost.then(({ message }) => `The GPU was lost${message ? ` (${message.trim()})` : ''}.`)
  }

  /** Names of the pipelines that a plan needs, in order. */
  shapes(plan: Plan): readonly string[] {
    return stepsOf(plan, () => 0).list.map(({ shader }) => shader)
  }

  /** Whether the device's buffers can hold what the plan needs. */
  fits(plan: Plan): boolean {
    return this.#store.fits(plan)
  }

  ready(plan: Plan): boolean {
    return this.shapes(plan).every((shape) => this.#pipelines.get(shape)?.ready)
  }

  /** Makes a plan's pipelines; rejects with a sentence where one cannot be made. */
  async prepare(plan: Plan): Promise<void> {
    await Promise.all(stepsOf(plan, () => 0).list.map((step) => this.#pipeline(step)))
  }

  async render(plan: Plan, source: SourceFrame): Promise<Picture> {
    const { width, height } = plan
    const all = width * height
    const words = await this.#run(plan, source, ({ picture }) =>
      picture.map(({ source: own, at }) => ({ source: own, at, words: all })),
    )
    const plane = (i: number) => new Float32Array(words.buffer, i * all * 4, all)
    return { width, height, planes: [plane(0), plane(1), plane(2)] }
  }

  async frame(plan: Plan, source: SourceFrame): Promise<Uint16Array<ArrayBuffer>> {
    const words = await this.#run(plan, source, ({ codesAt, codesWords }) => [
      { source: false, at: codesAt, words: codesWords },
    ])
    return new Uint16Array(words.buffer, 0, plan.width * plan.height * 3)
  }

  close(): void {
    this.#device.destroy()
  }

  #pipeline(step: Step): Promise<GPUComputePipeline> {
    const had = this.#pipelines.get(step.shader)
    if (had) {
      this.#pipelines.delete(step.shader)
      this.#pipelines.set(step.shader, had)
      return had.made
    }
    const code = step.text(this.#options.barriers ?? true)
    const module = this.#device.createShaderModule({ code })
    const layout = this.#store.layout
    const made = this.#device.createComputePipelineAsync({ layout, compute: { module, entryPoint: 'main' } })
    const entry = { made, ready: null as GPUComputePipeline | null }
    this.#pipelines.set(step.shader, entry)
    made.then(
      (pipeline) => {
        entry.ready = pipeline
        this.compiled++
      },
      () => this.#pipelines.delete(step.shader),
    )
    const [oldest] = this.#pipelines.keys()
    if (this.#pipelines.size > KEEP && oldest !== undefined) this.#pipelines.delete(oldest)
    return made
  }

  #run(plan: Plan, source: SourceFrame, want: (steps: Steps) => readonly Wanted[]): Promise<Uint32Array<ArrayBuffer>> {
    checkSize(plan, source)
    const turn = this.#last.then(() => this.#draw(plan, source, want))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #draw(plan: Plan, source: SourceFrame, want: (steps: Steps) => readonly Wanted[]) {
    const device = this.#device
    device.pushErrorScope('out-of-memory')
    device.pushErrorScope('validation')
    const drawing = this.#encode(plan, source, want)
    const errors = Promise.all([device.popErrorScope(), device.popErrorScope()])
    const words = await drawing
    const error = (await errors).find((one) => one !== null)
    if (error) this.#kept = { source: null, field: null, marks: new Map() }
    if (error) throw new Error(`The GPU refused a picture (${error.message.split('\n')[0]}).`)
    return words
  }

  /** All that is synchronous happens before the first wait, within the error scopes. */
  #encode(plan: Plan, source: SourceFrame, want: (steps: Steps) => readonly Wanted[]) {
    const store = this.#store
    const placer = store.placer(plan)
    // Planes are to stand for the next picture where the frame is that of the one before, and there is room.
    const standing = source === this.#kept.source && plan.stages.length > 1 ? stepsOf(plan, placer, true) : null
    const keeping = standing !== null && standing.fieldWords * 4 <= Math.min(STAND, store.room)
    const steps = keeping ? standing : stepsOf(plan, placer)
    const pipelines = steps.list.map(({ shader }) => this.#pipelines.get(shader)?.ready)
    if (pipelines.includes(undefined) || pipelines.includes(null))
      return Promise.reject(new Error('a plan was drawn before its pipelines were made'))
    const { group, offsets } = store.bind(steps, source)
    // What still stands in the field from the picture before is not drawn again.
    const had = keeping && this.#kept.field === store.field ? this.#kept.marks : new Map<number, string>()
    const { runs } = wantedOf(plan.stages, (mark, s, i) => had.get(steps.places[s]![i]!) === mark)
    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    this.performed = 0
    steps.list.forEach((step, i) => {
      if (runs[steps.stages[i]!] === false) return
      this.performed++
      pass.setPipeline(pipelines[i]!)
      pass.setBindGroup(0, group, [offsets[i]!])
      pass.dispatchWorkgroups(...step.groups)
    })
    const marks = new Map<number, string>()
    if (keeping)
      plan.stages.forEach(({ marks: own }, s) => {
        own?.forEach((mark, i) => {
          const place = steps.places[s]![i]!
          if (runs[s] || had.get(place) === mark) marks.set(place, mark)
        })
      })
    this.#kept = { source, field: store.field, marks }
    pass.end()
    return store.read(encoder, source, want(steps))
  }
}

/** A run of words to read back. */
export interface Wanted {
  /** Of the source frame's planes, not of the field. */
  readonly source: boolean
  readonly at: number
  readonly words: number
}
