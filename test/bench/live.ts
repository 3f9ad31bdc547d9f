/**
 * From the pointer to the picture, in two real rooms on a real hub: the pointer event's time stamp in the colorist's page, and the frame
 * of the screen after the pixels of that very value were put, in the client's page and in the colorist's own. Which value a picture is of
 * is known by its plan: each value said on the way is compiled here too, at the size of either room.
 */
import type { Page } from 'playwright-core'
import { previewSize } from '../../client/viewer/pane.ts'
import { joinHeadless, readLink } from '../../server/join-headless.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { compilePlan } from '../../shared/render/plan.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { decodeMessage, NUMBER } from '../../shared/wire/messages.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { enter, openHouse } from './page.ts'
import { later } from './tidy.ts'

const drags = 4
const moves = 120
const moveMs = 1000 / 60

/** What a page notes, in milliseconds since 1970: one clock for both pages of one machine. */
interface Noted {
  /** Frames of the grade socket with the values on their way, each with the time stamp of the pointer event before it. */
  readonly said: { readonly at: number; readonly bytes: number[] }[]
  /** Plans on the canvas, each at the first frame of the screen after it was put. */
  readonly seen: { readonly at: number; readonly plan: string; readonly drawMs: number }[]
}

/** Runs in the page, before anything of it. */
function watch(live: number): void {
  const noted: Noted = { said: [], seen: [] }
  Object.assign(window, { noted })
  let pointer = 0
  // Events count in the page's own time; capture on the window comes before the app's listeners.
  window.addEventListener(
    'pointermove',
    (event) => {
      pointer = performance.timeOrigin + event.timeStamp
    },
    { capture: true },
  )
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (data) {
    if (data instanceof Uint8Array && data[0] === live) noted.said.push({ at: pointer, bytes: [...data] })
    send.call(this, data)
  }
  let count = 0
  const look = () => {
    const shown = window.samelight?.preview()
    if (shown && shown.count !== count) {
      count = shown.count
      noted.seen.push({ at: performance.timeOrigin + performance.now(), plan: shown.plan, drawMs: shown.drawMs })
    }
    requestAnimationFrame(look)
  }
  look()
}

const take = (page: Page): Promise<Noted> =>
  page.evaluate(() => {
    const { noted } = window as unknown as { noted: Noted }
    return { said: noted.said.splice(0), seen: noted.seen.splice(0) }
  })

const canvasOf = (page: Page): Promise<[number, number]> =>
  page.evaluate(() => {
    const { width, height } = document.querySelector<HTMLCanvasElement>('[data-testid=canvas]')!
    return [width, height]
  })

/** How far the page's clock is from this process's, milliseconds, by the quickest of some questions: wrong by half its time at most. */
async function skew(page: Page): Promise<{ readonly skew: number; readonly tookMs: number }> {
  const asked = []
  for (let i = 0; i < 9; i++) {
    const before = performance.now()
    const there = await page.evaluate(() => performance.timeOrigin + performance.now())
    const after = performance.now()
    asked.push({ tookMs: after - before, skew: there - performance.timeOrigin - (before + after) / 2 })
  }
  return asked.sort((a, b) => a.tookMs - b.tookMs)[0]!
}

/** Presses in the master of gain, moves pixel by pixel at sixty a second, lets go. */
async function drag(page: Page, way: 1 | -1): Promise<void> {
  const box = await page.getByRole('slider', { name: 'Gain master', exact: true }).boundingBox()
  if (!box) throw new Error('there is no master of gain on the screen')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const began = performance.now()
  for (let i = 1; i <= moves; i++) {
    await page.mouse.move(x + i * way, y)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + i * moveMs - performance.now())))
  }
  await page.mouse.up()
}

/** Milliseconds of every value that was put in a room of this canvas; the others were overtaken by a newer one. */
function latencies(
  suite: Suite,
  canvas: readonly [number, number],
  said: Noted['said'],
  seen: Noted['seen'],
): number[] {
  const { session, entries } = suite
  const { timeline } = session
  const clip = timeline.clips[0]!.id
  const resolution = previewSize(canvas, [timeline.width, timeline.height])
  const at = new Map<string, number>()
  for (const one of said) {
    const message = decodeMessage(new Uint8Array(one.bytes))
    if (message?.kind !== 'live') continue
    const drawn = new Map<string, Value>(entries)
    for (const [key, value] of message.values)
      if (value === null) drawn.delete(key)
      else drawn.set(key, value)
    const { name } = compilePlan({ session, entries: drawn, clip, frame: 0, resolution })
    // A value said again while the hand rests is the same picture: the first time counts.
    if (!at.has(name)) at.set(name, one.at)
  }
  const out: number[] = []
  for (const one of seen) {
    const began = at.get(one.plan)
    if (began !== undefined) out.push(one.at - began)
    at.delete(one.plan)
  }
  return out
}

async function* figures(): AsyncGenerator<Figure> {
  const { hub, browser } = await openHouse()
  const open = async (role: 'colorist' | 'client', name: string) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addInitScript(watch, NUMBER.live)
    return await enter(context, hub.links[role], name)
  }
  const [colorist, client] = [await open('colorist', 'Clara'), await open('client', 'Dana')]
  const suite = await joinHeadless(readLink(hub.links.observer), 'Bench', () => {})
  later(async () => suite.leave())
  const [one, two] = [await skew(colorist), await skew(client)]
  const apart = Math.abs(one.skew - two.skew)
  if (apart > 2 + (one.tookMs + two.tookMs) / 2)
    throw new Error(`the two pages' clocks are ${apart.toFixed(1)} ms apart: the machine's clock was set`)
  // The first drag brings the clip its node and warms both rooms; it does not count.
  await drag(colorist, 1)
  const [own, other]: [number[], number[]] = [[], []]
  const draws = { own: [] as number[], other: [] as number[] }
  let values = 0
  for (let i = 0; i < drags; i++) {
    await colorist.waitForTimeout(1500)
    await Promise.all([take(colorist), take(client)])
    await drag(colorist, i % 2 === 0 ? -1 : 1)
    await colorist.waitForTimeout(500)
    const [here, there] = await Promise.all([take(colorist), take(client)])
    values += here.said.length
    draws.own.push(...here.seen.map(({ drawMs }) => drawMs))
    draws.other.push(...there.seen.map(({ drawMs }) => drawMs))
    own.push(...latencies(suite, await canvasOf(colorist), here.said, here.seen))
    other.push(...latencies(suite, await canvasOf(client), here.said, there.seen))
  }
  if (Math.min(own.length, other.length) < moves) throw new Error('too few pictures of the drags were seen to measure')
  const note = (shown: readonly number[], canvas: readonly number[]) =>
    `${shown.length} pictures of ${values} values said in ${drags} drags of ${moves / 60} s, canvas ${canvas.join('×')}, both pages and the hub on one machine`
  const sides = [
    [
      'other',
      other,
      `pointer in the colorist's page to the frame after the pixels of its value in the client's`,
      client,
    ],
    ['own', own, `pointer to the frame after the pixels of its value in the same page`, colorist],
  ] as const
  for (const [name, ms, what, page] of sides) {
    const counted = note(ms, await canvasOf(page))
    const draw = `the engine has ${percentile(draws[name], 50).toFixed(0)} ms of it`
    yield { name: `live.${name}`, value: percentile(ms, 50), unit: 'ms', note: `p50: ${what}; ${draw}; ${counted}` }
    yield { name: `live.${name}-p99`, value: percentile(ms, 99), unit: 'ms', note: 'p99 of the same' }
    yield {
      name: `live.${name}-rate`,
      value: ms.length / ((drags * moves) / 60),
      unit: 'Hz',
      note: 'pictures a second of the drag',
    }
  }
}

export const bench: Bench = {
  name: 'live',
  doc: 'from the pointer to the picture, in two rooms in Chromium',
  names: ['live.other', 'live.other-p99', 'live.other-rate', 'live.own', 'live.own-p99', 'live.own-rate'],
  figures,
}
