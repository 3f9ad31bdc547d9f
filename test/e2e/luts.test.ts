/** A LUT file loaded in one browser is drawn, sworn to and proved in another, and by a suite without a screen. */
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { command as render } from '../../server/commands/render.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { demoClips, type Journey, picture, receiptAfter, receiptOf, receiptWith, startJourney } from '../kit/journey.ts'

let journey: Journey
let colorist: Page
let client: Page

beforeAll(async () => {
  journey = await startJourney()
  colorist = await journey.enter(journey.hub.links.colorist!, 'Clara', null)
  client = await journey.enter(journey.hub.links.client!, 'Dana', null)
})
afterAll(() => journey?.close())

const look = fileURLToPath(new URL('../truth/luts/look_33.cube', import.meta.url))
const bad = { name: 'bad.cube', mimeType: 'text/plain', buffer: Buffer.from('LUT_3D_SIZE 2\n0 0 x\n') }
/** Its receipt once it is proved. */
async function proved(page: Page): Promise<Receipt> {
  await page.waitForFunction(() => window.samelight!.receipt()?.proof != null)
  return (await receiptOf(page))!
}

it('[LUT12] a bad file is refused with its line; a good one is drawn: both rooms swear to one proved digest, which `render` gives too', async () => {
  const before = (await receiptOf(colorist))!
  await colorist.getByRole('tab', { name: 'LUT' }).click()
  await colorist.getByLabel('LUT file', { exact: true }).setInputFiles(bad)
  await colorist.getByText('bad.cube: Line 2: a row of the 3D LUT holds 3 numbers, not "0 0 x".').first().waitFor()
  await colorist.getByLabel('LUT file', { exact: true }).setInputFiles(look)
  const mine = await receiptAfter(colorist, before.plan)
  expect(picture(await receiptWith(client, mine.plan))).toEqual(picture(mine))
  for (const page of [colorist, client]) {
    const { proof, digest, plan } = await proved(page)
    expect([proof, plan]).toEqual([digest, mine.plan])
  }
  expect(await colorist.getByRole('combobox', { name: 'LUT' }).locator('option:checked').textContent()).toBe(
    'look_33.cube',
  )
  const out: string[] = []
  const argv = [journey.hub.links.observer!, '--clip', mine.clip, '--frame', `${mine.frame}`, '--media', demoClips]
  const io = {
    out: (line: string) => void out.push(line),
    err: () => {},
    stop: new Promise<void>(() => {}),
    cwd: journey.folder,
    fault: null,
  }
  expect(await render.run([...argv, '--out', 'look.png', '--json'], io)).toBe(0)
  expect((JSON.parse(out[0]!) as Receipt).digest).toBe(mine.digest)
  await colorist.getByRole('combobox', { name: 'LUT' }).selectOption('')
  await receiptWith(colorist, before.plan)
  // Of the session's list now, and drawn at once: the file is here.
  await colorist.getByRole('combobox', { name: 'LUT' }).selectOption('look_33.cube')
  expect((await receiptWith(client, mine.plan)).digest).toBe(mine.digest)
  // Kept in the room's browser, for the next visit.
  const kept = await client.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  expect(kept).toContain('samelight-luts')
})
