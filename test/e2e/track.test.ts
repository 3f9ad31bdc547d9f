/** A window over real footage is tracked in one room, and another room sees it follow: on the same pixels, where the subject is. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, receiptOf, startJourney } from '../kit/journey.ts'

let journey: Journey
let colorist: Page
let client: Page

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  colorist = await journey.enter(journey.hub.links.colorist!, 'Clara', null)
  client = await journey.enter(journey.hub.links.client!, 'Dana', null)
})
afterAll(() => journey?.close())

const depth = async () =>
  Number(/undo: (\d+)/.exec((await colorist.getByText(/undo: \d+ of yours/).textContent()) ?? '')![1])

/** What both rooms swear to at a frame of the first clip, once all is accepted: the same picture. */
async function agreed(frame: number) {
  await colorist.waitForFunction((at) => {
    const now = window.samelight!.receipt()
    return now?.frame === at && now.revision === window.samelight!.revision
  }, frame)
  const mine = (await receiptOf(colorist))!
  await client.waitForFunction(
    ([plan, at]) => {
      const now = window.samelight!.receipt()
      return now?.plan === plan && now.frame === at
    },
    [mine.plan, frame] as const,
  )
  expect(picture((await receiptOf(client))!)).toEqual(picture(mine))
  return mine
}

/** Red, green and blue of the client's canvas, row by row. */
const seen = () =>
  client.getByTestId('canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return { width: canvas.width, height: canvas.height, data: Array.from(data) }
  })
type Seen = Awaited<ReturnType<typeof seen>>

/** Middle of what differs between two pictures, in pixels of the footage: of each row and each column the middle of its stretch. */
function middle(one: Seen, two: Seen): readonly [number, number] {
  const { width, height } = one
  const rows: number[] = []
  const columns = new Map<number, [number, number]>()
  for (let y = 0; y < height; y++) {
    let [first, last] = [-1, -1]
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x)
      const off = [0, 1, 2].reduce((sum, c) => sum + Math.abs(one.data[at + c]! - two.data[at + c]!), 0)
      if (off < 12) continue
      if (first < 0) first = x
      last = x
      const column = columns.get(x)
      columns.set(x, column ? [column[0], y] : [y, y])
    }
    if (last - first > width / 10) rows.push((first + last + 1) / 2)
  }
  const high = [...columns.values()].filter(([top, bottom]) => bottom - top > height / 10)
  const median = (list: readonly number[]) => [...list].sort((p, q) => p - q)[list.length >> 1]!
  expect(rows.length).toBeGreaterThan(height / 10)
  return [(median(rows) * 1920) / width, (median(high.map(([p, q]) => (p + q + 1) / 2)) * 1080) / height]
}

it('[TRACK7] a window put on a subject is tracked by one key, and stands on it at the end of the clip in the other room', async () => {
  await colorist.keyboard.press('End')
  await agreed(47)
  const plain = await seen()
  await colorist.keyboard.press('Home')
  await agreed(0)
  await colorist.keyboard.press('Alt+c')
  await colorist.getByRole('slider', { name: 'Gain master', exact: true }).waitFor()
  const steps = await depth()
  const box = (await colorist.getByRole('slider', { name: 'Gain master', exact: true }).boundingBox())!
  await colorist.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await colorist.mouse.down()
  await colorist.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 4 })
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  const before = await agreed(0)

  await colorist.getByRole('tab', { name: 'Track' }).click()
  await colorist.getByTestId('track-graph').waitFor()
  await colorist.keyboard.press('t')
  await expect.poll(depth, { timeout: 60_000 }).toBe(steps + 2)
  // It goes along to the end of the clip; the other room is there too, on the same pixels.
  const after = await agreed(47)
  expect(after.look).not.toBe(before.look)
  expect(await colorist.getByText(/^Pan /).textContent()).toMatch(/^Pan -(199|200|201)\.\d px$/)
  expect(await colorist.getByText(/^Tilt /).textContent()).toMatch(/^Tilt -(59|60|61)\.\d px$/)
  // The photograph is moved by 200 and 60 pixels in 47 frames (demo/make.ts): so is what stood in its middle.
  const [x, y] = middle(plain, await seen())
  expect(Math.abs(x - (960 - 200))).toBeLessThan(5)
  expect(Math.abs(y - (540 - 60))).toBeLessThan(5)

  // One step: taken back, the window stands where it was put.
  await colorist.keyboard.press('Control+z')
  await expect.poll(depth).toBe(steps + 1)
  await agreed(47)
  const [backX, backY] = middle(plain, await seen())
  expect(Math.abs(backX - 960)).toBeLessThan(5)
  expect(Math.abs(backY - 540)).toBeLessThan(5)
})
