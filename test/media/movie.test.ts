import { describe, expect, it } from 'vitest'
import type { Bytes } from '../../shared/media/bytes.ts'
import { readEdit } from '../../shared/media/edit-list.ts'
import { readMovie } from '../../shared/media/movie.ts'
import { readTimecode } from '../../shared/media/timecode-track.ts'
import { forEachSeedInTurn } from '../kit/seed.ts'

type Part = Uint8Array | string | readonly number[]
/** Big-endian 32-bit words. */
const words = (...numbers: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(numbers.length * 4))
  for (const [i, n] of numbers.entries()) view.setUint32(i * 4, n >>> 0)
  return new Uint8Array(view.buffer)
}
const join = (...parts: Part[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((p) => (typeof p === 'string' ? [...p].map((c) => c.charCodeAt(0)) : [...p])))
const box = (type: string, ...parts: Part[]): Uint8Array => {
  const body = join(...parts)
  return join(words(body.length + 8), type, body)
}
const bytesOf = (all: Uint8Array): Bytes => ({
  size: all.length,
  read: async (offset, length) => {
    expect(offset + length, 'reads stay inside the file').toBeLessThanOrEqual(all.length)
    return all.slice(offset, offset + length)
  },
})

interface Given {
  readonly elst?: Uint8Array
  readonly stbl?: readonly Uint8Array[]
  readonly kind?: string
}
/** A movie of 1,000 ticks a second with one track of 24,000. */
const movie = ({ elst, stbl = [], kind = 'vide' }: Given): Uint8Array =>
  box(
    'moov',
    box('mvhd', words(0, 0, 0, 1000, 0)),
    box(
      'trak',
      box('tkhd', words(0, 0, 0, 7, 0)),
      ...(elst ? [box('edts', box('elst', elst))] : []),
      box(
        'mdia',
        box('mdhd', words(0, 0, 0, 24000, 0)),
        box('hdlr', words(0, 0), kind),
        box('minf', box('stbl', ...stbl)),
      ),
    ),
  )
const file = (given: Given): Uint8Array => join(box('ftyp', 'isom', words(0)), movie(given))
const edit = async (elst: Uint8Array) => readEdit((await readMovie(bytesOf(file({ elst }))))!, 7)
const SPEED = 0x10000
/** Frames of 1,001 ticks that are shown, of the first 12. */
const shown = async (elst: Uint8Array) => {
  const found = await edit(elst)
  if (found === null || typeof found === 'string') return found
  return Array.from({ length: 12 }, (_, n) => n).filter((n) => found.shows((n * 1001) / 24000))
}

describe('edit lists', () => {
  it('[MEDIA6] trim the end, exclusive: 417 ms of 24,000 are ten frames of 1,001', async () => {
    expect(await shown(words(0, 1, 417, 0, SPEED))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(await shown(words(0, 1, 125, 0, SPEED))).toEqual([0, 1, 2])
  })

  it('[MEDIA6] trim the start: times are counted from it, so frames before it have none', async () => {
    const found = await edit(words(0, 1, 200, 2002, SPEED))
    expect(typeof found === 'object' && found?.shows(-1001 / 24000)).toBe(false)
    expect(await shown(words(0, 1, 200, 2002, SPEED))).toEqual([0, 1, 2, 3, 4])
  })

  it('[MEDIA6] begin later where an empty edit leads', async () =>
    expect(await shown(words(0, 2, 84, -1, SPEED, 126, 0, SPEED))).toEqual([3, 4, 5]))

  it('[MEDIA6] are read in their wide form, and open-ended in a file of fragments', async () => {
    expect(await shown(words(1 << 24, 1, 0, 125, 0, 0, SPEED))).toEqual([0, 1, 2])
    expect(await shown(words(0, 1, 0, 0, SPEED))).toHaveLength(12)
  })

  it('[MEDIA6] of several segments or another speed are a sentence, none is none', async () => {
    expect(await edit(words(0, 2, 100, 0, SPEED, 100, 5000, SPEED))).toBe('its edit list has 2 segments; one is read')
    expect(await edit(words(0, 1, 100, 0, SPEED / 2))).toBe('its edit list changes the speed')
    expect(await edit(words(0, 0))).toBeNull()
    expect(readEdit((await readMovie(bytesOf(file({}))))!, 7)).toBeNull()
  })
})

describe('the timecode track', () => {
  const entry = (frames: number) =>
    box('stsd', words(0, 1), box('tmcd', new Uint8Array(12), words(0, 24000, 1001), [frames, 0]))
  const read = async (all: Uint8Array) => readTimecode(bytesOf(all), (await readMovie(bytesOf(all)))!)
  /** The sample stands behind the movie. */
  const withSample = (wide: boolean, sample: Uint8Array): Uint8Array => {
    const table = (at: number) => (wide ? box('co64', words(0, 1, 0, at)) : box('stco', words(0, 1, at)))
    const make = (at: number) => file({ kind: 'tmcd', stbl: [entry(24), table(at)] })
    return join(make(make(0).length + 8), box('mdat', sample))
  }

  it('[MEDIA7] is the first frame’s number and the numbers a second, with short and wide offsets', async () => {
    const expected = { frame: 89520, framesPerSecond: 24 }
    expect(await read(withSample(false, words(89520)))).toEqual(expected)
    expect(await read(withSample(true, words(89520)))).toEqual(expected)
  })

  it('[MEDIA7] is none where there is no such track, no sample or no rate', async () => {
    expect(await read(file({}))).toBeNull()
    expect(await read(withSample(false, Uint8Array.of(1)))).toBeNull()
    expect(await read(file({ kind: 'tmcd', stbl: [entry(0), box('stco', words(0, 1, 8))] }))).toBeNull()
  })
})

describe('a damaged header', () => {
  it('[MEDIA10] is no movie or says how much is missing; no bytes make the readers fail or read outside', () =>
    forEachSeedInTurn(300, async (draw) => {
      const all = file({ elst: words(0, 1, 417, 0, SPEED), stbl: [box('stsd', words(0, 1))] })
      for (let i = 0; i < 1 + draw(6); i++) all[draw(all.length)] = draw(256)
      const cut = bytesOf(all.subarray(0, draw(all.length + 1)))
      const found = await readMovie(cut)
      if (!found) return
      expect(found.missing).toBeGreaterThanOrEqual(0)
      for (const { id } of found.tracks) readEdit(found, id)
      await readTimecode(cut, found)
    }))

  it('[MEDIA10] a file cut off in its samples says by how much', async () => {
    const all = join(file({}), box('mdat', new Uint8Array(100)))
    expect((await readMovie(bytesOf(all)))?.missing).toBe(0)
    expect((await readMovie(bytesOf(all.subarray(0, all.length - 40))))?.missing).toBe(40)
  })
})
