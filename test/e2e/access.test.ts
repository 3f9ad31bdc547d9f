/** Who may come in and what is closed to others: links of the engineer, locks of the colorist, in real browsers. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, press, receiptAfter, receiptOf, receiptWith, startJourney } from '../kit/journey.ts'

let journey: Journey
let engineer: Page
let colorist: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  engineer = await enter(hub.links.engineer, 'Ed', null)
  colorist = await enter(hub.links.colorist, 'Clara', null, [1920, 1080])
})
afterAll(() => journey?.close())

const foot = (page: Page, text: string) => page.getByRole('contentinfo').getByText(text).waitFor()
const tile = (page: Page, clip: string) => page.getByRole('button', { name: new RegExp(`^Clip .* ${clip}`) })

it('[ACCESS1] the engineer makes a link for two people for a day; who comes by it is in, and is sent away when it is withdrawn', async () => {
  await engineer.getByRole('button', { name: 'Links…' }).click()
  const sheet = engineer.getByRole('dialog', { name: 'Links and rules' })
  const whom = sheet.getByLabel('Whom the link is for')
  await expect.poll(() => whom.evaluate((field) => field === document.activeElement)).toBe(true)
  await whom.fill('Agency')
  await sheet.getByLabel('How long it lets people in').selectOption({ label: 'for a day' })
  await sheet.getByLabel('For how many people').fill('2')
  await sheet.getByRole('button', { name: 'Make link' }).click()
  const link = await sheet.getByLabel('Link of Agency').inputValue()
  expect(link).toMatch(/\/s\/[0-9a-z]{8}#[\w-]{32}$/)
  const row = sheet.locator('tr', { hasText: 'Agency' })
  await row.getByText('0 of 2').waitFor()
  await row.getByText('in 24 hours').waitFor()
  const guest = await journey.enter(link, 'Gus', null)
  await row.getByText('1 of 2').waitFor()
  await row.getByRole('button', { name: 'Withdraw…' }).click()
  await row.getByRole('button', { name: 'Withdraw, and send them away' }).click()
  await row.getByText('withdrawn').waitFor()
  await guest.getByText('The link you came by was withdrawn').first().waitFor()
  await guest.context().close()
})

it('[ACCESS2] the rules of the session are the engineer’s, and stand as they are set', async () => {
  const sheet = engineer.getByRole('dialog', { name: 'Links and rules' })
  const rule = sheet.getByRole('checkbox', { name: 'Approved clips lock' })
  expect(await rule.isChecked()).toBe(false)
  await rule.click()
  await engineer.waitForFunction(() => document.querySelectorAll('dialog input:checked').length === 1)
  await rule.click()
  await engineer.waitForFunction(() => document.querySelectorAll('dialog input:checked').length === 0)
  const before = (await receiptOf(colorist))!
  await sheet.getByLabel('Display', { exact: true }).selectOption({ label: 'P3 D65 display, gamma 2.6' })
  const now = await receiptAfter(colorist, before.plan)
  expect(now.digest).not.toBe(before.digest)
  expect(picture(await receiptWith(engineer, now.plan))).toEqual(picture(now))
  await sheet.getByLabel('Display', { exact: true }).selectOption({ index: 0 })
  await sheet.getByRole('button', { name: 'Done' }).click()
  await colorist.getByRole('button', { name: 'Links…' }).waitFor({ state: 'detached' })
})

it('[ACCESS5] who looks past the grade is said to look at a view of their own, everywhere and nowhere as a match, until they come back', async () => {
  const row = engineer.locator('tr', { hasText: 'Clara' })
  await row.getByText('matches').waitFor()
  await colorist.keyboard.press('Shift+KeyD')
  await row.getByText('own view').waitFor()
  await engineer.getByRole('status', { name: 'Picture match' }).getByText('a view of its own').waitFor()
  expect(await row.getByText('matches').count()).toBe(0)
  await colorist.keyboard.press('Shift+KeyD')
  await row.getByText('matches').waitFor()
})

it('[ACCESS3] a clip is locked with a reason: every room sees it, another colorist’s wheel springs back with holder and reason, and it is lifted by the same key', async () => {
  const other = await journey.enter(journey.hub.links.colorist, 'Ben', null)
  await colorist.keyboard.press('Alt+Shift+KeyN')
  const sheet = colorist.getByRole('dialog', { name: 'Lock' })
  await sheet.getByLabel('Why').fill('skin is signed off')
  await sheet.getByRole('button', { name: 'Lock', exact: true }).click()
  for (const page of [colorist, other, engineer])
    await page.getByRole('button', { name: /^Clip 01 .*, locked$/ }).waitFor()
  const move = await press(other, 'Gain master')
  await move(40, 0)
  await other.mouse.up()
  await foot(other, 'clip 01 is locked by Clara: skin is signed off.')
  await other.getByRole('button', { name: /^Clip 01/ }).hover()
  await foot(other, 'Clip 01: Locked by Clara: skin is signed off.')
  await other.keyboard.press('Alt+Shift+KeyN')
  await foot(other, 'held by Clara')
  await colorist.keyboard.press('Alt+Shift+KeyN')
  await foot(colorist, 'The lock is lifted.')
  await other.getByRole('button', { name: /^Clip 01 .*, locked$/ }).waitFor({ state: 'detached' })
  await tile(other, 'A001C001').first().waitFor()
  await other.context().close()
})

it('[ACCESS4] a node is locked alone: it wears the lock, and what stands beside it is open', async () => {
  for (let i = 0; i < 2; i++) await colorist.keyboard.press('Alt+KeyS')
  await colorist.keyboard.press('Alt+KeyN')
  const sheet = colorist.getByRole('dialog', { name: 'Lock' })
  await sheet.getByRole('button', { name: 'Lock', exact: true }).click()
  await colorist.getByRole('img', { name: 'Locked by Clara: work in progress.' }).waitFor()
  expect(await colorist.getByRole('img', { name: /^Locked by Clara/ }).count()).toBe(1)
})
