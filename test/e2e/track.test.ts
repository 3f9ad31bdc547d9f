/** A window over real footage is tracked in one room, and another room sees it follow: on the same pixels, where the subject is. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, receiptOf, settled, startJourney, undoDepth } from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

let journey: Journey
let colorist: Page
let client: Page

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  colorist = await journey.enter(journey.hub.links.colorist!, 'Clara', null)
  client = await journey.enter(journey.hub.links.client!, 'Dana', null)
})
afterAll(() => journey?.close())

const depth = () => undoDepth(colorist)

/** What both rooms swear to at a frame of the first clip, once all is accepted: the same picture. */
async function agreed(frame: number) {
  const mine = await settled(colorist, frame)
  await expect.poll(async () => picture((await receiptOf(client))!), { timeout: patienceMs }).toEqual(picture(mine))
  return mine
}

declare global {
  interface Window {
    /** The client's canvas without a grade, by frame. */
    plain?: Record<number, ImageData>
  }
}

/** Keeps the client's picture as it is now, to be held against later ones of this frame. */
const keepPlain = (frame: number) =>
  client.getByTestId('canvas').evaluate((element, at) => {
    const { width, height } = element as HTMLCanvasElement
    const now = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
    window.plain = { ...window.plain, [at]: now }
  }, frame)

/**
 * Middle of what the client's picture of a frame differs in, in pixels of the footage: of each row and each column the middle of its stretch.
 * How far its soft edge is seen hangs on what lies under it: the same window over the same subject is off by as much.
 */
const middle = (frame: number) =>
  client.getByTestId('canvas').evaluate((element, at) => {
    const { width, height, data: plain } = window.plain![at]!
    const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
    const rows: number[] = []
    const tops = new Int32Array(width).fill(-1)
    const bottoms = new Int32Array(width)
    for (let y = 0; y < height; y++) {
      let [first, last] = [-1, -1]
      for (let x = 0; x < width; x++) {
        const pixel = 4 * (y * width + x)
        let off = 0
        for (let c = pixel; c < pixel + 3; c++) off += Math.abs(data[c]! - plain[c]!)
        if (off < 12) continue
        if (first < 0) first = x
        if (tops[x]! < 0) tops[x] = y
        last = x
        bottoms[x] = y
      }
      if (last - first > width / 10) rows.push((first + last + 1) / 2)
    }
    const columns = [...tops].flatMap((top, x) =>
      top >= 0 && bottoms[x]! - top > height / 10 ? [(top + bottoms[x]! + 1) / 2] : [],
    )
    const median = (list: number[]) => list.sort((p, q) => p - q)[list.length >> 1] ?? Number.NaN
    return [(median(rows) * 1920) / width, (median(columns) * 1080) / height] as const
  }, frame)

it('[TRACK7] a window put on a subject is tracked by one key, and stands on it at the end of the clip in the other room', async () => {
  await keepPlain(0)
  await colorist.keyboard.press('End')
  await agreed(47)
  await keepPlain(47)
  await colorist.keyboard.press('Home')
  await colorist.waitForFunction(() => window.samelight!.preview()?.frame === 0)
  // A circle of half the picture's height in its middle, and a gain that is seen.
  await colorist.keyboard.press('Alt+c')
  const steps = await depth()
  const box = (await colorist.getByRole('slider', { name: 'Gain master', exact: true }).boundingBox())!
  await colorist.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await colorist.mouse.down()
  await colorist.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 })
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  await agreed(0)
  const [fromX, fromY] = await middle(0)
  expect(Math.abs(fromX - 960)).toBeLessThan(20)
  expect(Math.abs(fromY - 540)).toBeLessThan(20)

  await colorist.getByRole('tab', { name: 'Track' }).click()
  await colorist.getByTestId('track-graph').waitFor()
  await colorist.keyboard.press('t')
  await expect.poll(depth, { timeout: patienceMs }).toBe(steps + 2)
  // It went along to the end of the clip; the other room is there too, on the same pixels.
  const tracked = await agreed(47)
  // The photograph is moved by 200 and 60 pixels in 47 frames (demo/make.ts): so is what stood in its middle.
  const numbers = await colorist.getByRole('group', { name: 'Track at the playhead' }).textContent()
  expect(numbers).toMatch(/Pan -(199|200)\.\d pxTilt -(59|60)\.\d px/)
  const [x, y] = await middle(47)
  expect(Math.abs(x - (fromX - 200))).toBeLessThan(5)
  expect(Math.abs(y - (fromY - 60))).toBeLessThan(5)

  // One step: taken back, the window stands where it was put.
  await colorist.keyboard.press('Control+z')
  await expect.poll(depth).toBe(steps + 1)
  await colorist.waitForFunction((plan) => window.samelight!.receipt()?.plan !== plan, tracked.plan)
  await agreed(47)
  const [backX, backY] = await middle(47)
  expect(Math.abs(backX - 960)).toBeLessThan(20)
  expect(Math.abs(backY - 540)).toBeLessThan(20)
})
