/** Media that differ between rooms: named by clip wherever one sits, waived by the engineer, and the still of a stop for who has none. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, picture, receiptOf, settled, startJourney } from '../kit/journey.ts'

const wrong = 'A001C002_portrait_logc3.mp4'
const lost = 'A001C004_table_logc3.mp4'
const named = (page: Page, text: string) => page.getByTestId('media-lines').getByText(text)

let journey: Journey
let colorist: Page
let engineer: Page
let rooms: readonly Page[]

/** A copy with one bit of one byte changed, in the samples of the file. */
async function scratched(): Promise<string> {
  const to = await journey.copy()
  const file = join(to, wrong)
  const bytes = await readFile(file)
  const at = bytes.indexOf('mdat') + 4 + Math.floor(bytes.length / 3)
  bytes[at]! ^= 1
  await writeFile(file, bytes)
  return to
}

beforeAll(async () => {
  journey = await startJourney()
  const { hub, copy, enter } = journey
  colorist = await enter(hub.links.colorist, 'Clara', await copy(), [1920, 1080])
  rooms = [
    await enter(hub.links.client, 'Dana', await scratched()),
    await enter(hub.links.client, 'Jo', await copy([lost])),
  ]
  engineer = await enter(hub.links.engineer, 'Ed', await copy())
})
afterAll(() => journey?.close())

it('[DIFF1] one byte of a clip changed and one clip missing are named by clip in every rooms panel within ten seconds', async () => {
  for (const page of [colorist, engineer, ...rooms]) {
    await named(page, 'Clip 02 A001C002_portrait: another file').waitFor({ timeout: 10_000 })
    await named(page, 'Clip 04 A001C004_table: media missing').waitFor({ timeout: 10_000 })
  }
})

/** Everybody follows the colorist to a clip of the strip. */
async function goTo(clip: string): Promise<void> {
  const had = await settled(colorist)
  await colorist.getByRole('button', { name: new RegExp(`^Clip .* ${clip}`) }).click()
  await settled(colorist, null, had.clip)
}
const says = (page: Page, text: string) => page.getByLabel('Viewer message').getByText(text).waitFor()
/** The still of what the colorist stands on reaches a room: its receipt, and the milliseconds from the colorist's own. */
async function stillIn(page: Page): Promise<{ readonly ms: number }> {
  const { clip, frame, plan, at } = await settled(colorist)
  await page.waitForFunction(
    ([c, f, p]) => {
      const now = window.samelight!.receipt()
      return now?.class === 'still' && now.clip === c && now.frame === f && now.plan === p
    },
    [clip, frame, plan] as const,
  )
  const still = (await receiptOf(page))!
  expect(picture(still)).toEqual(picture((await receiptOf(colorist))!))
  return { ms: still.at - at }
}

it('[STILL1] a room without a clip’s media says so in words, shows black and swears to nothing while no stills are allowed', async () => {
  await colorist.getByRole('button', { name: 'Take the wheel' }).click()
  await goTo('A001C004_table')
  const [, jo] = rooms as readonly [Page, Page]
  await says(jo, 'No media for clip 04 here; the engineer may allow stills.')
  expect(await jo.evaluate(() => window.samelight!.preview())).toBeNull()
  expect((await receiptOf(jo))?.clip ?? '').not.toBe((await receiptOf(colorist))!.clip)
})

it('[STILL2] once the engineer allows stills the room gets that of the stop, and of each stop after it, bit for bit, and swears to it as a still', async () => {
  const [, jo] = rooms as readonly [Page, Page]
  await engineer.getByRole('button', { name: 'No stills' }).click()
  await engineer.getByRole('button', { name: 'Stills allowed' }).waitFor()
  const first = await stillIn(jo)
  await says(jo, 'Exact still from Clara: no media for clip 04 here.')
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const before = (await receiptOf(colorist))!.frame
    await colorist.keyboard.press('ArrowRight')
    await colorist.waitForFunction((had) => window.samelight!.receipt()?.frame === had + 1, before)
    times.push((await stillIn(jo)).ms)
  }
  console.log(
    `stills: the first ${first.ms} ms after the colorist's receipt, then ${times.join(', ')} ms after the stop's`,
  )
  await colorist.locator('tr', { hasText: 'Jo' }).getByText('still · exact').waitFor()
})

it('[STILL3] the canvas of a still holds the picture that the room with the media shows', async () => {
  const mean = (page: Page) => page.evaluate(() => window.samelight!.preview()!.mean)
  const [own, theirs] = [await mean(colorist), await mean(rooms[1]!)]
  for (const i of [0, 1, 2] as const) expect(theirs[i]).toBe(own[i])
})

it('[DIFF2] the engineer waives a difference: it stays in view in every room with who and why, the room sees its own file, and it can be lifted', async () => {
  await goTo('A001C002_portrait')
  const [dana] = rooms as readonly [Page, Page]
  await says(dana, 'Clip 02 is another file here')
  const line = engineer.getByTestId('media-lines').getByRole('listitem').filter({ hasText: 'portrait' })
  await line.getByRole('button', { name: 'Waive' }).click()
  await engineer.getByLabel('Why it may stand').fill('Same scan, other encoder')
  await engineer.keyboard.press('Enter')
  for (const page of [colorist, engineer, ...rooms])
    await named(page, 'waived by Ed: Same scan, other encoder').waitFor()
  await dana.waitForFunction(() => window.samelight!.preview()?.kind === 'full')
  await line.getByRole('button', { name: 'Lift' }).click()
  for (const page of [colorist, engineer, ...rooms])
    await page.getByTestId('media-lines').getByText('waived by Ed').waitFor({ state: 'detached' })
  await says(dana, 'Clip 02 is another file here')
})
