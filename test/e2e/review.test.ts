/** The review in real browsers: a colorist, a supervisor, a client's room and an engineer; a snapshot, its comparison, its verdicts, the way back. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GradeWriter } from '../../shared/doc/edit.ts'
import type { Level } from '../../shared/doc/grade.ts'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { joinSuite } from '../../shared/suite/join.ts'
import { memoryStore } from '../../shared/suite/store.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { parseLink } from '../../shared/suite/ticket.ts'
import { violations } from '../kit/axe.ts'
import { type Journey, press, receiptOf, settled, startJourney } from '../kit/journey.ts'
import { Network } from '../kit/network.ts'
import { seeded, until } from '../kit/suite.ts'

/** How long a busy machine may take to draw a full picture. */
const patient = { timeout: 20_000 }

let journey: Journey
let colorist: Page
let supervisor: Page
let room: Page
/** The colorist's other hand, without a screen: writes what no screen writes yet. */
let hand: Suite

beforeAll(async () => {
  journey = await startJourney({ dataDir: null })
  const { hub } = journey
  colorist = await journey.enter(hub.links.colorist, 'Clara', null)
  supervisor = await journey.enter(hub.links.supervisor, 'Jo', null)
  room = await journey.enter(hub.links.client, 'Dana', null)
  const link = parseLink(hub.links.colorist)
  if (typeof link === 'string') throw new Error(link)
  const network = new Network()
  hand = await joinSuite({
    ...link,
    name: 'Ann',
    WebSocket: network.socket('Ann'),
    fetch: network.fetch('Ann'),
    store: memoryStore(),
    clock: () => performance.now(),
    random: seeded(7),
    engine: ENGINE_VERSION,
  })
})
afterAll(async () => {
  hand?.leave()
  await journey?.close()
})

const first = () => hand.session.timeline.clips[0]!
const level = (): Level => `c.${first().id}`

/** One edit without a screen. */
const edit = (on: Level, write: (grade: GradeWriter) => void) => {
  const refusal = hand.edit(on, 'Edit', write)
  if (refusal) throw new Error(refusal.sentence)
}

/** Drags a master wheel of the colorist and lets go. */
async function drag(name: string, dx: number): Promise<void> {
  const move = await press(colorist, name)
  await move(dx / 2, 0)
  await move(dx, 0)
  await colorist.mouse.up()
}

async function snapshot(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+S')
  const sheet = page.getByRole('dialog', { name: 'Take a snapshot' })
  await sheet.getByLabel('Name').fill(name)
  await page.keyboard.press('Enter')
  await sheet.waitFor({ state: 'hidden' })
}

/** The tile of a clip in the strip of a screen. */
const tile = (page: Page, number: string): Locator =>
  page.getByRole('navigation', { name: 'Clips' }).getByRole('button', { name: new RegExp(`^Clip ${number} `) })

/** What the tile says of its verdict, once it ends so. */
async function says(page: Page, number: string, words: string): Promise<string> {
  await page
    .getByRole('navigation', { name: 'Clips' })
    .getByRole('button', { name: new RegExp(`^Clip ${number} .*, ${words}$`) })
    .waitFor()
  return (await tile(page, number).getAttribute('aria-description')) ?? ''
}

/** Its words, white space made one blank. */
const read = async (locator: Locator): Promise<string> =>
  ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim()

const mode = (name: string) =>
  supervisor.getByRole('toolbar', { name: 'Ways to compare' }).getByRole('button', { name, exact: true }).click()
const approve = () => supervisor.getByRole('button', { name: 'Approve A', exact: true })
const differs = () => supervisor.getByText('Pixels that differ')
const standing = () => supervisor.getByTestId('standing')

/** The colour of one spot of a canvas, by its share of width and height. */
const spot = (part: string, x: number, y: number) =>
  supervisor.getByTestId(`compare-${part}`).evaluate(
    (canvas: HTMLCanvasElement, [fx, fy]) => {
      const at = [Math.floor(canvas.width * fx!), Math.floor(canvas.height * fy!)] as const
      return [...canvas.getContext('2d')!.getImageData(...at, 1, 1).data]
    },
    [x, y],
  )

describe('a snapshot against now', () => {
  it('[REV1] is taken by key, listed in every room that reviews with name, who and revision, and opened read only with its own picture', async () => {
    await supervisor.getByText('No snapshot yet.').waitFor()
    expect(await approve().isDisabled()).toBe(true)
    expect(await read(supervisor.getByRole('status', { name: 'Verdict message' }))).toMatch(/no snapshot yet/)
    await drag('Gain master', 40)
    await snapshot(colorist, 'Tuesday')
    const listed = supervisor.getByRole('region', { name: 'Snapshots' }).getByRole('listitem')
    await listed.getByText('Tuesday').waitFor()
    const { revision } = hand.review.snapshots[0]!
    expect(await read(listed)).toContain(`Clara`)
    expect(await read(listed)).toContain(`rev ${revision}`)
    const then = await settled(colorist)
    await drag('Gamma master', 30)
    await supervisor.waitForFunction((plan) => window.samelight!.receipt()?.plan !== plan, then.plan)
    await listed.getByRole('button', { name: 'Open' }).click()
    await supervisor.getByTestId('compare-a').waitFor()
    await expect.poll(() => approve().isEnabled(), patient).toBe(true)
    expect(await receiptOf(supervisor)).toBeNull()
    await mode('Now')
    await supervisor.waitForFunction(() => window.samelight!.receipt())
  })

  it('[REV2] is wiped by drag and by keys, upright and level, and no receipt is given meanwhile', async () => {
    await mode('Wipe')
    await differs().waitFor()
    expect(await receiptOf(supervisor)).toBeNull()
    const line = supervisor.getByRole('slider', { name: 'Wipe' })
    expect(await line.getAttribute('aria-valuenow')).toBe('50')
    const box = (await supervisor.getByTestId('picture').boundingBox())!
    await supervisor.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await supervisor.mouse.down()
    await supervisor.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2, { steps: 4 })
    await supervisor.mouse.up()
    expect(await line.getAttribute('aria-valuenow')).toBe('30')
    await line.focus()
    await supervisor.keyboard.press('ArrowRight')
    await supervisor.keyboard.press('Shift+ArrowRight')
    expect(await line.getAttribute('aria-valuenow')).toBe('41')
    await supervisor.getByRole('button', { name: 'A above' }).click()
    await line.focus()
    await supervisor.keyboard.press('End')
    expect(await line.getAttribute('aria-valuenow')).toBe('100')
    expect(await line.getAttribute('aria-orientation')).toBe('vertical')
    await supervisor.keyboard.press('Home')
    expect(await supervisor.evaluate(() => window.samelight!.frame)).toBe(0)
    expect(await receiptOf(supervisor)).toBeNull()
  })

  it('[REV3] differs by numbers of the full 16-bit frames; two moments alike are equal to the last pixel', async () => {
    await mode('Side by side')
    for (const side of ['a', 'b'] as const)
      await expect.poll(() => spot(side, 0.5, 0.5), patient).not.toEqual([0, 0, 0, 255])
    await expect
      .poll(async () => `${await spot('a', 0.5, 0.5)}` === `${await spot('b', 0.5, 0.5)}`, patient)
      .toBe(false)
    await mode('Difference')
    await differs().waitFor()
    const figures = supervisor.getByLabel('How far A and B lie apart')
    const most = /Max\s*([\d.]+) of 1,023 · ([\d,]+) of 65,535/
    await expect.poll(() => read(figures), patient).toMatch(most)
    const [, ten, sixteen] = most.exec(await read(figures))!
    const codes = Number(sixteen!.replaceAll(',', ''))
    expect(codes).toBeGreaterThan(500)
    expect(Number(ten)).toBeCloseTo((codes * 1023) / 65535, 1)
    await mode('Blink')
    await supervisor.getByTestId('compare-b').waitFor()
    await snapshot(supervisor, 'Same as now')
    await supervisor.getByRole('combobox', { name: 'A', exact: true }).selectOption(hand.review.snapshots[0]!.id)
    await mode('Difference')
    await supervisor.getByText(/Equal: not one of 2,073,600 pixels differs/).waitFor()
    await supervisor.getByRole('combobox', { name: 'A', exact: true }).selectOption(hand.review.snapshots[1]!.id)
    await differs().waitFor()
  })

  it('[REV4] differs by control: where, from and to in the panel’s numbers, who; a row shows that change alone', async () => {
    const list = supervisor.getByRole('list', { name: 'Changes from A to B' })
    const row = list.getByRole('button')
    await row.waitFor()
    expect(await read(row)).toMatch(/node 1[\s\S]*Clara[\s\S]*Gamma Y\s*0\.00\s*→\s*to\s*0\.\d\d/)
    const whole = await read(differs().locator('..'))
    await row.click()
    expect(await row.getAttribute('aria-pressed')).toBe('true')
    // The one change is the whole of it here: alone it comes to the same.
    await expect.poll(() => read(differs().locator('..')), patient).toBe(whole)
    await row.click()
    await supervisor.getByRole('button', { name: 'All', exact: true }).first().click()
    await list.getByText(first().name).waitFor()
    await supervisor.getByRole('button', { name: 'This clip' }).click()
  })
})

describe('a verdict', () => {
  it('[REV5] needs a picture at rest that is seen alone, and says so; a wipe is none', async () => {
    await mode('Wipe')
    expect(await approve().isDisabled()).toBe(true)
    await supervisor.keyboard.press('a')
    const said = supervisor.getByRole('status', { name: 'Verdict message' })
    expect(await read(said)).toMatch(/Two pictures are on show/)
    await supervisor.keyboard.press('w')
    await expect.poll(() => approve().isEnabled(), patient).toBe(true)
    const receipt = await settled(supervisor)
    await supervisor.keyboard.press('a')
    await expect.poll(() => read(standing()), patient).toBe('Approved by Jo.')
    const verdict = hand.records.verdicts.at(-1)!
    expect(verdict).toMatchObject({
      snapshot: hand.review.snapshots[0]!.id,
      clip: receipt.clip,
      look: receipt.look,
      digest: receipt.digest,
      frame: receipt.frame,
      class: receipt.class,
      display: receipt.display,
    })
    for (const page of [colorist, room]) expect(await says(page, '01', 'approved')).toMatch(/^Approved by Jo\./)
  })

  it('[REV6] is not staled by a label, a place or a note; one value stales it in every room, with what changed', async () => {
    const node = hand.entries.get(`${level()}/0/out/in.0`)![0] as string
    edit(level(), (grade) => {
      grade.label(level(), '0', node, 'SKIN')
      grade.put(`${level()}/0/${node}/at`, [120, 40])
    })
    hand.note('Only a word.', { clip: first().id, frame: first().sourceIn })
    await colorist.getByRole('button', { name: /^Notes 1/ }).waitFor()
    for (const page of [colorist, room]) await says(page, '01', 'approved')
    await drag('Gain master', 10)
    for (const page of [colorist, room]) {
      await says(page, '01', 'changed since')
      await expect
        .poll(async () => await tile(page, '01').getAttribute('aria-description'), patient)
        .toMatch(/^Changed since Jo approved: node 1 Gain Y 1\.\d\d → 1\.\d\d, by Clara\. /)
      await tile(page, '01').focus()
      await page.getByText(/^Clip 01: Changed since Jo approved: node 1 Gain Y/).waitFor()
    }
    await expect.poll(() => read(standing()), patient).toMatch(/^Changed since Jo approved: node 1 Gain Y/)
    await expect.poll(() => approve().isDisabled(), patient).toBe(true)
    const said = await read(supervisor.getByRole('status', { name: 'Verdict message' }))
    expect(said).toMatch(/no longer as in “Same as now”: take a snapshot of now/)
    await colorist.keyboard.press('Control+z')
    for (const page of [colorist, room]) await says(page, '01', 'approved')
  })

  it('[REV7] a change of its group or of the timeline stales it, named as such; it stands again when that is taken back', async () => {
    const group: { id: string } = { id: '' }
    edit(level(), (grade) => {
      group.id = grade.addGroup('Night')
      grade.group(first().id, group.id)
    })
    edit(`g.${group.id}.pre`, (grade) => {
      const node = grade.append(`g.${group.id}.pre`, '0')
      grade.control(`g.${group.id}.pre`, '0', node, 'primaries.saturation', [0.8])
    })
    for (const page of [colorist, room]) {
      await says(page, '01', 'changed since')
      await expect
        .poll(async () => await tile(page, '01').getAttribute('aria-description'), patient)
        .toMatch(/^Changed since Jo approved: Group none → “Night”, by Ann; and \d more\. /)
    }
    await supervisor
      .getByText(/^group node 1$/)
      .first()
      .waitFor()
    hand.undo(`g.${group.id}.pre`)
    hand.undo(level())
    for (const page of [colorist, room]) await says(page, '01', 'approved')
    edit('t', (grade) => {
      const node = grade.append('t', '0')
      grade.control('t', '0', node, 'primaries.saturation', [0.9])
    })
    for (const page of [colorist, room]) await says(page, '01', 'changed since')
    await supervisor
      .getByText(/^timeline node 1$/)
      .first()
      .waitFor()
    hand.undo('t')
    for (const page of [colorist, room]) await says(page, '01', 'approved')
  })

  it('[REV8] asks for changes with a note only: without one the note is asked for, in a sentence', async () => {
    await supervisor.keyboard.press('ArrowDown')
    await supervisor.waitForFunction(() => window.samelight!.frame > 0)
    await expect
      .poll(
        async () => [
          await approve().isEnabled(),
          await read(supervisor.getByRole('status', { name: 'Verdict message' })),
        ],
        patient,
      )
      .toEqual([true, ''])
    await supervisor.keyboard.press('r')
    const said = supervisor.getByRole('status', { name: 'Verdict message' })
    expect(await read(said)).toBe('Asking for changes needs a note: say what should change.')
    const note = supervisor.getByLabel('Note with the verdict')
    expect(await note.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(hand.records.verdicts).toHaveLength(1)
    await supervisor.keyboard.type('Too cyan.')
    await supervisor.keyboard.press('Enter')
    for (const page of [colorist, room])
      expect(await says(page, '02', 'changes asked for')).toMatch(/^Jo asks for changes: “Too cyan”\. /)
    const counts = supervisor.getByRole('status', { name: 'Verdicts' })
    await expect.poll(() => read(counts), patient).toMatch(/1 ✓.*1 ✕.*0 ⚠.*of 5/)
  })
})

describe('going back', () => {
  it('[REV9] names what will change, is one step, and is undone by it', async () => {
    const gain = () => hand.entries.get([...hand.entries.keys()].find((key) => key.endsWith('primaries.gamma'))!)
    const gamma = [...hand.entries.keys()].find((key) => key.endsWith('primaries.gamma'))!
    expect(gain()).toBeDefined()
    await colorist.getByRole('button', { name: 'Snapshots', exact: true }).click()
    const row = colorist.getByRole('region', { name: 'Snapshots' }).getByRole('listitem').filter({ hasText: 'Tuesday' })
    await row.getByRole('button', { name: 'Restore clip' }).click()
    const sheet = colorist.getByRole('dialog', { name: /^Restore clip/ })
    await sheet.getByText(/undone by one step/).waitFor()
    const list = sheet.getByRole('list', { name: 'Changes' })
    expect(await read(list)).toMatch(/node 1 Gamma Y 0\.\d\d → 0\.00/)
    await sheet.getByRole('button', { name: 'Restore' }).click()
    await sheet.waitFor({ state: 'hidden' })
    await until('the gamma is gone', () => hand.entries.get(gamma) === undefined)
    for (const page of [colorist, room]) await says(page, '01', 'changed since')
    await colorist.keyboard.press('Control+z')
    await until('the gamma is back', () => hand.entries.get(gamma) !== undefined)
    for (const page of [colorist, room]) await says(page, '01', 'approved')
    await row.getByRole('button', { name: 'All' }).click()
    const whole = colorist.getByRole('dialog', { name: 'Restore every clip' })
    await whole.getByText(/undone by one step/).waitFor()
    await whole.getByRole('button', { name: 'Restore' }).click()
    await whole.waitFor({ state: 'hidden' })
    await until('the gamma is gone', () => hand.entries.get(gamma) === undefined)
    await colorist.keyboard.press('Control+z')
    await until('the gamma is back', () => hand.entries.get(gamma) !== undefined)
  })
})

describe('the screen', () => {
  it('[REV10] is read only for an engineer, who comes to it from the room and goes back', async () => {
    const engineer = await journey.enter(journey.hub.links.engineer, 'Ed', null)
    await engineer.getByRole('button', { name: 'Review', exact: true }).click()
    await engineer.getByRole('region', { name: 'What changed' }).waitFor()
    expect(await engineer.getByRole('button', { name: 'Approve A', exact: true }).count()).toBe(0)
    expect(await read(engineer.getByRole('status', { name: 'Verdict message' }))).toBe('A verdict is the supervisor’s.')
    await engineer.getByRole('button', { name: 'Room', exact: true }).click()
    await engineer.getByRole('region', { name: 'Media' }).waitFor()
    await engineer.context().close()
  })

  it('[UI39] axe finds no violation on the review, wiping and naming a snapshot', async () => {
    await mode('Wipe')
    await supervisor.getByText(/Equal: not one/).waitFor()
    expect(await violations(supervisor)).toEqual([])
    await supervisor.keyboard.press('Control+Shift+S')
    await supervisor.getByRole('dialog', { name: 'Take a snapshot' }).waitFor()
    expect(await violations(supervisor)).toEqual([])
    await supervisor.keyboard.press('Escape')
  })
})
