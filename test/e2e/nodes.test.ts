/** Hands on the node graph in a real browser: links, drops, swaps and boxes, each one undo step, drawn alike in the other room. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Journey, startJourney } from '../kit/journey.ts'
import { patienceMs } from '../kit/suite.ts'

let journey: Journey
let colorist: Page
let other: Page

beforeAll(async () => {
  journey = await startJourney()
  const { hub, enter } = journey
  colorist = await enter(hub.links.colorist, 'Clara Marsh', null, [1920, 1080])
  other = await enter(hub.links.colorist, 'Tom Reed', null)
})
afterAll(() => journey?.close())

const boxes = (page: Page) => page.locator('.react-flow__node-corrector')
const box = (label: string) => boxes(colorist).filter({ hasText: label })
/** What the graph says: labels in the order of the picture, then the loose ones in brackets: `ONE THREE (TWO)`. */
const path = (page: Page) =>
  page.evaluate(() => {
    const read = [...document.querySelectorAll('.react-flow__node-corrector')].map((node) => {
      const text = (part: string) => node.querySelector(`[class*="${part}"]`)?.textContent?.trim() ?? ''
      return { number: text('number'), label: text('label'), loose: text('loose') !== '' }
    })
    const live = read.filter((n) => !n.loose).sort((x, y) => (x.number < y.number ? -1 : 1))
    const loose = read.filter((n) => n.loose).sort((x, y) => (x.label < y.label ? -1 : 1))
    return [...live.map((n) => n.label), ...loose.map((n) => `(${n.label})`)].join(' ')
  })
/** Waits as long as a busy machine may need. */
const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: patienceMs })
const depth = async () => Number((await colorist.getByText(/^undo: \d+ of yours$/).textContent())!.match(/\d+/)![0])
async function middle(of: Locator): Promise<[number, number]> {
  const at = (await of.boundingBox())!
  return [at.x + at.width / 2, at.y + at.height * 0.7]
}
async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await colorist.mouse.move(...from)
  await colorist.mouse.down()
  await colorist.mouse.move(from[0] + 6, from[1] + 6)
  await colorist.mouse.move(...to, { steps: 4 })
  await colorist.mouse.up()
}
const port = async (label: string, name: string) => {
  const at = (await box(label).getByTitle(name).boundingBox())!
  return [at.x + at.width / 2, at.y + at.height / 2] as const
}
const undo = async () => {
  const before = await depth()
  await colorist.keyboard.press('Control+z')
  await poll(depth).toBe(before - 1)
}
const foot = (text: string | RegExp) => colorist.getByRole('contentinfo').getByText(text).waitFor()

it('[UI28] nodes are appended and labelled by keys', async () => {
  for (const label of ['ONE', 'TWO', 'THREE']) {
    await colorist.keyboard.press('Alt+KeyK')
    await poll(() => boxes(colorist).count()).toBe(['ONE', 'TWO', 'THREE'].indexOf(label) + 1)
    await colorist.keyboard.press('F2')
    await colorist.getByLabel('Node label').fill(label)
    await colorist.keyboard.press('Enter')
  }
  await poll(() => path(other)).toBe('ONE TWO THREE')
})

it('[GRAPHUI5] a link is drawn from port to port: what it passes by is loose, one undo step; a loop is refused in words', async () => {
  await drag(await port('ONE', 'Picture out'), await port('THREE', 'Picture in'))
  await poll(() => path(other)).toBe('ONE THREE (TWO)')
  await undo()
  await poll(() => path(other)).toBe('ONE TWO THREE')
  const before = await depth()
  await drag(await port('THREE', 'Picture out'), await port('ONE', 'Picture in'))
  await foot(/a link back would be a loop/)
  expect(await depth()).toBe(before)
})

it('[GRAPHUI5] a link is chosen and deleted, a key is linked, and a loose node dropped on a link stands on it', async () => {
  const line = colorist.locator(`.react-flow__edge[data-id^="${await box('THREE').getAttribute('data-id')}/0"]`)
  const lies = (await line.boundingBox())!
  await colorist.mouse.click(lies.x + lies.width / 2, lies.y + lies.height / 2)
  await colorist.keyboard.press('Delete')
  await poll(() => path(other)).toBe('THREE (ONE) (TWO)')
  await poll(async () => ((await line.boundingBox())?.width ?? 0) > 0).toBe(true)
  const at = (await line.boundingBox())!
  await drag(await middle(box('TWO')), [at.x + at.width / 2, at.y + at.height / 2 + 6])
  await poll(() => path(other)).toBe('TWO THREE (ONE)')
  await undo()
  await undo()
  await poll(() => path(other)).toBe('ONE TWO THREE')
  await drag(await port('ONE', 'Key out'), await port('TWO', 'Key in'))
  await poll(() => other.locator('.react-flow__edge[data-id$="/key"]').count()).toBe(1)
})

it('[GRAPHUI6] Ctrl-drag swaps two nodes, Alt-drag copies one beside the picture, E closes the gap', async () => {
  await colorist.keyboard.down('Control')
  await drag(await middle(box('ONE')), await middle(box('THREE')))
  await colorist.keyboard.up('Control')
  await poll(() => path(other)).toBe('THREE TWO ONE')
  const [x, y] = await middle(box('TWO'))
  await colorist.keyboard.down('Alt')
  await drag([x, y], [x, y + 110])
  await colorist.keyboard.up('Alt')
  await poll(() => path(other)).toBe('THREE TWO ONE (TWO)')
  await undo()
  await box('TWO').click()
  await colorist.keyboard.press('e')
  await poll(() => path(other)).toBe('THREE ONE (TWO)')
  await undo()
  await undo()
  await poll(() => path(other)).toBe('ONE TWO THREE')
})

/** The mean of a node's picture, 0 to 255; null: it has none. */
const light = (label: string): Promise<number | null> =>
  box(label)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      if (canvas.width === 0) return 0
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      return data.reduce((sum, v, i) => sum + (i % 4 === 3 ? 0 : v), 0) / ((data.length * 3) / 4)
    })
    .catch(() => null)

it('[GRAPHUI10] a node shows what comes out of it, once the hand has let go; the menu switches the pictures off and on', async () => {
  // One box at a time is drawn, in no order that counts.
  await poll(async () => (await light('THREE')) ?? 0).toBeGreaterThan(1)
  const plain = (await light('THREE'))!
  await poll(async () => [await light('ONE'), await light('TWO')]).toEqual([plain, plain])
  await box('TWO').click()
  const gain = (await colorist.getByRole('slider', { name: 'Gain master', exact: true }).boundingBox())!
  await colorist.mouse.move(gain.x + gain.width / 2, gain.y + gain.height / 2)
  await colorist.mouse.down()
  await colorist.mouse.move(gain.x + gain.width / 2 + 120, gain.y + gain.height / 2, { steps: 5 })
  await colorist.waitForFunction(() => window.samelight!.preview()?.adjusting === true)
  expect(await light('TWO')).toBe(plain)
  await colorist.mouse.up()
  await poll(async () => (await light('TWO'))! - plain).toBeGreaterThan(3)
  await poll(async () => (await light('THREE'))! === (await light('TWO'))!).toBe(true)
  expect(await light('ONE')).toBe(plain)
  await undo()
  await poll(() => light('THREE')).toBe(plain)
  await box('TWO').click({ button: 'right' })
  await colorist.getByRole('menuitem', { name: 'Pictures in nodes' }).click()
  await poll(() => colorist.locator('canvas[data-node-picture]').count()).toBe(0)
  await colorist.getByRole('button', { name: 'Pictures in nodes' }).click()
  await poll(() => light('TWO')).toBe(plain)
})

it('[GRAPHUI6] several nodes chosen by a box are deleted in one step', async () => {
  const [left, right] = [(await box('ONE').boundingBox())!, (await box('TWO').boundingBox())!]
  await drag([left.x - 4, left.y - 30], [right.x + right.width + 4, right.y + right.height + 12])
  await colorist.keyboard.press('Delete')
  await poll(() => path(other)).toBe('THREE')
  await undo()
  await poll(() => path(other)).toBe('ONE TWO THREE')
})

it('[GRAPHUI7] a node shows who else has the hands in it', async () => {
  await boxes(other).filter({ hasText: 'TWO' }).click()
  await box('TWO').getByRole('img', { name: 'In this node: Tom Reed' }).waitFor()
})
