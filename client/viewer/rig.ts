/**
 * In the picture worker: which executor draws, and why it may. WASM draws until a GPU has drawn the adapter's trials as WASM does; of each
 * new shape of kernel, until the GPU has drawn it alike on code values and on the real frame. What differs once is not believed again:
 * WASM draws for the rest of the session, and a sentence says so.
 */
import type { Executor } from '../../shared/render/executor.ts'
import type { ExecutorId, SourceFrame } from '../../shared/render/picture.ts'
import type { Plan } from '../../shared/render/stage.ts'
import { adapterTrials, codeFrame, differenceOf } from '../../shared/render/trial.ts'
import type { DrawnBy } from '../state/desk.ts'
import type { Prover } from './prover.ts'

/** What the rig asks of a GPU executor. */
export interface Candidate extends Executor {
  readonly lost: Promise<string>
  shapes(plan: Plan): readonly string[]
  fits(plan: Plan): boolean
  ready(plan: Plan): boolean
  prepare(plan: Plan): Promise<void>
  close(): void
}

export interface RigOptions {
  readonly wasm: Executor
  readonly prover: Pick<Prover, 'picture'>
  /** Finds the GPU, or a sentence why there is none. */
  readonly open: () => Promise<{ readonly gpu: Candidate; readonly adapter: string } | string>
  readonly tell: (by: DrawnBy) => void
  /** A plan asked for by `admit` may be drawn by the GPU from now on. */
  readonly admitted: () => void
}

const keyOf = (gpu: Candidate, plan: Plan): string => gpu.shapes(plan).join('\n')
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export class Rig {
  by: DrawnBy = { id: 'wasm', adapter: null, sentence: null, alarm: false }
  readonly #options: RigOptions
  #gpu: Candidate | null = null
  /** Shapes of kernels that have drawn as WASM does. */
  readonly #proved = new Set<string>()
  readonly #trying = new Set<string>()

  constructor(options: RigOptions) {
    this.#options = options
  }

  /** Looks for a GPU and tries it; never rejects. */
  async start(): Promise<void> {
    const found = await this.#options.open()
    if (typeof found === 'string') {
      this.#say({ id: 'wasm', adapter: null, sentence: `${found} WebAssembly draws.`, alarm: false })
      return
    }
    const { gpu, adapter } = found
    this.#gpu = gpu
    void gpu.lost.then((sentence) => this.#gpu === gpu && this.distrust(sentence))
    for (const { plan, source } of adapterTrials()) if (!(await this.#tried(plan, [source]))) return
    if (this.#gpu === gpu) this.#say({ id: 'wgsl', adapter, sentence: null, alarm: false })
  }

  /** Who draws this plan now. */
  of(plan: Plan): Executor {
    return this.#trusted(plan) ? this.#gpu! : this.#options.wasm
  }

  /** Whether the GPU may draw this plan: its kernels are made, and have drawn as WASM does. */
  #trusted(plan: Plan): boolean {
    const gpu = this.#gpu
    if (!gpu || this.by.id !== 'wgsl') return false
    return gpu.shapes(plan).every((shape) => this.#proved.has(shape)) && gpu.ready(plan) && gpu.fits(plan)
  }

  /** Whether nothing more will come of drawing the plan again: it was drawn by whoever draws it now, and that will not change soon. */
  settled(plan: Plan, drawnBy: ExecutorId): boolean {
    if (drawnBy !== this.of(plan).id) return false
    const gpu = this.#gpu
    return !gpu || this.by.id !== 'wgsl' || this.#trusted(plan) || !gpu.fits(plan) || this.#trying.has(keyOf(gpu, plan))
  }

  /** In the background: makes the plan's kernels and tries them on a frame of code values and on this one. */
  admit(plan: Plan, source: SourceFrame, quiet = false): void {
    const gpu = this.#gpu
    if (!gpu || this.by.id !== 'wgsl' || this.#trusted(plan) || !gpu.fits(plan)) return
    const key = keyOf(gpu, plan)
    if (this.#trying.has(key)) return
    this.#trying.add(key)
    void this.#tried(plan, [codeFrame(...plan.source, 7), source]).then((well) => {
      this.#trying.delete(key)
      if (well && !quiet) this.#options.admitted()
    })
  }

  /** A whole picture had another digest when WASM drew it again. */
  disproved(by: ExecutorId): void {
    if (by === 'wgsl') this.distrust('The GPU drew a picture that WebAssembly draws otherwise.')
    else this.unproved('WebAssembly drew one plan twice and the pictures differ: do not trust this machine.')
  }

  /** Something about proofs is wrong that no other executor mends. */
  unproved(sentence: string): void {
    if (this.by.sentence !== sentence) this.#say({ ...this.by, sentence, alarm: true })
  }

  /** WASM draws from now on. Said once. */
  distrust(sentence: string): void {
    const gpu = this.#gpu
    if (!gpu) return
    this.#gpu = null
    gpu.close()
    this.#say({ ...this.by, id: 'wasm', sentence: `${sentence} WebAssembly draws from now on.`, alarm: true })
  }

  /** Whether the GPU draws the plan as WASM does; what does not ends its use. */
  async #tried(plan: Plan, sources: readonly SourceFrame[]): Promise<boolean> {
    const gpu = this.#gpu
    if (!gpu) return false
    try {
      await gpu.prepare(plan)
      for (const source of sources) {
        const [mine, truth] = await Promise.all([gpu.render(plan, source), this.#options.prover.picture(plan, source)])
        const difference = differenceOf(mine.planes, truth.planes)
        if (this.#gpu !== gpu) return false
        if (difference) {
          this.distrust(`The GPU draws other bits than WebAssembly (${difference.count} values, ${difference.first}).`)
          return false
        }
      }
    } catch (error) {
      if (this.#gpu === gpu) this.distrust(`The GPU failed: ${words(error)}`)
      return false
    }
    for (const shape of gpu.shapes(plan)) this.#proved.add(shape)
    return true
  }

  #say(by: DrawnBy): void {
    this.by = by
    this.#options.tell(by)
  }
}
