/** From a stop to its exact still in the room that has no media for the clip: two suites in a real Chromium, a real hub on a real disk. */
import { copyFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type Bench, type Figure, percentile } from './figure.ts'
import { openHouse } from './page.ts'
import { folder } from './tidy.ts'

const demo = fileURLToPath(new URL('../../demo/clips', import.meta.url))
const clip = 'A001C004_table'
const stops = 12

async function* figures(): AsyncGenerator<Figure> {
  const { hub, browser } = await openHouse()
  const without = await folder()
  for (const name of await readdir(demo))
    if (name.endsWith('.mp4') && !name.startsWith(clip)) await copyFile(join(demo, name), join(without, name))
  const enter = async (link: string, name: string, media: string | null): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
    await page.goto(link)
    await page.getByLabel('Your name').fill(name)
    if (media !== null) await page.getByTestId('folder').setInputFiles(media)
    await page.getByRole('button', { name: 'Enter' }).click()
    const anyway = page.getByRole('button', { name: 'Enter anyway' })
    await anyway.or(page.getByTestId('canvas')).first().waitFor()
    if (await anyway.isVisible()) await anyway.click()
    await page.waitForFunction(() => window.samelight)
    return page
  }
  const engineer = await enter(hub.links.engineer, 'Ed', null)
  await engineer.getByRole('button', { name: 'No stills' }).click()
  await engineer.getByRole('button', { name: 'Stills allowed' }).waitFor()
  await engineer.context().close()
  const colorist = await enter(hub.links.colorist, 'Clara', null)
  const room = await enter(hub.links.client, 'Jo', without)
  await colorist.getByRole('button', { name: 'Take the wheel' }).click()
  await colorist.getByRole('button', { name: new RegExp(`^Clip .* ${clip}`) }).click()
  await room.waitForFunction(() => window.samelight!.receipt()?.class === 'still', null, { timeout: 60_000 })
  const fromStop: number[] = []
  const fromReceipt: number[] = []
  for (let i = 0; i < stops; i++) {
    // What the last stop began is over.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const before = await colorist.evaluate(() => window.samelight!.receipt()!.frame)
    const began = Date.now()
    await colorist.keyboard.press('ArrowRight')
    const own = await colorist.waitForFunction((had) => {
      const receipt = window.samelight!.receipt()
      return receipt?.frame === had + 1 ? receipt.at : null
    }, before)
    const still = await room.waitForFunction((had) => {
      const receipt = window.samelight!.receipt()
      return receipt?.class === 'still' && receipt.frame === had + 1 ? receipt.at : null
    }, before)
    fromStop.push(Date.now() - began)
    fromReceipt.push((await still.jsonValue())! - (await own.jsonValue())!)
  }
  const note = `${stops} stops of a colorist, 1080p of noisy footage, both suites in one Chromium, loopback`
  yield {
    name: 'still.stop',
    value: percentile(fromStop, 50),
    unit: 'ms',
    note: `p50, key pressed to the room’s own receipt of the proved still: ${note}`,
  }
  yield { name: 'still.stop.p99', value: percentile(fromStop, 99), unit: 'ms', note: 'the slowest of them' }
  yield {
    name: 'still.receipt',
    value: percentile(fromReceipt, 50),
    unit: 'ms',
    note: 'p50, from the colorist’s receipt of the stop to the room’s',
  }
}

export const bench: Bench = {
  name: 'still',
  doc: 'An exact still in the room without media, from the stop.',
  names: ['still.stop', 'still.stop.p99', 'still.receipt'],
  figures,
}
