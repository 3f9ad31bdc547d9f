/** A secondary in a real Chromium: a colour keyed with the eyedropper, a window round it, the matte looked at, graded, the same in the other room. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, receiptOf, receiptWith, settled, startJourney, undoDepth } from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

const patience = { timeout: patienceMs }
let journey: Journey
let colorist: Page
let client: Page

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  colorist = await journey.enter(journey.hub.links.colorist!, 'Clara', null)
  client = await journey.enter(journey.hub.links.client!, 'Dana', null)
})
afterAll(() => journey?.close())

const tab = (name: string) => colorist.getByRole('tab', { name }).click()
const depth = () => undoDepth(colorist)

async function inPicture(right: number, down: number): Promise<readonly [number, number]> {
  const box = (await colorist.getByTestId('picture').boundingBox())!
  return [box.x + right * box.width, box.y + down * box.height]
}

/** The mean of the matte, once it is another one than `had`. */
async function matteAfter(had: number | null): Promise<number> {
  await colorist.waitForFunction((was) => {
    const now = window.samelight!.preview()
    return now?.kind === 'full' && new Set(now.mean).size === 1 && now.mean[0] !== was
  }, had)
  return colorist.evaluate(() => window.samelight!.preview()!.mean[0])
}

it('[UI92] a qualifier and a window are one key, seen as a matte by one’s own eyes; the grade in it is the same in both rooms', async () => {
  const before = await settled(colorist)
  await tab('Qualifier')
  await colorist.getByRole('button', { name: 'Pick from the picture' }).click()
  await colorist.getByTestId('picking').waitFor()
  await colorist.mouse.move(...(await inPicture(0.4, 0.5)))
  await colorist.mouse.down()
  await colorist.mouse.move(...(await inPicture(0.45, 0.55)), { steps: 6 })
  await colorist.mouse.up()
  await expect.poll(depth, patience).toBe(1)
  await colorist.keyboard.press('Escape')

  await colorist.keyboard.press('Alt+Shift+H')
  const keyed = await matteAfter(null)
  expect(keyed).toBeGreaterThan(0)
  expect(keyed).toBeLessThan(1)
  await tab('Window')
  await colorist.getByRole('button', { name: 'Circle', exact: true }).click()
  await expect.poll(depth, patience).toBe(2)
  // Both at once hold less than the colour alone.
  const both = await matteAfter(keyed)
  expect(both).toBeGreaterThan(0)
  expect(both).toBeLessThan(keyed)
  expect(await receiptOf(colorist)).toBeNull()
  await colorist.keyboard.press('Alt+Shift+H')

  const gain = (await colorist.getByRole('slider', { name: 'Gain master', exact: true }).boundingBox())!
  const [x, y] = [gain.x + gain.width / 2, gain.y + gain.height / 2]
  await colorist.mouse.move(x, y)
  await colorist.mouse.down()
  await colorist.mouse.move(x + 60, y, { steps: 5 })
  await colorist.mouse.up()
  await expect.poll(depth, patience).toBe(3)
  const mine = await settled(colorist)
  expect(picture(await receiptWith(client, mine.plan))).toEqual(picture(mine))
  expect(mine.digest).not.toBe('')
  expect(mine.digest).not.toBe(before.digest)
})
