/** The hands in a real Chromium, on the screens with a fake suite: every gesture of a wheel, by its accessible name. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build, type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { violations } from '../kit/axe.ts'
import { launch } from '../kit/chromium.ts'
import { patienceMs } from '../kit/suite.ts'
import type {} from '../ui/page/page.tsx'

let built: string
let server: PreviewServer
let browser: Browser
let context: BrowserContext
let page: Page
let url: string

beforeAll(async () => {
  // Built, since a page of hundreds of modules takes a browser five times as long, and each test opens one; with React's quick half.
  built = await mkdtemp(join(tmpdir(), 'samelight-hands-'))
  vi.stubEnv('NODE_ENV', 'production')
  const plain = { root: new URL('../ui/page', import.meta.url).pathname, configFile: false, logLevel: 'error' } as const
  await build({ ...plain, plugins: [react()], build: { outDir: built, emptyOutDir: true } })
  vi.unstubAllEnvs()
  server = await preview({ ...plain, build: { outDir: built }, preview: { port: 0, host: '127.0.0.1' } })
  url = server.resolvedUrls!.local[0]!
  browser = await launch()
  context = await browser.newContext()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await rm(built, { recursive: true, force: true })
})

const open = async (screen: 'grader' | 'room' | 'join', width = 1440, height = 900, before = () => {}) => {
  // One context for all, whose scripts the browser has compiled; nothing else of a page is left to the next.
  await page?.evaluate(() => localStorage.clear())
  await page?.close()
  page = await context.newPage()
  page.setDefaultTimeout(patienceMs)
  await page.setViewportSize({ width, height })
  await page.addInitScript(before)
  await page.goto(`${url}?screen=${screen}`)
  await page.getByRole('main').waitFor()
}

/** The stored tuple of a control of the selected node, as committed. */
const stored = (control: string) =>
  page.evaluate((c) => {
    const { suite, desk } = window.fake
    return [...(suite.entries.get(`${desk.level}/${desk.version}/${desk.node!.id}/${c}`) ?? [])] as number[]
  }, control)
const depth = () => page.evaluate(() => window.fake.suite.undoDepth(window.fake.desk.level!))
const centre = async (name: string) => {
  const box = (await page.getByRole('slider', { name, exact: true }).boundingBox())!
  return [box.x + box.width / 2, box.y + box.height / 2] as const
}
/** Presses in a control, moves in steps, and stays down. */
const drag = async (name: string, dx: number, dy: number) => {
  const [x, y] = await centre(name)
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let i = 1; i <= 8; i++) await page.mouse.move(x + (dx * i) / 8, y + (dy * i) / 8)
}

describe('a wheel under the fingers', () => {
  beforeEach(() => open('grader'))

  it('[UI34] a drag draws at once, is seen on the way, and is one undo step on release', async () => {
    const before = await depth()
    const had = await stored('primaries.gamma')
    await drag('Gamma colour', 0, -60)
    const way = await page.evaluate(() => window.fake.suite.seen.length)
    expect(way).toBeGreaterThanOrEqual(3)
    expect(await stored('primaries.gamma')).toEqual(had)
    await page.mouse.up()
    const to = await stored('primaries.gamma')
    expect(to[1]).toBeGreaterThan(1.02)
    expect(to[0]).toBe(1)
    expect(await depth()).toBe(before + 1)
    await page.keyboard.press('Control+z')
    expect(await stored('primaries.gamma')).toEqual(had)
  })

  it('[UI35] Escape and the right button put everything back, and nothing is kept', async () => {
    const before = await depth()
    await drag('Gain master', 80, 0)
    await page.keyboard.press('Escape')
    await page.mouse.up()
    await drag('Gain colour', 50, 10)
    await page.mouse.down({ button: 'right' })
    await page.mouse.up({ button: 'right' })
    await page.mouse.up()
    expect(await depth()).toBe(before)
    expect((await stored('primaries.gain')).map((v) => v.toFixed(2))).toEqual(['1.02', '1.05', '0.99', '0.94'])
  })

  it('[UI36] Ctrl drives the master, Alt divides by ten, a double-click keeps the master, the icon resets all', async () => {
    await page.keyboard.down('Control')
    await drag('Lift colour', 50, 0)
    await page.mouse.up()
    await page.keyboard.up('Control')
    const [y, r] = await stored('primaries.lift')
    expect(y).toBeCloseTo(50 * 0.001 * 0.5, 2)
    expect(r).toBe(0)
    await page.keyboard.down('Alt')
    await drag('Lift master', 50, 0)
    await page.mouse.up()
    await page.keyboard.up('Alt')
    expect((await stored('primaries.lift'))[0]! - y!).toBeCloseTo(5 * 0.001 * 0.5, 2)
    const [x, yy] = await centre('Gain colour')
    await page.mouse.dblclick(x, yy)
    expect((await stored('primaries.gain')).map((v) => v.toFixed(2))).toEqual(['1.02', '1.00', '1.00', '1.00'])
    await page.getByRole('button', { name: 'Reset Gain' }).click()
    expect(await stored('primaries.gain')).toEqual([1, 1, 1, 1])
  })

  it('[UI37] a field is dragged, typed into by double-click and stepped by the arrow keys', async () => {
    const field = page.getByRole('spinbutton', { name: 'Offset R' })
    await field.dblclick()
    await page.getByRole('textbox', { name: 'Offset R' }).fill('27,5')
    await page.keyboard.press('Enter')
    expect((await stored('log.offset'))[0]).toBeCloseTo(0.025, 6)
    await field.focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await expect.poll(async () => (await stored('log.offset'))[0]!.toFixed(5)).toBe('0.02520')
    expect(await field.getAttribute('aria-valuetext')).toBe('27.52')
  })

  it('[UI17] what is no number, or lies beyond the range, is said in the foot; after typing the arrow keys are the playhead’s', async () => {
    const field = page.getByRole('spinbutton', { name: 'Gain R' })
    const text = page.getByRole('textbox', { name: 'Gain R' })
    const said = () => page.getByLabel('Last message').textContent()
    const steps = await depth()
    await field.dblclick()
    await text.fill('warm')
    await page.keyboard.press('Enter')
    await expect.poll(said).toMatch(/^Gain R stays at 1\.0\d: “warm” is no number\.$/)
    expect(await text.getAttribute('aria-invalid')).toBe('true')
    await text.fill('')
    await page.keyboard.press('Enter')
    await field.waitFor()
    expect(await depth()).toBe(steps)
    await field.dblclick()
    await text.fill('99')
    await page.keyboard.press('Enter')
    await expect.poll(said).toBe('Gain R goes from 0.00 to 16.00: it stands at 16.00.')
    expect((await stored('primaries.gain'))[1]).toBe(16)
    const frame = () => page.evaluate(() => window.fake.desk.clip!.id)
    const clip = await frame()
    await page.keyboard.press('ArrowDown')
    await expect.poll(frame).not.toBe(clip)
    await page.keyboard.press('ArrowUp')
    await expect.poll(frame).toBe(clip)
    // By keys alone the hand stays on the field, and Tab goes on to the next one.
    await field.focus()
    await page.keyboard.press('Enter')
    await text.fill('1.5')
    await page.keyboard.press('Enter')
    await expect.poll(() => field.evaluate((it) => it === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await text.fill('1.25')
    await page.keyboard.press('Tab')
    const next = page.getByRole('spinbutton', { name: 'Gain G' })
    await expect.poll(() => next.evaluate((it) => it === document.activeElement)).toBe(true)
    expect((await stored('primaries.gain'))[1]).toBe(1.25)
  })
})

/** A MIDI device in place of the browser's own: `knob(…bytes)` says what a test wants. */
function plugKnobs(): void {
  const input = { name: 'Knobs', state: 'connected', onmidimessage: null as ((e: { data: number[] }) => void) | null }
  const access = { inputs: { values: () => [input] }, onstatechange: null }
  Object.assign(window, { knob: (...data: number[]) => input.onmidimessage?.({ data }) })
  Object.assign(navigator, { requestMIDIAccess: async () => access })
}
/** Control changes of one knob, one after another. */
const knob = (controller: number, ...values: number[]) =>
  page.evaluate(
    ([number, all]) => {
      const { knob } = window as unknown as { knob(...data: number[]): void }
      for (const value of all) knob(0xb0, number, value)
    },
    [controller, values] as const,
  )

it('[SURF8] a knob is moved, Gain’s master touched: from then on it turns it, one undo step a run; axe finds nothing', async () => {
  await open('grader', 1440, 900, plugKnobs)
  await page.getByRole('button', { name: 'Surfaces', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: 'Surfaces' })
  await sheet.getByRole('button', { name: 'Connect MIDI' }).click()
  await sheet.getByRole('button', { name: 'Learn', exact: true }).click()
  const [had, before] = [await stored('primaries.gain'), await depth()]
  await knob(7, 1, 1, 127)
  await sheet.getByText('CC 7, ch 1 at 127').waitFor()
  await page.getByRole('slider', { name: 'Gain master', exact: true }).click()
  await expect.poll(() => sheet.getByLabel('What CC 7, ch 1 does').inputValue()).toBe('primaries.gain master')
  expect(await sheet.getByLabel('How CC 7, ch 1 counts').inputValue()).toBe('twos')
  expect([await stored('primaries.gain'), await depth()]).toEqual([had, before])
  expect(await violations(page, 'dialog')).toEqual([])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  const drawn = await page.evaluate(() => window.fake.suite.seen.length)
  await knob(7, 2, 2, 1)
  expect(await page.evaluate(() => window.fake.suite.seen.length)).toBe(drawn + 3)
  await expect.poll(depth).toBe(before + 1)
  // Three movements of five steps in all, four pixels each, a thousandth of the range a pixel.
  expect((await stored('primaries.gain'))[0]! - had[0]!).toBeCloseTo(5 * 4 * 0.001 * 2, 2)
})

describe('the screens', () => {
  it('[UI38] the picture is as large as the design says, with nothing folded but the gallery', async () => {
    await open('grader', 1920, 1080)
    const large = (await page.getByTestId('picture').boundingBox())!
    expect(large.width).toBeGreaterThan(960)
    await open('grader', 1440, 900)
    const small = (await page.getByTestId('picture').boundingBox())!
    expect(small.width).toBeGreaterThan(765)
    expect(small.width / small.height).toBeCloseTo(16 / 9, 2)
    for (const name of [/^Notes/, 'Snapshots']) await page.getByRole('button', { name }).first().click()
    await page.getByRole('region', { name: 'Snapshots' }).waitFor()
    expect((await page.getByRole('region', { name: 'Nodes' }).boundingBox())!.height).toBeGreaterThanOrEqual(130)
  })

  it.each(['grader', 'room', 'join'] as const)('[UI39] axe finds nothing on the %s screen', async (screen) => {
    await open(screen)
    expect(await page.getByRole('button').count()).toBeGreaterThan(0)
    expect(await violations(page)).toEqual([])
  })

  it('[UI82] the arrow keys open every palette in turn, each says what it is, and axe finds nothing in any', async () => {
    await open('grader')
    const found: string[] = []
    for (const side of ['Left palettes', 'Centre palettes']) {
      const tabs = page.getByRole('tablist', { name: side }).getByRole('tab')
      const count = await tabs.count()
      expect(count).toBeGreaterThan(2)
      await page.getByRole('tablist', { name: side }).getByRole('tab', { selected: true }).focus()
      const seen = new Set<string>()
      for (let i = 0; i < count; i++) {
        await page.keyboard.press('ArrowRight')
        const shown = page.getByRole('tablist', { name: side }).getByRole('tab', { selected: true })
        expect(await shown.evaluate((tab) => tab === document.activeElement)).toBe(true)
        seen.add((await shown.getAttribute('data-tab'))!)
        const section = `section[aria-label="${side.replace('palettes', 'palette')}"]`
        for (const one of await violations(page, section)) found.push(`${[...seen].at(-1)} ${one}`)
        // Only the palette of OpenColorIO's own grading has more than a small screen holds, and that only downwards.
        const over = await page.locator(section).evaluate((panel) =>
          [...panel.querySelectorAll<HTMLElement>('*:not(.unseen)')]
            .filter((e) => getComputedStyle(e).overflow !== 'visible')
            .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
            .map((e) => [e.textContent, e.scrollWidth - e.clientWidth > 1] as const),
        )
        for (const [text, aside] of over)
          if (aside || [...seen].at(-1) !== 'grading') found.push(`${[...seen].at(-1)} overflows: ${text}`)
      }
      expect(seen.size).toBe(count)
    }
    expect(found).toEqual([])
  })

  it('[UI39] axe finds nothing in the keyframe editor, with a node off, and in its menu', async () => {
    await open('grader')
    await page.getByRole('button', { name: 'Keys', exact: true }).click()
    await page.getByTestId('keyframe-lanes').waitFor()
    await page.keyboard.press('Control+BracketLeft')
    await page.getByRole('button', { name: /^Track 02/ }).click()
    await page.getByRole('button', { name: /^Open 04/ }).click()
    await page.getByTestId('keyframe-lanes').click({ button: 'right', position: { x: 60, y: 60 } })
    await page.getByRole('menu', { name: 'Keyframe' }).waitFor()
    expect(await violations(page, 'section[aria-label="Keys"]')).toEqual([])
  })

  it('[UI40] in a room typing a note keeps the frame of its first letter, and Enter sends it', async () => {
    await open('room')
    await page.getByRole('textbox', { name: 'Note at this frame' }).fill('A little less green.')
    await page.keyboard.press('Enter')
    const note = await page.evaluate(() => window.fake.suite.notes.at(-1)!)
    expect([note.text, note.clip, note.frame]).toEqual(['A little less green.', 'clip0000', 0])
    await page.getByRole('button', { name: 'Look round' }).click()
    await page.getByRole('button', { name: 'Come back' }).waitFor()
  })
})
