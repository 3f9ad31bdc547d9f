/** Keyframe a window: by hand on the picture and in the editor, seen between its keyframes by the other room, and taken back step by step. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Journey,
  picture,
  press,
  receiptAfter,
  receiptOf,
  receiptWith,
  settled,
  startJourney,
  undoDepth,
} from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

let journey: Journey
let colorist: Page
let room: Page

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  colorist = await journey.enter(journey.hub.links.colorist!, 'Clara', null, [1920, 1080])
  room = await journey.enter(journey.hub.links.client!, 'Dana', null)
})
afterAll(() => journey?.close())

const depth = () => undoDepth(colorist)
const pan = async () =>
  Number(await colorist.getByRole('spinbutton', { name: 'Pan', exact: true }).getAttribute('aria-valuetext'))
const mark = (name: string) =>
  colorist.getByRole('tabpanel', { name: 'Window' }).getByRole('img', { name }).first().isVisible()

/** Where the playhead stands once both rooms swear to the same picture of a frame of the clip. */
async function at(frame: number) {
  const mine = await settled(colorist, frame)
  // A keyframe that moves nothing yet changes the look's name and not the plan's.
  await expect.poll(async () => picture((await receiptOf(room))!), { timeout: patienceMs }).toEqual(picture(mine))
  return mine
}

/** Frames along the ruler: the middle of a track at a frame of the clip. */
async function onTrack(frame: number): Promise<readonly [number, number]> {
  const lanes = (await colorist.getByTestId('keyframe-lanes').boundingBox())!
  const row = (await colorist.getByRole('treeitem', { name: /^0/ }).last().boundingBox())!
  const last = Number(await colorist.getByRole('slider', { name: 'Frame of the clip' }).getAttribute('aria-valuemax'))
  return [lanes.x + 10 + (frame * (lanes.width - 20)) / last, row.y + row.height / 2]
}

it('[KEYF11] a window keyed at two frames stands between them at the frame between, with equal digests in the other room', async () => {
  await colorist.keyboard.press('Home')
  await colorist.keyboard.press('Alt+KeyC')
  const move = await press(colorist, 'Gain master')
  await move(60, 0)
  await colorist.mouse.up()
  await colorist.getByRole('tab', { name: 'Window' }).click()
  await colorist.getByTestId('window-body').waitFor()
  await colorist.getByRole('button', { name: 'Keys', exact: true }).click()
  await colorist.getByTestId('keyframe-lanes').waitFor()
  await colorist.keyboard.press('Control+BracketLeft')
  await expect.poll(() => mark('A keyframe stands here')).toBe(true)
  const first = await at(0)

  await colorist
    .getByRole('button', { name: /^Auto-key 0/ })
    .last()
    .click()
  await colorist.keyboard.press('Shift+ArrowRight')
  await at(24)
  await expect.poll(pan).toBe(50)
  const steps = await depth()
  const body = (await colorist.getByTestId('window-body').boundingBox())!
  const [x, y] = [body.x + body.width / 2, body.y + body.height / 2]
  await colorist.mouse.move(x, y)
  await colorist.mouse.down()
  await colorist.mouse.move(x + 160, y, { steps: 8 })
  await room.waitForFunction((plan) => {
    const now = window.samelight!.preview()
    return now?.adjusting === true && now.plan !== plan
  }, first.plan)
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  const moved = await pan()
  expect(moved).toBeGreaterThan(55)
  const second = await at(24)
  expect(second.plan).not.toBe(first.plan)

  // The ruler takes the playhead to the frame between.
  const [rx] = await onTrack(12)
  const ruler = (await colorist.getByRole('slider', { name: 'Playhead on the keyframe ruler' }).boundingBox())!
  await colorist.mouse.click(rx, ruler.y + ruler.height / 2)
  const between = await at(12)
  await expect.poll(pan).toBeCloseTo((50 + moved) / 2, 1)
  await expect.poll(() => mark('Under keyframes')).toBe(true)
  expect(new Set([first.plan, second.plan, between.plan]).size).toBe(3)
  const shift = async () => {
    const drawn = (await colorist.getByTestId('window-body').boundingBox())!
    return drawn.x + drawn.width / 2 - x
  }
  await expect.poll(shift).toBeCloseTo(80, -1)

  // The same picture as a window that stands there and moves nowhere.
  await colorist.getByTestId('keyframe-lanes').click({ position: { x: 4, y: 4 } })
  await colorist.keyboard.press('Control+KeyA')
  await colorist.keyboard.press('Delete')
  await expect.poll(() => mark('Under keyframes')).toBe(false)
  expect((await at(12)).plan).toBe(between.plan)
  await colorist.keyboard.press('Control+KeyZ')
  expect((await at(12)).plan).toBe(between.plan)
  await colorist.keyboard.press('BracketRight')
  expect((await at(24)).plan).toBe(second.plan)
  await colorist.keyboard.press('BracketLeft')
  await at(0)
})

it('[KEYF11] a keyframe dragged along its track is seen on the way in the other room; undo takes one step away', async () => {
  const [bx] = await onTrack(12)
  const ruler = (await colorist.getByRole('slider', { name: 'Playhead on the keyframe ruler' }).boundingBox())!
  await colorist.mouse.click(bx, ruler.y + ruler.height / 2)
  const before = await at(12)
  await expect.poll(pan).not.toBe(50)
  const there = await pan()
  const steps = await depth()
  const [fx, fy] = await onTrack(24)
  const [tx] = await onTrack(18)
  // All were selected; a click takes this one alone.
  await colorist.mouse.click(fx, fy)
  await colorist.mouse.move(fx, fy)
  await colorist.mouse.down()
  await colorist.mouse.move(tx, fy, { steps: 6 })
  await room.waitForFunction((plan) => {
    const now = window.samelight!.preview()
    return now?.adjusting === true && now.plan !== plan
  }, before.plan)
  await expect.poll(pan).toBeGreaterThan(there)
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  const now = await receiptAfter(colorist, before.plan)
  expect(picture(await receiptWith(room, now.plan))).toEqual(picture(now))
  await expect.poll(pan).toBeCloseTo(50 + ((there - 50) * 24) / 18, 1)

  // A right click makes it hold until then.
  const [zx] = await onTrack(0)
  await colorist.mouse.click(zx, fy, { button: 'right' })
  await colorist.getByRole('menuitemradio', { name: 'Static' }).click()
  await expect.poll(pan).toBe(50)
  await colorist.keyboard.press('Control+KeyZ')
  await colorist.keyboard.press('Control+KeyZ')
  await expect.poll(depth).toBe(steps)
  expect((await at(12)).plan).toBe(before.plan)
  await expect.poll(pan).toBe(there)
})
