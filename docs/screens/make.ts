/**
 * Takes the pictures of this folder: `npm run screens`. A real hub on the demo's clips; an engineer, a colorist, a client and a supervisor in
 * Chromium; every screen whole and every palette by itself, at 1920×1080 and 1440×900. A picture that is made no more is taken away.
 */
import { readdir, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
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
/** Of JPEG: greys stay grey and letters sharp, and no picture is much over 100 kB. */
const quality = 55
const patience = 60_000

const hub = await startHub({
  port: 0,
  dataDir: null,
  mediaDir: `${root}demo/clips`,
  prepare: prepareSession,
  clientDir: `${root}dist`,
  name: 'Ep 104 · Reel 3',
})
const browser = await launch()
const made = new Set<string>()

/** A whole screen, or one part of it, at both sizes. */
async function shoot(page: Page, name: string, part?: Locator): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    // The picture is drawn anew at its new size, and thumbnails and scopes after it.
    await page.waitForTimeout(1500)
    const file = `${name}-${size.width}x${size.height}.jpg`
    await (part ?? page).screenshot({ path: `${here}${file}`, type: 'jpeg', quality: part ? 80 : quality })
    made.add(file)
  }
  await page.setViewportSize(sizes[0])
}

async function open(link: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: sizes[0] })).newPage()
  page.setDefaultTimeout(patience)
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  return page
}

async function enter(page: Page): Promise<Page> {
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.waitForFunction(() => window.samelight?.receipt(), null, { timeout: patience })
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

/** A press at a place of an element, in shares of its box. */
async function press(page: Page, locator: Locator, right: number, down: number): Promise<void> {
  const box = await locator.boundingBox()
  if (!box) throw new Error('an element of the palettes is not on the screen')
  await page.mouse.click(box.x + right * box.width, box.y + down * box.height)
}

/** Lets go of whatever has the pointer or the focus. */
async function rest(page: Page): Promise<void> {
  await page.mouse.move(4, 4)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

/** Each palette by itself, with something in it. */
async function palettes(page: Page): Promise<void> {
  const left = page.getByRole('region', { name: 'Left palette' })
  const centre = page.getByRole('region', { name: 'Centre palette' })
  const show = (name: string) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
  for (const name of ['Primaries', 'Log', 'Bars']) {
    await show(name)
    await rest(page)
    await shoot(page, `palette-${name.toLowerCase()}`, left)
  }
  await show('Primaries')
  const curve = page.getByRole('slider', { name: 'Red, green and blue curve' })
  await show('Curves')
  await press(page, curve, 0.3, 0.76)
  await press(page, curve, 0.7, 0.24)
  await shoot(page, 'palette-curves', centre)
  await show('Hue')
  await page.getByRole('button', { name: 'Hue vs Sat' }).click()
  await page.getByRole('button', { name: 'Points at cyan' }).click()
  await shoot(page, 'palette-hue', centre)
  for (const name of ['Window', 'Key', 'Mixer', 'Effects', 'Sizing', 'LUT', 'CDL', 'OCIO']) {
    await show(name)
    await rest(page)
    await shoot(page, `palette-${name.toLowerCase()}`, centre)
  }
  await show('Window')
  await page.getByTestId('picture').hover()
  await shoot(page, 'window')
  await page.keyboard.press('t')
  await show('Track')
  await page.getByText(/points agree/).waitFor({ state: 'visible' })
  await page.getByText(/points agree/).waitFor({ state: 'hidden' })
  await shoot(page, 'palette-track', centre)
  await page.keyboard.press('Home')
  await show('Qualifier')
  await page.getByRole('button', { name: 'Pick from the picture' }).click()
  await press(page, page.getByTestId('picking'), 0.5, 0.6)
  await page.getByText('Center', { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await shoot(page, 'palette-qualifier', centre)
  await page.keyboard.press('Shift+H')
  await shoot(page, 'highlight')
  await page.keyboard.press('Shift+H')
}

/** Scopes, one and four, keyframes, the receipt: what stands at the right. */
async function right(page: Page): Promise<void> {
  const aside = (name: string) => page.getByRole('region', { name, exact: true })
  await shoot(page, 'scopes', aside('Scopes'))
  await page.getByRole('button', { name: '4', exact: true }).click()
  await shoot(page, 'scopes-four')
  await page.getByRole('button', { name: '1', exact: true }).click()
  await page.getByRole('button', { name: 'Keys', exact: true }).click()
  await page.keyboard.press('Control+BracketLeft')
  await page.keyboard.press('End')
  await drag(page, 'Gamma master', 12, 0)
  await page.keyboard.press('Control+BracketLeft')
  await shoot(page, 'keyframes', aside('Keys'))
  await page.keyboard.press('Home')
  await page.getByRole('button', { name: 'Receipt', exact: true }).click()
  await page
    .getByText(/agrees/)
    .first()
    .waitFor()
  await shoot(page, 'receipt', aside('Receipt'))
  await page.getByRole('button', { name: 'Scopes', exact: true }).click()
}

/** Stills with a wipe, a split screen over their grades, and the lightbox; everything as before when it is done. */
async function gallery(page: Page): Promise<void> {
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

/** Lists, sheets and menus that open over the grader. */
async function sheets(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('node')
  await shoot(page, 'commands')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+Slash')
  await shoot(page, 'all-keys')
  await page.keyboard.press('Escape')
  const clip = (number: number) => page.getByRole('button', { name: new RegExp(`^Clip 0${number} `) })
  await clip(1).click()
  await clip(3).click({ modifiers: ['Control'] })
  for (const [i, size] of sizes.entries()) {
    await page.setViewportSize(size)
    await page.waitForTimeout(1500)
    await clip(3).click({ button: 'right' })
    await page.getByRole('menu').waitFor()
    const file = `clip-menu-${size.width}x${size.height}.jpg`
    await page.screenshot({ path: `${here}${file}`, type: 'jpeg', quality })
    made.add(file)
    await page.keyboard.press('Escape')
    if (i === 1) await page.setViewportSize(sizes[0])
  }
  await clip(1).click()
}

/** A graph with a branch, and the work list beside it while the rooms are held. */
async function graph(page: Page): Promise<void> {
  for (const key of ['Alt+KeyS', 'Alt+KeyP', 'Alt+KeyO']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(600)
  }
  await page.keyboard.press('Alt+KeyR')
  await page
    .getByText(/^Held at rev/)
    .first()
    .waitFor()
  // Which panels show is kept apart for large and small windows.
  const notes = page.getByRole('button', { name: /^Notes \d/ })
  for (const size of sizes) {
    await page.setViewportSize(size)
    await notes.click()
  }
  await rest(page)
  await shoot(page, 'held-with-notes')
  for (const size of sizes.toReversed()) {
    await page.setViewportSize(size)
    await notes.click()
  }
  await page.setViewportSize(sizes[0])
  await page.keyboard.press('Alt+Shift+KeyR')
}

try {
  const client = await open(hub.links.client, 'Dana Park')
  await shoot(client, 'join')
  await enter(client)
  const engineer = await enter(await open(hub.links.engineer, 'Eve Lund'))
  await engineer.getByRole('button', { name: 'Links…' }).click()
  await shoot(engineer, 'links')
  await engineer.context().close()
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
  await drag(colorist, 'Gamma colour', 7, -8)
  await supervisor.getByRole('button', { name: 'Wipe' }).click()
  await supervisor.getByText('Pixels that differ').waitFor()
  await shoot(supervisor, 'review')
  await supervisor.getByRole('button', { name: 'Difference' }).click()
  await supervisor.getByText('Pixels that differ').waitFor()
  await shoot(supervisor, 'review-difference')
  await supervisor.context().close()
  await shoot(client, 'room')
  await rest(colorist)
  await shoot(colorist, 'grader')
  await gallery(colorist)
  await palettes(colorist)
  await right(colorist)
  await graph(colorist)
  await sheets(colorist)
  for (const file of await readdir(here)) if (file.endsWith('.jpg') && !made.has(file)) await rm(`${here}${file}`)
} finally {
  await browser.close()
  await hub.close()
}
