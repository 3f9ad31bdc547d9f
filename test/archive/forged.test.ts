/** Session files that are damaged, cut off, or forged with all their hashes right. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { importSession } from '../../server/archive/import.ts'
import { orphans } from '../../server/archive/move.ts'
import { clear, forged, fresh, makeSmall, small, updateOf, withLog, written } from './carry.ts'

beforeAll(makeSmall, 60_000)
afterAll(clear)

/** The sentence an import is refused with, once it is seen that nothing of it is anywhere. */
async function refusal(file: string): Promise<string> {
  const dir = fresh()
  const said = await importSession(file, dir, null).then(
    () => 'it was imported',
    (error: Error) => error.message,
  )
  if (existsSync(dir)) {
    expect(readdirSync(dir).filter((name) => name.startsWith('import-'))).toEqual([])
    expect(existsSync(join(dir, 'blobs', small.id))).toBe(false)
    if (existsSync(join(dir, 'samelight.sqlite'))) {
      const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
      expect(orphans(db)).toEqual([])
      expect(db.prepare('select id from session').all()).toEqual([])
      db.close()
    }
  }
  return said
}

describe('a file that is not what was written', () => {
  it('[SESS5] is refused with the place, wherever a byte of it is another, and leaves nothing', async () => {
    const step = Math.floor(small.bytes.length / 40)
    for (let byte = 3; byte < small.bytes.length; byte += step) {
      const bytes = Buffer.from(small.bytes)
      bytes[byte]! ^= 0x10
      expect(await refusal(await written(bytes)), `byte ${byte}`).toMatch(/is no session file|byte \d+/)
    }
  }, 60_000)

  it('[SESS5] is refused with the place where it is cut off, goes on, lacks a record or has one out of its turn', async () => {
    for (const length of [0, 10, 20, 25, small.starts[3]!, small.starts.at(-1)! + 9, small.bytes.length - 1])
      expect(await refusal(await written(small.bytes.subarray(0, length))), `${length}`).toMatch(
        /is no session file|is cut off at byte \d+/,
      )
    expect(await refusal(await written(Buffer.concat([small.bytes, Buffer.from('x')])))).toMatch(
      /goes on after its end, at byte \d+/,
    )
    const [a, b, c] = small.starts.slice(4, 7) as [number, number, number]
    const swapped = [
      small.bytes.subarray(0, a),
      small.bytes.subarray(b, c),
      small.bytes.subarray(a, b),
      small.bytes.subarray(c),
    ]
    expect(await refusal(await written(Buffer.concat(swapped)))).toContain(`record at byte ${a}`)
    expect(
      await refusal(await written(Buffer.concat([small.bytes.subarray(0, a), small.bytes.subarray(b)]))),
    ).toContain(`byte ${a}`)
  }, 60_000)

  it('[SESS5] is refused though all its hashes are right, where it holds what no hub writes', async () => {
    const wrong: Record<string, [Promise<string>, RegExp]> = {
      'a nested type': [
        withLog('grade', [updateOf((doc) => doc.getMap('grade').set('c.clip0001/0/node0001/head', new Y.Map()))]),
        /revision 1 of grade is nothing that a hub writes: .*something other than a plain value/,
      ],
      'another root': [
        withLog('grade', [updateOf((doc) => doc.getMap('other').set('a', ['b']))]),
        /names a root other than "grade"/,
      ],
      'a key outside the grammar': [
        withLog('grade', [updateOf((doc) => doc.getMap('grade').set('__proto__', [1]))]),
        /__proto__.*fits no rule of the grammar/,
      ],
      'no number': [
        withLog('grade', [
          updateOf((doc) => doc.getMap('grade').set('c.clip0001/0/node0001/primaries.gain', [1, Number.NaN, 1, 1])),
        ]),
        /numbers are finite/,
      ],
      'a clip of another form': [
        withLog('session', [updateOf((doc) => doc.getMap('session').set('timeline/clip.clip0001', ['x', null, 5]))]),
        /timeline\/clip.clip0001 holds 3 items/,
      ],
      'seven bytes that ask for 256 MB': [
        withLog('grade', [Uint8Array.of(1, 1, 1, 0, 10, 255, 255, 255, 127, 0)]),
        /revision 1 of grade is nothing that a hub writes/,
      ],
      'a struct that follows nothing': [
        withLog('grade', [
          (() => {
            const doc = new Y.Doc()
            doc.getMap('grade').set('c.clip0001/0/node0001/primaries.gain', [1, 1, 1, 1])
            const before = Y.encodeStateVector(doc)
            doc.getMap('grade').set('c.clip0001/0/node0001/primaries.gain', [1, 2, 1, 1])
            return Y.encodeStateAsUpdate(doc, before)
          })(),
        ]),
        /something of the grade document is missing/,
      ],
      'a row that is chained to nothing': [
        forged(({ head, body }) => ({ head: head.kind === 'row' ? { ...head, hash: 'a'.repeat(64) } : head, body })),
        /is damaged: it is not what was written/,
      ],
      'a revision that is missing': [
        forged(({ head, body }) => ({ head: head.kind === 'session' ? { ...head, revision: 1e9 } : head, body })),
        /revision \d+ of 1000000000 is missing/,
      ],
      'a revision beyond the last': [
        forged(({ head, body }) => ({ head: head.kind === 'session' ? { ...head, revision: 2 } : head, body })),
        /goes beyond revision 2/,
      ],
      'an audit that was cut': [
        forged(({ head, body }) => ({
          head: head.kind === 'audit' ? { ...head, rows: (head.rows as unknown[]).slice(1) } : head,
          body,
        })),
        /line 1 of the audit is not what was written/,
      ],
      'a path in place of a hash': [
        forged(({ head, body }) => ({
          head: head.kind === 'blob' ? { ...head, hash: '../../links.secret' } : head,
          body,
        })),
        /in the record at byte \d+, a blob says its hash/,
      ],
      'a path in place of an id': [
        forged(({ head, body }) => ({ head: head.kind === 'session' ? { ...head, id: '../../etc' } : head, body })),
        /does not begin with a session/,
      ],
      'a blob of other bytes': [
        forged(({ head, body }) => ({ head, body: head.kind === 'part' ? body.slice(1) : body })),
        /in the record at byte \d+, the blob [0-9a-f]{64} is not what its name says/,
      ],
      'a picture that is none': [
        (() => {
          const bomb = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(100)])
          const hash = createHash('sha256').update(bomb).digest('hex')
          return forged(({ head, body }) =>
            head.kind === 'blob'
              ? { head: { ...head, hash, size: bomb.length } }
              : { head, body: head.kind === 'part' ? bomb : body },
          )
        })(),
        /in the record at byte \d+, the blob [0-9a-f]{64} may not be/,
      ],
      'a page in place of a picture or a LUT': [
        (() => {
          const page = Buffer.from('<script>alert(1)</script>')
          const hash = createHash('sha256').update(page).digest('hex')
          let done = false
          return forged(({ head, body }) => {
            if (head.kind === 'blob' && !done) return { head: { ...head, hash, size: page.length }, body }
            if (head.kind !== 'part' || done) return { head, body }
            done = true
            return { head, body: page }
          })
        })(),
        /in the record at byte \d+, the blob [0-9a-f]{64} may not be/,
      ],
      'a checkpoint of something else': [
        (() => {
          const packed = gzipSync(updateOf((doc) => doc.getMap('grade').set('c.clip0001/0/node0001/label', ['x'])))
          const hash = createHash('sha256').update(packed).digest('hex')
          const head = { kind: 'checkpoint', document: 'grade', revision: 3, hash, packed: 1, kept: 0 }
          let done = false
          return forged(({ head: own, body }) => {
            if (own.kind !== 'owners' || done) return { head: own, body }
            done = true
            return { head, body: packed }
          })
        })(),
        /the checkpoint of grade at revision 3 is not what the log makes/,
      ],
      'a segment that unpacks without end': [
        (() => {
          const bomb = gzipSync(Buffer.alloc(300_000_000), { level: 1 })
          const head = { kind: 'segment', document: 'grade', first: 2, last: 2, before: '', hash: 'a'.repeat(64) }
          let done = false
          return forged(({ head: own, body }) => {
            if (own.kind !== 'owners' || done) return { head: own, body }
            done = true
            return { head, body: bomb }
          })
        })(),
        /The sealed history of grade, revisions 2 to 2, is damaged/,
      ],
      'a record of no kind': [
        forged(({ head, body }) => ({ head: head.kind === 'audit' ? { ...head, kind: 'constructor' } : head, body })),
        /there is no record of the kind "constructor"/,
      ],
      'a seat with a key': [
        forged(({ head, body }) => ({ head: head.kind === 'seat' ? { ...head, role: 'owner' } : head, body })),
        /the role of a seat is not of its form/,
      ],
    }
    for (const [name, [file, sentence]] of Object.entries(wrong))
      expect(await refusal(await file), name).toMatch(sentence)
  }, 120_000)

  it('[SESS5] is refused where a record says that it is larger than any', async () => {
    const bytes = Buffer.from(small.bytes)
    bytes.writeUInt32BE(0xffffffff, small.starts[0]! + 4)
    expect(await refusal(await written(bytes))).toContain(
      `record at byte ${small.starts[0]}: it says it is larger than any record`,
    )
  })

  it('[SESS5] brings no path, no key and no seat that anybody comes back as', async () => {
    const dir = fresh()
    const bad = await forged(({ head, body }) => ({
      head: head.kind === 'session' ? { ...head, media_dir: '/etc', files: '{"medi0001":"/etc/passwd"}' } : head,
      body,
    }))
    await importSession(bad, dir, null)
    const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
    expect(db.prepare('select media_dir, files from session').get()).toEqual({ media_dir: null, files: '{}' })
    expect(db.prepare('select distinct hash from seat').all()).toEqual([{ hash: '' }])
    expect(db.prepare('select count(*) as links from link').get()).toEqual({ links: 0 })
    db.close()
  })
})
