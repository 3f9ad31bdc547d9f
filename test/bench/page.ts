/** From the link to the picture, in a real Chromium on a real hub with the demo's clips. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type {} from '../../client/viewer/support.ts'
import type { Role } from '../../shared/doc/session.ts'
import { chromiumPath, quiet } from '../kit/chromium.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { type HubLine, startHubProcess } from './process.ts'
import { folder, later, mayStart } from './tidy.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const runs = 5

/** A hub with the demo's session and a browser, both until the bench is over. */
export async function openHouse(): Promise<{ readonly hub: HubLine; readonly browser: Browser }> {
  if (!existsSync(at('dist/index.html')))
    throw new Error('The client is not built: `npm run bench` builds it, or `npm run build` does.')
  const { said } = await startHubProcess(await folder(), at('demo/clips'))
  await mayStart()
  // Playwright's own answer to a signal ends the process before the hub is put away.
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: quiet,
    handleSIGINT: false,
    handleSIGTERM: false,
  })
  later(() => browser.close())
  return { hub: said, browser }
}

/** Opens a link as somebody who has never been there, enters with the hub's library, and waits for the first picture. */
export async function enter(context: BrowserContext, link: string, name: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Enter' }).click()
  await seen(page)
  return page
}

const seen = (page: Page) => page.waitForFunction(() => window.samelight?.firstPictureMs(), null, { timeout: 60_000 })

interface Visit {
  /** Milliseconds from the page's beginning: the form, the first picture, the same on coming back. */
  readonly form: number
  readonly picture: number
  readonly again: number
  /** Bytes of the page itself: scripts, styles, fonts; media apart. */
  readonly bytes: number
}

/** One visit in a browser of its own with nothing kept, and a second one right after. */
async function visit(browser: Browser, hub: HubLine, role: Role): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addInitScript(() => {
    const look = () => {
      if (document.querySelector('form')) Object.assign(window, { formMs: performance.now() })
      else requestAnimationFrame(look)
    }
    look()
  })
  let bytes = 0
  context.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.startsWith('/assets/') || pathname.startsWith('/s/'))
      bytes += Number(response.headers()['content-length'] ?? 0)
  })
  const page = await enter(context, hub.links[role], role)
  const form = await page.evaluate(() => (window as unknown as { formMs: number }).formMs)
  const picture = await page.evaluate(() => window.samelight?.firstPictureMs() ?? Number.NaN)
  const first = bytes
  await page.reload()
  await seen(page)
  const again = await page.evaluate(() => window.samelight?.firstPictureMs() ?? Number.NaN)
  await context.close()
  return { form, picture, again, bytes: first }
}

async function* figures(): AsyncGenerator<Figure> {
  const { hub, browser } = await openHouse()
  const visits: Visit[] = []
  for (let i = 0; i < runs; i++) visits.push(await visit(browser, hub, 'colorist'))
  const room = await visit(browser, hub, 'client')
  const p50 = (read: (visit: Visit) => number) => percentile(visits.map(read), 50)
  const note = `p50 of ${runs} in Chromium with nothing kept, loopback, 1440×900`
  const most = (read: (visit: Visit) => number) => Math.max(...visits.map(read)).toFixed(0)
  yield { name: 'page.form', value: p50(({ form }) => form), unit: 'ms', note: `${note}: link to the form` }
  yield {
    name: 'page.picture',
    value: p50(({ picture }) => picture),
    unit: 'ms',
    note: `${note}: colorist's link to the first graded frame of the demo, name typed by a machine; at most ${most((v) => v.picture)} ms`,
  }
  yield {
    name: 'page.again',
    value: p50(({ again }) => again),
    unit: 'ms',
    note: `${note}: coming back, nothing asked; at most ${most((v) => v.again)} ms`,
  }
  yield {
    name: 'page.grader-bytes',
    value: p50(({ bytes }) => bytes) / 1000,
    unit: 'kB',
    note: 'page, scripts, styles and fonts as sent to a colorist, media apart',
  }
  yield { name: 'page.room-bytes', value: room.bytes / 1000, unit: 'kB', note: 'the same for a client' }
}

export const bench: Bench = {
  name: 'page',
  doc: 'from the link to the picture, in Chromium',
  names: ['page.form', 'page.picture', 'page.again', 'page.grader-bytes', 'page.room-bytes'],
  figures,
}
