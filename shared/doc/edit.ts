/** Every way to write the grade. Numbers are rounded to f32 here; ids come from a handed-in draw. */
import type * as Y from 'yjs'
import type {
  Blanking,
  Change,
  Edge,
  Entries,
  Level,
  NodeKind,
  Port,
  Sizing,
  Value,
  Window,
  WindowKind,
} from './grade.ts'
import { readWiring } from './graph.ts'
import type { Ease } from './keyframe.ts'
import { between } from './order.ts'
import { printPath } from './path.ts'
import { clipVersion, Layered, type Shelves, sameValue } from './read.ts'
import { type Carry, type Run, trackWrites } from './track.ts'
import { restWindows } from './window-rest.ts'
import { isMixer, type Wiring } from './wiring.ts'

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

/** Collects one transaction's writes, reading its own. Methods that take a node which is not there change nothing. */
export class GradeWriter {
  readonly #seen: Layered
  readonly #writes = new Map<string, Value | null>()
  readonly draw: Draw

  constructor(entries: Shelves, draw: Draw) {
    this.#seen = new Layered(entries, this.#writes)
    this.draw = draw
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
  /** A keyframe of a control at a source frame (of `t`: a timeline frame). The way to the next one is the left one's. */
  keyframe(
    level: Level,
    version: string,
    node: string,
    control: string,
    frame: number,
    ease: Ease,
    value: Value,
  ): void {
    this.put(printPath(level, version, node, control, frame), [ease, ...value])
  }

  /** Rest of key of everything that stands of a level and version. */
  *#keysOf(level: Level, version: string): Iterable<string> {
    const name = `${level}/${version}`
    for (const rest of this.#seen.base.shelf(name).keys())
      if (!this.#writes.has(`${name}/${rest}`)) yield `${name}/${rest}`
    for (const [key, value] of this.#writes) if (value !== null && key.startsWith(`${name}/`)) yield key
  }
  #under(level: Level, version: string, node: string): string[] {
    const prefix = printPath(level, version, node, '')
    return [...this.#keysOf(level, version)].filter((key) => key.startsWith(prefix))
  }
  #kind(level: Level, version: string, node: string): string | null {
    return (this.#seen.get(printPath(level, version, node, 'head'))?.[0] as string | undefined) ?? null
  }
  /** Writes where an input reads, keeping a mixer edge's place among the others. */
  #join(level: Level, version: string, node: string, edge: string, to: { node: string; port: Port }): void {
    const key = printPath(level, version, node, `in.${edge}`)
    const order = (this.#seen.get(key)?.[2] as string | undefined) ?? 'm'
    this.put(key, edge === '0' ? [to.node, to.port] : [to.node, to.port, order])
  }
  /** Inputs of what the output is made of that read `node`, wires between them left aside. */
  #readers(wiring: Wiring, node: string): { readonly id: string; readonly edge: string }[] {
    return ['out', ...wiring.order].flatMap((id) =>
      wiring.inputs
        .get(id)!
        .filter((e) => e.node === node && e.port === 'rgb')
        .map(({ edge }) => ({ id, edge })),
    )
  }

  /**
   * After a merge some links in force are not the written ones. An edit that would let other nodes change places for that reason is made
   * again on links written down first. `moved` is the node that is meant to change its place.
   */
  #steadily<T>(level: Level, version: string, edit: () => T, moved?: string): T {
    const before = readWiring(this.#seen, level, version)
    const had = new Map(this.#writes)
    const made = edit()
    const after = readWiring(this.#seen, level, version)
    const stays = (order: readonly string[], other: readonly string[]) =>
      order.filter((id) => id !== moved && other.includes(id)).join()
    if (stays(before.order, after.order) === stays(after.order, before.order)) return made
    this.#writes.clear()
    for (const [key, value] of had) this.#writes.set(key, value)
    for (const [id, edges] of before.reads)
      for (const edge of edges) {
        const own = this.#seen.get(printPath(level, version, id, `in.${edge.edge}`))
        if (own?.[0] !== edge.node || own[1] !== edge.port) this.#join(level, version, id, edge.edge, edge)
      }
    return edit()
  }

  /**
   * Puts a new node on the link into `into` (a node, or `out` for anything that is not there): between it and what it reads. Of a mixer
   * that is the named edge, else its first. Before a node that is not in the picture the new one is not in it either. Answers its id.
   */
  insert(level: Level, version: string, into: string, kind: NodeKind = 'corrector', edge?: string): string {
    return this.#steadily(level, version, () => this.#insert(level, version, into, kind, edge))
  }
  #insert(level: Level, version: string, into: string, kind: NodeKind, edge?: string, own?: string): string {
    const wiring = readWiring(this.#seen, level, version)
    const place = wiring.inputs.has(into) ? into : 'out'
    const had = this.#input(wiring, level, version, place, edge)
    const id = own ?? drawId(this.draw)
    const live = place === 'out' || wiring.order.includes(place)
    this.control(level, version, id, 'head', live ? [kind, place, had.edge] : [kind, null])
    this.#join(level, version, id, isMixer(kind) ? drawId(this.draw) : '0', had)
    this.#join(level, version, place, had.edge, { node: id, port: 'rgb' })
    return id
  }
  /** The link in force of an input; a mixer without edges gets a new one that reads the source. */
  #input(wiring: Wiring, level: Level, version: string, node: string, edge?: string): Edge {
    const own = wiring.reads.get(node) ?? []
    const fresh = isMixer(this.#kind(level, version, node) ?? '') ? drawId(this.draw) : '0'
    return own.find((e) => e.edge === edge) ?? own[0] ?? { edge: fresh, node: 'src', port: 'rgb' }
  }
  /** A node at the end of the graph; `own`: under an id that the level has not yet had. */
  append(level: Level, version: string, kind: NodeKind = 'corrector', own?: string): string {
    return this.#steadily(level, version, () => this.#insert(level, version, 'out', kind, undefined, own))
  }
  /** A node after another one: everything that read that one reads the new one. */
  after(level: Level, version: string, node: string, kind: NodeKind = 'corrector'): string {
    return this.#steadily(level, version, () => {
      const [first, ...rest] = this.#readers(readWiring(this.#seen, level, version), node)
      const id = this.#insert(level, version, first?.id ?? 'out', kind, first?.edge)
      for (const reader of rest) this.#join(level, version, reader.id, reader.edge, { node: id, port: 'rgb' })
      return id
    })
  }
  /** A node before another one. */
  before(level: Level, version: string, node: string, kind: NodeKind = 'corrector'): string {
    return this.insert(level, version, node, kind)
  }
  /**
   * A corrector beside another one, reading what that one reads, both into one mixer: that which the other one goes into by itself, if it is
   * of this kind, else a new one after it. A node that is not in the picture gets none. Answers its id, or null.
   */
  beside(level: Level, version: string, node: string, kind: 'parallel' | 'layer'): string | null {
    const wiring = readWiring(this.#seen, level, version)
    if (!wiring.order.includes(node)) return null
    const [only, other] = this.#readers(wiring, node)
    const known = only !== undefined && other === undefined && this.#kind(level, version, only.id) === kind
    return this.#steadily(level, version, () => {
      const mixer = known ? only.id : this.after(level, version, node, kind)
      const id = drawId(this.draw)
      const own = this.#input(readWiring(this.#seen, level, version), level, version, node)
      const edge = this.edge(level, version, mixer, id)
      this.control(level, version, id, 'head', ['corrector', mixer, edge])
      this.#join(level, version, id, '0', own)
      return id
    })
  }
  /** A corrector after another one that works where that one's key does not. Answers its id. */
  outside(level: Level, version: string, node: string): string {
    const id = this.after(level, version, node)
    this.control(level, version, id, 'key', [node, 'key', true, 'matte', 1, 0, 0])
    return id
  }
  /** Deletes a node: it becomes a wire. Its head says gone and keeps `in.0`; its other keys go; nobody relinks downstream. */
  remove(level: Level, version: string, node: string): void {
    const at = (control: string) => printPath(level, version, node, control)
    const head = this.#seen.get(at('head'))
    if (!head || head[0] === 'gone') return
    this.#steadily(level, version, () => {
      // A mixer becomes the wire of its first edge.
      const first = isMixer(head[0] as string) ? readWiring(this.#seen, level, version).reads.get(node)?.[0] : undefined
      if (first) this.put(at('in.0'), [first.node, first.port])
      for (const key of this.#under(level, version, node)) if (key !== at('head') && key !== at('in.0')) this.reset(key)
      this.put(at('head'), ['gone', ...head.slice(1)])
    })
  }
  /** Takes a node out of the picture and keeps it: `into` null makes it a wire, and nobody relinks downstream. */
  extract(level: Level, version: string, node: string): void {
    const kind = this.#kind(level, version, node)
    if (kind === null || kind === 'gone') return
    this.#steadily(level, version, () => this.control(level, version, node, 'head', [kind, null]))
  }
  /** Puts a node that is there, in the picture or out of it, on the link into `into`; what read it before reads what it read. */
  link(level: Level, version: string, node: string, into: string, edge?: string): void {
    this.#steadily(level, version, () => this.#link(level, version, node, into, edge), node)
  }
  #link(level: Level, version: string, node: string, into: string, edge?: string): void {
    const kind = this.#kind(level, version, node)
    const wiring = readWiring(this.#seen, level, version)
    const place = wiring.inputs.has(into) ? into : 'out'
    if (kind === null || kind === 'gone' || place === node) return
    const had = this.#input(wiring, level, version, place, edge)
    this.control(level, version, node, 'head', [kind, place, had.edge])
    if (had.node === node) return
    const own = this.#input(wiring, level, version, node)
    for (const [id, edges] of wiring.reads)
      for (const e of edges) if (e.node === node) this.#join(level, version, id, e.edge, own)
    this.#join(level, version, node, own.edge, had)
    this.#join(level, version, place, had.edge, { node, port: 'rgb' })
  }
  /** Adds an edge to a mixer, after its others. Answers the edge's id. */
  edge(level: Level, version: string, mixer: string, node: string, port: Port = 'rgb'): string {
    const prefix = printPath(level, version, mixer, 'in.')
    const orders = this.#under(level, version, mixer)
      .filter((key) => key.startsWith(prefix) && key !== `${prefix}0`)
      .map((key) => this.#seen.get(key)![2] as string)
    const id = drawId(this.draw)
    this.put(prefix + id, [node, port, between(orders.sort().at(-1) ?? '', null)])
    return id
  }

  /** Takes these controls of a node away with all of their keyframes: they go back to their neutral at every frame. */
  clear(level: Level, version: string, node: string, controls: Iterable<string>): void {
    const named = new Set(controls)
    const prefix = printPath(level, version, node, '')
    for (const key of this.#under(level, version, node))
      if (named.has(key.slice(prefix.length).replace(/@\d+$/, ''))) this.reset(key)
  }

  on(level: Level, version: string, node: string, on: boolean): void {
    this.control(level, version, node, 'on', [on])
  }
  label(level: Level, version: string, node: string, label: string): void {
    this.control(level, version, node, 'label', [label])
  }

  /** A window at rest, over the node's others: half the picture high, softness 0.2; a curve is yet to be drawn. Answers its id. */
  window(level: Level, version: string, node: string, kind: WindowKind = 'circle'): string {
    const id = drawId(this.draw)
    const orders = this.#under(level, version, node)
      .filter((key) => /\/w\.[0-9a-z]{8}\/head$/.test(key))
      .map((key) => this.#seen.get(key)![4] as string)
    const order = between(orders.sort().at(-1) ?? '', null)
    this.control(level, version, node, `w.${id}/head`, [kind, true, false, 'add', order, ''])
    for (const [part, value] of Object.entries(restWindows[kind]))
      this.control(level, version, node, `w.${id}/${part}`, value)
    return id
  }
  /** Changes what a window's head says of it, or its shape and softness. */
  changeWindow(
    level: Level,
    version: string,
    node: string,
    window: string,
    change: Partial<
      Pick<Window, 'on' | 'invert' | 'combine' | 'order' | 'name' | 'shape' | 'soft' | 'path' | 'opacity'>
    >,
  ): void {
    const at = (part: string) => printPath(level, version, node, `w.${window}/${part}`)
    const head = this.#seen.get(at('head'))
    if (!head) return
    const named = ['on', 'invert', 'combine', 'order', 'name'] as const
    this.put(at('head'), [head[0]!, ...named.map((field, i) => change[field] ?? head[i + 1]!)])
    if (change.shape) this.put(at('shape'), change.shape)
    if (change.soft) this.put(at('soft'), change.soft)
    if (change.path) this.put(at('path'), change.path)
    if (change.opacity !== undefined) this.put(at('opacity'), [change.opacity])
  }
  removeWindow(level: Level, version: string, node: string, window: string): void {
    const prefix = printPath(level, version, node, `w.${window}/`)
    for (const key of this.#under(level, version, node)) if (key.startsWith(prefix)) this.reset(key)
  }

  /** Tracks a window anew at these source frames (of `t`: timeline frames), or with null untracks it there. */
  track(
    level: Level,
    version: string,
    node: string,
    window: string,
    frames: readonly (readonly [frame: number, carry: Carry | null])[],
  ): void {
    const prefix = printPath(level, version, node, `w.${window}/track.`)
    const runs = this.#under(level, version, node)
      .filter((key) => key.startsWith(prefix))
      .map((key): Run => [Number(key.slice(prefix.length)), this.#seen.get(key)!])
    for (const [first, numbers] of trackWrites(runs, frames))
      if (numbers === null) this.reset(`${prefix}${first}`)
      else this.put(`${prefix}${first}`, numbers)
  }

  /** Input sizing of a clip's version: a region of its own. */
  sizing(clip: string, version: string, s: Sizing): void {
    this.put(`c.${clip}/${version}/sizing/input`, [s.fit, ...s.pan, s.zoom, s.rotate, s.flipX, s.flipY])
  }

  /** Output blanking of a clip's version, or of the timeline: a region of its own. */
  blanking(level: Level, version: string, sides: Blanking): void {
    this.control(level, version, 'sizing', 'blanking', sides)
  }

  /** A version of a clip that begins as a copy of the one in use, and is used from now on. Answers its id. */
  addVersion(clip: string, name: string): string {
    const [level, from, id] = [`c.${clip}`, clipVersion(this.#seen, clip), drawId(this.draw)]
    for (const key of [...this.#keysOf(level, from)])
      this.put(`${level}/${id}${key.slice(level.length + 1 + from.length)}`, this.#seen.get(key)!)
    this.put(`${level}/${id}/name`, [name])
    this.chooseVersion(clip, id)
    return id
  }
  chooseVersion(clip: string, version: string): void {
    this.put(`c.${clip}/use`, [version])
  }
  /** A new group with a name. Answers its id. */
  addGroup(name: string): string {
    const id = drawId(this.draw)
    this.put(`g.${id}/name`, [name])
    return id
  }
  /** Puts a clip into a group, or with null into none. */
  group(clip: string, group: string | null): void {
    if (group === null) this.reset(`c.${clip}/group`)
    else this.put(`c.${clip}/group`, [group])
  }
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

/** Runs a writer over the document in one transaction of the given origin; answers what changed, for undo. */
export const editGrade = (
  doc: Y.Doc,
  entries: Shelves,
  origin: unknown,
  draw: Draw,
  write: (grade: GradeWriter) => void,
): Change[] => applyWrites(doc, 'grade', entries, origin, planWrites(entries, draw, write))

/** Writes keys in one transaction, leaving out what already stands; answers the changes. */
export function applyWrites(
  doc: Y.Doc,
  name: string,
  entries: Entries,
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
