/** The palettes in a real Chromium on a real hub: what hands do in one room is seen on the way in the other, and is one undo step. */
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
  undoDepth,
} from '../kit/journey.ts'

let journey: Journey
let colorist: Page
let client: Page

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  colorist = await journey.enter(journey.hub.links.colorist!, 'Clara', null)
  client = await journey.enter(journey.hub.links.client!, 'Dana', null)
})
afterAll(() => journey?.close())

const tab = (name: string) => colorist.getByRole('tab', { name }).click()
const depth = () => undoDepth(colorist)
const slider = (name: string) => colorist.getByRole('slider', { name, exact: true })

/** A place of a control, in shares of its box. */
async function placeOf(name: string, [right, down]: readonly [number, number]): Promise<readonly [number, number]> {
  const box = (await slider(name).boundingBox())!
  return [box.x + right * box.width, box.y + down * box.height]
}

/** Presses in a control and moves to another place of it; nothing is let go. */
async function pull(name: string, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const [x, y] = await placeOf(name, from)
  const [toX, toY] = await placeOf(name, to)
  await colorist.mouse.move(x, y)
  await colorist.mouse.down()
  await colorist.mouse.move(toX, toY, { steps: 12 })
}

/** What both rooms swear to after `hands`, which began at `plan`: the same picture. */
async function agreed(plan: string) {
  const mine = await receiptAfter(colorist, plan)
  const theirs = await receiptWith(client, mine.plan)
  expect(picture(theirs)).toEqual(picture(mine))
  return mine
}

it('[UI88] ganged, a drag on the curve bends red, green and blue: seen on the way in the other room, one undo step', async () => {
  const before = await settled(colorist)
  const steps = await depth()
  await tab('Curves')
  await pull('Red, green and blue curve', [0.5, 0.5], [0.5, 0.3])
  await client.waitForFunction((plan) => {
    const now = window.samelight!.preview()
    return now?.adjusting === true && now.plan !== plan
  }, before.plan)
  await colorist.mouse.up()
  await agreed(before.plan)
  // The clip's first node came in the same step.
  await expect.poll(depth).toBe(steps + 1)
  expect(await slider('Red, green and blue curve').getAttribute('aria-valuetext')).toMatch(/^Point 2 of 3: in 0\.5/)
  for (const channel of ['G', 'B', 'R']) {
    await colorist.getByRole('button', { name: channel, exact: true }).click()
    const name = { R: 'Red curve', G: 'Green curve', B: 'Blue curve' }[channel]!
    expect(await slider(name).getAttribute('aria-valuetext')).toBe('3 points')
  }
  await colorist.getByRole('button', { name: 'Y', exact: true }).click()
  expect(await slider('Y curve').getAttribute('aria-valuetext')).toBe('2 points')
  await colorist.getByRole('button', { name: 'Gang red, green and blue' }).click()
})

it('[UI84] a press alone adds a point, the right button takes it away, Escape puts a drag back: as many steps as were meant', async () => {
  const name = 'Red, green and blue curve'
  const points = async () =>
    Number(
      /(\d+) points|of (\d+)/
        .exec((await slider(name).getAttribute('aria-valuetext'))!)!
        .slice(1)
        .find(Boolean),
    )
  const steps = await depth()
  await colorist.mouse.click(...(await placeOf(name, [0.2, 0.7])))
  await expect.poll(points).toBe(4)
  await pull(name, [0.2, 0.7], [0.3, 0.2])
  await colorist.keyboard.press('Escape')
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  await colorist.mouse.click(...(await placeOf(name, [0.2, 0.7])), { button: 'right' })
  await expect.poll(points).toBe(3)
  await expect.poll(depth).toBe(steps + 2)
})

it('[UI85] by keys alone: choose a point, move it, take it away', async () => {
  const name = 'Red, green and blue curve'
  const steps = await depth()
  await slider(name).focus()
  await colorist.keyboard.press('PageUp')
  await colorist.keyboard.press('PageUp')
  const told = async () => (await slider(name).getAttribute('aria-valuetext'))!
  const before = await told()
  expect(before).toMatch(/^Point 2 of 3/)
  await colorist.keyboard.press('ArrowUp')
  await colorist.keyboard.press('Alt+ArrowUp')
  await expect.poll(depth).toBe(steps + 1)
  const out = (text: string) => Number(/out ([\d.]+)/.exec(text)![1])
  expect(out(await told()) - out(before)).toBeCloseTo(0.011, 6)
  await colorist.keyboard.press('Delete')
  await expect.poll(told).toMatch(/of 2:|2 points/)
})

it('[UI87] a hue gets three points by its button, and dragging the middle one is seen in the other room', async () => {
  const before = await settled(colorist)
  await tab('Hue')
  await colorist.getByRole('button', { name: 'Hue vs Sat' }).click()
  await colorist.getByRole('button', { name: 'Points at red' }).click()
  const steps = await depth()
  await pull('Hue vs Sat', [1 / 6, 0.5], [1 / 6, 0.1])
  await client.waitForFunction(() => window.samelight!.preview()?.adjusting === true)
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  await agreed(before.plan)
})

it('[UI34] log wheels and bars are held and released like any control', async () => {
  const before = await settled(colorist)
  await tab('Log')
  const steps = await depth()
  await pull('Shadow master', [0.5, 0.5], [0.9, 0.5])
  await client.waitForFunction(() => window.samelight!.preview()?.adjusting === true)
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  const { plan } = await agreed(before.plan)
  await tab('Bars')
  await pull('Gain R bar', [0.5, 0.5], [0.5, 0.2])
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 2)
  await agreed(plan)
  await tab('Primaries')
})

/** A place of the picture, in shares of it. */
async function inPicture([right, down]: readonly [number, number]): Promise<readonly [number, number]> {
  const box = (await colorist.getByTestId('picture').boundingBox())!
  return [box.x + right * box.width, box.y + down * box.height]
}

it('[UI89] an eyedropper dragged over the picture is one key, one undo step, the same picture in the other room', async () => {
  const before = await settled(colorist)
  await tab('Qualifier')
  const steps = await depth()
  await colorist.getByRole('button', { name: 'Pick from the picture' }).click()
  await colorist.getByTestId('picking').waitFor()
  await colorist.mouse.move(...(await inPicture([0.4, 0.5])))
  await colorist.mouse.down()
  await colorist.mouse.move(...(await inPicture([0.45, 0.55])), { steps: 6 })
  await client.waitForFunction(() => window.samelight!.preview()?.adjusting === true)
  await colorist.mouse.up()
  await expect.poll(depth).toBe(steps + 1)
  await agreed(before.plan)
  expect(await colorist.getByRole('button', { name: 'HSL' }).getAttribute('aria-pressed')).toBe('true')
  await colorist.keyboard.press('Escape')
  await expect.poll(() => colorist.getByTestId('picking').count()).toBe(0)
})

it('[UI92] the matte is seen by one’s own eyes only: no receipt here, the picture there, and back as it was', async () => {
  const before = await settled(colorist)
  await colorist.keyboard.press('Alt+Shift+H')
  await colorist.waitForFunction(
    (plan) => window.samelight!.preview()?.kind === 'full' && window.samelight!.preview()?.plan !== plan,
    before.plan,
  )
  const matte = await colorist.evaluate(() => window.samelight!.preview()!.mean)
  expect(new Set(matte).size).toBe(1)
  expect(matte[0]).toBeGreaterThan(0)
  expect(matte[0]).toBeLessThan(1)
  expect(await receiptOf(colorist)).toBeNull()
  expect(picture(await receiptWith(client, before.plan))).toEqual(picture(before))
  await client.getByText('own view').first().waitFor()
  await colorist.getByRole('status', { name: 'Viewer message' }).getByText('Matte of node 1').waitFor()
  await colorist.keyboard.press('Alt+Shift+H')
  expect(picture(await receiptWith(colorist, before.plan))).toEqual(picture(before))
})

it('[UI87] picking on a hue curve places three points where the picture stands, on a custom curve one', async () => {
  await tab('Hue')
  await colorist.getByRole('button', { name: 'Hue vs Lum' }).click()
  await colorist.getByRole('button', { name: 'Pick three points from the picture' }).click()
  await colorist.mouse.click(...(await inPicture([0.5, 0.5])))
  const told = (name: string) => slider(name).getAttribute('aria-valuetext')
  await expect.poll(() => told('Hue vs Lum')).toMatch(/^Point [2-4] of [345]/)
  await tab('Curves')
  await colorist.getByRole('button', { name: 'Pick a point from the picture' }).click()
  await colorist.mouse.click(...(await inPicture([0.5, 0.5])))
  await expect.poll(() => told('Red, green and blue curve')).toMatch(/^Point 2 of 3/)
  await colorist.keyboard.press('Escape')
})

it('[UI94] a window is added, moved, sized, turned and softened on the picture; each is one undo step and seen in the other room', async () => {
  const before = await settled(colorist)
  await tab('Window')
  const steps = await depth()
  await colorist.getByRole('button', { name: 'Circle', exact: true }).click()
  const body = colorist.getByTestId('window-body')
  await body.waitFor()
  const middle = async (handle?: string) => {
    const box = (await (handle ? colorist.locator(`[data-handle="${handle}"]`) : body).boundingBox())!
    return [box.x + box.width / 2, box.y + box.height / 2] as const
  }
  const number = async (name: string) =>
    Number(await colorist.getByRole('spinbutton', { name, exact: true }).getAttribute('aria-valuetext'))
  const drag = async (handle: string | undefined, dx: number, dy: number) => {
    const [x, y] = await middle(handle)
    await colorist.mouse.move(x, y)
    await colorist.mouse.down()
    await colorist.mouse.move(x + dx, y + dy, { steps: 6 })
  }
  await drag(undefined, 60, -20)
  await client.waitForFunction(() => window.samelight!.preview()?.adjusting === true)
  await colorist.mouse.up()
  expect(await number('Pan')).toBeGreaterThan(52)
  expect(await number('Tilt')).toBeLessThan(50)
  await drag('right', 40, 0)
  await colorist.mouse.up()
  expect(await number('Width')).toBeGreaterThan(60)
  expect(await number('Height')).toBe(50)
  await drag('soft', -30, 30)
  await colorist.mouse.up()
  expect(await number('Softness')).toBeGreaterThan(30)
  await drag('turn', 30, 10)
  await colorist.mouse.up()
  expect(await number('Rotate')).toBeGreaterThan(2)
  await expect.poll(depth).toBe(steps + 5)
  await agreed(before.plan)
})
