/** Scopes in a real browser: what they show is the picture on the canvas, while a finger moves too. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, press, startJourney } from '../kit/journey.ts'

let journey: Journey
let page: Page

beforeAll(async () => {
  journey = await startJourney()
  page = await journey.enter(journey.hub.links.colorist, 'Clara', null, [1920, 1080])
})
afterAll(() => journey?.close())

/** Where the light of a scope's canvas has its middle, right of the numbers: 0 to 1 from the left and from the foot; null: all dark. */
const middle = () =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=scope]')!
    const { width, height } = canvas
    const left = 32
    const { data } = canvas.getContext('2d')!.getImageData(left, 0, width - left, height)
    let [sum, x, y] = [0, 0, 0]
    for (let i = 0; i < data.length; i += 4) {
      // The graticule is darker than any trace.
      const light = Math.max(data[i]!, data[i + 1]!, data[i + 2]!)
      if (light < 90) continue
      sum += light
      x += light * ((i / 4) % (width - left))
      y += light * Math.floor(i / 4 / (width - left))
    }
    return sum === 0 ? null : { x: x / sum / (width - left), y: 1 - y / sum / height }
  })
const settled = async () => {
  await page.waitForFunction(() => window.samelight!.preview()?.kind === 'full' && window.samelight!.receipt())
  await page.waitForTimeout(150)
  for (;;) {
    const now = await middle()
    if (now) return now
    await page.waitForTimeout(20)
  }
}

it('[SCOPEUI3] the waveform rises with the gain while the finger moves, and stands where it was when it is let go by Escape', async () => {
  await page.getByLabel('Scope', { exact: true }).selectOption('Waveform')
  const before = await settled()
  const move = await press(page, 'Gain master')
  for (let i = 1; i <= 10; i++) await move(i * 12, 0)
  await page.waitForFunction(() => window.samelight!.preview()?.adjusting)
  await page.waitForTimeout(300)
  const during = (await middle())!
  expect(during.y).toBeGreaterThan(before.y + 0.02)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  const after = await settled()
  expect(Math.abs(after.y - before.y)).toBeLessThan(0.005)
})

it('[SCOPEUI3] without saturation everything lies in the middle of the vectorscope', async () => {
  await page.getByLabel('Scope', { exact: true }).selectOption('Vectorscope')
  const field = page.getByRole('spinbutton', { name: 'Saturation', exact: true })
  await field.dblclick()
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await settled()
  // A scope is counted after its picture is on the screen.
  const spread = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=scope]')!
      const { width, height } = canvas
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height)
      let most = 0
      for (let i = 0; i < data.length; i += 4)
        // The trace alone is as bright as this; letters and lines of the graticule are greyer.
        if (data[i + 1]! > 175)
          most = Math.max(
            most,
            Math.abs(((i / 4) % width) - width / 2),
            Math.abs(Math.floor(i / 4 / width) - height / 2),
          )
      return most / Math.min(width, height)
    })
  await expect.poll(spread, { timeout: 20_000 }).toBeLessThan(0.02)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('s')
  await page.getByText('Digest').waitFor()
  await page.keyboard.press('s')
  await page.getByTestId('scope').waitFor()
})

/** How many canvases of rings have a ring on them. */
const ringed = () =>
  page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=rings]')].filter(
        (canvas) =>
          canvas.width > 0 &&
          canvas
            .getContext('2d')!
            .getImageData(0, 0, canvas.width, canvas.height)
            .data.some((v) => v > 0),
      ).length,
  )

it('[SCOPEUI4] [SCOPEUI5] four at once ring the pixel under the pointer, and stand again as they were left', async () => {
  await page.getByRole('button', { name: '4', exact: true }).click()
  expect(await page.getByTestId('scope').count()).toBe(4)
  // On a small screen the choices of each have room.
  const cut = () =>
    page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLElement>('section[aria-label="Scopes"] div')].filter(
          (row) => getComputedStyle(row).overflowX === 'hidden' && row.scrollWidth > row.clientWidth + 1,
        ).length,
    )
  expect(await cut()).toBe(0)
  const shortened = () =>
    page.evaluate(() => {
      const pen = document.createElement('canvas').getContext('2d')!
      return [...document.querySelectorAll<HTMLSelectElement>('section[aria-label="Scopes"] select')].flatMap((one) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(one)
        pen.font = font
        const word = one.selectedOptions[0]!.text
        const room = one.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
        return pen.measureText(word).width > room + 1 ? [word] : []
      })
    })
  expect(await shortened()).toEqual([])
  const small = page.viewportSize()!
  await page.setViewportSize({ width: 1920, height: 1080 })
  expect(await shortened()).toEqual([])
  await page.setViewportSize(small)
  await page.getByLabel('Scale 4', { exact: true }).selectOption('%')
  expect(await ringed()).toBe(0)
  await page.getByTestId('picture').hover()
  await expect.poll(ringed, { timeout: 20_000 }).toBe(4)
  await page.mouse.move(5, 5)
  await expect.poll(ringed, { timeout: 20_000 }).toBe(0)
  await page.keyboard.press('s')
  await page.getByText('Digest').waitFor()
  await page.keyboard.press('s')
  await expect.poll(() => page.getByTestId('scope').count()).toBe(4)
  expect(await page.getByLabel('Scale 4', { exact: true }).inputValue()).toBe('percent')
})

it('[SCOPEUI6] in a window of their own the scopes show the picture and have the keys; closed, they are docked', async () => {
  await page.getByRole('button', { name: '4', exact: true }).click()
  const [own] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Alt+Shift+S')])
  await expect.poll(() => own.getByTestId('scope').count(), { timeout: 20_000 }).toBe(4)
  expect(await page.getByTestId('scope').count()).toBe(0)
  const lights = () =>
    own.evaluate(() =>
      [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=scope]')].map((canvas) => {
        const { data } = canvas.getContext('2d')!.getImageData(canvas.width / 2, 0, canvas.width / 2, canvas.height)
        return data.some((v, i) => i % 4 < 3 && v > 100)
      }),
    )
  await expect.poll(lights, { timeout: 20_000 }).toEqual([true, true, true, true])
  await own.keyboard.press('s')
  await page.getByText('Digest').waitFor()
  await own.keyboard.press('s')
  await page.getByText('The scopes stand in a window of their own.').waitFor()
  await own.close()
  await expect.poll(() => page.getByTestId('scope').count(), { timeout: 20_000 }).toBe(4)
})
