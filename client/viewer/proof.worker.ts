/** The proof worker: renders plans a second time with a WASM executor of its own, so that the picture never waits for its proof. */
import { createWasm } from '../../shared/render/wasm.ts'
import { createDigests } from './hash.ts'
import type { Asked, Told } from './prover.ts'

const here = self as unknown as DedicatedWorkerGlobalScope
// A second opinion computes everything itself.
const wasm = createWasm({ shelf: 0 })
const digest = createDigests()

async function answer({ id, plan, source, want }: Asked): Promise<void> {
  const say = (told: Told, transfer: Transferable[] = []) => here.postMessage(told, transfer)
  try {
    if (want === 'digest') {
      const codes = wasm.frame(plan, source)
      say({ id, digest: await digest(plan.width, plan.height, codes) })
    } else {
      const picture = wasm.render(plan, source)
      say(
        { id, picture },
        picture.planes.map(({ buffer }) => buffer as ArrayBuffer),
      )
    }
  } catch (error) {
    say({ id, sentence: error instanceof Error ? error.message : String(error) })
  }
}

here.onmessage = ({ data }: MessageEvent<Asked>) => void answer(data)
