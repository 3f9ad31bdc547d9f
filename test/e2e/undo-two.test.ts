/** Undo among two colorists, in real browsers: each takes back own steps only, clip by clip, and nobody's later value is lost. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  type Journey,
  picture,
  receiptAfter,
  receiptOf,
  receiptWith,
  settled,
  startJourney,
  turn,
} from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

let journey: Journey
let ann: Page
let ben: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  ann = await enter(hub.links.colorist, 'Ann', null, [1920, 1080])
  ben = await enter(hub.links.colorist, 'Ben', null, [1440, 900])
  await ann.getByRole('button', { name: 'Take the wheel' }).click()
})
afterAll(() => journey?.close())

/** Turns a master wheel; both rooms swear to one new picture, whose plan is the answer. */
const turned = async (page: Page, name: string, dx: number) => await both((await turn(page, name, dx)).plan)
async function both(plan: string): Promise<string> {
  const hers = picture(await receiptWith(ann, plan))
  // Clips of one grade have one plan: the same clip is meant.
  await expect.poll(async () => picture((await receiptOf(ben))!), { timeout: patienceMs }).toEqual(hers)
  return plan
}
/** A field as a person reads it. */
const field = (page: Page, name: string) =>
  page.getByRole('spinbutton', { name, exact: true }).getAttribute('aria-valuetext')
const reads = async (name: string, text: string) => {
  for (const page of [ann, ben]) await expect.poll(() => field(page, name)).toBe(text)
}
const said = (page: Page, text: string) => page.getByRole('status', { name: 'Last message' }).getByText(text).waitFor()
const depth = (page: Page, count: number) => page.getByText(`undo: ${count} of yours`).waitFor()

it('[ACCESS7] on two controls of one node each undoes own work, whoever worked last', async () => {
  await turned(ann, 'Gain master', 40)
  const gain = (await field(ann, 'Gain Y'))!
  await turned(ben, 'Gamma master', 40)
  const gamma = (await field(ben, 'Gamma Y'))!
  await turned(ann, 'Gain master', 40)
  const four = await turned(ben, 'Lift master', 20)
  await depth(ann, 2)
  await depth(ben, 2)
  await ann.keyboard.press('Control+z')
  const three = await both((await receiptAfter(ann, four)).plan)
  await reads('Gain Y', gain)
  await reads('Gamma Y', gamma)
  await ben.keyboard.press('Control+z')
  await both((await receiptAfter(ben, three)).plan)
  await reads('Lift Y', '0.00')
  await reads('Gain Y', gain)
  await depth(ann, 1)
  await depth(ben, 1)
})

it('[ACCESS7] what the other set later on the same control stays, and whoever asked is told', async () => {
  await turned(ann, 'Gain master', 40)
  const theirs = await turned(ben, 'Gain master', -60)
  const gain = (await field(ben, 'Gain Y'))!
  await ann.keyboard.press('Control+z')
  await said(ann, 'left as it is, because somebody changed it since: Gain of node 1, clip 01.')
  await reads('Gain Y', gain)
  await both(theirs)
  // Ben's own step is still his to take back.
  await ben.keyboard.press('Control+z')
  await both((await receiptAfter(ben, theirs)).plan)
  expect(await field(ben, 'Gain Y')).not.toBe(gain)
})

it('[ACCESS7] a step is taken back on the clip it was made on, never on the one on show', async () => {
  const first = await settled(ann)
  await ann.getByRole('button', { name: /^Clip 02/ }).click()
  const plain = await both((await receiptAfter(ann, first.plan)).plan)
  await depth(ann, 0)
  await ann.keyboard.press('Control+z')
  const graded = await turned(ann, 'Gain master', 30)
  await depth(ben, 0)
  await ben.keyboard.press('Control+z')
  await both(graded)
  await ann.keyboard.press('Control+z')
  await both(plain)
  await ann.getByRole('button', { name: /^Clip 01/ }).click()
  await both(first.plan)
  await depth(ann, 1)
})
