/** From a quick match to a proof: the whole file, read in the background. */
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { xxhash128 } from 'hash-wasm'
import { afterAll, describe, expect, it } from 'vitest'
import { fileBytes } from '../../server/file-bytes.ts'
import { mediaOfFolder } from '../../server/own-media.ts'
import { proveOwnMedia } from '../../server/prove-media.ts'
import { fullHash, proofSentence, proveMedia } from '../../shared/media/full.ts'
import { matchMedia } from '../../shared/media/match.ts'
import { quickId } from '../../shared/media/quick.ts'
import { stage, testMedia, testTimeline, until } from '../kit/suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'samelight-full-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A file of 9 MiB, and one that differs from it in a byte which the quick id does not look at. */
function twoFiles(): readonly [string, string] {
  const bytes = Buffer.alloc(9 << 20)
  for (let i = 0; i < bytes.length; i += 4) bytes.writeUInt32LE((i * 2654435761) >>> 0, i)
  const paths = [join(folder, 'a.bin'), join(folder, 'b.bin')] as const
  writeFileSync(paths[0], bytes)
  bytes[(1 << 20) + (1 << 16) + 100]! ^= 1
  writeFileSync(paths[1], bytes)
  return paths
}
async function of<T>(
  path: string,
  read: (bytes: { size: number; read: (o: number, l: number) => Promise<Uint8Array> }) => Promise<T>,
) {
  const { bytes, handle } = await fileBytes(path)
  try {
    return await read(bytes)
  } finally {
    await handle.close()
  }
}

describe('the full hash', () => {
  it('[MEDIA20] is xxh128 of every byte, and can be given up between two parts', async () => {
    const [a] = twoFiles()
    const seen: number[] = []
    const own = await of(a, (bytes) => fullHash(bytes, { progress: (done) => seen.push(done) }))
    expect(own).toBe(await xxhash128(readFileSync(a)))
    expect([seen.length, seen.at(-1)]).toEqual([9, 9 << 20])
    let parts = 0
    expect(await of(a, (bytes) => fullHash(bytes, { stop: () => parts++ === 3 }))).toBeNull()
    expect(parts).toBe(4)
    expect(await fullHash({ size: 0, read: async () => new Uint8Array(0) })).toBe(await xxhash128(''))
  })

  it('[MEDIA21] proves a match, and finds a mismatch that the quick id does not see', async () => {
    const [a, b] = twoFiles()
    const media = { ...testMedia[0]!, quick: await of(a, quickId), size: 9 << 20 }
    const [known, mine] = [await of(a, fullHash), await of(b, fullHash)]
    const { state } = matchMedia(media, [{ name: 'b.bin', size: media.size, quick: await of(b, quickId) }])
    expect(state).toBe('matched')
    expect(proveMedia(state, known!, mine)).toBe('mismatch')
    expect(proveMedia(state, known!, known)).toBe('verified')
    expect(proveMedia(state, undefined, mine)).toBe('matched')
    expect(proveMedia(state, known!, null)).toBe('matched')
    expect(proveMedia('missing', known!, null)).toBe('missing')
    expect(proofSentence('12', media, 'mismatch')).toContain('differs')
  })

  it('[MEDIA21] the hub puts it on record for every suite, and leaves a file that is no longer the session’s', async () => {
    const [a, b] = twoFiles()
    const lines: string[] = []
    const media = await Promise.all(
      [a, b].map(async (path, i) => ({ ...testMedia[i]!, quick: await of(path, quickId), size: 9 << 20 })),
    )
    appendFileSync(b, 'longer')
    const files = new Map([a, b].map((path, i) => [media[i]!.id, path]))
    const at = await stage({
      prepare: async () => ({ name: 'x', media: [...media, testMedia[2]!], timeline: testTimeline, files }),
      log: (line) => lines.push(line),
    })
    const ann = await at.join('Ann', 'client')
    await until('the hash is on record', () => ann.records.hashes.size > 0)
    await until('the other is told', () => lines.some((line) => line.includes('not the file it was')))
    expect([...ann.records.hashes]).toEqual([[media[0]!.id, await of(a, fullHash)]])
    await at.close()
  })

  it('[MEDIA21] a suite without a screen reads its own files through: proved, or named as another in every rooms panel', async () => {
    const [a, b] = twoFiles()
    const media = { ...testMedia[0]!, name: 'a.bin', quick: await of(a, quickId), size: 9 << 20 }
    const at = await stage({
      prepare: async () => ({
        ...{ name: 'x', media: [media, ...testMedia.slice(1)], timeline: testTimeline },
        files: new Map([[media.id, a]]),
      }),
    })
    const ann = await at.join('Ann')
    const state = (seat: string) => ann.matches.get(seat)?.get(media.id)
    for (const [file, word] of [
      [a, 'verified'],
      [b, 'mismatch'],
    ] as const) {
      const dir = mkdtempSync(join(folder, 'own-'))
      copyFileSync(file, join(dir, 'a.bin'))
      const room = await at.join(word, 'client')
      const own = await mediaOfFolder(dir, room.session)
      room.match(own.states)
      await until('it is matched', () => state(room.seat) === 'matched')
      const said: string[] = []
      const end = proveOwnMedia(room, own, (sentence) => said.push(sentence))
      await until(word, () => state(room.seat) === word)
      expect(said.join()).toEqual(word === 'mismatch' ? expect.stringContaining('a.bin') : '')
      await end()
    }
    await at.close()
  })
})
