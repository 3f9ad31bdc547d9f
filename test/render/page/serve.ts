/** The page of this folder, served to a browser of the tests. */
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { createServer } from 'vite'
import type {} from './page.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Served {
  open(browser: Browser): Promise<Page>
  close(): Promise<void>
}

export async function servePage(): Promise<Served> {
  const server = await createServer({
    root: `${root}test/render/page`,
    configFile: false,
    logLevel: 'error',
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null, fs: { allow: [root] } },
  })
  await server.listen()
  return {
    async open(browser) {
      const page = await browser.newPage()
      await page.goto(server.resolvedUrls!.local[0]!)
      await page.waitForFunction(() => window.renderPage)
      return page
    },
    close: () => server.close(),
  }
}
