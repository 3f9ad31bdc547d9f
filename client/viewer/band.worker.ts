/** A band: does the parts of pictures that it is sent, in the planes that are shared with it, and says null after each. */
import { createHand, type Part } from '../../shared/render/part.ts'

const here = self as unknown as DedicatedWorkerGlobalScope
const work = createHand()

here.onmessage = ({ data }: MessageEvent<Part>) => {
  work(data)
  here.postMessage(null)
}
here.postMessage(null)
