/** Ten edits of different kinds, five suites: one draws on the GPU, the others by WASM, and each receipt has its proof. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Receipt } from '../../shared/wire/messages.ts'
import { launchGpu } from '../kit/chromium.ts'
import { type Journey, picture, press, receiptAfter, receiptOf, settled, startJourney } from '../kit/journey.ts'
import { patienceMs, until } from '../kit/suite.ts'

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))

let journey: Journey
let gpuBrowser: Browser
let colorist: Page
/** A room on the GPU, a room without one, the supervisor. */
let gpu: Page
let others: Page[]
let headless: ChildProcessByStdio<null, Readable, Readable>
const heard: Receipt[] = []

beforeAll(async () => {
  journey = await startJourney()
  const { hub, copy, enter } = journey
  headless = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, 'suite', hub.links.observer, '--media', await copy(), '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  createInterface({ input: headless.stdout }).on('line', (line) => heard.push(JSON.parse(line) as Receipt))
  // It starts while the rooms do.
  gpuBrowser = await launchGpu()
  colorist = await enter(hub.links.colorist, 'Clara', await copy())
  gpu = await enter(hub.links.client, 'Dana', await copy(), [1280, 720], gpuBrowser)
  others = [
    await enter(hub.links.client, 'Jo', await copy(), [1280, 720]),
    await enter(hub.links.supervisor, 'Kim', await copy(), [1280, 720]),
  ]
  await until('the headless suite swears to its first frame', () => heard.length > 0)
})
afterAll(async () => {
  if (headless && headless.exitCode === null) {
    const ended = new Promise((done) => headless.once('exit', done))
    headless.kill('SIGINT')
    await ended
  }
  await gpuBrowser?.close()
  await journey?.close()
})

/** The receipt of this plan, once its proof is here and agrees. */
async function proved(page: Page, plan: string, executor: string): Promise<Receipt> {
  await page.waitForFunction(
    ([want, by]) => {
      const word = window.samelight!.receipt()
      return word?.plan === want && word.executor === by && word.proof === word.digest
    },
    [plan, executor] as const,
    { timeout: 2 * patienceMs },
  )
  return (await receiptOf(page))!
}

const slide = (name: string, dx: number, dy: number) => async () => {
  const move = await press(colorist, name)
  for (let i = 1; i <= 5; i++) await move((dx * i) / 5, (dy * i) / 5)
  await colorist.mouse.up()
}
const type = (name: string, value: string) => async () => {
  await colorist.getByRole('spinbutton', { name, exact: true }).dblclick()
  await colorist.getByRole('textbox', { name, exact: true }).fill(value)
  await colorist.keyboard.press('Enter')
}
const key = (chord: string) => () => colorist.keyboard.press(chord)

const edits: readonly (readonly [string, () => Promise<void>])[] = [
  ['gain by its master', slide('Gain master', 20, 0)],
  ['lift by its ball', slide('Lift colour', 24, -18)],
  ['gamma by its master', slide('Gamma master', -14, 0)],
  ['offset by its ball', slide('Offset colour', -16, 10)],
  ['contrast, typed', type('Contrast', '1.2')],
  [
    'saturation and hue, typed',
    async () => {
      await type('Saturation', '62')()
      await type('Hue', '53')()
    },
  ],
  ['temperature, typed', type('Temp', '600')],
  [
    'a node with a circle, and gain in it',
    async () => {
      await key('Alt+KeyC')()
      await slide('Gain master', -30, 0)()
    },
  ],
  ['the node switched off', key('Control+KeyD')],
  ['undo', key('Control+KeyZ')],
]

it('[PATH7] the room with an adapter draws on the GPU, the others by WASM, and each says so', async () => {
  const first = (await receiptOf(colorist))!
  await proved(gpu, first.plan, 'wgsl')
  for (const page of [colorist, ...others]) await proved(page, first.plan, 'wasm')
})

it.each(edits)('[PATH7] after %s all five report one digest, each proved', async (_, edit) => {
  const before = await settled(colorist)
  await edit()
  // An edit of two steps has two plans: what stands is that of both.
  const { plan } = await receiptAfter(colorist, before.plan)
  const after = await proved(colorist, plan, 'wasm')
  expect(after.digest).not.toBe(before.digest)
  for (const page of others) expect(picture(await proved(page, after.plan, 'wasm'))).toEqual(picture(after))
  expect(picture(await proved(gpu, after.plan, 'wgsl'))).toEqual(picture(after))
  await until('the headless suite swears to the same plan', () => heard.at(-1)!.plan === after.plan)
  expect(picture(heard.at(-1)!)).toEqual(picture(after))
})
