/** People at a real hub in real browsers: the demo's clips, a folder of media a room, and what a room shows. */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { inject } from 'vitest'
import type {} from '../../client/viewer/support.ts'
import { type Hub, type HubOptions, startHub } from '../../server/hub.ts'
import { prepareSession } from '../../server/library.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { launch } from './chromium.ts'
import type {} from './run.ts'
import { patienceMs } from './suite.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const demoClips = join(root, 'demo', 'clips')

export interface Journey {
  readonly hub: Hub
  readonly browser: Browser
  /** A folder of this journey's own, gone when it ends. */
  readonly folder: string
  /** Names of the demo's clips, in the order of the cut. */
  readonly clips: readonly string[]
  /** A copy of the demo's clips for one room, without those left out. */
  copy(leftOut?: readonly string[]): Promise<string>
  /** Opens a link in a browser of its own, names oneself, chooses media (null: the hub's library), enters, and waits for the first receipt; `within` another browser than the journey's. */
  enter(
    link: string,
    name: string,
    media: string | null,
    size?: readonly [number, number],
    within?: Browser,
  ): Promise<Page>
  close(): Promise<void>
}

/** Starts a hub on the demo's clips, serving the run's client; with a store on disk unless told otherwise. */
export async function startJourney(over: Partial<HubOptions> = {}, browse: () => Promise<Browser> = launch) {
  const folder = await mkdtemp(join(tmpdir(), 'samelight-journey-'))
  const clips = (await readdir(demoClips)).filter((name) => name.endsWith('.mp4')).sort()
  const hub = await startHub({
    port: 0,
    dataDir: join(folder, 'data'),
    mediaDir: demoClips,
    prepare: prepareSession,
    clientDir: inject('client'),
    ...over,
  })
  const browser = await browse()
  const journey: Journey = {
    hub,
    browser,
    folder,
    clips,
    async copy(leftOut = []) {
      const to = await mkdtemp(join(folder, 'media-'))
      for (const name of clips) if (!leftOut.includes(name)) await copyFile(join(demoClips, name), join(to, name))
      return to
    },
    async enter(link, name, media, [width, height] = [1440, 900], within = browser) {
      const page = await (await within.newContext({ viewport: { width, height } })).newPage()
      page.setDefaultTimeout(patienceMs)
      await page.goto(link)
      await page.getByLabel('Your name').fill(name)
      if (media !== null) await page.getByTestId('folder').setInputFiles(media)
      await page.getByRole('button', { name: 'Enter' }).click()
      // Who lacks a clip is told so at the door.
      const without = page.getByRole('button', { name: 'Enter anyway' })
      await without.or(page.getByTestId('canvas')).first().waitFor()
      if (await without.isVisible()) await without.click()
      await page.waitForFunction(
        () => window.samelight?.receipt() || /no media|another file/i.test(window.samelight?.sentence ?? ''),
      )
      return page
    },
    async close() {
      await browser.close()
      await hub.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return journey
}

export const receiptOf = (page: Page): Promise<Receipt | null> => page.evaluate(() => window.samelight!.receipt())
export const shownIn = (page: Page) => page.evaluate(() => window.samelight!.preview())

/** What makes two pictures the same, whoever shows them. */
export const picture = ({ clip, frame, plan, source, look, digest }: Receipt) => ({
  clip,
  frame,
  plan,
  source,
  look,
  digest,
})

/**
 * The receipt of all that is so now in a room. Read right after an act of this room's own, a receipt may still be the one of before, and
 * one read between two acts may be gone before another room gets there.
 * Where a frame is given, counted from the clip's first, or a clip that is left, the playhead has come there.
 */
export async function settled(page: Page, frame: number | null = null, left: string | null = null): Promise<Receipt> {
  await page.waitForFunction(
    ([want, was]) => {
      const { settled, receipt } = window.samelight!
      const now = receipt()
      return settled && now !== null && (want === null || now.frame === want) && now.clip !== was
    },
    [frame, left] as const,
  )
  return (await receiptOf(page))!
}

/** Waits until a room swears to this plan, and answers its receipt. */
export async function receiptWith(page: Page, plan: string): Promise<Receipt> {
  await page.waitForFunction((want) => window.samelight!.receipt()?.plan === want, plan)
  return (await receiptOf(page))!
}

/** Waits until a room swears to another plan than this one, which stands. */
export async function receiptAfter(page: Page, plan: string): Promise<Receipt> {
  await page.waitForFunction((had) => {
    const now = window.samelight!.receipt()
    return window.samelight!.settled && now !== null && now.plan !== had
  }, plan)
  return (await receiptOf(page))!
}

/** Presses in the middle of a slider; the answer moves from there, and nothing is let go. */
export async function press(page: Page, name: string): Promise<(dx: number, dy: number) => Promise<void>> {
  const box = await page.getByRole('slider', { name, exact: true }).boundingBox()
  if (!box) throw new Error(`there is no slider ${name}`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  return (dx, dy) => page.mouse.move(x + dx, y + dy)
}

/** Turns a control sideways in four moves and lets go; answers what that room then swears to. */
export async function turn(page: Page, name: string, dx: number): Promise<Receipt> {
  const before = await settled(page)
  const move = await press(page, name)
  for (let i = 1; i <= 4; i++) await move((i * dx) / 4, 0)
  await page.mouse.up()
  return await receiptAfter(page, before.plan)
}

/** Steps of one's own that can be taken back, as the foot counts them. */
export const undoDepth = async (page: Page): Promise<number> =>
  Number(/undo: (\d+)/.exec((await page.getByText(/undo: \d+ of yours/).textContent()) ?? '')![1])
