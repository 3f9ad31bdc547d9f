/** Media in a real Chromium: every frame's name equals that of the whole file through ffmpeg; a room's files, a kept folder, the hub's library. */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendFile } from '../../server/files.ts'
import { probe } from '../../server/probe.ts'
import type { Media } from '../../shared/doc/session.ts'
import { launch } from '../kit/chromium.ts'
import {
  anyOrder,
  demo,
  demoClips,
  ffmpeg,
  folder,
  footage,
  made,
  makeFootage,
  moving,
  namesOf,
  remove,
} from '../media/kit.ts'
import type {} from '../media/page/page.ts'

const root = fileURLToPath(new URL('../media/page', import.meta.url))
let dir: string
let server: Server
let browser: Browser
let page: Page
/** What the server was asked for under /media, and with which bearer. */
const asked: { path: string; range: string | undefined; bearer: string | undefined }[] = []

/** The page as a hub serves it, isolated; `/media/s1/<id>` is the library of one seat. */
const library = new Map<string, string>()
async function serve(built: string): Promise<Server> {
  const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
  const made = createServer((request, response) => {
    const path = new URL(request.url!, 'http://page').pathname
    if (!path.startsWith('/media/')) {
      const file = join(built, path === '/' ? 'index.html' : path)
      if (existsSync(file)) void sendFile(file, readFileSync(file).length, isolated, request, response)
      else response.writeHead(404).end()
      return
    }
    const bearer = request.headers.authorization
    asked.push({ path, range: request.headers.range, bearer })
    const file = library.get(basename(path))
    if (bearer !== 'Bearer seat-key') response.writeHead(401).end()
    else if (!file) response.writeHead(404).end()
    else void sendFile(file, readFileSync(file).length, isolated, request, response)
  })
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done))
  return made
}

beforeAll(async () => {
  dir = folder()
  makeFootage(dir)
  await build({ root, logLevel: 'error', build: { outDir: join(dir, 'page'), emptyOutDir: true } })
  server = await serve(join(dir, 'page'))
  browser = await launch()
  page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => window.mediaPage)
})
afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  server?.close()
  remove(dir)
})

async function mediaOf(path: string): Promise<Media> {
  const found = await probe(path, basename(path))
  if (typeof found === 'string') throw new Error(found)
  return found.media
}
const choose = (...paths: string[]) => page.locator('input').setInputFiles(paths)
const names = (media: Media, frames: readonly number[]) =>
  page.evaluate(([m, f]) => window.mediaPage.names(m, f), [media, frames] as const)

async function agrees(path: string, orderOf = anyOrder): Promise<void> {
  const media = await mediaOf(path)
  await choose(path)
  const truth = namesOf(path, media.turn)
  const order = orderOf(media.frames)
  expect(await names(media, order), path).toEqual(order.map((n) => truth[n]))
}

describe('frames in Chromium', () => {
  it.each(made)('[MEDIA12] of %s have the names that they have elsewhere, forwards, backwards and at random', (name) =>
    agrees(join(dir, name)),
  )

  // All are made alike: one of them is read in every order, each of them forwards and at random.
  it.each(demoClips)('[MEDIA12] of the demo’s %s, too', (name) =>
    agrees(join(demo, name), name === demoClips[0] ? anyOrder : (frames) => [...Array(frames).keys(), 29, 5, 46, 22]),
  )

  it('[MEDIA12] of the camera files beside the project, where they are', async () => {
    const clips = footage === null ? [] : ['carrots', 'desk', 'tree'].map((name) => `${name}_logc3_1080p24_422p10.mp4`)
    if (footage !== null) clips.push('phone_1080p_vfr_h264.mp4')
    for (const name of clips) await agrees(join(footage!, name))
    expect(clips).toHaveLength(footage === null ? 0 : 4)
  })

  it('[MEDIA10] that cannot be had are a sentence: a codec, another file, a broken one, a frame that is not there', async () => {
    const good = await mediaOf(join(dir, 'ten.mp4'))
    const say = async (name: string, frames: readonly number[] = [0], over: Partial<Media> = {}) => {
      await choose(join(dir, name))
      return await names({ ...good, name, ...over }, frames)
    }
    ffmpeg(...moving('320x180', '24', 1), '-c:v', 'prores_ks', join(dir, 'pro.mov'))
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', join(dir, 'sound.mp4'))
    writeFileSync(join(dir, 'empty.mp4'), '')
    writeFileSync(join(dir, 'text.mp4'), 'hello')
    ffmpeg('-i', join(dir, 'ten.mp4'), '-c', 'copy', '-movflags', '+faststart', join(dir, 'tail.mp4'))
    truncateSync(join(dir, 'tail.mp4'), Math.floor(readFileSync(join(dir, 'tail.mp4')).length / 2))
    expect(await say('pro.mov')).toMatch(/^pro\.mov is ProRes; taken are H\.264, /)
    expect(await say('sound.mp4')).toBe('sound.mp4 holds no video.')
    for (const name of ['empty.mp4', 'text.mp4'])
      expect(await say(name)).toBe(`${name} is no MP4, MOV, MKV, WebM or TS file that can be read.`)
    expect(await say('tail.mp4', [0, 23])).toMatch(
      /^tail\.mp4(: frame \d+ cannot be decoded| gives another frame than \d+| ends before frame \d+).*\.$/,
    )
    expect(await say('ten.mp4', [24])).toBe('ten.mp4 has frames 0 to 23; there is no frame 24.')
    expect(await say('ten.mp4', [0], { frames: 30 })).toBe('ten.mp4 has 24 frames here; the session counts 30.')
    expect(await say('ten.mp4', [0], { width: 640 })).toMatch(/ten\.mp4.* is 320×180 here; the session says 640×180\.$/)
  })
})

describe('the media of a room', () => {
  it('[MEDIA9] its files are found by content under any name, another file of the name is said to be so, the rest is missing', async () => {
    const [one, two, three] = [made[0]!, 'full.mp4', 'web.webm'].map((name) => join(dir, name))
    const media = [await mediaOf(one!), await mediaOf(two!), await mediaOf(three!)]
    mkdirSync(join(dir, 'room'))
    copyFileSync(one!, join(dir, 'room', 'renamed.mov'))
    copyFileSync(three!, join(dir, 'room', 'full.mp4'))
    await choose(join(dir, 'room', 'renamed.mov'), join(dir, 'room', 'full.mp4'))
    const [ids, gone] = [
      media.map(({ id }) => id),
      { ...media[0]!, id: 'gone0000', name: 'gone.mp4', quick: 'f'.repeat(32) },
    ]
    const found = await page.evaluate((all) => window.mediaPage.room(all), [...media, gone])
    expect(found.states).toEqual({
      [ids[0]!]: 'matched',
      [ids[1]!]: 'mismatch',
      [ids[2]!]: 'matched',
      gone0000: 'missing',
    })
    expect(found.told).toEqual(found.states)
    expect(found.sources).toMatchObject({
      [ids[0]!]: 'file',
      [ids[1]!]: "Clip 02 full.mp4: your full.mp4 is another file than the session's.",
      gone0000: 'You have no media for clip 04 gone.mp4 (gone.mp4).',
    })
  })

  it('[MEDIA9] a file that changed since it was chosen hides no other, and is said where none is the media', async () => {
    const media = await mediaOf(join(dir, 'four.mp4'))
    const [gone, there] = [join(dir, 'room', 'gone.mp4'), join(dir, 'room', 'there.mp4')]
    const look = async (...paths: string[]) => {
      for (const path of [gone, there]) copyFileSync(join(dir, 'four.mp4'), path)
      await choose(...paths)
      writeFileSync(gone, Buffer.alloc(media.size, 1))
      return await page.evaluate((all) => window.mediaPage.room(all), [media])
    }
    expect((await look(gone, there)).states).toEqual({ [media.id]: 'matched' })
    const alone = await look(gone)
    expect(alone.states).toEqual({ [media.id]: 'missing' })
    expect(alone.sources[media.id]).toMatch(/^four\.mp4 cannot be read: .+\.$/)
  })

  it('[MEDIA16] a folder is kept, and read again when the page is opened anew', async () => {
    await choose(join(dir, 'ten.mp4'), join(dir, 'full.mp4'))
    expect(await page.evaluate(() => window.mediaPage.keep('Reel 3'))).toBe(2)
    await page.reload()
    await page.waitForFunction(() => window.mediaPage)
    const kept = await page.evaluate(() => window.mediaPage.kept())
    const size = (name: string) => readFileSync(join(dir, name)).length
    expect(kept?.name).toBe('Reel 3')
    expect(new Map(kept!.files as [string, number][])).toEqual(
      new Map([
        ['ten.mp4', size('ten.mp4')],
        ['full.mp4', size('full.mp4')],
      ]),
    )
  })

  it('[MEDIA16] the hub’s library is read in ranges with the seat’s bearer, proved, and decodes as a file does', async () => {
    const path = join(demo, demoClips[0]!)
    const [good, other, absent] = [
      await mediaOf(path),
      await mediaOf(join(dir, 'ten.mp4')),
      await mediaOf(join(dir, 'full.mp4')),
    ]
    library.set(good.id, path)
    library.set(other.id, join(dir, 'web.webm'))
    asked.length = 0
    const found = await page.evaluate((all) => window.mediaPage.roomOfLibrary(all, 'seat-key'), [good, other, absent])
    expect(found.states).toEqual({ [good.id]: 'matched', [other.id]: 'mismatch', [absent.id]: 'missing' })
    expect(found.sources[good.id]).toBe('library')
    const url = `/media/s1/${good.id}`
    const got = await page.evaluate(
      ([u, m]) => window.mediaPage.namesOfLibrary(new URL(u, location.href).href, 'seat-key', m, [0, 47, 20]),
      [url, good] as const,
    )
    const truth = namesOf(path)
    expect(got).toEqual([truth[0], truth[47], truth[20]])
    expect(new Set(asked.map(({ bearer }) => bearer))).toEqual(new Set(['Bearer seat-key']))
    expect(asked.some(({ path, range }) => path === url && range !== undefined)).toBe(true)
    const refused = await page.evaluate(
      ([u, m]) => window.mediaPage.namesOfLibrary(new URL(u, location.href).href, 'another', m, [0]),
      [url, good] as const,
    )
    expect(refused).toMatch(/^A001C001_park_logc3\.mp4 cannot be read: .*401 Unauthorized\.$/)
  })

  it('[MEDIA3] the quick id is the same in browser and Node, of small files and of sampled ones', async () => {
    const large = join(dir, 'large.bin')
    let word = 'a'
    const parts = Array.from({ length: 200_000 }, () =>
      Buffer.from((word = createHash('md5').update(word).digest('hex'))),
    )
    writeFileSync(large, Buffer.concat([...parts, ...parts]))
    const { fileBytes } = await import('../../server/file-bytes.ts')
    const { quickId } = await import('../../shared/media/quick.ts')
    const { bytes, handle } = await fileBytes(large)
    const quick = await quickId(bytes)
    await handle.close()
    expect(bytes.size).toBeGreaterThan(6 << 20)
    await choose(large)
    const media = { ...(await mediaOf(join(dir, 'ten.mp4'))), id: 'large000', name: 'x', size: bytes.size, quick }
    expect((await page.evaluate((all) => window.mediaPage.room(all), [media])).states).toEqual({ large000: 'matched' })
  })
})
