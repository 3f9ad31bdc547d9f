/** The eyes in a real Chromium on a real hub: the shipped clips decoded, graded and shown, in two rooms with media of their own. */
import { copyFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode } from 'fast-png'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type {} from '../../client/viewer/support.ts'
import { type Hub, startHub } from '../../server/hub.ts'
import { prepareSession } from '../../server/library.ts'
import { launch } from '../kit/chromium.ts'
import type {} from '../kit/run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const clips = join(root, 'demo', 'clips')
let temporary: string
let hub: Hub
let browser: Browser
let colorist: Page
let client: Page

async function enter(link: string, name: string, folder: string | null): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  if (folder !== null) await page.getByTestId('folder').setInputFiles(folder)
  await page.getByRole('button', { name: 'Enter' }).click()
  if (folder !== null) await page.getByRole('button', { name: 'Enter anyway' }).click()
  await page.waitForFunction(() => window.samelight?.receipt()?.proof, null, { timeout: 60_000 })
  return page
}
const receipt = (page: Page) => page.evaluate(() => window.samelight!.receipt())
const shown = (page: Page) => page.evaluate(() => window.samelight!.preview())

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'samelight-eyes-'))
  // Its own copy: the last test takes a file away.
  await cp(inject('client'), join(temporary, 'client'), { recursive: true })
  hub = await startHub({
    port: 0,
    dataDir: null,
    mediaDir: clips,
    prepare: prepareSession,
    clientDir: join(temporary, 'client'),
  })
  const folder = await mkdtemp(join(temporary, 'media-'))
  // All but the third: that one is missing in the colorist's room.
  const names = (await readdir(clips)).filter((name) => name.endsWith('.mp4')).sort()
  for (const name of names) if (name !== names[2]) await copyFile(join(clips, name), join(folder, name))
  browser = await launch()
  colorist = await enter(hub.links.colorist, 'Clara', folder)
  client = await enter(hub.links.client, 'Dana', null)
})
afterAll(async () => {
  await browser?.close()
  await hub?.close()
  await rm(temporary, { recursive: true, force: true })
})

it('[UI60] what is on the screen is the canvas, pixel for pixel', async () => {
  const png = decode(await colorist.screenshot())
  const canvas = await colorist.evaluate(() => {
    const element = document.querySelector<HTMLCanvasElement>('[data-testid=canvas]')!
    const { x, y } = element.getBoundingClientRect()
    const { width, height } = element
    const { data } = element.getContext('2d')!.getImageData(0, 0, width, height)
    let text = ''
    for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192))
    return { x, y, width, height, pixels: btoa(text) }
  })
  const pixels = Buffer.from(canvas.pixels, 'base64')
  const differing = (left: number, top: number): number => {
    let count = 0
    for (let y = 0; y < canvas.height; y++)
      for (let x = 0; x < canvas.width; x++)
        for (let c = 0; c < 3; c++)
          if (
            png.data[((top + y) * png.width + left + x) * png.channels + c] !== pixels[(y * canvas.width + x) * 4 + c]
          )
            count++
    return count
  }
  // A box that begins between two pixels is moved to one of them as a whole.
  const counts = [0, 1].flatMap((dy) =>
    [0, 1].map((dx) => differing(Math.floor(canvas.x) + dx, Math.floor(canvas.y) + dy)),
  )
  expect(canvas.width).toBeGreaterThan(600)
  expect(Math.min(...counts)).toBe(0)
})

it('[UI61] a drag is seen on the way in the other room, and its release ends in equal digests', async () => {
  const before = (await receipt(colorist))!
  expect(await receipt(client)).toMatchObject({ plan: before.plan, source: before.source, digest: before.digest })
  await client.evaluate(() => {
    const seen = new Set<number>()
    Object.assign(window, { seen })
    const look = () => {
      const picture = window.samelight?.preview()
      if (picture?.adjusting) seen.add(picture.mean[0])
      requestAnimationFrame(look)
    }
    look()
  })
  const box = (await colorist.getByRole('slider', { name: 'Gain master', exact: true }).boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await colorist.mouse.move(x, y)
  await colorist.mouse.down()
  for (let i = 1; i <= 40; i++) {
    await colorist.mouse.move(x + i, y)
    await colorist.waitForTimeout(25)
  }
  await client.waitForFunction(() => (window as unknown as { seen: Set<number> }).seen.size >= 3)
  expect((await shown(colorist))!.kind).toBe('preview')
  expect(await receipt(colorist)).toEqual(before)
  await colorist.mouse.up()
  await colorist.waitForFunction((plan) => window.samelight!.receipt()?.plan !== plan, before.plan)
  const after = (await receipt(colorist))!
  await client.waitForFunction((plan) => window.samelight!.receipt()?.plan === plan, after.plan)
  expect(after.digest).not.toBe(before.digest)
  expect(await receipt(client)).toMatchObject({ source: after.source, digest: after.digest, look: after.look })
})

it('[UI78] without a GPU a full picture is drawn on all cores, to the bits of its proof', async () => {
  expect(await colorist.evaluate(() => crossOriginIsolated)).toBe(true)
  const cores = await colorist.evaluate(() => Math.min(8, navigator.hardwareConcurrency))
  const before = (await receipt(colorist))!
  // The first pictures are drawn while the workers start.
  await colorist.waitForFunction((all) => window.samelight!.executor().cores === all, cores)
  await colorist.keyboard.press('Control+z')
  await colorist.waitForFunction((plan) => {
    const now = window.samelight!.receipt()
    return now?.plan !== plan && now?.proof
  }, before.plan)
  const after = (await receipt(colorist))!
  expect(after).toMatchObject({ executor: 'wasm', proof: after.digest })
  expect(await colorist.evaluate(() => window.samelight!.executor())).toMatchObject({
    cores,
    alarm: false,
    disagreed: 0,
  })
})

it('[UI57] a clip whose media is not here says so in words, and the next one is drawn', async () => {
  const next = colorist.getByRole('button', { name: /^Next clip/ })
  for (let i = 0; i < 2; i++) await next.click()
  await colorist.waitForFunction(() => window.samelight!.sentence?.startsWith('No media for clip 03 here'))
  expect([await receipt(colorist), await shown(colorist)]).toEqual([null, null])
  await next.click()
  await colorist.waitForFunction(() => window.samelight!.receipt())
  expect(await colorist.evaluate(() => window.samelight!.sentence)).toBe(null)
})

it('[UI78] where the worker for other cores does not come, one core draws, and a sentence says so', async () => {
  const assets = join(temporary, 'client', 'assets')
  const bands = (await readdir(assets)).filter((name) => name.startsWith('band.worker'))
  expect(bands).toHaveLength(1)
  await rm(join(assets, bands[0]!))
  const page = await enter(hub.links.colorist, 'Eve', null)
  await page.getByText('Pictures are drawn on one core from now on').first().waitFor()
  const now = (await receipt(page))!
  expect(now.proof).toBe(now.digest)
  expect(await page.evaluate(() => window.samelight!.executor())).toMatchObject({ cores: 1, alarm: false })
})
