/** `hub --media DIR` as its own process, on a folder as people have them: footage of many kinds, links, junk, names with spaces and accents. */
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDecoder } from '../../server/decode.ts'
import { joinHeadless, mediaFor, readLink } from '../../server/join-headless.ts'
import { prepareSession, speedFor } from '../../server/library.ts'
import { sourceFrame } from '../../shared/render/plan.ts'
import { ffmpeg, folder, made, makeFootage, moving, remove } from '../media/kit.ts'

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
let dir: string
let footage: string
let hub: ChildProcess
const said: string[] = []
let started: { url: string; links: Record<string, string> }

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

beforeAll(async () => {
  dir = folder()
  footage = join(dir, 'Ünser Film 3')
  mkdirSync(join(footage, 'DCIM'), { recursive: true })
  makeFootage(footage)
  copyFileSync(join(footage, 'ten.mp4'), join(footage, 'DCIM', 'copy of ten.mp4'))
  symlinkSync(join('..', 'ten.mp4'), join(footage, 'DCIM', 'alias.mp4'))
  symlinkSync('..', join(footage, 'DCIM', 'round'))
  symlinkSync('nowhere.mp4', join(footage, 'gone.mp4'))
  mkdirSync(join(dir, 'elsewhere'))
  ffmpeg(...moving('320x180', '25', 0.4), '-c:v', 'libx264', '-pix_fmt', 'yuv420p', join(dir, 'elsewhere', 'far.mp4'))
  symlinkSync(join(dir, 'elsewhere'), join(footage, 'z disk'))
  ffmpeg(...moving('64x36', '25', 0.2), '-c:v', 'prores_ks', join(footage, 'cam.mov'))
  writeFileSync(join(footage, 'empty.mp4'), '')
  writeFileSync(join(footage, 'broken.mov'), 'no movie at all')
  writeFileSync(join(footage, 'notes.txt'), 'nothing')
  writeFileSync(join(footage, '._ten.mp4'), 'a Mac’s shadow')
  for (const n of [1, 2, 3]) writeFileSync(join(footage, 'DCIM', `plate.${n}.exr`), 'x')
  const args = [main, 'hub', '--media', footage, '--data', join(dir, 'data'), '--port', '0', '--json']
  hub = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  createInterface({ input: hub.stderr! }).on('line', (line) => said.push(line))
  started = await new Promise((done, fail) => {
    createInterface({ input: hub.stdout! }).once('line', (line) => done(JSON.parse(line)))
    hub.once('exit', () => fail(new Error(said.join('\n'))))
  })
}, 120_000)
afterAll(async () => {
  const ended = new Promise((done) => hub.once('exit', done))
  hub.kill('SIGTERM')
  await ended
  remove(dir)
})

describe('hub --media DIR', () => {
  it('[MEDIA15] makes a session of all its footage, each file once, whose clips all open at both ends', async () => {
    const link = readLink(started.links.client!)
    const suite = await joinHeadless(link, 'Room', () => {})
    const { session } = suite
    expect(session.name).toBe('Ünser Film 3')
    // Three names lead to one file; the first in the order of paths is DCIM/alias.mp4.
    const names = [...made.map((name) => basename(name)).filter((name) => name !== 'ten.mp4'), 'far.mp4', 'alias.mp4']
    expect([...session.media.values()].map(({ name }) => name).sort()).toEqual(names.sort())
    // What the hub wrote is what it probed, the turn of an upright phone's clip with it.
    const probed = (await prepareSession(footage)).media
    expect([...session.media.values()].sort(byId)).toEqual([...probed].sort(byId))
    expect(probed.find(({ name }) => name === 'upright.mp4')).toMatchObject({ width: 180, height: 320 })
    const library = await mediaFor(null, link, suite, session)
    for (const clip of session.timeline.clips) {
      const media = session.media.get(clip.media)!
      const decoder = await openDecoder(await library.path(media), media)
      for (const frame of [0, clip.length - 1]) {
        const { width, height } = await decoder.frame(sourceFrame(clip, frame))
        expect([width, height], clip.name).toEqual([media.width, media.height])
      }
      decoder.close()
    }
    await library.close()
    suite.leave()
  })

  it('[MEDIA15] says in a sentence what is left out, and nothing of what is no footage', () => {
    const all = said.join('\n')
    expect(all).toMatch(/^cam\.mov is ProRes; /m)
    expect(all).toMatch(/^empty\.mp4 is empty\.$/m)
    expect(all).toMatch(/^broken\.mov is no MP4, MOV, MKV, WebM or TS file that can be read\.$/m)
    expect(all).toMatch(/gone\.mp4 cannot be read: ENOENT\.$/m)
    expect(all).toMatch(/^ten\.mp4 is left out: it is the same file as DCIM\/alias\.mp4\.$/m)
    expect(all).toMatch(/^DCIM\/plate\.1\.exr and 2 more are left out: files of their kind are not read\.$/m)
    expect(all).not.toMatch(/notes|\._ten|round|Assertion|Unsupported/)
  })

  it('[MEDIA14] says which input space it took which files to be in, and why', () => {
    expect(said).toContain(
      'B_23.976_logc3.mov: input space ARRI LogC3 EI 800, ARRI Wide Gamut 3, as its name says LogC3.',
    )
    expect(
      said.filter((line) =>
        / and \d+ more: input space Rec\.709 .*, as neither its name nor its metadata says otherwise\.$/.test(line),
      ),
    ).toHaveLength(1)
  })
})

describe('the timeline of a folder', () => {
  it('[MEDIA15] runs at the rate and size that most clips have; others keep their speed, 24 and 23.976 run frame by frame', async () => {
    const { timeline, media } = await prepareSession(footage)
    expect(timeline.rate).toEqual({ num: 25, den: 1 })
    expect([timeline.width, timeline.height]).toEqual([320, 180])
    let at = 0
    for (const clip of timeline.clips) {
      const { frames, rate } = media.find(({ id }) => id === clip.media)!
      expect(clip.recordIn).toBe(at)
      at += clip.length
      expect(sourceFrame(clip, clip.length - 1)).toBeLessThan(frames)
      expect(sourceFrame(clip, clip.length)).toBeGreaterThanOrEqual(frames)
      const [shown, lasts] = [clip.length / 25, (frames * rate.den) / rate.num]
      expect(Math.abs(shown - lasts)).toBeLessThan(2 / 25)
    }
    expect(timeline.length).toBe(at)
    expect(speedFor({ num: 24000, den: 1001 }, { num: 24, den: 1 })).toEqual({ num: 1, den: 1 })
    expect(speedFor({ num: 50, den: 1 }, { num: 25, den: 1 })).toEqual({ num: 2, den: 1 })
  })

  it('[MEDIA7] source timecode starts a clip where the camera said', async () => {
    const { media } = await prepareSession(footage)
    const of = (name: string) => media.find((one) => one.name === name)!.startTimecode
    expect(of('B_23.976_logc3.mov')).toBe(((1 * 60 + 2) * 60 + 3) * 24 + 4)
    expect(of('trimmed.mp4')).toBe(0)
  })

  it('[MEDIA10] a folder that is not there, or holds nothing to grade, is one sentence', async () => {
    await expect(prepareSession(join(dir, 'nowhere'))).rejects.toThrow(
      /^The media folder .*nowhere cannot be read: ENOENT\.$/,
    )
    mkdirSync(join(dir, 'bare'))
    writeFileSync(join(dir, 'bare', 'a.mp4'), '')
    await expect(prepareSession(join(dir, 'bare'))).rejects.toThrow(
      /holds no clip that can be read: a\.mp4 is empty\.$/,
    )
  })
})
