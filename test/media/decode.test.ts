import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDecoder } from '../../server/decode.ts'
import { type Probed, probe } from '../../server/probe.ts'
import { sourceName } from '../../shared/media/planes.ts'
import {
  anyOrder,
  demo,
  demoClips,
  ffmpeg,
  folder,
  footage,
  h264,
  made,
  makeFootage,
  moving,
  namesOf,
  remove,
} from './kit.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
let dir: string
beforeAll(() => {
  dir = folder()
  makeFootage(dir)
})
afterAll(() => remove(dir))

async function taken(path: string): Promise<Probed> {
  const found = await probe(path, basename(path))
  if (typeof found === 'string') throw new Error(found)
  return found
}

/** Each frame of a file by our decoder, in any order, against the whole file through a pipe. */
async function agrees(path: string, order = anyOrder): Promise<void> {
  const { media } = await taken(path)
  const truth = namesOf(path, media.turn)
  expect(media.frames, path).toBe(truth.length)
  expect(new Set(truth).size, `${path}: every frame differs`).toBe(truth.length)
  const decoder = await openDecoder(path, media)
  for (const n of order(media.frames))
    expect(await sourceName(await decoder.raw(n), sha256), `${path} ${n}`).toBe(truth[n])
  decoder.close()
}

describe('decoding by ffmpeg', () => {
  it.each(made)(
    '[MEDIA11] gives each frame of %s, forwards, backwards and at random, as the whole file gives it',
    (name) => agrees(join(dir, name)),
  )

  it('[MEDIA11] gives each frame of a clip of the demo', async () => {
    for (const name of demoClips.slice(-1)) await agrees(join(demo, name), (frames) => [...Array(frames).keys()])
  })

  it('[MEDIA11] gives each frame of the camera files beside the project, where they are', async () => {
    const clips = footage === null ? [] : ['carrots_logc3_1080p24_422p10.mp4', 'phone_1080p_vfr_h264.mp4']
    for (const name of clips) await agrees(join(footage!, name), (n) => [...Array(n).keys()].reverse())
    expect(clips.length).toBe(footage === null ? 0 : 2)
  })

  it('[MEDIA1] frames hidden by an edit list, at both ends, are no frames', async () => {
    const [whole, trimmed] = [namesOf(join(dir, made[0]!)), namesOf(join(dir, 'trimmed.mp4'))]
    const { media } = await taken(join(dir, 'trimmed.mp4'))
    expect(media.frames).toBe(trimmed.length)
    expect(trimmed.length).toBeLessThan(whole.length - 10)
    expect(trimmed[0]).toBe(whole[7])
  })

  it('[MEDIA13] a picture that is to be turned is upright: copied, not computed', async () => {
    const { media } = await taken(join(dir, 'upright.mp4'))
    const { media: stored } = await taken(join(dir, 'ten.mp4'))
    expect([media.width, media.height]).toEqual([stored.height, stored.width])
    const [a, b] = [await openDecoder(join(dir, 'upright.mp4'), media), await openDecoder(join(dir, 'ten.mp4'), stored)]
    const [up, lying] = [await a.frame(3), await b.frame(3)]
    expect([up.width, up.height]).toEqual([180, 320])
    expect(up.source).not.toBe(lying.source)
    // What ffmpeg makes of it when it is let turn the picture, by its luma, which no filter of its own touches.
    const luma10 = ['-frames:v', '4', '-vf', 'extractplanes=y', '-f', 'rawvideo']
    ffmpeg('-i', join(dir, 'upright.mp4'), ...luma10, join(dir, 'y.raw'))
    const raw = readFileSync(join(dir, 'y.raw'))
    const luma = new Uint16Array(raw.buffer.slice(raw.byteOffset + 3 * 115_200, raw.byteOffset + 4 * 115_200))
    expect(luma).toHaveLength(180 * 320)
    const clockwise = media.turn === 90
    for (const [x, y] of [
      [0, 0],
      [179, 0],
      [0, 319],
      [100, 37],
    ] as const) {
      const [sx, sy] = clockwise ? [y, 179 - x] : [319 - y, x]
      for (const c of [0, 1, 2]) expect(up.planes[c]![y * 180 + x], `${x},${y}`).toBe(lying.planes[c]![sy * 320 + sx])
    }
    expect([...up.planes[0]]).toEqual([...luma])
    a.close()
    b.close()
  })

  it('[MEDIA10] a frame that is not there, a file that is another, no video: one sentence each', async () => {
    const path = join(dir, 'ten.mp4')
    const { media } = await taken(path)
    const decoder = await openDecoder(path, media)
    await expect(decoder.raw(24)).rejects.toThrow('ten.mp4 has frames 0 to 23; there is no frame 24.')
    await expect(openDecoder(path, { ...media, frames: 25 })).rejects.toThrow(
      'ten.mp4 is 320×180 and 24 frames here; the session says 320×180 and 25.',
    )
    await expect(openDecoder(join(dir, 'nothing.mp4'))).rejects.toThrow(
      /^nothing\.mp4 cannot be decoded: .*No such file/,
    )
  })

  it('[MEDIA10] damaged samples are a sentence, never a frame made up; what lies before them still comes', async () => {
    const path = join(dir, 'damaged.mp4')
    ffmpeg(...moving('320x180', '24', 2), ...h264, '-pix_fmt', 'yuv420p', '-movflags', '+faststart', path)
    const truth = namesOf(path)
    const all = readFileSync(path)
    all.fill(0, Math.floor(all.length * 0.6), Math.floor(all.length * 0.62))
    writeFileSync(path, all)
    const { media } = await taken(path)
    const decoder = await openDecoder(path, media)
    const got: (string | null)[] = []
    for (let n = 0; n < media.frames; n++)
      got.push(
        await decoder.raw(n).then(
          (raw) => sourceName(raw, sha256),
          (error: Error) => {
            expect(error.message).toMatch(/^damaged\.mp4: frame \d+ could not be decoded.*\.$/)
            return null
          },
        ),
      )
    expect(got).toContain(null)
    // Whole groups before and after the damage are what they were.
    expect(got.slice(0, 12)).toEqual(truth.slice(0, 12))
    expect(got.at(-1)).toBe(truth.at(-1))
    for (const [n, name] of got.entries()) if (name !== null) expect(name, `frame ${n}`).toBe(truth[n])
    decoder.close()
  })
})

describe('what is no footage', () => {
  const sentence = (name: string) => probe(join(dir, name), name)

  it('[MEDIA10] empty, cut off, of another kind, without video or colour: each has its own sentence', async () => {
    writeFileSync(join(dir, 'empty.mp4'), '')
    writeFileSync(join(dir, 'text.mp4'), 'hello')
    writeFileSync(join(dir, 'noise.mov'), sha256(Buffer.from('x')).toString('hex').repeat(3000))
    copyFileSync(join(dir, 'ten.mp4'), join(dir, 'head.mp4'))
    truncateSync(join(dir, 'head.mp4'), 5000)
    ffmpeg('-i', join(dir, 'ten.mp4'), '-c', 'copy', '-movflags', '+faststart', join(dir, 'tail.mp4'))
    const size = readFileSync(join(dir, 'tail.mp4')).length
    truncateSync(join(dir, 'tail.mp4'), size - 3000)
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', join(dir, 'sound.mp4'))
    ffmpeg(...moving('64x36', '25', 0.2), '-c:v', 'prores_ks', join(dir, 'pro.mov'))
    ffmpeg(...moving('64x36', '25', 0.2), '-c:v', 'mpeg4', join(dir, 'old.mp4'))
    ffmpeg(...moving('64x36', '25', 0.2), '-c:v', 'libx264rgb', join(dir, 'rgb.mp4'))
    ffmpeg(...moving('64x36', '25', 0.2), '-c:v', 'libx264', '-pix_fmt', 'gray', join(dir, 'grey.mp4'))
    expect(await sentence('nothing.mp4')).toMatch(/^nothing\.mp4 cannot be read: ENOENT.*[^.]\.$/)
    expect(await sentence('empty.mp4')).toBe('empty.mp4 is empty.')
    for (const name of ['text.mp4', 'noise.mov'])
      expect(await sentence(name)).toBe(`${name} is no MP4, MOV, MKV, WebM or TS file that can be read.`)
    expect(await sentence('head.mp4')).toBe('head.mp4 holds no video.')
    expect(await sentence('tail.mp4')).toBe(
      `tail.mp4 is cut off: 3000 of the ${size} bytes that it speaks of are not there.`,
    )
    expect(await sentence('sound.mp4')).toBe('sound.mp4 holds no video.')
    expect(await sentence('pro.mov')).toMatch(/^pro\.mov is ProRes; /)
    expect(await sentence('old.mp4')).toMatch(/^old\.mp4 is MPEG-4 part 2; /)
    expect(await sentence('rgb.mp4')).toMatch(/^rgb\.mp4 holds R′G′B′/)
    expect(await sentence('grey.mp4')).toMatch(/^grey\.mp4 holds no colour/)
  })

  it('[MEDIA8] the copy without loss that the sentence names is taken, and holds the same samples', async () => {
    const said = (await sentence('pro.mov')) as string
    const args = said.slice(said.indexOf(' -i ') + 1).split(' ')
    ffmpeg(...args.map((arg) => (/\.(mov|mp4)$/.test(arg) ? join(dir, arg) : arg)))
    expect(namesOf(join(dir, 'pro_lossless.mp4'))).toEqual(namesOf(join(dir, 'pro.mov')))
    await agrees(join(dir, 'pro_lossless.mp4'))
  })
})
