/**
 * Takes the pictures of this folder: `npm run screens`. A real hub on the demo's clips, a colorist, a client and a supervisor in Chromium; join,
 * grader, room and review at 1920×1080 and 1440×900.
 */
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type {} from '../../client/viewer/support.ts'
import { startHub } from '../../server/hub.ts'
import { prepareSession } from '../../server/library.ts'
import { launch } from '../../test/kit/chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1440, height: 900 },
] as const

const hub = await startHub({
  port: 0,
  dataDir: null,
  mediaDir: `${root}demo/clips`,
  prepare: prepareSession,
  clientDir: `${root}dist`,
  name: 'Ep 104 · Reel 3',
})
const browser = await launch()

async function shoot(page: Page, name: string): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    await page.waitForTimeout(1500)
    await page.screenshot({ path: `${here}${name}-${size.width}x${size.height}.jpg`, type: 'jpeg', quality: 88 })
  }
  await page.setViewportSize(sizes[0])
}

async function open(link: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: sizes[0] })).newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  return page
}

async function enter(page: Page): Promise<Page> {
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.waitForFunction(() => window.samelight?.receipt(), null, { timeout: 60_000 })
  return page
}

/** Drags from the middle of a control. */
async function drag(page: Page, name: string, dx: number, dy: number): Promise<void> {
  const box = await page.getByRole('slider', { name, exact: true }).boundingBox()
  if (!box) throw new Error(`there is no slider ${name}`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + dx, y + dy, { steps: 6 })
  await page.mouse.up()
}

async function snapshot(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Snapshot…' }).click()
  const sheet = page.getByRole('dialog', { name: 'Take a snapshot' })
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('button', { name: 'Take' }).click()
  await sheet.waitFor({ state: 'hidden' })
}

/** Gives a verdict as soon as the picture on show may have one. */
async function judge(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: title, exact: true }).click()
  await page.waitForTimeout(500)
}

/** A place of an element, in shares of its box. */
async function spot(page: Page, locator: ReturnType<Page['getByTestId']>, right: number, down: number): Promise<void> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('an element of the palettes is not on the screen')
  await page.mouse.click(box.x + right * box.width, box.y + down * box.height)
}

/** The palettes one by one: windows as they stand, curves, hue curves, a picked key with its highlight, log wheels and bars. */
async function palettes(page: Page): Promise<void> {
  const tab = (name: string) => page.getByRole('tab', { name }).click()
  await tab('Window')
  await page.getByTestId('picture').hover()
  await shoot(page, 'palette-window')
  await tab('Curves')
  const curve = page.getByRole('slider', { name: 'Red, green and blue curve' })
  await spot(page, curve, 0.3, 0.76)
  await spot(page, curve, 0.7, 0.24)
  await shoot(page, 'palette-curves')
  await tab('Log')
  await tab('Hue')
  await page.getByRole('button', { name: 'Hue vs Sat' }).click()
  await page.getByRole('button', { name: 'Points at cyan' }).click()
  await shoot(page, 'palette-hue')
  await tab('Bars')
  await tab('Qualifier')
  await page.getByRole('button', { name: 'Pick from the picture' }).click()
  await spot(page, page.getByTestId('picking'), 0.5, 0.6)
  await page.getByText('Center', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+H')
  await shoot(page, 'palette-qualifier')
  await page.keyboard.press('Shift+H')
}

/** Stills with a wipe, a split screen over their grades, and the lightbox; everything as before when it is done. */
async function gallery(page: Page): Promise<void> {
  await page.setViewportSize(sizes[0])
  const hung = page.getByRole('list', { name: 'Stills' }).getByRole('button')
  await page.keyboard.press('Control+Alt+G')
  await hung.first().waitFor()
  await drag(page, 'Gamma master', -26, 0)
  await page.waitForTimeout(1500)
  await page.keyboard.press('Control+Alt+G')
  await hung.nth(1).waitFor()
  await hung.nth(1).dblclick()
  await shoot(page, 'gallery-wipe')
  await page.keyboard.press('w')
  await page.keyboard.press('Control+Alt+W')
  await page.getByLabel('What the split screen shows').selectOption('stills')
  await shoot(page, 'split-screen')
  await page.keyboard.press('Control+Alt+W')
  await page.keyboard.press('Alt+Shift+L')
  await shoot(page, 'lightbox')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
}

try {
  const client = await open(hub.links.client, 'Dana Park')
  await shoot(client, 'join')
  await enter(client)
  const colorist = await enter(await open(hub.links.colorist, 'Clara Marsh'))
  await drag(colorist, 'Gain master', 24, 0)
  await drag(colorist, 'Lift master', -8, 0)
  await colorist.keyboard.press('Alt+KeyC')
  await drag(colorist, 'Gamma master', 20, 0)
  await client.getByLabel('Note at this frame').fill('The sky could be a touch warmer.')
  await client.keyboard.press('Enter')
  await colorist.waitForTimeout(3000)
  const supervisor = await enter(await open(hub.links.supervisor, 'Jo Bell'))
  await snapshot(colorist, 'Tue client')
  await supervisor.keyboard.press('ArrowDown')
  await judge(supervisor, 'Approve A')
  await supervisor.keyboard.press('ArrowDown')
  await supervisor.getByLabel('Note with the verdict').fill('Too cyan in the shadows.')
  await judge(supervisor, 'Ask for changes R')
  await supervisor.getByRole('heading', { name: 'Review' }).click()
  await supervisor.keyboard.press('ArrowUp')
  await supervisor.keyboard.press('ArrowUp')
  await judge(supervisor, 'Approve A')
  await drag(colorist, 'Gain master', 14, 0)
  await drag(colorist, 'Gamma colour', 18, -22)
  await supervisor.getByRole('button', { name: 'Wipe' }).click()
  await supervisor.getByText('Pixels that differ').waitFor()
  await shoot(supervisor, 'review')
  await supervisor.getByRole('button', { name: 'Difference' }).click()
  await supervisor.getByText('Pixels that differ').waitFor()
  await shoot(supervisor, 'review-difference')
  await shoot(client, 'room')
  await shoot(colorist, 'grader')
  await gallery(colorist)
  await palettes(colorist)
} finally {
  await browser.close()
  await hub.close()
}
