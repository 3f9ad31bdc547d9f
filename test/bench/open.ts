/** A 3,000-clip session through a real hub: the hub's start from disk, a suite's way in, and the memory of both. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { roles } from '../../server/auth.ts'
import { Session } from '../../server/session.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import type { Clip, Media } from '../../shared/doc/session.ts'
import { writeFresh } from '../../shared/doc/session-edit.ts'
import { restPipeline } from '../../shared/doc/session-read.ts'
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { testMedia, testTimeline } from '../kit/suite.ts'
import { id, writeFeature } from './document.ts'
import { type Bench, type Figure, percentile } from './figure.ts'
import type { Joined } from './joiner.ts'
import { start, startHubProcess } from './process.ts'
import { folder } from './tidy.ts'

const clipCount = 3000
const runs = 3

/** Puts the session on disk as a hub leaves it when it closes: a checkpoint of each document. */
export async function writeStored(data: string, mediaDir: string): Promise<void> {
  const store = openSqlite(join(data, 'samelight.sqlite'))
  const row = { id: id(1), name: 'Feature', mediaDir, files: {}, at: 0 }
  await store.create(
    row,
    roles.map((role) => ({ hash: role, role })),
  )
  const now = () => performance.timeOrigin + performance.now()
  const session = await Session.open(store, row, { now, engine: ENGINE_VERSION, log: () => {} })
  const media: Media[] = []
  const clips: Clip[] = []
  for (let c = 0; c < clipCount; c++) {
    media.push({ ...testMedia[0]!, id: id(c + 1), name: `A${c}.mp4` })
    clips.push({ ...testTimeline.clips[0]!, id: id(c + 1), media: id(c + 1), recordIn: c * 48, name: `A${c}` })
  }
  const timeline = { ...testTimeline, clips, length: clipCount * 48 }
  session.write('hub', writeFresh('Feature', restPipeline, timeline, media, true))
  const { grade } = session.documents
  const bytes = grade.write(() => writeFeature(grade.doc, clipCount))
  if (bytes) session.journal.record({ document: 'grade', seat: 'hub', at: 0, bytes })
  await session.close()
  await store.close()
}

async function* figures(): AsyncGenerator<Figure> {
  const [data, media] = [await folder(), await folder()]
  await writeStored(data, media)
  const joiner = fileURLToPath(new URL('./joiner.ts', import.meta.url))
  const starts: number[] = []
  const suites: Joined[] = []
  const hubs: number[] = []
  for (let i = 0; i < runs; i++) {
    const hub = await startHubProcess(data, media)
    starts.push(hub.ms)
    const suite = await start<Joined>(joiner, [hub.said.links.colorist], ['--expose-gc'])
    suites.push(suite.said)
    await suite.end()
    hubs.push(hub.memory().now)
    await hub.end()
  }
  const note = `${clipCount} clips × 12 nodes, ${suites[0]?.keys} keys; p50 of ${runs}`
  const p50 = (read: (suite: Joined) => number) => percentile(suites.map(read), 50)
  yield {
    name: 'open.hub',
    value: percentile(starts, 50),
    unit: 'ms',
    note: `${note}: from the start of the process to the links, the session loaded from disk`,
  }
  yield {
    name: 'open.suite',
    value: p50(({ joinMs }) => joinMs),
    unit: 'ms',
    note: `${note}: a suite in Node, from the link to all three documents synced, over loopback`,
  }
  yield {
    name: 'open.graph',
    value: p50(({ graphMs }) => graphMs),
    unit: 'ms',
    note: `${note}: then the first clip's graph`,
  }
  yield {
    name: 'open.hub-memory',
    value: percentile(hubs, 50),
    unit: 'MB',
    note: `${note}: resident memory of the hub after a suite came and left`,
  }
  yield {
    name: 'open.suite-memory',
    value: p50(({ resident }) => resident),
    unit: 'MB',
    note: `${note}: resident memory of the suite, ${p50(({ heap }) => heap).toFixed(0)} MB of it heap`,
  }
}

export const bench: Bench = {
  name: 'open',
  doc: `a ${clipCount}-clip session opened through a real hub`,
  names: ['open.hub', 'open.suite', 'open.graph', 'open.hub-memory', 'open.suite-memory'],
  figures,
}
