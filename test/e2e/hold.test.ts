/** The hold in real browsers: rooms stand still while the colorist tries something, and move at once when it is published. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Receipt } from '../../shared/wire/messages.ts'
import {
  type Journey,
  picture,
  press,
  receiptAfter,
  receiptOf,
  receiptWith,
  settled,
  startJourney,
} from '../kit/journey.ts'

let journey: Journey
let colorist: Page
let rooms: readonly Page[]
let supervisor: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  colorist = await enter(hub.links.colorist, 'Clara', null, [1920, 1080])
  rooms = [await enter(hub.links.client, 'Dana', null), await enter(hub.links.client, 'Jo', null)]
  supervisor = await enter(hub.links.supervisor, 'Sam', null)
  await colorist.getByRole('button', { name: 'Take the wheel' }).click()
})
afterAll(() => journey?.close())

const line = (page: Page) => page.getByRole('status', { name: 'Hold' })
/** From now on a room remembers each receipt and each picture it showed. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen = { receipts: new Set<string>(), pictures: new Set<string>() }
    Object.assign(window, { seen })
    const look = () => {
      const [receipt, shown] = [window.samelight!.receipt(), window.samelight!.preview()]
      seen.receipts.add(receipt ? `${receipt.revision} ${receipt.clip} ${receipt.frame} ${receipt.digest}` : 'none')
      if (shown) seen.pictures.add(`${shown.clip} ${shown.frame} ${shown.mean.join(' ')} ${shown.kind}`)
      requestAnimationFrame(look)
    }
    look()
  })
const seenIn = (page: Page) =>
  page.evaluate(() => {
    const { receipts, pictures } = (window as unknown as { seen: { receipts: Set<string>; pictures: Set<string> } })
      .seen
    return { receipts: [...receipts], pictures: [...pictures] }
  })
/** Waits until a page swears to this very picture; ungraded clips have one plan. */
const standsOn = (page: Page, { clip, frame, digest }: Receipt) =>
  page.waitForFunction(
    ([c, f, d]) => {
      const now = window.samelight!.receipt()
      return now?.clip === c && now.frame === f && now.digest === d
    },
    [clip, frame, digest] as const,
  )
async function drag(dx: number): Promise<void> {
  const move = await press(colorist, 'Gain master')
  for (let i = 1; i <= 20; i++) {
    await move((i * dx) / 20, 0)
    await colorist.waitForTimeout(25)
  }
  await colorist.mouse.up()
}

it('[HOLDUI1] one key holds the rooms, every screen says so, and while the colorist scrubs and drags no receipt of a room changes', async () => {
  const before = await settled(colorist)
  for (const room of rooms) await standsOn(room, before)
  await colorist.keyboard.press('Alt+r')
  for (const page of [colorist, ...rooms, supervisor])
    await line(page)
      .filter({ hasText: /^Held at rev \d+ by Clara$/ })
      .waitFor()
  // What stands is sworn to again at the held revision; from then on nothing is.
  const held = Number(/\d+/.exec((await line(rooms[0]!).textContent()) ?? '')![0])
  for (const room of rooms)
    await room.waitForFunction((revision) => window.samelight!.receipt()?.revision === revision, held)
  for (const room of rooms) await watch(room)
  await drag(60)
  await receiptAfter(colorist, before.plan)
  for (let i = 0; i < 6; i++) await colorist.keyboard.press('ArrowRight')
  await colorist.waitForFunction(() => window.samelight!.receipt()?.frame === 6)
  await colorist.getByRole('button', { name: /^Clip 03/ }).click()
  await settled(colorist, null, before.clip)
  for (const room of rooms) {
    const { receipts, pictures } = await seenIn(room)
    expect(receipts).toEqual([`${held} ${before.clip} ${before.frame} ${before.digest}`])
    expect(pictures.filter((one) => one.endsWith('full'))).toHaveLength(1)
    expect(new Set(pictures.map((one) => one.split(' ').slice(0, 2).join(' '))).size).toBe(1)
  }
})

it('[HOLDUI2] publish moves all rooms in one step from the held picture to the published one', async () => {
  const now = await settled(colorist)
  const before = await Promise.all(rooms.map(seenIn))
  await colorist.keyboard.press('Alt+Shift+r')
  for (const [i, room] of rooms.entries()) {
    await standsOn(room, now)
    expect(picture((await receiptOf(room))!)).toEqual(picture(now))
    const { pictures } = await seenIn(room)
    const fresh = pictures.filter((one) => !before[i]!.pictures.includes(one))
    // No picture between the two: neither the frames scrubbed over nor the clip that was left.
    expect(new Set(fresh.map((one) => one.split(' ').slice(0, 2).join(' ')))).toEqual(
      new Set([`${now.clip} ${now.frame}`]),
    )
    await line(room).filter({ hasText: /^$/ }).waitFor({ state: 'attached' })
  }
})

it('[HOLDUI2] discard brings the colorist back to the held look in one undo step, and the rooms never saw what was tried', async () => {
  const before = await settled(colorist)
  await colorist.getByRole('button', { name: 'Hold', exact: true }).click()
  await line(rooms[0]!)
    .filter({ hasText: /^Held at/ })
    .waitFor()
  for (const room of rooms) await watch(room)
  await drag(-80)
  await receiptAfter(colorist, before.plan)
  await colorist.getByRole('button', { name: 'Discard', exact: true }).click()
  expect((await receiptWith(colorist, before.plan)).digest).toBe(before.digest)
  for (const room of rooms) {
    await line(room).filter({ hasText: /^$/ }).waitFor({ state: 'attached' })
    await standsOn(room, before)
    expect(new Set((await seenIn(room)).receipts.map((one) => one.split(' ')[3]))).toEqual(new Set([before.digest]))
  }
  await colorist.keyboard.press('Control+z')
  await receiptAfter(colorist, before.plan)
})
