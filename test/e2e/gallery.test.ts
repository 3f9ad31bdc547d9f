/** The gallery in real browsers: a colorist grabs a still, wipes against it and takes its grade; a client's room sees what was taken. */

import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import { memoryStore } from '../../shared/suite/store.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { parseLink } from '../../shared/suite/ticket.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { violations } from '../kit/axe.ts'
import {
  demoClips,
  type Journey,
  picture,
  press,
  receiptAfter,
  receiptWith,
  startJourney,
  undoDepth,
} from '../kit/journey.ts'
import { Network } from '../kit/network.ts'
import { seeded } from '../kit/suite.ts'

/** How long a busy machine may take to draw a full picture. */
const patient = { timeout: 20_000 }

let journey: Journey
let colorist: Page
let room: Page
/** The engineer, without a screen: reads the document, and locks. */
let engineer: Suite

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  const { links } = journey.hub
  colorist = await journey.enter(links.colorist, 'Clara', null, [1920, 1080])
  room = await journey.enter(links.client, 'Dana', null)
  const link = parseLink(links.engineer)
  if (typeof link === 'string') throw new Error(link)
  const network = new Network()
  engineer = await joinSuite({
    ...{ ...link, name: 'Ed', store: memoryStore(), clock: () => performance.now(), random: seeded(11) },
    ...{ WebSocket: network.socket('Ed'), fetch: network.fetch('Ed'), engine: ENGINE_VERSION },
  })
})
afterAll(async () => {
  engineer?.leave()
  await journey?.close()
})

/** Drags a master wheel of the colorist and lets go; answers the receipt of what came of it, once the room swears to the same picture. */
async function drag(name: string, dx: number, before: Receipt): Promise<Receipt> {
  const move = await press(colorist, name)
  await move(dx / 2, 0)
  await move(dx, 0)
  await colorist.mouse.up()
  const made = await receiptAfter(colorist, before.plan)
  expect(picture(await receiptWith(room, made.plan))).toEqual(picture(made))
  return made
}

const stills = () => colorist.getByRole('list', { name: 'Stills' }).getByRole('button')
const said = () => colorist.getByRole('status', { name: 'Last message' })

/** The colour that is seen at a place of the picture, whatever lies over what. */
async function seen(x: number, y: number): Promise<readonly number[]> {
  const box = (await colorist.getByTestId('picture').boundingBox())!
  const clip = { x: Math.round(box.x + box.width * x), y: Math.round(box.y + box.height * y), width: 1, height: 1 }
  const { data, channels } = decode(await colorist.screenshot({ clip }))
  return [...data.slice(0, Math.min(3, channels))]
}

/** How far two colours lie apart: a full picture and a quick one of the same grade by a step or two. */
const apart = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)))
const near = 8

let first: Receipt
let second: Receipt

describe('a still', () => {
  it('[GALUI1] is grabbed by key with its grade, named by track, shot and version, and hangs in every suite', async () => {
    const start = await colorist.evaluate(() => window.samelight!.receipt()!)
    first = await drag('Gain master', 60, start)
    await colorist.keyboard.press('Control+Alt+g')
    await expect
      .poll(() => engineer.gallery.stills, patient)
      .toMatchObject([
        { label: '1.1.1', clip: first.clip, frame: first.frame, look: first.look, digest: first.digest, slot: null },
      ])
    await colorist.getByRole('button', { name: /^Still 1\.1\.1, grabbed by Clara/ }).waitFor()
    await colorist.getByText('1.1.1', { exact: true }).dblclick()
    await colorist.getByRole('textbox', { name: 'Label' }).fill('Warm park')
    await colorist.keyboard.press('Enter')
    await expect.poll(() => engineer.gallery.stills[0]?.label, patient).toBe('Warm park')
    second = await drag('Gain master', -110, first)
    await colorist.keyboard.press('Control+Alt+g')
    await expect.poll(() => stills().count(), patient).toBe(2)
    await colorist.getByRole('searchbox', { name: 'Search stills by label' }).fill('WARM')
    await expect.poll(() => stills().count()).toBe(1)
    await colorist.getByRole('searchbox', { name: 'Search stills by label' }).fill('')
  })

  it('[GALUI2] is wiped against by a double-click: left of the line it, right of it the picture, which goes on being drawn', async () => {
    const own = await seen(0.3, 0.75)
    const far = await seen(0.7, 0.75)
    await colorist.getByRole('button', { name: /^Still Warm park/ }).dblclick()
    const line = colorist.getByRole('slider', { name: 'Wipe', exact: true })
    await expect.poll(async () => (await seen(0.3, 0.75))[1]! - own[1]!, patient).toBeGreaterThan(near)
    const warm = await seen(0.3, 0.75)
    expect(apart(await seen(0.7, 0.75), far)).toBeLessThan(near)
    // Its own view: no receipt here, and the room's list says so.
    await expect.poll(() => colorist.evaluate(() => window.samelight!.receipt())).toBeNull()
    await room.getByText('own view').waitFor()
    const box = (await colorist.getByTestId('picture').boundingBox())!
    await colorist.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.6)
    await colorist.mouse.down()
    await colorist.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.6, { steps: 4 })
    await colorist.mouse.up()
    expect(await line.getAttribute('aria-valuenow')).toBe('20')
    expect(apart(await seen(0.3, 0.75), own)).toBeLessThan(near)
    await colorist.keyboard.press('Alt+w')
    await expect.poll(async () => apart(await seen(0.3, 0.75), warm)).toBeLessThan(near)
    await colorist.getByLabel('Shape of the wipe').selectOption('difference')
    await expect.poll(async () => Math.max(...(await seen(0.3, 0.75))), patient).toBeGreaterThan(0)
    // Against the still of what is on show nothing differs.
    await colorist.getByLabel('Wipe against').selectOption({ label: '1.1.1' })
    await colorist.getByLabel('Difference shown').selectOption('1')
    await expect.poll(async () => Math.max(...(await seen(0.3, 0.75))), patient).toBe(0)
    await colorist.keyboard.press('w')
    await colorist.waitForFunction((plan) => window.samelight!.receipt()?.plan === plan, second.plan)
    await room.getByText('own view').waitFor({ state: 'detached' })
  })

  it('[GALUI3] gives its grade to a middle-click: one undo step, and the room draws the digest that was grabbed', async () => {
    const still = colorist.getByRole('button', { name: /^Still Warm park/ })
    await still.click({ button: 'middle' })
    const taken = await receiptWith(room, first.plan)
    expect(taken.digest).toBe(first.digest)
    expect(picture(await receiptWith(colorist, first.plan))).toEqual(picture(taken))
    await colorist.keyboard.press('Control+z')
    expect((await receiptWith(room, second.plan)).digest).toBe(second.digest)
    const locked = await engineer.command('lock', { clip: first.clip, reason: 'Ed looks at it' })
    expect(locked.ok).toBe(true)
    await colorist.getByRole('button', { name: /^Clip 01 .*locked/ }).waitFor()
    await still.click({ button: 'middle' })
    await expect.poll(() => said().textContent(), patient).toMatch(/locked by Ed: Ed looks at it/)
    expect((await receiptWith(colorist, second.plan)).plan).toBe(second.plan)
    await engineer.command('lift', { lock: (locked as { value: { lock: string } }).value.lock })
    await colorist.getByRole('button', { name: /^Clip 01 .*locked/ }).waitFor({ state: 'detached' })
  })

  it('[GALUI4] is a memory under Alt and a digit, loaded with Shift, and no other seat has it', async () => {
    await colorist.keyboard.press('Alt+2')
    await colorist.getByRole('button', { name: /^Memory B: 1\.1\.2/ }).waitFor()
    expect(engineer.gallery.stills).toHaveLength(2)
    expect(engineer.gallery.memories.size).toBe(0)
    await drag('Lift master', 40, second)
    await colorist.keyboard.press('Alt+Shift+Digit2')
    expect((await receiptWith(room, second.plan)).digest).toBe(second.digest)
    await colorist.keyboard.press('Alt+Shift+Digit3')
    await expect.poll(() => said().textContent()).toMatch(/Memory C is empty/)
  })
})

describe('what is pointed at', () => {
  it('[GALUI9] is seen on the clip on show, named as a preview for one’s own eyes; leaving it, or a key, brings the picture back at once', async () => {
    const status = () => colorist.getByRole('status', { name: 'Viewer message' }).textContent()
    const aside = async () => {
      const box = (await colorist.getByTestId('picture').boundingBox())!
      await colorist.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.2)
    }
    const depth = await undoDepth(colorist)
    await receiptWith(colorist, second.plan)
    const own = await seen(0.3, 0.75)
    await colorist.getByRole('button', { name: /^Still Warm park/ }).hover()
    await expect.poll(async () => (await seen(0.3, 0.75))[1]! - own[1]!, patient).toBeGreaterThan(near)
    expect(await status()).toBe('Preview of Warm park, for your eyes only')
    await room.getByText('own view').waitFor()
    await expect.poll(() => colorist.evaluate(() => window.samelight!.receipt())).toBeNull()
    await aside()
    await expect.poll(() => colorist.getByTestId('live').count()).toBe(0)
    expect(apart(await seen(0.3, 0.75), own)).toBeLessThan(near)
    await room.getByText('own view').waitFor({ state: 'detached' })
    expect(picture(await receiptWith(colorist, second.plan))).toEqual(picture(second))
    expect(picture(await receiptWith(room, second.plan))).toEqual(picture(second))
    // A memory of what is on show looks like it; a key takes it off, and it stays off until something is pointed at anew.
    await colorist.getByRole('button', { name: /^Memory B: / }).hover()
    await expect.poll(status, patient).toMatch(/^Preview of B · /)
    expect(apart(await seen(0.3, 0.75), own)).toBeLessThan(near)
    await colorist.keyboard.press('Escape')
    await expect.poll(() => colorist.getByTestId('live').count()).toBe(0)
    await colorist.getByRole('button', { name: /^Still Warm park/ }).click({ button: 'right' })
    await colorist.getByRole('menuitem', { name: 'Copy to PowerGrades' }).click()
    await expect.poll(() => said().textContent(), patient).toContain('kept in your PowerGrades')
    await colorist.getByRole('tab', { name: 'PowerGrades' }).click()
    await colorist.getByRole('button', { name: /^PowerGrade Warm park/ }).hover()
    await expect.poll(async () => (await seen(0.3, 0.75))[1]! - own[1]!, patient).toBeGreaterThan(near)
    await aside()
    await colorist.getByRole('tab', { name: 'Stills' }).click()
    await aside()
    await receiptWith(colorist, second.plan)
    expect(await undoDepth(colorist)).toBe(depth)
  })
})

describe('many pictures', () => {
  it('[GALUI5] a split screen shows the grades of stills on this clip; a double-click takes one', async () => {
    await colorist.keyboard.press('Control+Alt+w')
    await room.getByText('own view').waitFor()
    await colorist.getByLabel('What the split screen shows').selectOption('stills')
    const split = colorist.getByRole('region', { name: 'Split screen' })
    const cell = split.getByRole('button', { name: /^Warm park/ })
    const bright = () =>
      cell.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const [w, h] = [canvas.width, canvas.height]
        return w === 0
          ? 0
          : canvas.getContext('2d')!.getImageData(Math.floor(w * 0.3), Math.floor(h * 0.75), 1, 1).data[1]!
      })
    await expect.poll(bright, patient).toBeGreaterThan(0)
    await cell.dblclick()
    await split.waitFor({ state: 'detached' })
    expect((await receiptWith(room, first.plan)).digest).toBe(first.digest)
  })

  it('[GALUI6] the lightbox shows the strip’s clips as they are graded; clips are picked and flagged in it, and a press goes there', async () => {
    await colorist.getByRole('button', { name: 'Lightbox' }).click()
    const box = colorist.getByRole('region', { name: 'Lightbox' })
    expect(await box.getByRole('button', { name: /^Clip \d/ }).count()).toBe(journey.clips.length)
    await box.getByRole('button', { name: /^Clip 3 / }).click({ modifiers: ['Control'] })
    await colorist.keyboard.press('KeyG')
    const flagged = box.getByRole('button', { name: /flag blue, selected$/ })
    await expect.poll(() => flagged.count(), patient).toBe(2)
    const filter = box.getByLabel('Clips shown', { exact: true })
    await filter.selectOption('Any flag')
    await expect.poll(() => box.getByRole('button', { name: /^Clip \d/ }).count(), patient).toBe(2)
    await filter.selectOption('All clips')
    await box.getByRole('button', { name: /^Clip 3 / }).click({ button: 'right' })
    await colorist.getByRole('menuitem', { name: 'No flags' }).click()
    await expect.poll(() => flagged.count(), patient).toBe(0)
    await box.getByRole('button', { name: /^Clip 2 / }).click()
    await box.waitFor({ state: 'detached' })
    await colorist.waitForFunction(
      (clip) => window.samelight!.receipt() && window.samelight!.receipt()!.clip !== clip,
      first.clip,
    )
  })

  it('[GALUI8] a reference movie of one’s own lies over the picture as it is, frame by frame; one at another speed is refused in words', async () => {
    await colorist.keyboard.press('Home')
    await colorist.keyboard.press('ArrowUp')
    await colorist.waitForFunction((clip) => window.samelight!.receipt()?.clip === clip, first.clip)
    const graded = await seen(0.3, 0.75)
    await colorist.keyboard.press('w')
    await colorist.getByLabel('Shape of the wipe').selectOption('upright')
    const file = colorist.getByLabel('Reference movie')
    await file.setInputFiles({ name: 'notes.mov', mimeType: 'video/quicktime', buffer: Buffer.from('no movie') })
    await expect.poll(() => said().textContent(), patient).toMatch(/^notes\.mov is no MP4/)
    // The very file of the clip, taken as a finished picture: flat, and not graded.
    await file.setInputFiles(join(demoClips, journey.clips[0]!))
    await colorist
      .getByLabel('Wipe against')
      .locator(`option:checked`, { hasText: journey.clips[0]! })
      .waitFor({ state: 'attached' })
    const line = colorist.getByRole('slider', { name: 'Wipe', exact: true })
    await line.focus()
    await colorist.keyboard.press('End')
    await colorist.keyboard.press('Alt+w')
    await expect.poll(async () => apart(await seen(0.3, 0.75), graded), patient).toBeGreaterThan(near)
    await colorist.keyboard.press('w')
    await colorist.waitForFunction(() => window.samelight!.receipt())
  })

  it('[GALUI7] axe finds no violation in the gallery, its menu and a wipe', async () => {
    await colorist.keyboard.press('w')
    await colorist
      .getByRole('slider', { name: /^Wipe$/ })
      .or(colorist.getByLabel('Wipe against'))
      .first()
      .waitFor()
    await colorist.getByRole('button', { name: /^Still Warm park/ }).click({ button: 'right' })
    await colorist.getByRole('menuitem', { name: 'Append node graph' }).waitFor()
    expect(await violations(colorist, 'aside[aria-label="Stills"]', 'main')).toEqual([])
    await colorist.keyboard.press('Escape')
  })
})
