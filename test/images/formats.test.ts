/** One suite for every image format: there and back, what others write, what is damaged, hostile or huge. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dpx } from '../../server/images/dpx.ts'
import { exr } from '../../server/images/exr.ts'
import { halfOf, halves } from '../../server/images/half.ts'
import { codeOf, type Depth, type Image, type ImageFormat, topOf } from '../../server/images/image.ts'
import { formats } from '../../server/images/index.ts'
import { png } from '../../server/images/png.ts'
import { tiff } from '../../server/images/tiff.ts'
import { forEachSeed, seeded } from '../kit/seed.ts'
import { differing, differingPictures, picture, whole } from './kit.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samelight-images-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const samples = new URL('./samples/', import.meta.url)
const sample = (name: string): Uint8Array => readFileSync(new URL(name, samples))
const write = (format: ImageFormat, image: Image): Uint8Array => {
  const bytes = format.write(image)
  if (typeof bytes === 'string') throw new Error(bytes)
  return bytes
}
const each = formats.map((format) => [format.id, format] as const)

/** A file of each format with notes in it, made by ourselves. */
const small = (format: ImageFormat): Uint8Array =>
  write(format, picture(seeded(5), 19, 23, format.depths[0]!, format.alpha))

describe.each(each)('%s', (_, format) => {
  it('[FILE5] what is written is read again value by value, at every depth, with and without alpha, of any size', () => {
    forEachSeed(3, (draw) => {
      for (const depth of format.depths)
        for (const [width, height] of [
          [1, 1],
          [17, 5],
          [2 + draw(60), 2 + draw(80)],
        ] as const)
          for (const alpha of [false, true]) {
            const image = picture(draw, width, height, depth, alpha && format.alpha)
            const bytes = write(format, image)
            expect(format.fits(bytes)).toBe(true)
            expect(formats.filter(({ fits }) => fits(bytes))).toEqual([format])
            const again = whole(format.read(bytes))
            expect([again.width, again.height, again.depth]).toEqual([width, height, depth])
            expect(differingPictures(again, image)).toBe(0)
          }
    })
  })

  it('[FILE6] notes are kept from file to file of the same format, byte by byte', () => {
    const first = whole(format.read(small(format)))
    const own: Image['notes']['list'] = {
      png: [
        { name: 'iCCP', bytes: Uint8Array.from([65, 0, 0, ...deflateSync(Buffer.from('profile'))]), colour: true },
        { name: 'tEXt', bytes: Buffer.from('Title\0one'), colour: false },
      ],
      // Text, two halves of a rational, a profile: type, count and values in little end first.
      tiff: [
        { name: 'description', bytes: Uint8Array.of(1, 2, 0, 3, 0, 0, 0, 97, 98, 0), colour: false },
        {
          name: 'resolution across',
          bytes: Uint8Array.of(1, 5, 0, 1, 0, 0, 0, 72, 0, 0, 0, 1, 0, 0, 0),
          colour: false,
        },
        { name: 'ICC profile', bytes: Uint8Array.of(1, 7, 0, 5, 0, 0, 0, 1, 2, 3, 4, 5), colour: true },
      ],
      exr: [
        { name: 'owner', type: 'string', bytes: Buffer.from('somebody'), colour: false },
        { name: 'chromaticities', type: 'chromaticities', bytes: new Uint8Array(32).fill(63), colour: true },
        {
          name: 'aNameThatIsLongerThanThirtyOneCharacters',
          type: 'int',
          bytes: Uint8Array.of(1, 0, 0, 0),
          colour: false,
        },
      ],
      dpx: first.notes.list.map((note) => ({
        ...note,
        bytes: note.bytes.map((byte, i) => (i === 0 ? byte : 65 + (i % 20))),
      })),
    }[format.id]!
    const bytes = write(format, { ...first, notes: { format: format.id, list: own, dropped: [] } })
    const again = whole(format.read(bytes))
    for (const note of own) {
      const found = again.notes.list.find(({ name }) => name === note.name)
      expect(found?.colour).toBe(note.colour)
      expect(Buffer.from(found!.bytes).equals(Buffer.from(note.bytes))).toBe(true)
    }
    expect(differingPictures(again, first)).toBe(0)
    // Those of another format are not.
    const foreign = write(format, { ...first, notes: { format: 'none', list: own, dropped: [] } })
    expect(foreign).toEqual(write(format, { ...first, notes: { format: 'none', list: [], dropped: [] } }))
  })

  it('[FILE7] cut off anywhere it is a sentence', () => {
    const bytes = small(format)
    for (let length = 0; length < bytes.length; length += 1 + Math.floor(bytes.length / 150)) {
      const cut = bytes.slice(0, length)
      if (!format.fits(cut)) continue
      const read = format.read(cut)
      expect(read, `cut at ${length}`).toBeTypeOf('string')
      expect(read).toMatch(/^(The|Its|It) .*\.$/)
    }
  })

  it('[FILE7] bytes changed anywhere make a sentence or a picture, never a crash', () => {
    const all = [
      small(format),
      ...readdirSync(samples)
        .filter((n) => format.endings.includes(n.split('.').at(-1)!))
        .map(sample),
    ]
    forEachSeed(all.length * 60, (draw, seed) => {
      const bytes = Uint8Array.from(all[seed % all.length]!)
      for (let i = 0; i <= draw(4); i++)
        bytes[draw(draw(2) === 0 ? bytes.length : Math.min(900, bytes.length))] = draw(256)
      if (!format.fits(bytes)) return
      const read = format.read(bytes)
      if (typeof read === 'string') expect(read).toMatch(/^(The|Its|It) .*\.$/)
      else expect(read.planes.every((plane) => plane.length === read.width * read.height)).toBe(true)
    })
  })

  it('[FILE7] a size that the file only promises is refused before anything of that size is made', () => {
    const bytes = Uint8Array.from(small(format))
    const view = new DataView(bytes.buffer)
    for (const [width, height] of [
      [11000, 11000],
      [60000, 60000],
      [0, 5],
      [2 ** 31 - 1, 2 ** 31 - 1],
    ] as const) {
      if (format === png) {
        view.setUint32(16, width)
        view.setUint32(20, height)
        view.setUint32(29, crc32(bytes.subarray(12, 29)))
      } else if (format === dpx) {
        view.setUint32(772, width)
        view.setUint32(776, height)
      } else if (format === exr) {
        for (const name of ['dataWindow', 'displayWindow']) {
          const at = Buffer.from(bytes).indexOf(`${name}\0box2i\0`) + name.length + 11
          view.setInt32(at + 8, width - 1, true)
          view.setInt32(at + 12, height - 1, true)
        }
      } else {
        const at = view.getUint32(4, true)
        view.setUint32(at + 2 + 8, width, true)
        view.setUint32(at + 2 + 12 + 8, height, true)
      }
      const before = process.memoryUsage().arrayBuffers
      const read = format.read(bytes)
      expect(read).toBeTypeOf('string')
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64_000_000)
    }
  })

  it('[FILE5] ffmpeg reads what is written here, and what it writes is read', () => {
    // Pixel formats that ffmpeg has for such a file itself, so that nothing of it is converted.
    const native = (depth: Depth, alpha: boolean): string => {
      if (depth === 'half' || depth === 'float') return alpha ? 'gbrapf32le' : 'gbrpf32le'
      if (depth === 8) return alpha ? 'rgba' : 'rgb24'
      return depth === 16 ? (alpha ? 'rgba64le' : 'rgb48le') : `gbrp${depth}le`
    }
    const raw = (path: string, kind: string): Buffer =>
      execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-i', path, '-f', 'rawvideo', '-pix_fmt', kind, 'pipe:1'], {
        maxBuffer: 1e9,
      })
    for (const depth of format.depths) {
      // ffmpeg 5.1 reads no TIFF of floats, and of DPX with alpha no ten or twelve bits.
      if (format === tiff && depth === 'float') continue
      for (const alpha of format === dpx && (depth === 10 || depth === 12) ? [false] : [false, true]) {
        const image = picture(seeded(8), 33, 21, depth, alpha)
        const path = join(folder, `ours.${format.endings[0]}`)
        writeFileSync(path, write(format, image))
        const kind = native(depth, alpha)
        const bytes = raw(path, kind)
        // At the start of a buffer of their own, as words want it.
        const { buffer } = Uint8Array.from(bytes)
        const values =
          depth === 8 ? bytes : typeof depth === 'number' ? new Uint16Array(buffer) : new Float32Array(buffer)
        const [r, g, b] = image.planes
        const apart = kind.startsWith('gbr')
        const planes = [...(apart ? [g, b, r] : [r, g, b]), ...(image.alpha ? [image.alpha] : [])]
        planes.forEach((plane, c) => {
          const from = plane.map((_, p) => values[apart ? c * plane.length + p : p * planes.length + c]!)
          expect(differing(from, plane), `${depth} ${alpha} plane ${c}`).toBe(0)
        })
        if (depth === 'half' || depth === 'float') continue
        const theirs = join(folder, `theirs.${format.endings[0]}`)
        const written = kind.replace('48le', '48be').replace('64le', '64be')
        execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', '-i', path, '-pix_fmt', written, theirs])
        expect(differingPictures(whole(format.read(readFileSync(theirs))), image)).toBe(0)
      }
    }
  })
})

describe('what others write', () => {
  const base = whole(png.read(sample('base.png')))
  const scaled = (half: boolean) =>
    base.planes.map((plane) =>
      plane.map((code) => (half ? halves[halfOf(Math.fround(code / 65535))]! : Math.fround(code / 65535))),
    )

  it.each(['rle', 'zips', 'zip', 'piz', 'pxr24', 'tiles', 'parts', 'layer'])(
    '[FILE5] OpenEXR %s is the very halves',
    (name) => {
      const image = whole(exr.read(sample(`${name}.exr`)))
      expect([image.width, image.height, image.depth]).toEqual([37, 21, 'half'])
      for (const [c, plane] of scaled(true).entries()) expect(differing(plane, image.planes[c]!)).toBe(0)
      expect(image.notes.dropped).toEqual(name === 'parts' ? ['1 parts'] : [])
    },
  )

  it('[FILE5] floats by PIZ, and in a TIFF with their predictor, are exact, by PXR24 to its 24 bits', () => {
    const image = whole(exr.read(sample('piz-float.exr')))
    const cut = whole(exr.read(sample('pxr24-float.exr')))
    expect(differingPictures(image, whole(tiff.read(sample('float.tif'))))).toBe(0)
    for (const [c, plane] of scaled(false).entries())
      for (const [i, x] of plane.entries()) {
        // Its writer multiplies where we divide.
        expect(Math.abs(image.planes[c]![i]! - x)).toBeLessThanOrEqual(x * 2 ** -23)
        expect(Math.abs(cut.planes[c]![i]! - x)).toBeLessThanOrEqual(x * 2 ** -15)
      }
  })

  it('[FILE5] a data window within the display window stands in its place, black around it', () => {
    const image = whole(exr.read(sample('window.exr')))
    expect([image.width, image.height]).toEqual([60, 40])
    scaled(true).forEach((plane, c) => {
      for (let y = 0; y < 40; y++)
        for (let x = 0; x < 60; x++) {
          const inside = x >= 5 && x < 42 && y >= 3 && y < 24
          expect(image.planes[c]![y * 60 + x]).toBe(inside ? plane[(y - 3) * 37 + x - 5] : 0)
        }
    })
  })

  it('[FILE6] what loses is named and not read, and so is what holds no picture of R, G, B', () => {
    expect(exr.read(sample('dwaa.exr'))).toBe(
      'The EXR is packed by DWAA, which loses; none, RLE, ZIPS, ZIP, PIZ, PXR24 are read.',
    )
  })

  it.each(['big-lzw', 'packbits', 'planes-lzw'])('[FILE5] TIFF %s is the very codes', (name) =>
    expect(differingPictures(whole(tiff.read(sample(`${name}.tif`))), base)).toBe(0),
  )

  it('[FILE5] TIFF in tiles of 8 bits', () => {
    const image = whole(tiff.read(sample('tiles-8.tif')))
    for (const [c, plane] of scaled(false).entries())
      expect(
        differing(
          plane.map((x) => codeOf(x, 255)),
          image.planes[c]!,
        ),
      ).toBe(0)
  })

  it.each([
    ['ten-little', 10],
    ['ten-b', 10],
    ['twelve-packed', 12],
    ['eight-tight', 8],
  ] as const)('[FILE5] DPX %s is the codes of its depth', (name, depth) => {
    const image = whole(dpx.read(sample(`${name}.dpx`)))
    expect(image.depth).toBe(depth)
    const top = topOf(depth)
    // A writer may round a 16-bit code either way where it lies between two.
    for (const [c, plane] of base.planes.entries())
      for (const [i, code] of plane.entries())
        expect(Math.abs(image.planes[c]![i]! - (code / 65535) * top)).toBeLessThan(1)
  })
})

describe('hostile files', () => {
  const chunk = (type: string, body: Uint8Array): Buffer => {
    const out = Buffer.alloc(12 + body.length)
    out.writeUInt32BE(body.length)
    out.write(type, 4)
    out.set(body, 8)
    out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length)
    return out
  }

  it('[FILE7] a PNG that unpacks to more, or less, than its header says; one that is damaged', () => {
    const head = small(png).subarray(0, 33)
    const end = chunk('IEND', new Uint8Array())
    const holding = (bytes: number) => Buffer.concat([head, chunk('IDAT', deflateSync(new Uint8Array(bytes))), end])
    expect(png.read(holding(50_000_000))).toBe('The PNG unpacks to more than its header says.')
    expect(png.read(holding(100))).toBe('The PNG holds fewer pixels than its header says.')
    expect(png.read(Buffer.concat([head, chunk('IDAT', Buffer.from('nothing')), end]))).toBe(
      'The pixels of the PNG cannot be unpacked.',
    )
    const flipped = Uint8Array.from(small(png))
    flipped[60]! ^= 1
    expect(png.read(flipped)).toMatch(/^The IDAT of the PNG at byte 33 is damaged: its check sum is another\.$/)
  })

  it('[FILE7] an EXR that was not written to its end says which part is missing', () => {
    const bytes = Uint8Array.from(write(exr, picture(seeded(1), 20, 40, 'half', false)))
    const table = Buffer.from(bytes).indexOf('screenWindowWidth\0float\0') + 18 + 6 + 4 + 4 + 1
    new DataView(bytes.buffer).setBigUint64(table + 8, 0n, true)
    expect(exr.read(bytes)).toBe('The EXR was not written to its end: chunk 2 of 3 is not there.')
  })

  it('[FILE7] names out of a file bring no control characters into a sentence', () => {
    const bytes = Buffer.from(write(exr, picture(seeded(1), 4, 4, 'half', false)))
    bytes[bytes.indexOf('R\0\x01\0\0\0')] = 0x1b
    expect(exr.read(bytes)).toBe('The EXR has no channels R, G, B; it has B, G, ?.')
  })

  it('[FILE7] a strip of a TIFF that unpacks to more than its rows', () => {
    const image = picture(seeded(1), 20, 40, 8, false)
    const bytes = Buffer.from(write(tiff, image))
    // The one strip lies at byte 8; another one, of a bomb, is put behind the file and pointed at.
    const bomb = deflateSync(new Uint8Array(50_000_000))
    const all = Buffer.concat([bytes, bomb])
    const at = all.readUInt32LE(4)
    for (let i = 0; i < all.readUInt16LE(at); i++) {
      const entry = at + 2 + i * 12
      if (all.readUInt16LE(entry) === 273) all.writeUInt32LE(bytes.length, entry + 8)
      if (all.readUInt16LE(entry) === 279) all.writeUInt32LE(bomb.length, entry + 8)
    }
    expect(tiff.read(all)).toBe(`The TIFF is cut off or damaged (${all.length} bytes).`)
  })

  it('[FILE7] the damaged files of OpenEXR, where the footage is here, are sentences', () => {
    const damaged = new URL('../../../shared/footage/damaged-exr/', import.meta.url)
    let names: string[] = []
    try {
      names = readdirSync(damaged).filter((name) => name !== 'LICENSE')
    } catch {
      console.log('The footage of damaged EXR files is not here: only our own damage is tried.')
    }
    for (const name of names) {
      const bytes = readFileSync(new URL(name, damaged))
      if (exr.fits(bytes)) expect(exr.read(bytes), name).toBeTypeOf('string')
    }
    // Where there are none, our own: offsets that point anywhere.
    const bytes = Uint8Array.from(write(exr, picture(seeded(1), 20, 40, 'half', false)))
    const table = Buffer.from(bytes).indexOf('screenWindowWidth\0float\0') + 18 + 6 + 4 + 4 + 1
    for (const place of [1n, 2n ** 63n, BigInt(bytes.length), BigInt(table)]) {
      new DataView(bytes.buffer).setBigUint64(table, place, true)
      expect(exr.read(bytes)).toMatch(/^The EXR is cut off or damaged/)
    }
  })

  it('[FILE5] a half is the nearest one, ties to even, to the ends of its range', () => {
    for (let h = 0; h < 65536; h++) {
      const x = halves[h]!
      if (!Number.isNaN(x)) expect(halfOf(x)).toBe(h)
    }
    for (let h = 0; h < 0x7bff; h++) {
      const [a, b] = [halves[h]!, halves[h + 1]!]
      const middle = (a + b) / 2
      expect(halfOf(middle)).toBe(h & 1 ? h + 1 : h)
      expect(halfOf(-middle)).toBe((h & 1 ? h + 1 : h) | 0x8000)
    }
    expect([65519, 65520, 1e30, Infinity].map(halfOf)).toEqual([0x7bff, 0x7c00, 0x7c00, 0x7c00])
    expect(Number.isNaN(halves[halfOf(Number.NaN)]!)).toBe(true)
  })
})
