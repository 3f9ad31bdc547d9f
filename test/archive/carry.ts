/** A session worth carrying, its file, and the file as a forger would have it: what the tests of export and import share. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { exportSession } from '../../server/archive/export.ts'
import { type FileRecord, readSessionFile, SessionFileWriter } from '../../server/archive/session-file.ts'
import { chain, chainStart } from '../../server/store/chain.ts'
import { stillPng } from '../kit/still.ts'
import { clipId, type Stage, stage, until } from '../kit/suite.ts'
import { done } from './kit.ts'

export const folder = mkdtempSync(join(tmpdir(), 'samelight-carry-'))
export const clear = (): void => rmSync(folder, { recursive: true, force: true })

let names = 0
export const fresh = (): string => join(folder, `place-${++names}`)

/** A still's blob, where the hub keeps it, by its hash. */
export async function putBlob(data: string, session: string): Promise<string> {
  const png = Buffer.from(await stillPng({ width: 2, height: 2, pixels: new Uint16Array(12) }))
  const hash = createHash('sha256').update(png).digest('hex')
  writeFileSync(join(data, 'blobs', session, hash), png)
  return hash
}

/** A LUT's blob: a cube of two points a side. */
export function putLut(data: string, session: string): string {
  const corners = [0, 1].flatMap((b) => [0, 1].flatMap((g) => [0, 1].map((r) => `${r} ${g} ${b}`)))
  const text = `LUT_3D_SIZE 2\n${corners.join('\n')}\n`
  const hash = createHash('sha256').update(text).digest('hex')
  writeFileSync(join(data, 'blobs', session, hash), text)
  return hash
}

/** Some work on the given clips: a different grade each, a snapshot, a note, a verdict's ground, a lock. */
export async function work(on: Stage, clips: readonly string[]): Promise<void> {
  const [ann, cy, eve] = [await on.join('Ann'), await on.join('Cy', 'client'), await on.join('Eve', 'engineer')]
  for (const [i, clip] of clips.entries()) {
    const level = `c.${clip}`
    ann.edit(level, 'Nodes', (g) => {
      const node = g.append(level, '0')!
      g.control(level, '0', node, 'primaries.gain', [1, 1 + (i + 1) / 8, 1, 1 - i / 16])
      g.control(level, '0', node, 'primaries.saturation', [50 + i])
      const second = g.append(level, '0')!
      g.control(level, '0', second, 'log.offset', [i / 256, 0, 1 / 64])
    })
  }
  await done(ann.command('snapshot', { name: 'First' }))
  ann.edit(`c.${clips[0]}`, 'Gain', (g) => g.put(`c.${clips[0]}/0/later001/primaries.gain`, [1, 2, 1, 1]))
  cy.note('Colder, please.', { clip: clips[0]!, frame: 12, spot: [0, 0], revision: 2, look: '' })
  await done(eve.command('link-new', { role: 'client', name: 'Detroit' }))
  await done(ann.command('snapshot', { name: 'Second' }))
  await until('the note is everywhere', () => ann.notes.length === 1)
}

/** A small session's file, its bytes, and where its records begin. */
export const small = { file: '', bytes: Buffer.alloc(0), id: '', starts: [] as number[] }

export async function makeSmall(): Promise<void> {
  const data = fresh()
  const on = await stage({ dataDir: data })
  await work(on, [clipId(1), clipId(2)])
  await putBlob(data, on.hub.session)
  putLut(data, on.hub.session)
  small.file = `${fresh()}.samelight`
  small.id = on.hub.session
  await exportSession(data, small.id, small.file)
  await on.close()
  small.bytes = readFileSync(small.file)
  for await (const { at: start } of readSessionFile(small.file)) small.starts.push(start)
}

export const written = async (bytes: Uint8Array): Promise<string> => {
  const file = `${fresh()}.samelight`
  writeFileSync(file, bytes)
  return file
}

/** The small file again, each record as `change` has it (null drops it), every hash of the chain made anew, as a forger would. */
export async function forged(
  change: (record: FileRecord) => { head: object; body?: Uint8Array } | null,
): Promise<string> {
  const file = `${fresh()}.samelight`
  const writer = await SessionFileWriter.create(file)
  for await (const record of readSessionFile(small.file)) {
    const made = change(record)
    if (made) await writer.write(made.head as FileRecord['head'], made.body ?? record.body)
  }
  await writer.end()
  return file
}

/** The small file with another log of one document: the forger chains what they like. */
export function withLog(document: string, updates: readonly Uint8Array[]): Promise<string> {
  let placed = false
  return forged(({ head, body }) => {
    if (head.kind === 'session') return { head: { ...head, revision: updates.length } }
    if (head.kind === 'snapshot' || head.kind === 'checkpoint' || head.kind === 'segment') return null
    if (head.kind !== 'row') return { head, body }
    if (placed) return null
    placed = true
    return { head: { kind: 'log of', document } }
  }).then(async (file) => {
    const out = `${fresh()}.samelight`
    const writer = await SessionFileWriter.create(out)
    for await (const { head, body } of readSessionFile(file)) {
      if (head.kind !== 'log of') {
        await writer.write(head, body)
        continue
      }
      let hash = chainStart
      for (const [i, bytes] of updates.entries()) {
        const row = { document, revision: i + 1, seat: 'hub', at: 1 } as const
        hash = chain(hash, { ...row, bytes } as Parameters<typeof chain>[1])
        await writer.write({ kind: 'row', ...row, hash }, bytes)
      }
    }
    await writer.end()
    return out
  })
}

export const updateOf = (write: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc()
  write(doc)
  return Y.encodeStateAsUpdate(doc)
}
