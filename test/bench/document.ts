/** The shared document at feature length: what it weighs and how long it takes to open. */
import * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { readEntries } from '../../shared/doc/read.ts'
import type { Bench, Figure } from './figure.ts'
import { percentile } from './figure.ts'

/** The n-th id of eight characters. */
export const id = (n: number): string => n.toString(36).padStart(8, '0')

/** 12 serial nodes a clip, heads and links stored, every fourth control away from neutral: about 165,000 keys at 3,000 clips. */
export function writeFeature(doc: Y.Doc, clips: number): void {
  const map = doc.getMap<Value>('grade')
  doc.transact(() => {
    for (let c = 0; c < clips; c++) {
      let before = 'src'
      for (let n = 0; n < 12; n++) {
        const node = id(c * 12 + n + 1)
        const at = `c.${id(c + 1)}/0/${node}`
        map.set(`${at}/head`, ['corrector', 'out', 'rgb'])
        map.set(`${at}/in.0`, [before, 'rgb'])
        map.set(`${at}/label`, [`N${n}`])
        map.set(`${at}/primaries.gain`, [1, 1 + n / 64, 1, 1 - n / 64])
        if (n % 2 === 0) map.set(`${at}/log.offset`, [n / 128, 0, 0])
        before = node
      }
      map.set(`c.${id(c + 1)}/0/out/in.0`, [before, 'rgb'])
    }
  })
}

function* figures(): Generator<Figure> {
  const clips = 3000
  const doc = new Y.Doc()
  writeFeature(doc, clips)
  const keys = doc.getMap('grade').size
  const update = Y.encodeStateAsUpdate(doc)
  const note = `${clips} clips × 12 nodes, ${keys} keys`
  yield { name: 'document.size', value: update.byteLength / 1e6, unit: 'MB', note }

  const loads: number[] = []
  let loaded = new Y.Doc()
  for (let i = 0; i < 5; i++) {
    loaded = new Y.Doc()
    const began = performance.now()
    Y.applyUpdate(loaded, update)
    loads.push(performance.now() - began)
  }
  yield {
    name: 'document.load',
    value: percentile(loads, 50),
    unit: 'ms',
    note: 'p50 of 5, plain applyUpdate into an empty document',
  }

  const began = performance.now()
  const entries = readEntries(loaded, 'grade')
  const level = `c.${id(1500)}`
  const graph = readGraph(entries, level, '0')
  yield {
    name: 'document.open',
    value: percentile(loads, 50) + performance.now() - began,
    unit: 'ms',
    note: `load, entries and the first graph (${graph.nodes.length} nodes)`,
  }

  const reads: number[] = []
  for (let i = 0; i < 500; i++) {
    const start = performance.now()
    readGraph(entries, `c.${id(1 + ((i * 7) % clips))}`, '0')
    reads.push((performance.now() - start) * 1000)
  }
  yield {
    name: 'document.graph',
    value: percentile(reads, 50),
    unit: 'µs',
    note: `p50; p99 ${percentile(reads, 99).toFixed(0)} µs: one clip's graph out of ${clips}`,
  }
}

export const bench: Bench = {
  name: 'document',
  doc: 'the document of 3,000 clips in memory: size, load, one graph',
  names: ['document.size', 'document.load', 'document.open', 'document.graph'],
  figures,
}
