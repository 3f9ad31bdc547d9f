/** Branches and levels in real browsers: made by keys, seen as boxes, drawn to the same bits in the other room. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, press, receiptAfter, receiptWith, settled, startJourney, turn } from '../kit/journey.ts'

let journey: Journey
let colorist: Page
let room: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  colorist = await enter(hub.links.colorist, 'Clara', null, [1920, 1080])
  room = await enter(hub.links.client, 'Dana', null)
})
afterAll(() => journey?.close())

const boxes = () => colorist.getByLabel('Nodes', { exact: true }).first().locator('.react-flow__node')
/** Turns a wheel a little; both rooms then swear to the same new picture. */
async function turned(name: string, dx: number): Promise<void> {
  const now = await turn(colorist, name, dx)
  expect(picture(await receiptWith(room, now.plan))).toEqual(picture(now))
}

it('[GRAPHUI1] parallel, layer and outside nodes come by their keys, each in one undo step, and both rooms draw them alike', async () => {
  await turned('Gain master', 30)
  const depth = () => colorist.getByText(/^undo: \d+ of yours$/).textContent()
  const before = await depth()
  await colorist.keyboard.press('Alt+KeyP')
  await colorist.locator('.react-flow__node-mixer').waitFor()
  // Source, output, two correctors, the mixer.
  await expect.poll(() => boxes().count()).toBe(5)
  await turned('Gamma master', -30)
  await colorist.keyboard.press('Alt+KeyL')
  await colorist.keyboard.press('Alt+KeyO')
  await colorist.waitForFunction(() => document.querySelectorAll('.react-flow__node').length === 8)
  await turned('Lift master', 20)
  for (let i = 0; i < 5; i++) await colorist.keyboard.press('Control+z')
  await colorist.waitForFunction(() => document.querySelectorAll('.react-flow__node').length === 3)
  await expect.poll(depth).toBe(before)
})

it('[GRAPHUI2] a layer mixer’s mode is chosen in the panel and changes the picture everywhere', async () => {
  await colorist.keyboard.press('Alt+KeyL')
  await turned('Gamma master', 30)
  await colorist.locator('.react-flow__node-mixer').click()
  const before = await settled(colorist)
  await colorist.getByLabel('Mode').selectOption('Multiply')
  const now = await receiptAfter(colorist, before.plan)
  expect(now.digest).not.toBe(before.digest)
  expect(picture(await receiptWith(room, now.plan))).toEqual(picture(now))
  const move = await press(colorist, 'Gain master')
  await move(30, 0)
  await colorist.mouse.up()
  await colorist.getByRole('contentinfo').getByText('This node has no palettes: select a corrector.').waitFor()
})

it('[GRAPHUI3] the timeline’s level is graded over every clip, with an undo of its own', async () => {
  await colorist.getByLabel('Level').selectOption('Timeline')
  await colorist.getByText('No node yet.').waitFor()
  await turned('Gain master', -40)
  await expect.poll(() => boxes().count()).toBe(3)
  await colorist.getByRole('button', { name: 'Take the wheel' }).click()
  const first = (await settled(colorist)).clip
  await colorist.getByRole('button', { name: /^Clip 02/ }).click()
  const lit = await settled(colorist, null, first)
  expect(picture(await receiptWith(room, lit.plan))).toEqual(picture(lit))
  await colorist.keyboard.press('Control+z')
  const plain = await receiptAfter(colorist, lit.plan)
  expect(plain.digest).not.toBe(lit.digest)
  await colorist.getByLabel('Level').selectOption('Clip')
  await colorist.getByRole('button', { name: /^Clip 01/ }).click()
  await colorist.locator('.react-flow__node-mixer').waitFor()
})

it('[GRAPHUI4] a version added is a copy that goes its own way, the first one is a key away, and both rooms show the one in use', async () => {
  const first = await settled(colorist)
  await colorist.keyboard.press('Control+y')
  const choice = colorist.getByLabel('Version', { exact: true })
  await colorist.waitForFunction(
    () => document.querySelector<HTMLSelectElement>('[aria-label="Version"]')?.selectedOptions[0]?.text === 'Version 2',
  )
  await colorist.locator('.react-flow__node-corrector').first().click()
  await turned('Gain master', 60)
  const second = await settled(colorist)
  expect(second.digest).not.toBe(first.digest)
  await choice.selectOption('Version 1')
  const back = await receiptWith(colorist, first.plan)
  expect(back.digest).toBe(first.digest)
  expect(picture(await receiptWith(room, first.plan))).toEqual(picture(back))
  await choice.selectOption('Version 2')
  await receiptWith(room, second.plan)
  await colorist.keyboard.press('Control+u')
  await receiptWith(room, first.plan)
})
