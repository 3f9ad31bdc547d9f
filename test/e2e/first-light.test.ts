/** The one true path: a colorist, two rooms and a suite without a screen, each with its own copy of the media; one drag, one picture. */
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Receipt } from '../../shared/wire/messages.ts'
import {
  type Journey,
  picture,
  press,
  receiptAfter,
  receiptOf,
  receiptWith,
  settled,
  shownIn,
  startJourney,
} from '../kit/journey.ts'
import { until } from '../kit/suite.ts'

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const samelight = (...args: string[]): string[] => ['--disable-warning=ExperimentalWarning', main, ...args]

/** Standard output of a process; this one goes on meanwhile, since the hub lives in it. */
const run = (file: string, args: readonly string[]): Promise<Buffer> =>
  new Promise((done, fail) => {
    execFile(file, args, { encoding: 'buffer', maxBuffer: 1 << 26 }, (error, out) => (error ? fail(error) : done(out)))
  })

let journey: Journey
let colorist: Page
let rooms: Page[]
let headless: ChildProcessByStdio<null, Readable, Readable>
const heard: Receipt[] = []

beforeAll(async () => {
  journey = await startJourney()
  const { hub, copy, enter } = journey
  headless = spawn(
    process.execPath,
    samelight('suite', hub.links.observer, '--media', await copy(), '--name', 'Vault', '--json'),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  createInterface({ input: headless.stdout }).on('line', (line) => heard.push(JSON.parse(line) as Receipt))
  // It starts while the rooms do.
  colorist = await enter(hub.links.colorist, 'Clara', await copy(), [1920, 1080])
  rooms = [await enter(hub.links.client, 'Dana', await copy()), await enter(hub.links.client, 'Jo', await copy())]
  await until('the headless suite swears to its first frame', () => heard.length > 0)
})
afterAll(async () => {
  if (headless && headless.exitCode === null) {
    const ended = new Promise((done) => headless.once('exit', done))
    headless.kill('SIGINT')
    await ended
  }
  await journey?.close()
})

/** From now on a room remembers each mean of red it put on its canvas while somebody was adjusting, and each change of its receipt. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen = { means: new Set<number>(), adjusting: true, receipts: 0 }
    Object.assign(window, { seen })
    let last = window.samelight!.receipt()
    const look = () => {
      const now = window.samelight!.preview()
      if (now?.adjusting) seen.means.add(now.mean[0])
      const receipt = window.samelight!.receipt()
      if (receipt !== last) seen.receipts++
      last = receipt
      requestAnimationFrame(look)
    }
    look()
  })
const seenIn = (page: Page) =>
  page.evaluate(() => {
    const { means, receipts } = (window as unknown as { seen: { means: Set<number>; receipts: number } }).seen
    return { means: [...means], receipts }
  })
const last = (): Receipt => heard.at(-1)!

it('[PATH1] before anything is touched all four show the same bits and say so', async () => {
  const first = (await receiptOf(colorist))!
  for (const room of rooms) expect(picture(await receiptWith(room, first.plan))).toEqual(picture(first))
  await until('the headless suite shows the same plan', () => last().plan === first.plan)
  expect(picture(last())).toEqual(picture(first))
  expect(first).toMatchObject({ class: 'original', frame: 0 })
})

it('[PATH2] a drag of Gain is seen on the way in each room, held still it stays held, and on release all four report one digest', async () => {
  // A proof that is still to come would be another receipt.
  for (const page of [colorist, ...rooms]) await page.waitForFunction(() => window.samelight!.receipt()?.proof)
  const before = (await receiptOf(colorist))!
  for (const room of rooms) await watch(room)
  const move = await press(colorist, 'Gain master')
  for (let i = 1; i <= 40; i++) {
    await move(i, 0)
    await colorist.waitForTimeout(25)
  }
  for (const room of rooms)
    await room.waitForFunction(() => (window as unknown as { seen: { means: Set<number> } }).seen.means.size >= 3)

  // Ten seconds of a hand at rest: nobody's picture falls back, nobody swears to anything.
  await colorist.waitForTimeout(500)
  const everyone = [colorist, ...rooms]
  const held = await Promise.all(everyone.map(async (page) => (await shownIn(page))!))
  for (const { mean } of held) expect(Math.abs(mean[0] - held[0]!.mean[0])).toBeLessThan(0.01)
  for (let second = 0; second < 10; second++) {
    await colorist.waitForTimeout(1000)
    for (const [i, page] of everyone.entries())
      expect(await shownIn(page)).toMatchObject({ kind: 'preview', adjusting: true, plan: held[i]!.plan })
  }
  expect(await receiptOf(colorist)).toEqual(before)
  const sworn = heard.length
  for (const room of rooms) expect((await seenIn(room)).receipts).toBe(0)

  await colorist.mouse.up()
  const after = await receiptAfter(colorist, before.plan)
  expect(after.digest).not.toBe(before.digest)
  for (const room of rooms) expect(picture(await receiptWith(room, after.plan))).toEqual(picture(after))
  await until('the headless suite swears to the new plan', () => last().plan === after.plan)
  expect(picture(last())).toEqual(picture(after))
  expect(heard.slice(sworn).map(({ plan }) => plan)).toEqual([after.plan])
  await colorist.getByText('undo: 1 of yours').waitFor()
})

it('[PATH3] render writes what the rooms swear to: other tools find the same digest in its PNG', async () => {
  const { clip, frame, digest, plan } = (await receiptOf(colorist))!
  const file = join(journey.folder, 'frame.png')
  const said = await run(process.execPath, [
    ...samelight('render', journey.hub.links.client, '--clip', clip, '--frame', `${frame}`, '--out', file, '--json'),
  ])
  expect(JSON.parse(said.toString())).toMatchObject({ digest, plan })
  const size = await run('ffprobe', ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', file])
  const head = Buffer.alloc(8)
  size
    .toString()
    .trim()
    .split(',')
    .forEach((n, i) => void head.writeUInt32LE(Number(n), i * 4))
  const pixels = await run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'rawvideo', '-pix_fmt', 'rgb48le', '-'])
  const raw = join(journey.folder, 'frame.raw')
  await writeFile(raw, Buffer.concat([head, pixels]))
  expect((await run('sha256sum', [raw])).toString().slice(0, 32)).toBe(digest)
})

it('[PATH4] each clip plays in every room, which follow the wheel, and all agree where they stop', async () => {
  const everyone = [colorist, ...rooms]
  await colorist.getByRole('button', { name: 'Take the wheel' }).click()
  await colorist.getByRole('button', { name: /^Loop the clip/ }).click()
  const stops: Receipt[] = []
  for (const name of journey.clips) {
    await colorist.getByRole('button', { name: new RegExp(`^Clip .* ${name.replace('_logc3.mp4', '')}`) }).click()
    const at = await settled(colorist, null, stops.at(-1)?.clip)
    const counts = await Promise.all(everyone.map(async (page) => (await shownIn(page))?.count ?? 0))
    await colorist.keyboard.press('Space')
    for (const [i, page] of everyone.entries())
      await page.waitForFunction(
        ([clip, count]) => {
          const shown = window.samelight!.preview()
          return shown !== null && shown.clip === clip && shown.frame > 0 && shown.count >= count + 3
        },
        [at.clip, counts[i]!] as const,
      )
    await colorist.keyboard.press('Space')
    const stopped = await settled(colorist)
    expect(stopped.clip).toBe(at.clip)
    for (const room of rooms) expect(picture(await receiptAt(room, stopped))).toEqual(picture(stopped))
    await until('the headless suite stands there too', () => {
      const { clip, frame } = last()
      return clip === stopped.clip && frame === stopped.frame
    })
    expect(picture(last())).toEqual(picture(stopped))
    stops.push(stopped)
  }
  expect(new Set(stops.map(({ clip }) => clip)).size).toBe(journey.clips.length)
})

async function receiptAt(page: Page, { clip, frame }: Pick<Receipt, 'clip' | 'frame'>): Promise<Receipt> {
  await page.waitForFunction(
    ([c, f]) => window.samelight!.receipt()?.clip === c && window.samelight!.receipt()?.frame === f,
    [clip, frame] as const,
  )
  return (await receiptOf(page))!
}

it('[PATH5] looking round leaves the others where they are, and coming back is coming back to the cue', async () => {
  const room = rooms[0]!
  const cue = (await receiptOf(colorist))!
  await room.getByRole('button', { name: 'Look round' }).click()
  await room.getByRole('button', { name: /^Previous clip/ }).click()
  await room.waitForFunction((clip) => window.samelight!.receipt()?.clip !== clip, cue.clip)
  const own = (await receiptOf(room))!
  await colorist.keyboard.press(cue.frame > 0 ? 'ArrowLeft' : 'ArrowRight')
  const moved = await receiptAt(colorist, { clip: cue.clip, frame: cue.frame + (cue.frame > 0 ? -1 : 1) })
  expect(await receiptOf(room)).toMatchObject(picture(own))
  await receiptAt(rooms[1]!, moved)
  await room.getByRole('button', { name: /Come back/ }).click()
  expect(picture(await receiptAt(room, moved))).toEqual(picture(moved))
})

it('[PATH6] a note from a room reaches the colorist with its frame, and a pointer is seen while it is held', async () => {
  const room = rooms[1]!
  await room.getByLabel('Note at this frame').fill('The sky could be a touch warmer.')
  await room.keyboard.press('Enter')
  await colorist.getByRole('button', { name: /^Notes/ }).click()
  await colorist.getByText('The sky could be a touch warmer.').waitFor()
  const box = (await room.getByTestId('canvas').boundingBox())!
  await room.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await room.mouse.down()
  await colorist.locator('[data-pointer=Jo]').waitFor()
  await room.mouse.up()
  await colorist.locator('[data-pointer=Jo]').waitFor({ state: 'detached' })
})
