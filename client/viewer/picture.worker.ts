/** The picture worker: decodes and draws, one order at a time, so that the page's own thread never waits for a picture. */
import { Drawer } from './drawer.ts'
import { Frames } from './frames.ts'
import type { FromWorker, Order, ToWorker } from './work.ts'

const here = self as unknown as DedicatedWorkerGlobalScope
const frames = new Frames()
const drawer = new Drawer(frames)
const left = new Set<number>()

/** Lets messages in that came while we were drawing: `drop` is one of them. */
const breath = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })

const say = (message: FromWorker, transfer: Transferable[] = []): void => here.postMessage(message, transfer)

async function draw(order: Order): Promise<void> {
  try {
    const drawn = await drawer.draw(order, async () => {
      await breath()
      return left.has(order.id)
    })
    if (!drawn) say({ kind: 'dropped', order })
    else {
      const pixels = drawn.pixels?.buffer ?? null
      say({ kind: 'drawn', order, made: drawn.made, pixels }, pixels ? [pixels] : [])
    }
  } catch (error) {
    say({ kind: 'failed', order, sentence: error instanceof Error ? error.message : String(error) })
  } finally {
    left.delete(order.id)
  }
}

here.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'session':
      drawer.session = data.session
      return
    case 'grade':
      drawer.change(data.changes)
      return
    case 'media':
      frames.put(data.id, data.source)
      drawer.forget()
      return
    case 'draw':
      void draw(data.order)
      drawer.ahead(data.ahead, data.order.canvas)
      return
    case 'drop':
      left.add(data.id)
      return
  }
}
