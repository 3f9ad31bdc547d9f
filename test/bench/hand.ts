/**
 * The hand and its picture, in a real Chromium on a real hub: what one drag of a wheel costs in frames, tasks and renders, and whether a minute of two
 * people's dragging leaves anything behind.
 */
import type { CDPSession, Page } from 'playwright-core'
import type {} from '../../client/viewer/support.ts'
import type { Bench, Figure } from './figure.ts'
import { percentile } from './figure.ts'
import { enter, openHouse } from './page.ts'

const frameMs = 1000 / 60
/** Moves of one drag, and drags measured after one that warms. */
const moves = 120
const drags = 5
/** Milliseconds a ball is held without a move, and that two people drag. */
const heldMs = 10_000
const minuteMs = 60_000

interface Watch {
  /** Time stamp of each move, and the animation frame after the first picture drawn with it or with a later one; null while none came. */
  readonly moves: {
    readonly at: number
    heard: number
    ordered: number | null
    put: number | null
    frame: number | null
    shown: number | null
  }[]
  /** Milliseconds at which full pictures were put. */
  readonly full: number[]
  /** Milliseconds of each task of the main thread over 50 ms. */
  readonly long: number[]
  /** Animation frames: their time stamps. */
  readonly frames: number[]
  /** Components that rendered, and commits of React. */
  renders: number
  commits: number
  /** Moves that a picture on the canvas has, and those whose frame has come. */
  put: number
  shown: number
  /** Which drag the moves are of: a picture ordered in an earlier one counts for none. */
  drag: number
}

declare global {
  interface Window {
    watch: Watch
  }
}

/**
 * Runs in the page before anything of ours: joins each move to the picture that has it. An order is of the last move before it; the worker's answer names
 * the order, and the pixels are put while that answer is heard. React tells each commit to the hook its developer tools use, in a production build too.
 */
function watchHands(): void {
  const watch: Watch = { moves: [], full: [], long: [], frames: [], renders: 0, commits: 0, put: 0, shown: 0, drag: 0 }
  Object.assign(window, { watch })
  type Ordered = { readonly upto: number; readonly kind: string; readonly drag: number }
  const orders = new Map<number, Ordered>()
  let hearing: Ordered | undefined
  // Each movement once, by whichever event says it first: the one of the frame has the time stamp of the last one ahead of it.
  let latest = 0
  for (const name of ['pointerrawupdate', 'pointermove'])
    document.addEventListener(
      name,
      (event) => {
        const { timeStamp, buttons } = event as PointerEvent
        if (!buttons || timeStamp <= latest) return
        latest = timeStamp
        watch.moves.push({
          at: timeStamp,
          heard: performance.now(),
          ordered: null,
          put: null,
          frame: null,
          shown: null,
        })
      },
      true,
    )
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: never[]) {
    const { kind, order } = message as { kind: string; order?: { id: number; kind: string } }
    if (kind === 'draw' && order) for (const move of watch.moves) move.ordered ??= performance.now()
    if (kind === 'draw' && order) orders.set(order.id, { upto: watch.moves.length, kind: order.kind, drag: watch.drag })
    return post.call(this, message, ...rest)
  }
  const own = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage')!
  Object.defineProperty(Worker.prototype, 'onmessage', {
    ...own,
    set(this: Worker, hear: (event: MessageEvent) => void) {
      own.set!.call(this, (event: MessageEvent) => {
        hearing = orders.get(event.data?.order?.id)
        if (hearing) orders.delete(event.data.order.id)
        hear.call(this, event)
        hearing = undefined
      })
    },
  })
  const paint = CanvasRenderingContext2D.prototype.putImageData
  CanvasRenderingContext2D.prototype.putImageData = function (this: CanvasRenderingContext2D, ...all: never[]) {
    paint.apply(this, all as never)
    if (!hearing) return
    if (hearing.kind === 'full') watch.full.push(performance.now())
    if (hearing.drag !== watch.drag) return
    watch.put = Math.max(watch.put, hearing.upto)
    for (const move of watch.moves.slice(0, hearing.upto)) move.put ??= performance.now()
  } as typeof paint
  const beat = (time: number) => {
    watch.frames.push(time)
    for (; watch.shown < Math.min(watch.put, watch.moves.length); watch.shown++) {
      const move = watch.moves[watch.shown]!
      move.shown = time
      move.frame = watch.frames.filter((one) => one > move.at).length - 1
    }
    if (watch.frames.length > 400) watch.frames.splice(0, 200)
    requestAnimationFrame(beat)
  }
  requestAnimationFrame(beat)
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watch.long.push(duration)
  }).observe({ type: 'longtask' })
  // A fiber that did work in this commit carries the flag PerformedWork (1) and is not the one of the commit before.
  type Fiber = { tag: number; flags: number; alternate: Fiber | null; child: Fiber | null; sibling: Fiber | null }
  const count = (fiber: Fiber | null): void => {
    for (let one = fiber; one; one = one.sibling) {
      const other = one.alternate
      if (other && other.child === one.child && !(one.flags & 1)) continue
      // Function components, those with a ref and those kept by memo: tags 0, 11, 14 and 15.
      if ((one.flags & 1) !== 0 && [0, 11, 14, 15].includes(one.tag)) watch.renders++
      count(one.child)
    }
  }
  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: (_: number, { current }: { current: Fiber }) => {
        watch.commits++
        count(current)
      },
      onCommitFiberUnmount: () => {},
    },
  })
}

const clear = (page: Page) =>
  page.evaluate(() => {
    window.watch.moves.length = 0
    Object.assign(window.watch, { renders: 0, commits: 0, put: 0, shown: 0, drag: window.watch.drag + 1 })
    window.watch.long.length = window.watch.full.length = 0
  })

/** The middle of a slider by its name. */
async function middle(page: Page, name: string): Promise<readonly [number, number]> {
  const box = await page.getByRole('slider', { name, exact: true }).boundingBox()
  if (!box) throw new Error(`there is no slider ${name}`)
  return [box.x + box.width / 2, box.y + box.height / 2]
}

/** Moves at 60 Hz round a small circle, from where the pointer is held. */
async function stir(page: Page, [x, y]: readonly [number, number], count: number): Promise<void> {
  const began = performance.now()
  for (let i = 1; i <= count; i++) {
    const turn = (i / 60) * 2 * Math.PI
    await page.mouse.move(x + 24 * Math.sin(turn) + i / 16, y + 24 * Math.cos(turn) - 24)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + i * frameMs - performance.now())))
  }
}

const atRest = (page: Page) =>
  page.waitForFunction(
    () => window.samelight?.preview()?.kind === 'full' && !window.samelight.preview()?.adjusting,
    null,
    {
      timeout: 60_000,
    },
  )

async function one(page: Page): Promise<Watch & { readonly release: number }> {
  await atRest(page)
  const at = await middle(page, 'Gain colour')
  await page.mouse.move(...at)
  await page.mouse.down()
  await page.mouse.move(at[0] + 5, at[1])
  await page.waitForTimeout(100)
  await clear(page)
  await stir(page, at, moves)
  await page.evaluate(() =>
    document.addEventListener('pointerup', ({ timeStamp }) => Object.assign(window, { released: timeStamp }), {
      once: true,
      capture: true,
    }),
  )
  await page.mouse.up()
  await atRest(page)
  await page.waitForTimeout(300)
  return page.evaluate(() => {
    const released = (window as unknown as { released: number }).released
    const full = window.watch.full.find((ms) => ms > released) ?? Number.NaN
    return { ...structuredClone(window.watch), release: full - released }
  })
}

const heap = async (session: CDPSession): Promise<number> => {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number }
  return usedSize
}

async function* figures(wanted: (name: string) => boolean): AsyncGenerator<Figure> {
  const { hub, browser } = await openHouse()
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  await context.addInitScript(watchHands)
  const page = await enter(context, hub.links.colorist, 'Clara')
  for (let i = 0; i < 2; i++) await page.keyboard.press('Alt+s')
  await one(page)
  const all: Watch[] = []
  const releases: number[] = []
  for (let i = 0; i < drags; i++) {
    const seen = await one(page)
    all.push(seen)
    releases.push(seen.release)
  }
  const seen = all.flatMap((watch) => watch.moves)
  const frames = seen.map(({ frame }) => frame ?? Number.POSITIVE_INFINITY)
  const ms = seen.map(({ shown, at }) => (shown ?? Number.POSITIVE_INFINITY) - at)
  const part = (name: 'heard' | 'ordered' | 'put' | 'shown') =>
    `${name} ${percentile(
      seen.map((move) => (move[name] ?? Number.POSITIVE_INFINITY) - move.at),
      50,
    ).toFixed(1)}`
  const parts = `${(['heard', 'ordered', 'put', 'shown'] as const).map(part).join(', ')} ms`
  const size = await page.evaluate(() => {
    const { width, height } = document.querySelector('canvas')!
    return `${width}×${height}`
  })
  const work = `a wheel on the third of three nodes, WASM, ${drags} drags of ${moves} moves at 60 Hz, canvas ${size}`
  const stamp = "from the event's time stamp to the animation frame after the pixels were put"
  yield {
    name: 'hand.p50',
    value: percentile(frames, 50),
    unit: 'frames',
    note: `${work}; ${stamp}: ${parts}`,
  }
  yield {
    name: 'hand.p99',
    value: percentile(frames, 99),
    unit: 'frames',
    note: `the same: ${percentile(ms, 99).toFixed(1)} ms; the slowest ${Math.max(...ms).toFixed(0)} ms`,
  }
  yield {
    name: 'hand.release',
    value: percentile(releases, 50),
    unit: 'ms',
    note: `from the release to the full picture put, p50 of ${drags}; slowest ${Math.max(...releases).toFixed(0)} ms`,
  }
  const long = all.flatMap((watch) => watch.long)
  yield {
    name: 'hand.long',
    value: Math.max(0, ...long),
    unit: 'ms',
    note: `the longest task of the main thread over 50 ms while dragging; ${long.length} of them`,
  }
  const sum = (read: (watch: Watch) => number) => all.reduce((total, watch) => total + read(watch), 0)
  yield {
    name: 'hand.renders',
    value: sum(({ renders }) => renders) / seen.length,
    unit: 'a move',
    note: `components of React that rendered a move; ${(sum(({ commits }) => commits) / seen.length).toFixed(2)} commits a move`,
  }
  if (wanted('hand.feed')) yield await beside(page)
  if (!['hand.minute', 'hand.memory', 'hand.document'].some(wanted)) return
  const other = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  await other.addInitScript(watchHands)
  yield* minute(page, await enter(other, hub.links.colorist, 'Bob'))
}

/** The same hand with a clean feed of 1920×1080 open in a window beside. */
async function beside(page: Page): Promise<Figure> {
  await page.getByRole('button', { name: 'Viewer options' }).click()
  const opening = page.waitForEvent('popup')
  await page.getByRole('button', { name: 'Clean feed in a window' }).click()
  const feed = await opening
  await feed.setViewportSize({ width: 1920, height: 1080 })
  await page.bringToFront()
  await page.keyboard.press('Escape')
  await feed.waitForFunction(() => document.querySelector('canvas')?.width === 1920)
  await one(page)
  const moved: number[] = []
  for (let i = 0; i < 3; i++) {
    const { moves } = await one(page)
    moved.push(...moves.map(({ frame }) => frame ?? Number.POSITIVE_INFINITY))
  }
  await feed.close()
  return {
    name: 'hand.feed',
    value: percentile(moved, 99),
    unit: 'frames',
    note: `p99 of the same with a clean feed of 1920×1080 open, 3 drags; p50 ${percentile(moved, 50)}`,
  }
}

/** Two people, four wheels, a minute; then a ball held still. */
async function* minute(page: Page, other: Page): AsyncGenerator<Figure> {
  const session = await page.context().newCDPSession(page)
  const revision = () => page.evaluate(() => window.samelight!.revision)
  const wheels = ['Lift colour', 'Gamma colour', 'Gain colour', 'Offset colour'] as const
  const before = await heap(session)
  const from = await revision()
  const parts: number[][] = []
  await clear(page)
  const began = performance.now()
  let turns = 0
  for (; performance.now() - began < minuteMs; turns++) {
    await Promise.all(
      [page, other].map(async (who, i) => {
        const at = await middle(who, wheels[(turns * 2 + i * 1) % 4]!)
        await who.mouse.move(...at)
        await who.mouse.down()
        await stir(who, at, 120)
        await who.mouse.up()
      }),
    )
    parts.push(
      await page.evaluate(() => {
        const frames = window.watch.moves.splice(0).map(({ frame }) => frame ?? Number.POSITIVE_INFINITY)
        Object.assign(window.watch, { put: 0, shown: 0, drag: window.watch.drag + 1 })
        return frames
      }),
    )
  }
  const after = await heap(session)
  const written = (await revision()) - from
  const third = Math.ceil(parts.length / 3)
  const early = percentile(parts.slice(0, third).flat(), 95)
  const late = percentile(parts.slice(-third).flat(), 95)
  yield {
    name: 'hand.minute',
    value: late,
    unit: 'frames',
    peer: 'its first third',
    peerValue: early,
    note: `two people drag four wheels for a minute, two pages of one Chromium: p95 of the last third`,
  }
  yield {
    name: 'hand.memory',
    value: (after - before) / 1e6,
    unit: 'MB',
    note: `what a page's heap has grown by meanwhile, from ${(before / 1e6).toFixed(1)} MB, garbage collected before both`,
  }
  const at = await middle(page, 'Gain colour')
  await page.mouse.move(...at)
  await page.mouse.down()
  await page.mouse.move(at[0] + 12, at[1] - 8, { steps: 4 })
  await page.waitForTimeout(500)
  const held = () => other.evaluate(() => ({ ...window.samelight!.preview()!, revision: window.samelight!.revision }))
  const first = await held()
  let snapped = 0
  const stop = performance.now() + heldMs
  while (performance.now() < stop) {
    const now = await held()
    if (now.plan !== first.plan || !now.adjusting) snapped++
    await page.waitForTimeout(200)
  }
  await page.mouse.up()
  yield {
    name: 'hand.document',
    value: written / (turns * 2),
    unit: 'revisions',
    note: `a drag, ${turns * 2} drags; a ball held still for ten seconds changed or let go the other room's picture ${snapped} times of ${Math.round(heldMs / 200)} looks`,
  }
}

export const bench: Bench = {
  name: 'hand',
  doc: 'a wheel under the hand, in Chromium: frames, tasks, renders; a minute of two people',
  names: [
    'hand.p50',
    'hand.p99',
    'hand.release',
    'hand.long',
    'hand.renders',
    'hand.feed',
    'hand.minute',
    'hand.memory',
    'hand.document',
  ],
  figures,
}
