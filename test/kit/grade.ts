/** One-line grades: documents, graphs in a line of text, writers with a seed. */
import * as Y from 'yjs'
import { applyWrites, type GradeWriter, planWrites } from '../../shared/doc/edit.ts'
import type { Change, Graph, Level, Value } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { followEntries, Shelves } from '../../shared/doc/read.ts'
import { type Draw, seeded } from './seed.ts'

export const CLIP = 'c.clip0001'

/** An id of eight characters that begins with the given ones. */
export const id = (name: string): string => name.padEnd(8, '0')

/** Entries as written, nothing rounded. */
export function grade(pairs: Readonly<Record<string, Value>>): Shelves {
  const entries = new Shelves()
  for (const [key, value] of Object.entries(pairs)) entries.set(key, value)
  return entries
}

/** Serial correctors of clip0001 by short names, in their order: `serial('a b c')`. */
export function serial(names: string, level: Level = CLIP, version = '0'): Record<string, Value> {
  const out: Record<string, Value> = {}
  let before = 'src'
  for (const name of names.split(' ').filter(Boolean)) {
    out[`${level}/${version}/${id(name)}/head`] = ['corrector', 'out', '0']
    out[`${level}/${version}/${id(name)}/in.0`] = [before, 'rgb']
    before = id(name)
  }
  out[`${level}/${version}/out/in.0`] = [before, 'rgb']
  return out
}

/** The path from the source to the output by short names, then loose nodes in brackets: `a b (c)`. Serial graphs only. */
export function line(graph: Graph): string {
  const short = (name: string) => name.replace(/0+$/, '')
  const names: string[] = []
  for (let at = graph.out.node; at !== 'src'; at = graph.nodes.find((n) => n.id === at)!.inputs[0]!.node)
    names.unshift(short(at))
  return [...names, ...graph.loose.map((n) => `(${short(n.id)})`)].join(' ')
}

export const lineOf = (entries: ReadonlyMap<string, Value>, level: Level = CLIP, version = '0'): string =>
  line(readGraph(entries, level, version))

/** One person's copy of the grade, with a hand that writes it. */
export interface Hand {
  readonly doc: Y.Doc
  readonly entries: Shelves
  readonly draw: Draw
  edit(write: (grade: GradeWriter) => void): Change[]
  write(writes: ReadonlyMap<string, Value | null>): Change[]
}

/** A copy with its own client id; begins as `from` stands, or empty. */
export function hand(clientId: number, from?: Hand, draw: Draw = seeded(clientId)): Hand {
  const doc = new Y.Doc()
  doc.clientID = clientId
  if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from.doc))
  const { entries } = followEntries(doc, 'grade', () => {})
  const write = (writes: ReadonlyMap<string, Value | null>) => applyWrites(doc, 'grade', entries, 'own', writes)
  return { doc, entries, draw, write, edit: (how) => write(planWrites(entries, draw, how)) }
}

/** Everybody hears of everything the others wrote, each in an order of their own. */
export function meet(
  hands: readonly Hand[],
  order: (list: readonly Uint8Array[]) => readonly Uint8Array[] = (l) => l,
): void {
  const updates = hands.map((h) => Y.encodeStateAsUpdate(h.doc))
  for (const h of hands) for (const update of order(updates)) Y.applyUpdate(h.doc, update)
}
