/** A session of 50,000 revisions on disk: any one of them rebuilt, and what the history of it weighs. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import * as Y from 'yjs'
import { History } from '../../server/archive/history.ts'
import { Checkpoints } from '../../server/checkpoints.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { LogRow } from '../../server/store/store.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { seeded } from '../kit/suite.ts'
import { id, writeFeature } from './document.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import { folder, later } from './tidy.ts'

const clips = 500
const revisions = 50_000
const asked = 60
/** Revisions of one batch, and thus of one checkpoint's step at least. */
const perBatch = 250

/** Edits of one control of one node each, all over the session, through the store and the checkpoints of a running hub. */
async function write(data: string): Promise<void> {
  const store = openSqlite(join(data, 'samelight.sqlite'))
  const row = { id: id(1), name: 'Long', mediaDir: null, files: {}, at: 0 }
  await store.create(row, [])
  const epoch = await store.lease(row.id)
  const history = new History(store, row.id)
  const checkpoints = new Checkpoints({ store, history, session: row.id, epoch, log: () => {}, put: () => {} })
  const doc = new Y.Doc()
  let log: LogRow[] = []
  let revision = 0
  doc.on('update', (bytes) =>
    log.push({ revision: ++revision, document: 'grade', seat: 'seat0001', at: revision, bytes }),
  )
  writeFeature(doc, clips)
  const map = doc.getMap<Value>('grade')
  const random = seeded(1)
  while (revision < revisions) {
    const node = Math.floor(random() * clips * 12)
    const at = `c.${id(Math.floor(node / 12) + 1)}/0/${id(node + 1)}`
    map.set(`${at}/primaries.gain`, [1, Math.fround(1 + random()), 1, 1])
    if (log.length < perBatch && revision < revisions) continue
    await store.append(row.id, epoch, { revision, log, owners: [], seats: [], answers: [] })
    checkpoints.count({ log })
    log = []
    // As fast as the checkpoints come along, not faster: a hub has minutes where this has a second.
    await checkpoints.idle()
  }
  await checkpoints.close()
  await history.close()
  await store.close()
}

async function* figures(): AsyncGenerator<Figure> {
  const data = await folder()
  await write(data)
  const file = join(data, 'samelight.sqlite')
  const store = openSqlite(file)
  later(async () => await store.close())
  const history = new History(store, id(1))
  later(async () => await history.close())
  await history.state('grade', 1)
  const random = seeded(2)
  const took: number[] = []
  for (let n = 0; n < asked; n++) {
    const revision = n === 0 ? revisions : 1 + Math.floor(random() * revisions)
    const began = performance.now()
    await history.content(revision, id(1))
    took.push(performance.now() - began)
  }
  const keys = clips * 12 * 4.5
  const note = `${revisions} revisions of ${clips} clips × 12 nodes, about ${keys} keys; ${asked} revisions drawn at random`
  yield {
    name: 'history.rebuild',
    value: percentile(took, 50),
    unit: 'ms',
    note: `p50, from disk to what one clip leans on, as a room asks for it: ${note}`,
  }
  yield { name: 'history.rebuild-most', value: Math.max(...took), unit: 'ms', note: 'the slowest of the same' }
  yield {
    name: 'history.size',
    value: statSync(file).size / 1e6,
    unit: 'MB',
    note: 'the file of the store with all of it',
  }
}

export const bench: Bench = {
  name: 'history',
  doc: 'any of 50,000 revisions rebuilt from disk',
  names: ['history.rebuild', 'history.rebuild-most', 'history.size'],
  figures,
}
