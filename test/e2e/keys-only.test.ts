/** A whole small grade by palette and keys only: no mouse is moved here, and the other room sees it all. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../kit/axe.ts'
import { type Journey, picture, receiptAfter, receiptWith, settled, startJourney } from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

let journey: Journey
let colorist: Page
let room: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  colorist = await enter(hub.links.colorist, 'Clara Marsh', null, [1920, 1080])
  room = await enter(hub.links.client, 'Dana Park', null)
})
afterAll(() => journey?.close())

const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: patienceMs })
const labels = () => colorist.locator('.react-flow__node-corrector').allInnerTexts()
const focused = () => colorist.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
/** Opens the list of commands, types, and takes the first line. */
async function command(typed: string): Promise<void> {
  await colorist.keyboard.press('Control+k')
  await colorist.getByRole('combobox', { name: 'Find a command' }).waitFor()
  await colorist.keyboard.type(typed)
  await colorist.keyboard.press('Enter')
  await colorist.getByRole('combobox', { name: 'Find a command' }).waitFor({ state: 'detached' })
}
/** Both rooms swear to the same new picture. */
async function seen(before: { readonly plan: string }): Promise<void> {
  const now = await receiptAfter(colorist, before.plan)
  expect(picture(await receiptWith(room, now.plan))).toEqual(picture(now))
}

it('[UI110] what cannot be done now stands greyed, with its reason, and does nothing', async () => {
  await colorist.keyboard.press('Control+k')
  await colorist.keyboard.type('undo')
  const line = colorist.getByRole('option', { name: /^Undo/ })
  await line.waitFor()
  expect(await line.getAttribute('aria-disabled')).toBe('true')
  expect(await line.textContent()).toContain('There is nothing of yours to undo here.')
  await colorist.keyboard.press('Enter')
  expect(await line.isVisible()).toBe(true)
  expect(await violations(colorist)).toEqual([])
  await colorist.keyboard.press('Escape')
  await line.waitFor({ state: 'detached' })
})

it('[UI111] palette and keys only (no mouse): nodes, wheels, a number, a window and a second node, each seen in the other room', async () => {
  let before = await settled(colorist)
  await command('append node')
  await poll(async () => (await labels()).length).toBe(1)
  await colorist.keyboard.press('F2')
  await colorist.keyboard.type('BASE')
  await colorist.keyboard.press('Enter')
  await poll(async () => (await labels())[0]).toContain('BASE')
  await command('gain primaries')
  await poll(focused).toBe('Gain colour')
  for (let i = 0; i < 4; i++) await colorist.keyboard.press('ArrowLeft')
  await seen(before)
  before = await settled(colorist)
  await command('contrast primaries')
  await poll(focused).toMatch(/^Contrast/)
  await colorist.keyboard.press('Enter')
  await colorist.keyboard.type('1.2')
  await colorist.keyboard.press('Enter')
  await seen(before)
  before = await settled(colorist)
  // A serial node with a window, lifted within it.
  await colorist.keyboard.press('Escape')
  await colorist.keyboard.press('Alt+c')
  await poll(async () => (await labels()).length).toBe(2)
  await command('gamma primaries')
  await poll(focused).toBe('Gamma colour')
  await colorist.keyboard.press('Tab')
  await poll(focused).toBe('Gamma master')
  for (let i = 0; i < 6; i++) await colorist.keyboard.press('ArrowRight')
  await seen(before)
  // The node off and on again, and the last step back.
  const lit = await settled(colorist)
  await colorist.keyboard.press('Control+d')
  const off = await receiptAfter(colorist, lit.plan)
  expect(off.digest).not.toBe(lit.digest)
  await colorist.keyboard.press('Control+z')
  const back = await receiptWith(colorist, lit.plan)
  expect(back.digest).toBe(lit.digest)
  await receiptWith(room, lit.plan)
})

it('[UI112] areas are sized by keys, panels folded by name, and a reload keeps both', async () => {
  const edge = () => colorist.getByRole('separator', { name: 'Height of the palettes' })
  await edge().focus()
  for (let i = 0; i < 3; i++) await colorist.keyboard.press('ArrowUp')
  expect(await edge().getAttribute('aria-valuenow')).toBe('326')
  await command('fold rooms')
  const rooms = colorist.getByRole('region', { name: 'Rooms' })
  await rooms.waitFor({ state: 'detached' })
  await colorist.reload()
  await edge().waitFor()
  await poll(() => edge().getAttribute('aria-valuenow')).toBe('326')
  expect(await rooms.count()).toBe(0)
  await command('reset the layout')
  await rooms.waitFor()
  expect(await edge().getAttribute('aria-valuenow')).toBe('296')
})
