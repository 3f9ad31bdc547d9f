/** Every way to write the grade and the notes. Numbers are rounded to f32 here; ids come from a handed-in draw. */
import type * as Y from 'yjs'
import type { Change, Entries, Level, NodeKind, Value, WindowKind } from './grade.ts'
import { readGraph } from './graph.ts'
import { printPath } from './path.ts'
import { Layered, readEntries, type Shelves, sameValue } from './read.ts'

/** Draws one whole number below n; tests hand in a seeded one. */
export type Draw = (below: number) => number

const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Eight characters of [0-9a-z]. */
export function drawId(draw: Draw): string {
  let id = ''
  while (id.length < 8) id += LETTERS[draw(36)]
  return id
}

/** A value as it is stored: numbers rounded to f32 without −0, text in NFC. */
export const stored = (value: Value): Value =>
  value.map((x) => (typeof x === 'number' ? Math.fround(x) + 0 : typeof x === 'string' ? x.normalize('NFC') : x))

/** Collects one transaction's writes, reading its own. */
export class GradeWriter {
  readonly #seen: Layered
  readonly #writes = new Map<string, Value | null>()
  readonly #draw: Draw

  constructor(entries: Shelves, draw: Draw) {
    this.#seen = new Layered(entries, this.#writes)
    this.#draw = draw
  }

  /** What stands now, this transaction's writes included. */
  get entries(): Entries {
    return this.#seen
  }
  get writes(): ReadonlyMap<string, Value | null> {
    return this.#writes
  }
  /** Sets one key. */
  put(key: string, value: Value): void {
    this.#writes.set(key, stored(value))
  }
  /** Deletes one key: the control goes back to its neutral. */
  reset(key: string): void {
    if (this.#seen.has(key)) this.#writes.set(key, null)
  }
  control(level: Level, version: string, node: string, control: string, value: Value, frame?: number): void {
    this.put(printPath(level, version, node, control, frame), value)
  }

  #under(level: Level, version: string, node: string): string[] {
    const prefix = printPath(level, version, node, '')
    return [...this.#keysOf(level, version)].filter((key) => key.startsWith(prefix))
  }
  *#keysOf(level: Level, version: string): Iterable<string> {
    const name = `${level}/${version}`
    for (const rest of this.#seen.base.shelf(name).keys())
      if (!this.#writes.has(`${name}/${rest}`)) yield `${name}/${rest}`
    for (const [key, value] of this.#writes) if (value !== null && key.startsWith(`${name}/`)) yield key
  }

  /** Puts a node on the link into `into` (a node on the path, or `out`): between it and what it reads. Answers the node's id. */
  insert(level: Level, version: string, into: string, kind: NodeKind = 'corrector'): string {
    const graph = readGraph(this.#seen, level, version)
    const had = into === 'out' ? graph.out : (graph.nodes.find((n) => n.id === into)?.inputs[0] ?? graph.out)
    const place = into === 'out' || graph.nodes.some((n) => n.id === into) ? into : 'out'
    const id = drawId(this.#draw)
    const at = (node: string, control: string) => printPath(level, version, node, control)
    this.put(at(id, 'head'), [kind, place, '0'])
    this.put(at(id, 'in.0'), [had.node, had.port])
    this.put(at(place, 'in.0'), [id, 'rgb'])
    return id
  }
  /** A node at the end of the graph. */
  append(level: Level, version: string, kind: NodeKind = 'corrector'): string {
    return this.insert(level, version, 'out', kind)
  }
  /** A node after another one. */
  after(level: Level, version: string, node: string, kind: NodeKind = 'corrector'): string {
    const graph = readGraph(this.#seen, level, version)
    const next = graph.nodes.find((n) => n.inputs.some((i) => i.node === node))
    return this.insert(level, version, next?.id ?? 'out', kind)
  }
  /** A node before another one. */
  before(level: Level, version: string, node: string, kind: NodeKind = 'corrector'): string {
    return this.insert(level, version, node, kind)
  }
  /** Deletes a node: it becomes a wire. Its head says gone and keeps `in.0`; its other keys go; nobody relinks downstream. */
  remove(level: Level, version: string, node: string): void {
    const at = (control: string) => printPath(level, version, node, control)
    const head = this.#seen.get(at('head'))
    if (!head || head[0] === 'gone') return
    for (const key of this.#under(level, version, node)) if (key !== at('head') && key !== at('in.0')) this.reset(key)
    this.put(at('head'), ['gone', ...head.slice(1)])
  }
  /** Takes a node out of the path and keeps it: linked past, `into` null. */
  extract(level: Level, version: string, node: string): void {
    const graph = readGraph(this.#seen, level, version)
    const own = graph.nodes.find((n) => n.id === node)
    if (!own) return
    const from = own.inputs[0]!
    for (const reader of graph.nodes)
      for (const edge of reader.inputs)
        if (edge.node === node && edge.edge === '0')
          this.put(printPath(level, version, reader.id, 'in.0'), [from.node, from.port])
    if (graph.out.node === node) this.put(printPath(level, version, 'out', 'in.0'), [from.node, from.port])
    this.put(printPath(level, version, node, 'head'), [own.kind, null])
  }
  on(level: Level, version: string, node: string, on: boolean): void {
    this.control(level, version, node, 'on', [on])
  }
  label(level: Level, version: string, node: string, label: string): void {
    this.control(level, version, node, 'label', [label])
  }
  /** A window at rest: a circle of a third of the picture's height, softness 0.2. Answers its id. */
  window(level: Level, version: string, node: string, kind: WindowKind = 'circle'): string {
    const id = drawId(this.#draw)
    this.control(level, version, node, `w.${id}/head`, [kind, true, false, 'add', 'm', ''])
    this.control(level, version, node, `w.${id}/shape`, [0, 0, 0.5, 0.5, 0])
    this.control(level, version, node, `w.${id}/soft`, [0.2])
    return id
  }
  removeWindow(level: Level, version: string, node: string, window: string): void {
    const prefix = printPath(level, version, node, `w.${window}/`)
    for (const key of this.#under(level, version, node)) if (key.startsWith(prefix)) this.reset(key)
  }
  sizing(clip: string, version: string, value: Value): void {
    this.put(`c.${clip}/${version}/sizing/input`, value)
  }
}

/** Runs a writer over the document in one transaction of the given origin; answers what changed, for undo. */
export function editGrade(
  doc: Y.Doc,
  entries: Shelves,
  origin: unknown,
  draw: Draw,
  write: (grade: GradeWriter) => void,
): Change[] {
  const writer = new GradeWriter(entries, draw)
  write(writer)
  return applyWrites(doc, 'grade', entries, origin, writer.writes)
}

/** Writes keys in one transaction, leaving out what already stands; answers the changes. */
export function applyWrites(
  doc: Y.Doc,
  name: string,
  entries: ReadonlyMap<string, Value>,
  origin: unknown,
  writes: ReadonlyMap<string, Value | null>,
): Change[] {
  const changes: Change[] = []
  for (const [key, to] of writes) {
    const from = entries.get(key) ?? null
    if (!sameValue(from, to)) changes.push({ key, from, to })
  }
  if (changes.length > 0) {
    const map = doc.getMap<Value>(name)
    doc.transact(() => {
      for (const { key, to } of changes)
        if (to === null) map.delete(key)
        else map.set(key, to)
    }, origin)
  }
  return changes
}

/** The changes a writer would make, without making them. */
export function planWrites(
  entries: Shelves,
  draw: Draw,
  write: (grade: GradeWriter) => void,
): ReadonlyMap<string, Value | null> {
  const writer = new GradeWriter(entries, draw)
  write(writer)
  return writer.writes
}

/** Fresh indexed copy of a grade document; for those who hold none. */
export const gradeEntries = (doc: Y.Doc): Shelves => readEntries(doc, 'grade')
