/** Starts a loop in this browser: its worker, its beat, and what support and tests may ask. */
import { roles } from '../../shared/policy/roles.ts'
import type { Desk } from '../state/desk.ts'
import type { CompareLoop } from './compare-loop.ts'
import type { MediaAtHand } from './courier.ts'
import type { ToFinish } from './finish.ts'
import { PictureLoop } from './loop.ts'
import { LutRoom } from './luts.ts'
import type { PairLine } from './pair-line.ts'
import type { Probe } from './probe.ts'
import { ScopeLoop } from './scope-loop.ts'
import type { FromStill } from './still.worker.ts'
import { expose } from './support.ts'
import { trackEngine } from './track-engine.ts'
import type { FromWorker } from './work.ts'

/** A hidden page gets no frames of the screen; its picture and its receipts go on at this beat, milliseconds. */
const hiddenBeatMs = 250

const pictureWorker = (): Worker =>
  new Worker(new URL('./picture.worker.ts', import.meta.url), { type: 'module', name: 'picture' })

/** Hears of the parts that not every room has, as they come. */
export interface Opened {
  readonly compare: (compare: CompareLoop) => void
  readonly probe: (probe: Probe) => void
}

/** `make` gives the worker that draws: a test may bring one of its own. */
export function startLoop(
  desk: Desk,
  found: MediaAtHand,
  opened: Opened,
  make = pictureWorker,
): {
  readonly loop: PictureLoop
  readonly scopes: ScopeLoop
  readonly pairs: PairLine
  stop(): void
} {
  const worker = make()
  const luts = new LutRoom({
    suite: desk.suite,
    post: (message) => worker.postMessage(message),
    after: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
  })
  const media = luts.with(found)
  // Only rooms that send or get stills have a worker for them.
  let stills: Worker | null = null
  const loop = new PictureLoop({
    desk,
    media,
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    postStill: (message, transfer) => stillWorker().postMessage(message, transfer),
    now: () => performance.now(),
  })
  // Most rooms never compare.
  let compare: CompareLoop | null = null
  let [asked, stopped] = [false, false]
  const open = () => {
    if (asked || !desk.compare.open) return
    asked = true
    void import('./compare-loop.ts').then(
      ({ CompareLoop }) => {
        if (stopped) return
        compare = new CompareLoop({
          desk,
          media,
          post: (message) => worker.postMessage(message),
          bring: () => loop.courier.bring(desk.suite),
        })
        opened.compare(compare)
      },
      () => {
        asked = false
        desk.say('Nothing can be compared: the hub is out of reach or newer than the page.')
      },
    )
  }
  const unhear = desk.compare.on('view', open)
  open()
  desk.tracking.engine = trackEngine(desk.suite, found)
  // Stills have a worker of their own, which may come later: it is told the same.
  let told: ToFinish | null = null
  const pairs: PairLine = {
    hear: new Set([(message) => compare?.hear(message)]),
    post: (order) => worker.postMessage(order),
    bring: () => loop.courier.bring(desk.suite),
    has: (id) => typeof media.source(id) !== 'string',
    rests: () => loop.shown?.kind === 'full',
    finish: (message) => {
      told = message
      worker.postMessage(message)
      stills?.postMessage(message)
      loop.resized()
    },
    finished: null,
  }
  const scopes = new ScopeLoop((message, transfer) => worker.postMessage(message, transfer))
  let probe: Probe | null = null
  if (roles[desk.suite.role].grade)
    void import('./probe.ts').then(
      ({ Probe }) => {
        if (stopped) return
        probe = new Probe({
          desk,
          post: (message) => worker.postMessage(message),
          bring: () => loop.courier.bring(desk.suite),
          shown: (hear) => loop.on('shown', hear),
        })
        opened.probe(probe)
      },
      () => desk.say('Nothing can be picked from the picture: the hub is out of reach or newer than the page.'),
    )
  let cores = 1
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'pair' || data.kind === 'pair-failed' || data.kind === 'pair-left')
      for (const hear of pairs.hear) hear(data)
    else if (data.kind === 'scopes') scopes.hear(data)
    else if (data.kind === 'finished') pairs.finished?.(data.sentence)
    else if (data.kind === 'wants') void luts.want(data.blob)
    else if (data.kind === 'input' || data.kind === 'input-failed' || data.kind === 'pixel') probe?.hear(data)
    else if (data.kind === 'cores') {
      cores = data.count
      if (data.sentence !== null) desk.say(data.sentence)
    } else loop.hear(data)
  }
  worker.onerror = (event) =>
    desk.say(`Pictures cannot be drawn here: ${event.message || 'the picture worker does not start'}.`)
  function stillWorker(): Worker {
    if (stills) return stills
    stills = new Worker(new URL('./still.worker.ts', import.meta.url), { type: 'module', name: 'stills' })
    stills.onmessage = ({ data }: MessageEvent<FromStill>) => loop.stills.hear(data)
    if (told) stills.postMessage(told)
    stills.onerror = (event) =>
      desk.say(`Stills cannot be made here: ${event.message || 'the worker of stills does not start'}.`)
    return stills
  }
  let frame = 0
  const beat = () => {
    loop.tick()
    compare?.tick()
    frame = requestAnimationFrame(beat)
  }
  frame = requestAnimationFrame(beat)
  const hidden = setInterval(() => document.hidden && loop.tick(), hiddenBeatMs)
  const cover = expose(loop, () => cores)
  return {
    loop,
    scopes,
    pairs,
    stop() {
      desk.tracking.stop?.()
      desk.tracking.engine = null
      cancelAnimationFrame(frame)
      clearInterval(hidden)
      cover()
      loop.close()
      stopped = true
      unhear()
      compare?.close()
      luts.close()
      probe?.close()
      worker.terminate()
      stills?.terminate()
    },
  }
}
