/** What one drag costs: on the wire while it moves, and in the document for ever. */
import * as encoding from 'lib0/encoding'
import { writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import { plain } from '../hub/desk.ts'
import { clipId, stage, until } from '../kit/suite.ts'
import type { Bench, Figure } from './figure.ts'
import { later } from './tidy.ts'

/** One second and a half of a wheel at sixty a second: a short drag. */
const ticks = 90
const tickMs = 1000 / 60

const level = `c.${clipId(1)}`
const gain = `${level}/0/node0001/primaries.gain`
/** The tuple of one moment: master, R, G and B all move, as a ball under lum mix moves them. */
const tuple = (i: number): number[] => [1 + i / 512, 1 + i / 256, 1 - i / 512, 1 - i / 384].map(Math.fround)

const sum = (frames: readonly Uint8Array[]): number => frames.reduce((all, { length }) => all + length, 0)

/** A drag by a real suite at a real hub: its own frames, and the hub's document before and after as a stock client has it. */
async function ours(): Promise<{ readonly wire: number; readonly document: number; readonly frames: number }> {
  const at = await stage()
  later(() => at.close())
  const suite = await at.join('Clara')
  const watch = await at.join('Dana', 'client')
  const reader = await plain(at.hub, 'observer', 'grade')
  later(async () => reader.leave())
  const stored = () => Y.encodeStateAsUpdate(reader.doc).length
  const put = (values: readonly number[]) => {
    const scrub = suite.scrub(level, 'Gain')
    scrub.set(new Map<string, Value>([[gain, values]]))
    scrub.commit()
  }
  // The key stands already, as it does after the first touch of a wheel; presence and clock of the joining have passed.
  put(tuple(0))
  await until('the first value is there', () => watch.entries.get(gain) !== undefined && reader.map.has(gain))
  await new Promise((resolve) => setTimeout(resolve, 500))
  const [before, had] = [suite.revision, stored()]
  at.network.sent.clear()
  const scrub = suite.scrub(level, 'Gain')
  const began = performance.now()
  for (let i = 1; i <= ticks; i++) {
    scrub.set(new Map<string, Value>([[gain, tuple(i)]]))
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, began + i * tickMs - performance.now())))
  }
  scrub.commit()
  await until('the drag is there', () => watch.entries.get(gain)?.[1] === tuple(ticks)[1])
  await until('it is saved', () => suite.revision > before)
  await until('the stock client has it', () => reader.map.get(gain)?.[1] === tuple(ticks)[1])
  const frames = at.network.sent.get('Clara') ?? []
  return { wire: sum(frames), frames: frames.length, document: stored() - had }
}

/** Four keys a tick straight into the document, each tick one update in a y-protocols frame, as most Yjs apps do. */
function naive(): { readonly wire: number; readonly document: number } {
  const doc = new Y.Doc()
  const map = doc.getMap<number>('grade')
  const tick = (i: number) =>
    doc.transact(() => {
      for (const [at, name] of ['y', 'r', 'g', 'b'].entries()) map.set(`${gain}.${name}`, tuple(i)[at]!)
    })
  tick(0)
  const before = Y.encodeStateAsUpdate(doc).length
  let wire = 0
  doc.on('update', (update: Uint8Array) => {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    writeUpdate(encoder, update)
    wire += encoding.toUint8Array(encoder).length
  })
  for (let i = 1; i <= ticks; i++) tick(i)
  return { wire, document: Y.encodeStateAsUpdate(doc).length - before }
}

async function* figures(): AsyncGenerator<Figure> {
  const [own, peer] = [await ours(), naive()]
  const work = `one drag of ${ticks} ticks at 60 Hz`
  yield {
    name: 'drag.wire',
    value: own.wire,
    unit: 'B',
    peer: 'four keys a tick into the document',
    peerValue: peer.wire,
    note: `${work}, all that the suite sends on its three sockets, live and commit, ${own.frames} frames`,
  }
  yield {
    name: 'drag.document',
    value: own.document,
    unit: 'B',
    peer: 'four keys a tick into the document',
    peerValue: peer.document,
    note: `${work}: what it adds to the encoded document`,
  }
}

export const bench: Bench = {
  name: 'drag',
  doc: 'bytes of one drag, on the wire and in the document',
  names: ['drag.wire', 'drag.document'],
  figures,
}
