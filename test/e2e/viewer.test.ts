/** The viewer in a real Chromium: zoom and pan under the hand, the numbers of a pixel, the assessment; what lies over the picture stays on it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, startJourney } from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

/** A full picture may take its time. */
const patience = { timeout: patienceMs }
let journey: Journey
let colorist: Page

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  colorist = await journey.enter(journey.hub.links.colorist!, 'Clara', null)
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

const settled = () => colorist.waitForFunction(() => window.samelight!.preview()?.kind === 'full')

async function inPicture(right: number, down: number): Promise<readonly [number, number]> {
  const box = (await colorist.getByTestId('picture').boundingBox())!
  return [box.x + right * box.width, box.y + down * box.height]
}

it('[STAGE4] the wheel zooms at the pointer: the pixel under it stays there, and the numbers are those on the glass', async () => {
  expect(await zoom().inputValue()).toBe('fit')
  const [x, y] = await inPicture(0.3, 0.4)
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
  await settled()
  const [px, py] = await numbers()
  await colorist.mouse.down({ button: 'middle' })
  await colorist.mouse.move(x - 60, y - 40, { steps: 4 })
  await colorist.mouse.up({ button: 'middle' })
  await settled()
  await numbers(`x *${px} y *${py}`)
  await colorist.keyboard.press('Control+Equal')
  await expect.poll(() => zoom().inputValue()).toBe('150')
  await colorist.keyboard.press('Control+Minus')
  await colorist.keyboard.press('Control+Minus')
  await expect.poll(async () => Number(await zoom().inputValue())).toBeLessThan(100)
  await colorist.keyboard.press('Shift+Z')
  await expect.poll(() => zoom().inputValue()).toBe('fit')
})
