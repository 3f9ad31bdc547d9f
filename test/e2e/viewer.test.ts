/** The viewer in a real Chromium: zoom and pan under the hand, the numbers of a pixel, the assessment; what lies over the picture stays on it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, receiptAfter, receiptWith, settled, startJourney, undoDepth } from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

/** A full picture may take its time. */
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

const zoom = () => colorist.getByLabel('Zoom', { exact: true })
const told = () => colorist.getByRole('status', { name: 'Pixel under the pointer' })

/** The numbers in the header, of the full picture: place, then red, green, blue without the grade and with it. */
async function numbers(place = 'x *\\d+ y *\\d+'): Promise<readonly number[]> {
  await expect.poll(() => told().textContent(), patience).toMatch(new RegExp(`^${place} .*→ +\\d+ +\\d+ +\\d+$`))
  return ((await told().textContent()) ?? '').match(/\d+/g)!.map(Number)
}

/** What the canvas shows at a place of the window: red, green and blue of 0 to 255. */
const glass = (x: number, y: number) =>
  colorist.evaluate(
    ([px, py]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="canvas"]')!
      const box = canvas.getBoundingClientRect()
      const at = (of: number, from: number, size: number, count: number) => Math.floor(((of - from) / size) * count)
      const column = at(px, box.x, box.width, canvas.width)
      const row = at(py, box.y, box.height, canvas.height)
      return [...canvas.getContext('2d')!.getImageData(column, row, 1, 1).data].slice(0, 3)
    },
    [x, y] as const,
  )

const full = () => colorist.waitForFunction(() => window.samelight!.preview()?.kind === 'full')

async function inPicture(right: number, down: number): Promise<readonly [number, number]> {
  const box = (await colorist.getByTestId('picture').boundingBox())!
  return [box.x + right * box.width, box.y + down * box.height]
}

it('[STAGE4] the wheel zooms at the pointer: the pixel under it stays there, and the numbers are those on the glass', async () => {
  expect(await zoom().inputValue()).toBe('fit')
  // A wheel's place is whole pixels.
  const [x, y] = (await inPicture(0.3, 0.4)).map(Math.round) as [number, number]
  await colorist.mouse.move(x, y)
  const [px, py] = await numbers()
  for (let i = 0; i < 12; i++) await colorist.mouse.wheel(0, -200)
  await expect.poll(async () => Number(await zoom().inputValue())).toBeGreaterThan(400)
  await colorist.mouse.move(x + 1, y)
  const near = await numbers()
  expect(Math.abs(near[0]! - px!)).toBeLessThanOrEqual(1)
  expect(Math.abs(near[1]! - py!)).toBeLessThanOrEqual(1)
  // Each pixel of the timeline is several of the glass: in its middle stands what is read, in eight bits.
  const [mx, my] = await inPicture((px! + 0.5) / 1920, (py! + 0.5) / 1080)
  await colorist.mouse.move(mx, my)
  const now = await numbers(`x *${px} y *${py}`)
  const codes = now.slice(5, 8)
  await expect
    .poll(async () => (await glass(mx, my)).every((v, c) => Math.abs(v - (codes[c]! * 255) / 1023) <= 1), patience)
    .toBe(true)
  // Nothing is graded yet.
  expect(now.slice(2, 5)).toEqual(now.slice(5, 8))
})

it('[STAGE1] a middle drag pans by as many pixels; keys go to fit and 100 %, and step while the pointer is over the viewer', async () => {
  await colorist.keyboard.press('Alt+Shift+Z')
  await expect.poll(() => zoom().inputValue()).toBe('100')
  const [x, y] = await inPicture(0.5, 0.5)
  await colorist.mouse.move(x, y)
  await full()
  const [px, py] = await numbers()
  await colorist.mouse.down({ button: 'middle' })
  await colorist.mouse.move(x - 60, y - 40, { steps: 4 })
  await colorist.mouse.up({ button: 'middle' })
  await full()
  await numbers(`x *${px} y *${py}`)
  await colorist.keyboard.press('Control+Equal')
  await expect.poll(() => zoom().inputValue()).toBe('150')
  await colorist.keyboard.press('Control+Minus')
  await colorist.keyboard.press('Control+Minus')
  await expect.poll(async () => Number(await zoom().inputValue())).toBeLessThan(100)
  await colorist.keyboard.press('Shift+Z')
  await expect.poll(() => zoom().inputValue()).toBe('fit')
})

const depth = () => undoDepth(colorist)

it('[UI120] a curve is drawn on the zoomed picture, bent and closed; its grade is seen in the other room, one undo step each', async () => {
  // A grade that shows: the window will limit it.
  await colorist.keyboard.press('Shift+Z')
  const gain = (await colorist.getByRole('slider', { name: 'Gain master', exact: true }).boundingBox())!
  await colorist.mouse.move(gain.x + gain.width / 2, gain.y + gain.height / 2)
  await colorist.mouse.down()
  await colorist.mouse.move(gain.x + gain.width / 2 + 90, gain.y + gain.height / 2, { steps: 5 })
  await colorist.mouse.up()
  await expect.poll(depth, patience).toBe(1)
  const whole = await settled(colorist)
  await colorist.getByRole('tab', { name: 'Window' }).click()
  await colorist.getByRole('button', { name: 'Curve', exact: true }).click()
  const drawing = colorist.getByTestId('outline-drawing')
  await drawing.waitFor()
  await expect.poll(depth, patience).toBe(2)
  const corners = [
    [0.35, 0.35],
    [0.6, 0.3],
    [0.62, 0.65],
    [0.38, 0.7],
  ] as const
  for (const [i, [right, down]] of corners.entries()) {
    const [x, y] = await inPicture(right, down)
    await colorist.mouse.move(x, y)
    await colorist.mouse.down()
    // The first one is bent.
    if (i === 0) await colorist.mouse.move(x + 50, y - 20, { steps: 4 })
    await colorist.mouse.up()
  }
  await colorist.mouse.click(...(await inPicture(...corners[0])))
  await colorist.getByTestId('window-body').waitFor({ state: 'attached' })
  await expect.poll(depth, patience).toBe(3)
  expect(await colorist.locator('[data-role="point"]').count()).toBe(4)
  expect(await colorist.locator('[data-role="tangent"]').count()).toBe(2)
  const mine = await receiptAfter(colorist, whole.plan)
  expect(picture(await receiptWith(client, mine.plan))).toEqual(picture(mine))
  // Outside the outline the picture is as it came, inside it is graded.
  await colorist.mouse.move(...(await inPicture(0.5, 0.5)))
  const inside = await numbers()
  expect(inside[5]).toBeGreaterThan(inside[2]!)
  await colorist.mouse.move(...(await inPicture(0.1, 0.1)))
  await expect.poll(() => told().textContent(), patience).toMatch(/^x *1[89]\d /)
  const outside = await numbers()
  expect(outside.slice(5, 8)).toEqual(outside.slice(2, 5))
})

/** Red, green and blue in the middle of a canvas of a page. */
const middle = (page: Page, canvas: string): Promise<readonly number[]> =>
  page.evaluate((name) => {
    const found = document.querySelector<HTMLCanvasElement>(name)!
    const { data } = found.getContext('2d')!.getImageData(found.width >> 1, found.height >> 1, 1, 1)
    return [...data].slice(0, 3)
  }, canvas)

/** A LUT that makes a negative: nobody takes the feed for the picture. */
const negative = `LUT_3D_SIZE 2\n${Array.from({ length: 8 }, (_, i) => `${1 - (i & 1)} ${1 - ((i >> 1) & 1)} ${1 - (i >> 2)}`).join('\n')}\n`
const options = () => colorist.getByRole('button', { name: 'Viewer options' })
const lutFile = (name: string, text: string) =>
  colorist.getByLabel('Monitor LUT file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
const openFeed = async (): Promise<Page> => {
  const [feed] = await Promise.all([
    colorist.waitForEvent('popup'),
    colorist.getByRole('button', { name: 'Clean feed in a window' }).click(),
  ])
  await expect.poll(() => middle(feed, 'canvas').catch(() => [0, 0, 0]), patience).not.toEqual([0, 0, 0])
  return feed
}

it('[STAGE8] a monitor LUT is on the clean feed and nowhere else, says so, is refused with its line, and is there after a reload', async () => {
  await colorist.keyboard.press('Shift+Z')
  await full()
  const plain = await middle(colorist, '[data-testid="canvas"]')
  const sworn = picture(await settled(colorist))
  await options().click()
  const feed = await openFeed()
  const through = async () => (await middle(feed, 'canvas')).map((v, c) => Math.abs(255 - v - plain[c]!))
  const past = async () => (await middle(feed, 'canvas')).map((v, c) => Math.abs(v - plain[c]!))
  await expect.poll(async () => Math.max(...(await past())), patience).toBeLessThanOrEqual(4)
  await lutFile('Broken.cube', negative.replace('\n1 1 1\n', '\n1 1\n'))
  await expect
    .poll(() => colorist.getByRole('alert').filter({ hasText: 'Broken.cube' }).textContent(), patience)
    .toMatch(/^Broken\.cube: Line 2: /)
  await lutFile('Negative.cube', negative)
  await expect.poll(async () => Math.max(...(await through())), patience).toBeLessThanOrEqual(4)
  const label = () => colorist.getByText('Feed LUT: Negative.cube')
  await expect.poll(() => label().isVisible()).toBe(true)
  // The picture here, the receipt and the other room know nothing of it.
  await full()
  expect(await middle(colorist, '[data-testid="canvas"]')).toEqual(plain)
  const after = await settled(colorist)
  expect([picture(after), after.monitorLut]).toEqual([sworn, null])
  expect(picture(await receiptWith(client, after.plan))).toEqual(sworn)
  const tick = () => colorist.getByRole('checkbox', { name: 'Monitor LUT Negative.cube on the clean feed' })
  await tick().uncheck()
  await expect.poll(async () => Math.max(...(await past())), patience).toBeLessThanOrEqual(4)
  expect(await label().count()).toBe(0)
  await tick().check()
  await expect.poll(async () => Math.max(...(await through())), patience).toBeLessThanOrEqual(4)
  await feed.close()
  await colorist.reload()
  await colorist.waitForFunction(() => window.samelight?.receipt() != null)
  await options().click()
  await expect.poll(() => tick().isChecked(), patience).toBe(true)
  const again = await openFeed()
  await expect
    .poll(async () => (await middle(again, 'canvas')).map((v, c) => Math.abs(255 - v - plain[c]!) <= 4), patience)
    .toEqual([true, true, true])
  await colorist.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect
    .poll(async () => (await middle(again, 'canvas')).map((v, c) => Math.abs(v - plain[c]!) <= 4), patience)
    .toEqual([true, true, true])
  await again.close()
  await colorist.keyboard.press('Escape')
})

it('[STAGE7] what stands still is dithered, the numbers under the pointer and the receipt are not, and a tick switches it off', async () => {
  /** Keeps what lies on the canvas in the page, or says of how many values it differs from that by now, and by how much at most. */
  const canvas = (keep: boolean) =>
    colorist.evaluate((first) => {
      const found = document.querySelector<HTMLCanvasElement>('[data-testid="canvas"]')!
      const { data } = found.getContext('2d')!.getImageData(0, 0, found.width, found.height)
      const page = window as unknown as { kept?: Uint8ClampedArray }
      if (first) page.kept = data
      let [apart, most] = [0, 0]
      data.forEach((v, i) => {
        const off = Math.abs(v - page.kept![i]!)
        if (off > 0) apart++
        most = Math.max(most, off)
      })
      return { share: apart / data.length, most }
    }, keep)
  await full()
  await canvas(true)
  const sworn = picture(await settled(colorist))
  await colorist.mouse.move(...(await inPicture(0.5, 0.5)))
  const read = await numbers()
  await options().click()
  await colorist.getByRole('checkbox', { name: 'Dither' }).uncheck()
  await expect.poll(async () => (await canvas(false)).share, patience).toBeGreaterThan(0.05)
  await full()
  expect((await canvas(false)).most).toBe(1)
  await colorist.keyboard.press('Escape')
  await colorist.mouse.move(...(await inPicture(0.5, 0.5)))
  expect(await numbers()).toEqual(read)
  expect(picture(await settled(colorist))).toEqual(sworn)
  await options().click()
  await colorist.getByRole('checkbox', { name: 'Dither' }).check()
  await expect.poll(async () => (await canvas(false)).share, patience).toBe(0)
  await colorist.keyboard.press('Escape')
})
