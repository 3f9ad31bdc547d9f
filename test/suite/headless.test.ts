/** The headless suite and `render`, over the shipped demo clips: what they print, what they write. Wants ffmpeg on PATH, as the tests' ground does. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Io } from '../../server/command.ts'
import { command as render } from '../../server/commands/render.ts'
import { command as suite } from '../../server/commands/suite.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import { type Stage, stage, until } from '../kit/suite.ts'

const clips = fileURLToPath(new URL('../../demo/clips', import.meta.url))
let at: Stage
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samelight-'))
  at = await stage({
    dataDir: join(folder, 'data'),
    mediaDir: clips,
    prepare: (dir) => import('../../server/library.ts').then(({ prepareSession }) => prepareSession(dir)),
  })
})
afterAll(async () => {
  await at.close()
  await rm(folder, { recursive: true })
})

/** A process that is not one: what it printed, and how to end it. */
function io() {
  const [out, err]: [string[], string[]] = [[], []]
  let end = () => {}
  const stop = new Promise<void>((done) => {
    end = done
  })
  const made: Io = {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    stop,
    cwd: folder,
    fault: null,
  }
  return { out, err, end, io: made, receipts: () => out.map((line) => JSON.parse(line) as Receipt) }
}

describe('render', () => {
  it('[SUITE26] the PNG holds exactly what the digest is of, the same from a link and from a data folder', async () => {
    const [first, second] = [io(), io()]
    expect(
      await render.run(
        [at.hub.links.client, '--clip', '2', '--frame', '3', '--out', 'a.png', '--media', clips, '--json'],
        first.io,
      ),
    ).toBe(0)
    expect(
      await render.run([join(folder, 'data'), '--clip', '2', '--frame', '3', '--out', 'b.png', '--json'], second.io),
    ).toBe(0)
    const [receipt] = first.receipts()
    expect(receipt!.revision).toBeGreaterThan(0)
    const { width, height, data, depth, channels } = decode(await readFile(join(folder, 'a.png')))
    expect([width, height, depth, channels]).toEqual([1920, 1080, 16, 3])
    // document.md's rule, written out again here: u32le width, u32le height, then u16le R G B row by row.
    const bytes = Buffer.alloc(8 + data.length * 2)
    bytes.writeUInt32LE(width, 0)
    bytes.writeUInt32LE(height, 4)
    data.forEach((value, i) => void bytes.writeUInt16LE(value, 8 + i * 2))
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 32)).toBe(receipt!.digest)
    const other = second.receipts()[0]!
    for (const field of ['clip', 'frame', 'plan', 'source', 'look', 'digest'] as const)
      expect(other[field]).toBe(receipt![field])
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('[SUITE27] what cannot be rendered is one sentence, and nothing is written', async () => {
    const link = at.hub.links.client
    const run = (...argv: string[]) => render.run([...argv, '--json'], io().io)
    await expect(run(link, '--clip', 'nosuch', '--frame', '0', '--out', 'x.png')).rejects.toThrow(
      /^The timeline has no clip nosuch; it has 1 /,
    )
    await expect(run(link, '--clip', '1', '--frame', '9999', '--out', 'x.png', '--media', clips)).rejects.toThrow(
      /has frames 0 to \d+; there is no frame 9999\.$/,
    )
    await expect(
      run(link, '--clip', '1', '--frame', '0', '--out', 'x.png', '--media', join(folder, 'data')),
    ).rejects.toThrow(/^You have no media for clip /)
    await expect(run(link, '--clip', '1', '--frame', '0', '--out', 'nowhere/x.png', '--media', clips)).rejects.toThrow(
      /cannot be written: ENOENT\.$/,
    )
    await expect(run(join(folder, 'none'), '--clip', '1', '--frame', '0', '--out', 'x.png')).rejects.toThrow(
      /neither a link nor a hub's data folder/,
    )
    await expect(run(link, '--clip', '1', '--frame', '-1', '--out', 'x.png')).rejects.toThrow()
    expect(existsSync(join(folder, 'x.png'))).toBe(false)
  })
})

describe('the headless suite', () => {
  it('[SUITE25] prints a receipt for each frame it stands on; the others hear the same; render agrees; what it lacks it says', async () => {
    const some = join(folder, 'some')
    const names = (await readdir(clips)).filter((name) => name.endsWith('.mp4')).sort()
    await import('node:fs/promises').then(({ mkdir }) => mkdir(some))
    for (const name of names.slice(0, 2)) await copyFile(join(clips, name), join(some, `copy of ${name}`))
    const process = io()
    const running = suite.run([at.hub.links.client, '--media', some, '--name', 'Booth', '--json'], process.io)
    const ann = await at.join('Ann')
    await ann.command('drive', { take: true })
    await until('Ann drives', () => ann.session.driver === ann.seat)
    await until('a first receipt', () => process.out.length >= 1)
    expect(process.err.filter((line) => line.startsWith('You have no media for clip'))).toHaveLength(names.length - 2)
    const [first, second] = ann.session.timeline.clips
    ann.drive({ frame: second!.recordIn + 4, playing: false })
    await until('the new frame', () => process.receipts().at(-1)?.clip === second!.id)
    expect(process.receipts().at(-1)).toMatchObject({ frame: 4, class: 'original', executor: 'wasm' })
    const level = `c.${second!.id}`
    ann.edit(level, 'Node', (grade) => {
      const node = grade.append(level, '0')
      grade.control(level, '0', node, 'primaries.gain', [1, 1.25, 1, 1])
    })
    await until(
      'the grade’s receipt',
      () =>
        new Set(
          process
            .receipts()
            .filter(({ clip }) => clip === second!.id)
            .map(({ digest }) => digest),
        ).size === 2,
    )
    const receipt = process.receipts().at(-1)!
    await until('Ann hears it', () =>
      ann.rooms.some((room) => room.name === 'Booth' && room.receipt?.digest === receipt.digest),
    )
    const rendered = io()
    await render.run(
      [at.hub.links.observer, '--clip', second!.id, '--frame', '4', '--out', 'c.png', '--json'],
      rendered.io,
    )
    for (const field of ['plan', 'source', 'look', 'digest'] as const)
      expect(rendered.receipts()[0]![field]).toBe(receipt[field])
    const scrub = ann.scrub(level, 'Gain')
    const printed = process.out.length
    scrub.set(new Map([[`${level}/0/node0001/primaries.gain`, [1, 1.5, 1, 1]]]))
    await until('adjusting, on stderr alone', () => process.err.some((line) => line.startsWith('{"adjusting":')))
    expect(process.out.length).toBe(printed)
    scrub.discard()
    ann.drive({ frame: first!.recordIn, playing: false })
    await until('back on the first', () => process.receipts().at(-1)?.clip === first!.id)
    process.end()
    expect(await running).toBe(0)
  })

  it('[LUT10] lacks a LUT that is not here, says so without a receipt, and draws it when it comes: two suites, a link and a data folder agree', async () => {
    const bytes = new Uint8Array(await readFile(new URL('../truth/luts/look_17.cube', import.meta.url)))
    const blob = createHash('sha256').update(bytes).digest('hex')
    const booths = ['One', 'Two'].map((name) => {
      const booth = io()
      return {
        ...booth,
        running: suite.run([at.hub.links.client, '--media', clips, '--name', name, '--json'], booth.io),
      }
    })
    const ann = await at.join('Ann')
    await ann.command('drive', { take: true })
    await until('Ann drives', () => ann.session.driver === ann.seat)
    const clip = ann.session.timeline.clips[2]!
    ann.drive({ frame: clip.recordIn + 5, playing: false })
    await until('both stand there', () => booths.every(({ receipts }) => receipts().at(-1)?.clip === clip.id))
    const before = booths.map(({ receipts }) => receipts().at(-1)!)
    ann.edit(`c.${clip.id}`, 'LUT', (grade) => {
      const node = grade.append(`c.${clip.id}`, '0')!
      grade.control(`c.${clip.id}`, '0', node, 'lut.table', [blob])
    })
    const lacks = (line: string) =>
      line.includes('No receipt for') && line.includes(`The LUT ${blob.slice(0, 8)} that this grade names is not here.`)
    await until('both say what they lack', () => booths.every(({ err }) => err.some(lacks)))
    expect(booths.map(({ receipts }) => receipts().at(-1))).toEqual(before)
    const without = io()
    const asked = ['--clip', clip.id, '--frame', '5', '--json']
    expect(await render.run([join(folder, 'data'), ...asked, '--out', 'without.png'], without.io)).toBe(1)
    expect(without.out).toEqual([])
    expect(await ann.luts.put('look_17.cube', bytes)).toMatchObject({ ok: true, value: { blob } })
    await until('both have drawn it', () =>
      booths.every(({ receipts }, i) => receipts().at(-1)!.digest !== before[i]!.digest),
    )
    const [one, two] = booths.map(({ receipts }) => receipts().at(-1)!)
    const [link, data] = [io(), io()]
    expect(await render.run([at.hub.links.observer, ...asked, '--media', clips, '--out', 'l.png'], link.io)).toBe(0)
    expect(await render.run([join(folder, 'data'), ...asked, '--out', 'd.png'], data.io)).toBe(0)
    for (const other of [two!, link.receipts()[0]!, data.receipts()[0]!])
      for (const field of ['plan', 'source', 'look', 'digest'] as const) expect(other[field]).toBe(one![field])
    expect(one!.look).not.toBe(before[0]!.look)
    for (const booth of booths) {
      booth.end()
      expect(await booth.running).toBe(0)
    }
  })
})
