/**
 * The picture worker with a hook of the test's own: a word on the channel `spoil` makes kernels wrong from then on, after they were tried
 * and believed. Nothing of it is in the product: texts are changed on their way into the browser, by a second device.
 */
import type { Gpu } from '../../../client/viewer/gpu.ts'
import { openGpu } from '../../../client/viewer/gpu-open.ts'
import type { Line } from '../../../client/viewer/prover.ts'
import type { Candidate } from '../../../client/viewer/rig.ts'
import { type Inside, servePictures } from '../../../client/viewer/serve.ts'
import type { Plan } from '../../../shared/render/stage.ts'

export type Spoil = 'constant' | 'lane' | 'workgroup'

const wrongs: Readonly<Record<Spoil, (text: string) => string>> = {
  // A factor, by 2^-16: the fourth coefficient. The three before it are the offsets of 64 and 512, of which that is too little to be seen.
  constant: (text) => {
    let nth = 0
    return text.replace(/= (numbers\[\d+\]);(?=\nlet v|\n {2}let v)/g, (whole, read) =>
      ++nth === 4 ? `= bitcast<u32>(bitcast<f32>(${read}) + 0.0000152587890625);` : whole,
    )
  },
  // One lane of 64 reads the pair after its own.
  lane: (text) => text.replace(/(= tables\[numbers\[\d+\] \+ v\d+)\]/, '$1 + select(0u, 1u, (at.x & 63u) == 17u)]'),
  workgroup: (text) => text.replace(/let p = /, 'if ((at.x / 64u + at.y * 31u) % 500u == 77u) { return; }\n  let p = '),
}

let rewrite: ((text: string) => string) | null = null
const createShaderModule = GPUDevice.prototype.createShaderModule
GPUDevice.prototype.createShaderModule = function (given) {
  const code = rewrite?.(given.code) ?? given.code
  return createShaderModule.call(this, { ...given, code })
}

async function gpuOf(): Promise<{ readonly gpu: Gpu; readonly adapter: string }> {
  const found = await openGpu()
  if (typeof found === 'string') throw new Error(found)
  return found
}

/** The right executor until it is spoiled, then one whose kernels are made wrong. */
class Spoiled implements Candidate {
  readonly id = 'wgsl'
  readonly #right: Gpu
  #wrong: Gpu | null = null
  #spoil: Spoil | null = null
  readonly #plans = new Map<string, Plan>()

  constructor(right: Gpu) {
    this.#right = right
  }
  get #gpu(): Gpu {
    return this.#wrong ?? this.#right
  }
  get lost() {
    return this.#right.lost
  }
  shapes(plan: Plan) {
    return this.#right.shapes(plan)
  }
  fits(plan: Plan) {
    return this.#right.fits(plan)
  }
  ready(plan: Plan) {
    return this.#gpu.ready(plan)
  }
  async prepare(plan: Plan) {
    this.#plans.set(this.shapes(plan).join(), plan)
    await this.#right.prepare(plan)
    if (this.#wrong) await this.#make(this.#wrong, plan)
  }
  render(...given: Parameters<Gpu['render']>) {
    return this.#gpu.render(...given)
  }
  frame(...given: Parameters<Gpu['frame']>) {
    return this.#gpu.frame(...given)
  }
  close() {
    this.#right.close()
    this.#wrong?.close()
  }

  async spoil(kind: Spoil): Promise<void> {
    this.#spoil = kind
    const { gpu } = await gpuOf()
    for (const plan of this.#plans.values()) await this.#make(gpu, plan)
    this.#wrong = gpu
  }
  /** Texts are made before the first wait. */
  #make(gpu: Gpu, plan: Plan): Promise<void> {
    rewrite = this.#spoil && wrongs[this.#spoil]
    const made = gpu.prepare(plan)
    rewrite = null
    return made
  }
}

const line = new Worker(new URL('../../../client/viewer/proof.worker.ts', import.meta.url), { type: 'module' })
servePictures(self as unknown as Inside, line as Line, async () => {
  const { gpu, adapter } = await gpuOf()
  const spoiled = new Spoiled(gpu)
  const channel = new BroadcastChannel('spoil')
  channel.onmessage = async ({ data }: MessageEvent<Spoil>) => {
    await spoiled.spoil(data)
    channel.postMessage('spoiled')
  }
  return { gpu: spoiled, adapter }
})
