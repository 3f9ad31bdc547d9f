/** A client's note: drawn on one screen, on its spot on another; the colorist's work list; the look of then beside that of now. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../kit/axe.ts'
import { type Journey, press, receiptAfter, receiptOf, receiptWith, settled, startJourney } from '../kit/journey.ts'

let journey: Journey
let colorist: Page
let client: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter, browser } = journey
  colorist = await enter(hub.links.colorist, 'Clara', null, [1920, 1080])
  // Another size, and another device pixel ratio.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 })
  client = await context.newPage()
  await client.goto(hub.links.client)
  await client.getByLabel('Your name').fill('Dana')
  await client.getByRole('button', { name: 'Enter' }).click()
  await client.waitForFunction(() => window.samelight?.receipt(), null, { timeout: 60_000 })
})
afterAll(() => journey?.close())

const boxOf = async (page: Page, what: string) =>
  (await page.getByTestId('canvas').locator(`xpath=..`).locator(what).boundingBox())!
/** Where a box stands in a page's picture: its middle and size as shares of the canvas. */
async function share(page: Page, what: string) {
  const [canvas, box] = [(await page.getByTestId('canvas').boundingBox())!, await boxOf(page, what)]
  return [
    (box.x + box.width / 2 - canvas.x) / canvas.width,
    (box.y + box.height / 2 - canvas.y) / canvas.height,
    box.width / canvas.width,
    box.height / canvas.height,
  ] as const
}
/** Presses and draws through points given as shares of the picture. */
async function draw(page: Page, ...points: readonly (readonly [number, number])[]) {
  const box = (await page.getByTestId('canvas').boundingBox())!
  for (const [i, [x, y]] of points.entries()) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: i === 0 ? 1 : 8 })
    if (i === 0) await page.mouse.down()
  }
  await page.mouse.up()
}
const row = (page: Page) =>
  page.getByRole('region', { name: 'Notes' }).getByRole('listitem').filter({ hasText: 'Too bright' })
const press1 = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
let made = { plan: '', revision: 0, digest: '', mean: [0, 0, 0] as readonly number[] }

it('[NOTE4] a note drawn at 1280×800 and two pixels to a point lies on its spot at 1920×1080 and one, in picture units and in pixels', async () => {
  const { plan, revision, digest } = await settled(client)
  made = { plan, revision, digest, mean: await client.evaluate(() => window.samelight!.preview()!.mean) }
  await press1(client, 'Draw')
  await draw(client, [0.25, 0.3], [0.35, 0.4], [0.3, 0.45])
  await press1(client, 'Ellipse')
  await draw(client, [0.6, 0.5], [0.8, 0.7])
  await press1(client, 'Arrow')
  await draw(client, [0.2, 0.8], [0.5, 0.6])
  const before = await Promise.all(
    ['[data-mark=pen]', '[data-mark=ellipse]', '[data-mark=arrow]'].map((mark) => share(client, mark)),
  )
  await client.getByLabel('Note at this frame').fill('Too bright here.')
  await client.keyboard.press('Enter')
  // Sent, it lies over nobody's picture until somebody opens it.
  await client.getByTestId('drawing').waitFor({ state: 'detached' })
  await colorist.getByRole('button', { name: /^Notes/ }).click()
  await row(colorist).waitFor()
  expect(await colorist.getByTestId('drawing').count()).toBe(0)
  await row(colorist).getByRole('button').first().click()
  await colorist.getByTestId('drawing').waitFor()
  const after = await Promise.all(
    ['[data-mark=pen]', '[data-mark=ellipse]', '[data-mark=arrow]'].map((mark) => share(colorist, mark)),
  )
  const canvas = (await colorist.getByTestId('canvas').boundingBox())!
  // The outlines are as wide on both screens, in points: a point and a half of them in all.
  for (const [i, mark] of after.entries())
    for (const axis of [0, 1] as const)
      expect(Math.abs(mark[axis] - before[i]![axis]) * [canvas.width, canvas.height][axis]!).toBeLessThan(1.5)
  // The ellipse was drawn from 60 % to 80 % across and 50 % to 70 % down: in picture units its centre is 0.711, 0.2.
  const ellipse = colorist.locator('[data-mark=ellipse] ellipse').first()
  const unit = async (name: string) => Number(await ellipse.getAttribute(name))
  const tall = 2 / canvas.height
  expect(Math.abs((await unit('cx')) - 0.2 * 2 * (16 / 9))).toBeLessThan(tall)
  expect(Math.abs((await unit('cy')) - 0.2)).toBeLessThan(tall)
  expect(Math.abs((await unit('rx')) - 0.1 * 2 * (16 / 9))).toBeLessThan(tall)
  expect(Math.abs((await unit('ry')) - 0.2)).toBeLessThan(tall)
})

it('[NOTE8] the colorist makes a window of the ellipse: its outline lies on it, and one undo step takes it away', async () => {
  await press1(colorist, 'Make a window')
  const outline = colorist.getByTestId('windows').locator('path').first()
  await outline.waitFor()
  const centre = (box: { x: number; y: number; width: number; height: number } | null) => [
    box!.x + box!.width / 2,
    box!.y + box!.height / 2,
  ]
  const drawn = centre(await colorist.locator('[data-mark=ellipse] ellipse').first().boundingBox())
  await expect
    .poll(async () => Math.hypot(...centre(await outline.boundingBox()).map((v, i) => v - drawn[i]!)))
    .toBeLessThan(2)
  await colorist.keyboard.press('Control+z')
  await colorist.getByTestId('windows').locator('path').first().waitFor({ state: 'detached' })
})

it('[NOTE4] it lies on its own frame only', async () => {
  await colorist.keyboard.press('ArrowRight')
  await colorist.getByTestId('drawing').waitFor({ state: 'detached' })
  await colorist.keyboard.press('ArrowLeft')
  await colorist.getByTestId('drawing').waitFor()
})

it('[NOTE5] who draws stays on the frame while the colorist goes on, and follows again when the note is sent or given up', async () => {
  await press1(client, 'Draw')
  await colorist.keyboard.press('ArrowRight')
  await colorist.waitForFunction(() => window.samelight!.at?.frame === 1)
  await client.waitForTimeout(500)
  expect((await client.evaluate(() => window.samelight!.at))!.frame).toBe(0)
  await press1(client, 'Discard')
  await client.waitForFunction(() => window.samelight!.at?.frame === 1)
  await colorist.keyboard.press('ArrowLeft')
  await client.waitForFunction(() => window.samelight!.at?.frame === 0)
})

it('[NOTE6] was shows the look of then and now that of now, one key from one to the other, and nothing is sworn under was', async () => {
  expect((await settled(colorist)).plan).toBe(made.plan)
  const move = await press(colorist, 'Gain master')
  for (let i = 1; i <= 20; i++) await move(i * 3, 0)
  await colorist.mouse.up()
  const now = await receiptAfter(colorist, made.plan)
  await row(client).getByRole('button').first().click()
  await receiptWith(client, now.plan)
  const shown = (page: Page) => page.evaluate(() => window.samelight!.preview()!)
  const full = (page: Page, plan: string) =>
    page.waitForFunction((want) => {
      const at = window.samelight!.preview()
      return at?.kind === 'full' && at.plan === want
    }, plan)
  for (const page of [client, colorist]) {
    expect((await shown(page)).plan).toBe(now.plan)
    await press1(page, 'Was')
    await full(page, made.plan)
    expect((await shown(page)).mean).toEqual(made.mean)
    expect(await receiptOf(page)).toBeNull()
    await page.getByLabel('Viewer message').getByText(`Was: the look of rev ${made.revision}`).waitFor()
    await page
      .getByTestId('canvas')
      .focus()
      .catch(() => undefined)
    await page.keyboard.press('Shift+M')
    expect((await receiptWith(page, now.plan)).digest).toBe(now.digest)
    await full(page, now.plan)
  }
  await row(client).getByText('the look has changed since').waitFor()
})

it('[NOTE7] the colorist jumps to clip and frame from the list, answers, and says done against the revision that stands', async () => {
  await row(colorist).getByRole('button').first().click()
  const here = await colorist.evaluate(() => window.samelight!.at!.clip)
  await colorist.getByRole('button', { name: /^Clip 03/ }).click()
  await colorist.waitForFunction((clip) => window.samelight!.at && window.samelight!.at.clip !== clip, here)
  await colorist.keyboard.press('Shift+ArrowUp')
  await colorist.waitForFunction(() => window.samelight!.at?.frame === 0 && window.samelight!.frame === 0)
  await row(colorist).getByLabel('Answer').fill('Brought down by a third.')
  await colorist.keyboard.press('Enter')
  await row(client).getByText('Brought down by a third.').waitFor()
  await row(client)
    .getByText(/^answered · rev \d+$/)
    .waitFor()
  const revision = await colorist.evaluate(() => window.samelight!.revision)
  await row(colorist).getByRole('button', { name: 'Done', exact: true }).click()
  await row(client).getByText(`done · rev ${revision}`).waitFor()
  await client.getByRole('button', { name: 'Done 1' }).waitFor()
})

it('[UI39] axe finds nothing on a room with an open note and its drawing, nor on the grader', async () => {
  for (const page of [client, colorist]) expect(await violations(page)).toEqual([])
})
