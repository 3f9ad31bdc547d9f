/** Group and ripple, in real browsers: clips picked in the strip, grouped, graded together, given a node, and the one that is locked left out. */
import { AxeBuilder } from '@axe-core/playwright'
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
let colorist: Page
let other: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  colorist = await enter(hub.links.colorist, 'Clara', null, [1920, 1080])
  other = await enter(hub.links.colorist, 'Ben', null)
  await colorist.getByRole('button', { name: 'Take the wheel' }).click()
})
afterAll(() => journey?.close())

const tile = (page: Page, number: number) => page.getByRole('button', { name: new RegExp(`^Clip 0${number}`) })
const said = (page: Page, text: string | RegExp) =>
  page.getByRole('status', { name: 'Last message' }).getByText(text).waitFor()

/** Turns a wheel a little; both rooms then swear to the same new picture. */
const turned = async (name: string, dx: number) => await agree((await turn(colorist, name, dx)).plan)
async function agree(plan: string): Promise<void> {
  const own = picture(await receiptWith(colorist, plan))
  // Clips of one grade have one plan: the same clip is meant.
  await expect.poll(async () => picture((await receiptOf(other))!), { timeout: patienceMs }).toEqual(own)
}
/** Shows a clip, and waits for the word on its picture. */
async function show(number: number): Promise<string> {
  const had = await settled(colorist)
  await tile(colorist, number).click()
  return (await settled(colorist, null, had.clip)).plan
}
const depth = async () => Number(/\d+/.exec((await colorist.getByText(/^undo: \d+ of yours$/).textContent())!)![0])

it('[STRIP4] clips picked with Ctrl become a group by the menu, by keys alone; every suite marks them', async () => {
  await turned('Gain master', 30)
  await tile(colorist, 2).click({ modifiers: ['Control'] })
  await tile(colorist, 3).click({ modifiers: ['Control'] })
  await colorist.getByRole('status', { name: 'How many are selected' }).getByText('3 selected').waitFor()
  await tile(colorist, 3).focus()
  await colorist.keyboard.press('Shift+F10')
  const menu = colorist.getByRole('menu', { name: 'Clip 03' })
  await menu.waitFor()
  const { violations } = await new AxeBuilder({ page: colorist }).include('[role="menu"]').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await colorist.keyboard.type('new')
  await expect
    .poll(() => menu.getByRole('menuitem', { name: 'New group…' }).evaluate((e) => e === document.activeElement))
    .toBe(true)
  await colorist.keyboard.press('Enter')
  await colorist.getByRole('dialog', { name: 'New group of 3 clips' }).getByLabel('Name').fill('Night')
  await colorist.keyboard.press('Enter')
  await said(colorist, 'Group Night: 3 clips.')
  for (const page of [colorist, other])
    for (const number of [1, 2, 3])
      await page.getByRole('button', { name: new RegExp(`^Clip 0${number} .*group Night`) }).waitFor()
  await other.getByLabel('Clips shown', { exact: true }).selectOption('Night')
  await other.getByRole('status', { name: 'How many clips' }).getByText('3 of 5 shown').waitFor()
  expect(await tile(other, 5).count()).toBe(0)
  await other.getByRole('button', { name: 'All', exact: true }).click()
})

it('[STRIP4] the group’s grade before its clips changes each of them alike in both rooms, and its undo is its own', async () => {
  await tile(colorist, 1).click({ button: 'right' })
  await colorist.getByRole('menuitem', { name: 'Grade before its clips' }).click()
  await colorist.getByText('No node yet.').waitFor()
  const clipOnly = (await settled(colorist)).plan
  await turned('Gain master', -40)
  const grouped = (await settled(colorist)).plan
  await agree(await show(2))
  await show(1)
  await agree(grouped)
  expect(await depth()).toBe(1)
  await colorist.keyboard.press('Control+z')
  await agree(clipOnly)
  await colorist.keyboard.press('Control+Shift+z')
  await agree(grouped)
  await colorist.getByLabel('Level').selectOption('Clip')
  await expect.poll(depth).toBe(2)
})

it('[STRIP5] a node is appended to the picked clips and rippled to the group in one step each; the locked clip is left out, with holder and reason', async () => {
  for (const number of [2, 3]) await tile(colorist, number).click({ modifiers: ['Control'] })
  await colorist.keyboard.press('Shift+KeyA')
  await said(colorist, 'Node 1 appended: 2 clips.')
  await colorist.getByRole('button', { name: /^Clip 03 .*graded/ }).waitFor()
  const lit = await show(2)
  await agree(lit)
  await agree(await show(3))
  await other.keyboard.press('Alt+Shift+KeyN')
  await other.getByLabel('Why').fill('faces first')
  await other.getByRole('button', { name: 'Lock', exact: true }).click()
  await colorist.getByRole('button', { name: /^Clip 03 .*, locked$/ }).waitFor()
  await show(1)
  await turned('Gamma master', 30)
  await colorist.keyboard.press('Shift+KeyG')
  await said(colorist, 'Node 1 rippled: one clip; 1 left out: Locked by Ben: faces first.')
  await colorist.getByRole('button', { name: '1 left out…' }).click()
  const list = colorist.getByRole('dialog', { name: 'Left out' })
  await list.getByText('Locked by Ben: faces first.').waitFor()
  await list.getByRole('button', { name: 'Done' }).click()
  const rippled = await show(2)
  expect(rippled).not.toBe(lit)
  await agree(rippled)
  await show(1)
  await colorist.keyboard.press('Control+z')
  await show(2)
  await agree(lit)
})

it('[STRIP6] the grade of two clips back by its key, and of any clip by the middle button, stands at once in both rooms', async () => {
  const plain = await show(4)
  await colorist.keyboard.press('Shift+Minus')
  await said(colorist, 'The grade of clip 02 is applied.')
  const applied = await receiptAfter(colorist, plain)
  await agree(applied.plan)
  await tile(colorist, 5).click({ button: 'middle' })
  await said(colorist, 'The grade of clip 05 is applied.')
  await agree(plain)
  await colorist.keyboard.press('Control+z')
  await agree(applied.plan)
})

it('[STRIP8] clips picked are flagged with G and coloured by the menu, the other room sees both and filters by them, and no picture changes', async () => {
  await show(1)
  await colorist.keyboard.press('Escape')
  const before = await settled(colorist)
  for (const number of [2, 4]) await tile(colorist, number).click({ modifiers: ['Control'] })
  await colorist.keyboard.press('KeyG')
  await said(colorist, 'Flag blue: 3 clips.')
  await tile(colorist, 4).click({ button: 'right' })
  const menu = colorist.getByRole('menu', { name: 'Clip 04' })
  await menu.waitFor()
  const { violations } = await new AxeBuilder({ page: colorist }).include('[role="menu"]').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  const blue = menu.getByRole('group', { name: 'Flags of 3 clips' }).getByRole('menuitemcheckbox', { name: 'Blue' })
  expect(await blue.getAttribute('aria-checked')).toBe('true')
  // A row of swatches is one line of the menu: along it by the arrows beside, out of it by those above and below.
  await blue.focus()
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await colorist.keyboard.press(key)
  await menu.getByText('Clip colour: Teal').waitFor()
  await colorist.keyboard.press('Enter')
  await said(colorist, 'Clip colour teal: 3 clips.')
  for (const page of [colorist, other])
    for (const number of [1, 2, 4])
      await page.getByRole('button', { name: new RegExp(`^Clip 0${number} .*flag blue, clip colour teal`) }).waitFor()
  await other.getByLabel('Clips shown', { exact: true }).selectOption('Clip colour teal')
  await other.getByRole('status', { name: 'How many clips' }).getByText('3 of 5 shown').waitFor()
  // Ben has locked the third: it is left out, and has no say in whether the others' flag comes or goes.
  await tile(colorist, 3).click({ modifiers: ['Control'] })
  await colorist.keyboard.press('KeyG')
  await said(colorist, 'Flag blue taken off: 3 clips; 1 left out: Locked by Ben: faces first.')
  const flagged = other.getByRole('button', { name: /^Clip 0\d .*flag blue/ })
  await expect.poll(() => flagged.count()).toBe(0)
  await colorist.keyboard.press('Control+ArrowDown')
  await expect.poll(() => colorist.evaluate(() => window.samelight!.at?.clip)).not.toBe(before.clip)
  await colorist.keyboard.press('Control+ArrowUp')
  await expect.poll(() => colorist.evaluate(() => window.samelight!.at?.clip)).toBe(before.clip)
  await colorist.getByRole('status', { name: 'How many are selected' }).getByText('4 selected').waitFor()
  await colorist.keyboard.press('Control+z')
  await expect.poll(() => flagged.count()).toBe(3)
  expect((await settled(colorist)).plan).toBe(before.plan)
})
