/** A worker thread of the pool that draws: does the parts of pictures that it is sent. */
import { parentPort } from 'node:worker_threads'
import { createHand, type Part } from '../shared/render/part.ts'

const work = createHand()
parentPort!.on('message', (part: Part) => {
  work(part)
  parentPort!.postMessage(null)
})
