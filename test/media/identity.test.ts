/** What says which file is which, and what a file is taken to be: quick id, match, codec, depth, input space. */
import { createHash } from 'node:crypto'
import { xxhash128 } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import type { Media } from '../../shared/doc/session.ts'
import type { Bytes } from '../../shared/media/bytes.ts'
import { codecSentence } from '../../shared/media/codec.ts'
import { depthOf, isGrey } from '../../shared/media/depth.ts'
import { inputSpace } from '../../shared/media/input-space.ts'
import { matchMedia, matchSentence } from '../../shared/media/match.ts'
import { quickId, quickParts } from '../../shared/media/quick.ts'
import { spaces } from '../../shared/spaces/index.ts'

const MIB = 1 << 20
const noise = (size: number): Uint8Array => {
  const out = new Uint8Array(size)
  for (let i = 0; i < size; i += 32)
    out.set(
      createHash('sha256')
        .update(`${i}`)
        .digest()
        .subarray(0, Math.min(32, size - i)),
      i,
    )
  return out
}
const bytesOf = (all: Uint8Array): Bytes => ({
  size: all.length,
  read: async (offset, length) => {
    expect(offset + length).toBeLessThanOrEqual(all.length)
    return all.slice(offset, offset + length)
  },
})

describe('the quick id', () => {
  it('[MEDIA3] takes all of a small file; of a large one the ends and 62 samples evenly between', () => {
    for (const size of [0, 1, 6 * MIB]) expect(quickParts(size)).toEqual([[0, size]])
    for (const size of [6 * MIB + 1, 50 * MIB, 3_000_000_000_000]) {
      const parts = quickParts(size)
      expect(parts).toHaveLength(64)
      expect(parts.map(([, length]) => length)).toEqual([MIB, ...Array(62).fill(65536), MIB])
      expect([parts[0], parts[1], parts[62], parts[63]]).toEqual([
        [0, MIB],
        [MIB, 65536],
        [size - MIB - 65536, 65536],
        [size - MIB, MIB],
      ])
      const gaps = parts.slice(2, 63).map(([at], i) => at - parts[i + 1]![0])
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1)
    }
  })

  it('[MEDIA3] is the xxh128 of the size and the parts: what is sampled changes it, and so does the size alone', async () => {
    const all = noise(8 * MIB)
    const id = await quickId(bytesOf(all))
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(BigInt(all.length))
    const parts = quickParts(all.length).map(([at, length]) => all.subarray(at, at + length))
    expect(id).toBe(await xxhash128(Buffer.concat([size, ...parts])))
    for (const at of [0, MIB + 70, 8 * MIB - 1]) {
      const other = all.slice()
      other[at]! ^= 1
      expect(await quickId(bytesOf(other))).not.toBe(id)
    }
    expect(await quickId(bytesOf(new Uint8Array(0)))).not.toBe(await quickId(bytesOf(new Uint8Array(1))))
  })
})

describe('which file is which media', () => {
  const media = { name: 'a.mp4', quick: 'a'.repeat(32), size: 10 } as Media
  const same = { name: 'renamed.mov', size: 10, quick: media.quick }
  const other = { name: 'a.mp4', size: 11, quick: 'b'.repeat(32) }

  it('[MEDIA9] the content decides, under any name', () => {
    expect(matchMedia(media, [other, same])).toEqual({ state: 'matched', file: 'renamed.mov' })
    expect(matchMedia(media, [other])).toEqual({ state: 'mismatch', file: 'a.mp4' })
    expect(matchMedia(media, [{ ...other, name: 'b.mp4' }])).toEqual({ state: 'missing', file: null })
  })

  it('[MEDIA9] each state is one sentence that names clip and media', () => {
    expect(matchSentence('3', media, 'matched')).toBe('Clip 3: a.mp4 is the same.')
    expect(matchSentence('3', media, 'mismatch')).toBe("Clip 3: your a.mp4 is another file than the session's.")
    expect(matchSentence('3', media, 'missing')).toBe('You have no media for clip 3 (a.mp4).')
  })
})

describe('codecs', () => {
  it('[MEDIA8] those that all rooms decode alike are taken', () => {
    for (const codec of ['avc', 'vp9', 'av1']) expect(codecSentence('a.mp4', codec)).toBeNull()
  })

  it('[MEDIA8] any other is named in a sentence, with the copy without loss that would be taken', () => {
    for (const [codec, word] of [
      ['prores', 'ProRes'],
      ['hevc', 'H.265'],
      ['vp8', 'VP8'],
      ['AVdn', 'DNxHD or DNxHR'],
      ['constructor', 'constructor'],
    ] as const)
      expect(codecSentence('a.mov', codec)).toMatch(new RegExp(`^a\\.mov is ${word}; taken are H\\.264, VP9 and AV1, `))
    expect(codecSentence('a.mov', '')).toMatch(/^a\.mov is of a codec that is not read; /)
    expect(codecSentence('Day 2/a b.mov', 'prores')).toMatch(
      / -i "Day 2\/a b\.mov" .* -qp 0 .* "Day 2\/a b_lossless\.mp4"$/,
    )
  })

  it('[MEDIA8] depth and chroma are read of the codec’s record', () => {
    // avcC: version, profile, compatibility, level, length, 1 SPS of 2 bytes, 1 PPS of 1 byte; then chroma_format, luma and chroma depth.
    const avc = (profile: number, chroma: number, depth: number) =>
      Uint8Array.of(
        1,
        profile,
        0,
        40,
        0xff,
        0xe1,
        0,
        2,
        9,
        9,
        1,
        0,
        1,
        9,
        0xfc | chroma,
        0xf8 | (depth - 8),
        0xf8 | (depth - 8),
        0,
      )
    expect(depthOf('avc1.7A0028', avc(122, 2, 10))).toBe(10)
    expect(depthOf('avc1.7A0028', avc(122, 2, 8))).toBe(8)
    expect(depthOf('avc1.64002A', avc(100, 1, 8))).toBe(8)
    expect(depthOf('avc1.6E0028', avc(110, 1, 10).subarray(0, 12))).toBe(10)
    expect(depthOf('avc1.42001E', Uint8Array.of(1, 66, 0, 30, 0xff, 0xe0, 0))).toBe(8)
    expect([isGrey('avc1.64002A', avc(100, 0, 8)), isGrey('avc1.64002A', avc(100, 1, 8))]).toEqual([true, false])
    expect(isGrey('avc1.42001E', Uint8Array.of(1, 66, 0, 30, 0xff, 0xe0, 0))).toBe(false)
    expect([depthOf('vp09.02.10.10', null), depthOf('vp09.00.10.08', null)]).toEqual([10, 8])
    expect([depthOf('av01.0.04M.10', null), isGrey('av01.0.04M.08.1', null), isGrey('av01.0.04M.10', null)]).toEqual([
      10,
      true,
      false,
    ])
  })
})

describe('the input space of a new file', () => {
  const untold = { primaries: null, transfer: null }
  const of = (name: string, metadata = '', tags = untold) => inputSpace(name, metadata, tags).space

  it('[MEDIA14] is a camera’s log only where name or metadata says so', () => {
    for (const [name, space] of [
      ['A001C001_logc3.mp4', 'logc3-ei800-awg3'],
      ['tree_logc3_1080p24_422p10.mp4', 'logc3-ei800-awg3'],
      ['A001 LogC.mov', 'logc3-ei800-awg3'],
      ['A001_log-c.mov', 'logc3-ei800-awg3'],
      ['A001_LogC4.mov', 'logc4-awg4'],
      ['C0001_S-Log3.mp4', 'slog3-sgamut3-cine'],
      ['C0001_slog3_sgamut3cine.mp4', 'slog3-sgamut3-cine'],
      ['C0001_slog3_sgamut3.mp4', 'slog3-sgamut3'],
      ['R3D_Log3G10.mov', 'log3g10-rwg'],
      ['P1000_V-Log.mov', 'vlog-vgamut'],
      ['MVI_CLog3.mp4', 'clog3-cgamut'],
      ['B_bmd film gen5.mov', 'bmd-film-gen5'],
      ['IMG_0001_AppleLog.mov', 'apple-log-rec2020'],
      ['A001_REDlogFilm.mov', 'redlogfilm-rwg'],
      // A city as often as a camera: VENICE's own primaries are the engineer's word.
      ['Venice_canal_slog3.mp4', 'slog3-sgamut3-cine'],
    ] as const)
      expect(of(name), name).toBe(space)
    expect(of('A001.mp4', 'ARRI LogC3 EI800, Wide Gamut 3')).toBe('logc3-ei800-awg3')
  })

  it('[MEDIA14] is not taken from a word that only looks like one', () => {
    for (const name of [
      'my vlog 3.mp4',
      'blogc3.mp4',
      'logcabin.mp4',
      'catalog c.mp4x',
      'log 2026.mp4',
      'logc35.mp4',
      'clog.mp4',
      'pineapple log.mp4',
      'red logs on film.mp4',
    ])
      expect(of(name), name).toBe('rec709-bt1886')
  })

  it('[MEDIA14] is what the colour tags say of PQ, HLG and Rec.2020, else the display’s Rec.709; how is said', () => {
    expect(of('a.mp4', '', { primaries: 'bt2020', transfer: 'pq' } as never)).toBe('rec2100-pq')
    expect(of('a.mp4', '', { primaries: 'bt2020', transfer: 'hlg' } as never)).toBe('rec2100-hlg')
    expect(of('a.mp4', '', { primaries: 'bt2020', transfer: 'bt709' } as never)).toBe('rec2020-bt1886')
    expect(of('a.mp4', '', { primaries: 'bt709', transfer: 'bt709' } as never)).toBe('rec709-bt1886')
    const because = (name: string, metadata: string) => inputSpace(name, metadata, untold).because
    expect(because('a_logc4.mp4', 'LogC3')).toBe('as its name says LogC4')
    expect(because('a.mp4', 'LogC3')).toBe('as its metadata says LogC3')
    expect(because('a.mp4', '')).toBe('as neither its name nor its metadata says otherwise')
  })

  it('[MEDIA14] is always a space that there is', () => {
    const known = new Set(spaces.map(({ id }) => id))
    const names = [
      'logc3',
      'logc4',
      'slog3',
      'slog3 sgamut3',
      'log3g10',
      'v-log',
      'clog2',
      'clog3',
      'bmd film 5',
      'davinci intermediate',
      'acescct',
      'a',
    ]
    for (const name of names) expect(known.has(of(name)), name).toBe(true)
    for (const transfer of ['pq', 'hlg', 'bt709'])
      expect(known.has(of('a', '', { primaries: 'bt2020', transfer } as never))).toBe(true)
  })
})
