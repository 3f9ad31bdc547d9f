/** A locked node, in real browsers: the other colorist's hands spring back with holder and reason, what stands beside it is open. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, press, receiptWith, settled, startJourney, turn } from '../kit/journey.ts'

let journey: Journey
let ann: Page
let ben: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  ann = await enter(hub.links.colorist, 'Ann', null, [1920, 1080])
  ben = await enter(hub.links.colorist, 'Ben', null, [1440, 900])
})
afterAll(() => journey?.close())

const drag = async (page: Page, name: string, dx: number) => {
  const move = await press(page, name)
  for (let i = 1; i <= 4; i++) await move((i * dx) / 4, 0)
  await page.mouse.up()
}
/** Turns a wheel; both rooms swear to one new picture. */
async function turned(page: Page, name: string, dx: number): Promise<string> {
  const { plan } = await turn(page, name, dx)
  expect(picture(await receiptWith(ann, plan))).toEqual(picture(await receiptWith(ben, plan)))
  return plan
}
const node = (page: Page, number: number) =>
  page.locator('.react-flow__node-corrector').filter({ hasText: `0${number}` })
const said = (page: Page, text: string) => page.getByRole('status', { name: 'Last message' }).getByText(text).waitFor()
const field = (page: Page, name: string) =>
  page.getByRole('spinbutton', { name, exact: true }).getAttribute('aria-valuetext')

it('[ACCESS6] the other’s wheel on it springs back and says whose it is and why; nobody’s picture changes', async () => {
  await turned(ann, 'Gain master', 30)
  await ann.keyboard.press('Alt+KeyS')
  const stands = await turned(ann, 'Gamma master', 30)
  await ann.keyboard.press('Alt+KeyN')
  await ann.getByLabel('Why').fill('skin is signed off')
  await ann.getByRole('button', { name: 'Lock', exact: true }).click()
  await node(ben, 2).getByRole('img', { name: 'Locked by Ann: skin is signed off.' }).waitFor()
  await node(ben, 2).click()
  const rest = await field(ben, 'Gain Y')
  await drag(ben, 'Gain master', 60)
  await said(ben, 'Gain of node 2, clip 01 is locked by Ann: skin is signed off.')
  await expect.poll(() => field(ben, 'Gain Y')).toBe(rest)
  for (const key of ['Control+d', 'Delete']) {
    await ben.keyboard.press(key)
    await said(ben, 'is locked by Ann: skin is signed off.')
  }
  expect(await node(ben, 2).count()).toBe(1)
  expect([(await settled(ann)).plan, (await settled(ben)).plan]).toEqual([stands, stands])
})

it('[ACCESS6] the node before it is open to the other, and the locked one to whoever holds it', async () => {
  await node(ben, 1).click()
  await turned(ben, 'Gain master', 40)
  await turned(ann, 'Gamma master', 20)
})

it('[ACCESS6] lifted, it takes the other’s hands again', async () => {
  await ann.keyboard.press('Alt+KeyN')
  await node(ben, 2)
    .getByRole('img', { name: /^Locked/ })
    .waitFor({ state: 'detached' })
  await node(ben, 2).click()
  await turned(ben, 'Gain master', 40)
})
