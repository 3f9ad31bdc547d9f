/** What the picture worker does: decodes and draws, one order at a time, and has pictures proved when they are out. */
import { executorOf, pictureOf } from '../../shared/render/executor.ts'
import { createWasm } from '../../shared/render/wasm.ts'
import { type Band, createCores } from './cores.ts'
import { type Check, Drawer } from './drawer.ts'
import { GlassFinish } from './finish.ts'
import { Frames } from './frames.ts'
import { LutShelf } from './lut-shelf.ts'
import type { PairOrder } from './pair.ts'
import { PairDrawer } from './pair-drawer.ts'
import type { Line } from './prover.ts'
import { Prover } from './prover.ts'
import { Rig, type RigOptions } from './rig.ts'
import { buffersOf } from './scope-buffers.ts'
import { ScopeCount } from './scope-count.ts'
import type { Scoped } from './scope-loop.ts'
import { ScopePace } from './scope-pace.ts'
import { breath, Turns } from './turns.ts'
import type { FromWorker, InputOrder, Made, Order, PixelOrder, ToWorker } from './work.ts'

/** As much of a worker's inside as is needed. */
export interface Inside {
  postMessage(message: FromWorker, transfer: Transferable[]): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}

/** Sizes of pictures kept to draw into: of a preview, of a full one, of thumbs. */
const SIZES = 4
/** Pictures' pixels kept to draw into: of one that is drawn and of one that waits. */
const SPARES = 2

type Draw = Extract<ToWorker, { kind: 'draw' }>

/** `bands`: opens the workers that draw big pictures together; none where one thread draws all. */
export function servePictures(
  here: Inside,
  line: Line,
  open: RigOptions['open'],
  bands: () => readonly Band[] = () => [],
): void {
  const wasm = createWasm()
  const planes = pictureOf(SIZES)
  const own = executorOf(
    'wasm',
    (plan, source) => wasm.render(plan, source, planes(plan.width, plan.height)),
    wasm.frame,
  )
  // Small pictures: what a drag keeps from one tick to the next stays where it is.
  const asideWasm = createWasm({ shelf: 0 })
  const aside = executorOf('wasm', asideWasm.render, asideWasm.frame)
  const say = (message: FromWorker, transfer: Transferable[] = []): void => here.postMessage(message, transfer)
  const cores = createCores({
    one: own,
    open: bands,
    tell: (count, sentence) => say({ kind: 'cores', count, sentence }),
  })
  const prover = new Prover(line)
  const frames = new Frames()
  const rig = new Rig({
    wasm: cores,
    prover,
    open,
    tell: (by) => {
      // What the GPU has drawn so far counts for nothing any more.
      if (by.alarm) {
        drawer.forget()
        pairs.forget()
      }
      say({ kind: 'executor', by })
    },
    admitted: () => say({ kind: 'kernels' }),
  })
  const luts = new LutShelf((blob) => say({ kind: 'wants', blob }))
  const drawer = new Drawer(frames, rig, own, luts)
  const pairs = new PairDrawer(frames, rig, cores, aside, (name) => drawer.momentOf(name), luts.get)
  const finish = new GlassFinish()
  drawer.finish = finish
  pairs.finish = finish
  const counter = new ScopeCount()
  const scopes = new ScopePace((every) => scope(counter.of(drawer.drawn, every)))
  const leftPairs = new Set<number>()
  const left = new Set<number>()
  let proving = false
  let next: (() => Promise<void>) | null = null

  /** Pixels to draw into, newest first: what was handed over with an order that was left is kept for the next. */
  let spares: ArrayBuffer[] = []
  const turns = new Turns<Draw>({
    draw: async ({ order, ahead }) => {
      await draw(order)
      try {
        if (ahead[0]) drawer.prepare(ahead[0], order)
      } catch {
        // A plan that cannot be compiled says so when its frame is drawn.
      }
    },
    left: ({ order }) => say({ kind: 'dropped', order }),
    drawn: (next) => scopes.free(next),
  })

  async function draw(order: Order): Promise<void> {
    try {
      const leave = async () => {
        await breath()
        return left.has(order.id)
      }
      const drawn = await drawer.draw(order, leave, order.kind === 'thumb' ? null : (spares.shift() ?? null))
      if (!drawn) say({ kind: 'dropped', order })
      else {
        const pixels = drawn.pixels?.buffer ?? null
        say({ kind: 'drawn', order, made: drawn.made, pixels, pane: drawn.pane }, pixels ? [pixels] : [])
        // Once the picture is on its way, and quickly while the next one is waited for: every second row of what moves, every fourth
        // where more than two scopes are counted.
        if (drawn.pixels && order.kind !== 'thumb')
          scopes.due(order.kind === 'full' ? 1 : counter.wanted.kinds.length > 2 ? 4 : 2)
        if (drawn.still)
          say({ kind: 'still', order, made: drawn.made, frame: drawn.still }, [drawn.still.pixels.buffer])
        if (drawn.check) prove(order, drawn.made, drawn.check)
      }
    } catch (error) {
      say({ kind: 'failed', order, sentence: error instanceof Error ? error.message : String(error) })
    } finally {
      left.delete(order.id)
    }
  }

  function scope(scoped: Scoped | null): void {
    if (scoped) say({ kind: 'scopes', ...scoped }, buffersOf(scoped.counts))
  }

  async function pair(order: PairOrder): Promise<void> {
    try {
      const drawn = await pairs.draw(order, async () => {
        await breath()
        return leftPairs.has(order.id)
      })
      const { a, b, difference } = drawn?.pixels ?? { a: null, b: null, difference: null }
      const frame = drawn?.codes?.pixels.buffer ?? null
      say(
        drawn ?? { kind: 'pair-left', order },
        [a, b, difference, frame].filter((one) => one !== null),
      )
    } catch (error) {
      say({ kind: 'pair-failed', order, sentence: error instanceof Error ? error.message : String(error) })
    } finally {
      leftPairs.delete(order.id)
    }
  }

  async function input(order: InputOrder): Promise<void> {
    const { id } = order
    try {
      const { width, height, codes } = await drawer.input(order)
      say({ kind: 'input', id, size: [width, height], codes }, [codes.buffer])
    } catch (error) {
      say({ kind: 'input-failed', id, sentence: error instanceof Error ? error.message : String(error) })
    }
  }

  async function pixel(order: PixelOrder): Promise<void> {
    try {
      say({ kind: 'pixel', id: order.id, ...(await drawer.pixel(order)) })
    } catch {
      // A frame that cannot be decoded says so when it is drawn.
      say({ kind: 'pixel', id: order.id, graded: null, bare: null, exact: false })
    }
  }

  /** One proof at a time; of those that wait, the newest. */
  function prove(order: Order, made: Made, check: Check): void {
    next = async () => {
      try {
        const proof = await prover.digest(check.plan, check.source)
        say({ kind: 'proof', order, made, digest: check.digest, proof })
        if (proof !== check.digest) rig.disproved(made.executor)
      } catch (error) {
        rig.unproved(`Pictures cannot be proved here: ${error instanceof Error ? error.message : String(error)}.`)
      }
    }
    void proveNext()
  }
  async function proveNext(): Promise<void> {
    if (proving) return
    proving = true
    while (next) {
      const one: () => Promise<void> = next
      next = null
      await one()
    }
    proving = false
  }

  here.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    switch (data.kind) {
      case 'session':
        drawer.session = data.session
        return
      case 'moment':
        drawer.moment(data.name, data.content)
        return
      case 'grade':
        drawer.change(data.changes)
        return
      case 'media':
        frames.put(data.id, data.source)
        drawer.forget()
        pairs.forget()
        return
      case 'lut':
        luts.put(data.blob, data.bytes)
        drawer.change([])
        return
      case 'finish':
        say({ kind: 'finished', sentence: finish.set(data) })
        drawer.finish = finish
        return
      case 'draw':
        if (data.spare) spares = [data.spare, ...spares].slice(0, SPARES)
        // The clip strip waits for nobody: its decoder may take a while.
        if (data.order.kind === 'thumb') void draw(data.order)
        else turns.add(data)
        drawer.ahead(data.ahead, data.order.canvas)
        return
      case 'arm':
        void drawer.arm(data)
        return
      case 'name': {
        const named = drawer.name(data)
        if (named) say(named)
        return
      }
      case 'scopes':
        counter.wanted = data
        scope(counter.of(drawer.drawn))
        return
      case 'counted':
        counter.spare = data.counts
        return
      case 'input':
        void input(data.order)
        return
      case 'pixel':
        void pixel(data.order)
        return
      case 'pair':
        void pair(data.order)
        return
      case 'leave':
        leftPairs.add(data.id)
        return
      case 'drop':
        left.add(data.id)
        return
    }
  }
  void rig.start()
}
