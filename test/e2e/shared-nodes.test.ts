/** A node shared by two clips, changed once and seen in both; locked to its maker; and clips that begin with the default tree. */
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
  turn,
} from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

let journey: Journey
let colorist: Page
let other: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  colorist = await enter(hub.links.colorist, 'Clara Marsh', null, [1920, 1080])
  other = await enter(hub.links.colorist, 'Tom Reed', null)
  await colorist.getByRole('button', { name: 'Take the wheel' }).click()
})
afterAll(() => journey?.close())

const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: patienceMs })
const boxes = (page: Page) => page.locator('.react-flow__node-corrector')
const foot = (page: Page, text: string | RegExp) => page.getByRole('contentinfo').getByText(text).waitFor()
async function command(page: Page, typed: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Find a command' })
  await page.keyboard.press('Control+k')
  await field.fill(typed)
  await page.keyboard.press('Enter')
  await field.waitFor({ state: 'detached' })
}
/** Turns a wheel a little; both rooms then swear to the same new picture. */
async function turned(name: string, dx: number): Promise<void> {
  const now = await turn(colorist, name, dx)
  expect(picture(await receiptWith(other, now.plan))).toEqual(picture(now))
}
/** Goes to a clip of the cut and waits for its picture in both rooms. */
async function clip(n: number): Promise<string> {
  const had = await settled(colorist)
  await colorist.getByRole('button', { name: new RegExp(`^Clip 0${n}`) }).click()
  const { plan } = await settled(colorist, null, had.clip)
  await receiptWith(other, plan)
  return plan
}

it('[GRAPHUI8] a node is shared, used in another clip by its name, and changed once for both', async () => {
  await turned('Gain master', 40)
  await colorist.keyboard.press('F2')
  await colorist.getByLabel('Node label').fill('LOOK')
  await colorist.keyboard.press('Enter')
  const lit = await settled(colorist)
  await command(colorist, 'make the node shared')
  await foot(colorist, /is shared, and locked by you/)
  await boxes(colorist).getByRole('img', { name: 'Shared node', exact: true }).waitFor()
  // The same picture: what the node holds has only moved.
  await poll(async () => (await receiptOf(colorist))?.digest).toBe(lit.digest)
  const plain = await clip(2)
  await command(colorist, 'add shared node look')
  const second = await receiptAfter(colorist, plain)
  expect(picture(await receiptWith(other, second.plan))).toEqual(picture(second))
  // A stray hand is told where it stands, and changes nothing.
  const move = await press(colorist, 'Lift master')
  await move(20, 0)
  await colorist.mouse.up()
  await foot(colorist, /is shared and stands in 2 grades: open it/)
  await colorist.keyboard.press('Alt+Enter')
  await poll(() => colorist.getByLabel('Level').inputValue()).toBe('shared')
  await turned('Gamma master', 60)
  await colorist.keyboard.press('Alt+Enter')
  await poll(() => colorist.getByLabel('Level').inputValue()).toBe('clip')
  await clip(1)
  expect((await settled(colorist)).digest).not.toBe(lit.digest)
})

it('[GRAPHUI8] somebody else finds it locked, by whom and why', async () => {
  await boxes(other)
    .getByRole('img', { name: /Locked by Clara Marsh: shared node/ })
    .waitFor()
  await boxes(other).first().click()
  await other.keyboard.press('Alt+Enter')
  await poll(() => other.getByLabel('Level').inputValue()).toBe('shared')
  const move = await press(other, 'Lift master')
  await move(20, 0)
  await other.mouse.up()
  await foot(other, /locked by Clara Marsh: shared node/)
})

it('[GRAPHUI9] a clip that nobody has touched begins with the default tree, in one undo step', async () => {
  await command(colorist, 'default tree of untouched')
  await foot(colorist, /begin with this grade from now on/)
  await clip(3)
  await colorist.getByText('No node yet.').waitFor()
  await command(colorist, 'append node')
  await poll(() => boxes(colorist).count()).toBe(2)
  await boxes(colorist).filter({ hasText: 'LOOK' }).waitFor()
  await colorist.keyboard.press('Control+z')
  await poll(() => boxes(colorist).count()).toBe(0)
})
