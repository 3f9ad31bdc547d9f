/**
 * Hands on a graph beyond putting a node in: a link drawn from port to port or cut, what two nodes hold exchanged or copied. What a cut takes
 * off the way to the output is unlinked on purpose, never spliced back; the rest of the tree stays in force.
 */
import { drawId, type GradeWriter } from './edit.ts'
import type { Level, Link, NodeKind, Value } from './grade.ts'
import { readGraph, readWiring } from './graph.ts'
import { between } from './order.ts'
import { printPath } from './path.ts'
import { levelEntries } from './read.ts'
import { isMixer } from './wiring.ts'

/** Where a link ends: a node (or `out`) and its input `0`, a mixer's edge, its `key`, or null for a new edge of a mixer. */
export interface End {
  readonly node: string
  readonly edge: string | null
}

/** One level and version of a writer's grade, read and written by node and control. */
class Place {
  readonly grade: GradeWriter
  readonly level: Level
  readonly version: string
  constructor(grade: GradeWriter, level: Level, version: string) {
    this.grade = grade
    this.level = level
    this.version = version
  }
  key(node: string, control: string): string {
    return printPath(this.level, this.version, node, control)
  }
  get(node: string, control: string): Value | undefined {
    return this.grade.entries.get(this.key(node, control))
  }
  put(node: string, control: string, value: Value): void {
    this.grade.put(this.key(node, control), value)
  }
  head(node: string): Value | undefined {
    return this.get(node, 'head')
  }
  kind(node: string): string {
    return (this.head(node)?.[0] as string | undefined) ?? ''
  }
  /** What of the level stands, `<node>/<control>` -> value. */
  all(): ReadonlyMap<string, Value> {
    return new Map(levelEntries(this.grade.entries, this.level, this.version))
  }
  /** Edges of a node as written: of a mixer all in their order, else the one. */
  edges(node: string): { readonly edge: string; readonly from: string }[] {
    if (!isMixer(this.kind(node))) {
      const own = this.get(node, 'in.0')
      return own ? [{ edge: '0', from: own[0] as string }] : []
    }
    const prefix = `${node}/in.`
    return [...this.all()]
      .filter(([rest]) => rest.startsWith(prefix) && rest !== `${prefix}0`)
      .map(([rest, value]) => ({
        edge: rest.slice(prefix.length),
        from: value[0] as string,
        order: value[2] as string,
      }))
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.edge < b.edge ? -1 : 1))
  }
  /** As a person names it: its number and label. */
  called(node: string): string {
    if (node === 'src') return 'the source'
    if (node === 'out') return 'the output'
    const { nodes, loose } = readGraph(this.grade.entries, this.level, this.version)
    const found = [...nodes, ...loose].find(({ id }) => id === node)
    return found ? `node ${found.number}${found.label ? ` ${found.label}` : ''}` : 'a node that is gone'
  }
  /** Writes the links in force down, where a merge has made them others than those written. Answers the nodes that make the picture. */
  pin(): readonly string[] {
    const { reads, order } = readWiring(this.grade.entries, this.level, this.version)
    for (const [id, edges] of reads)
      for (const { edge, node, port } of edges) {
        const own = this.get(id, `in.${edge}`)
        if (own?.[0] === node && own[1] === port) continue
        this.put(id, `in.${edge}`, edge === '0' ? [node, port] : [node, port, (own?.[2] as string | undefined) ?? 'm'])
      }
    return order
  }
  /** Nodes on the way to the output by the links and keys as written. */
  reached(): ReadonlySet<string> {
    const reached = new Set<string>()
    const open = ['out']
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reached.has(id) || (id !== 'out' && !this.head(id))) continue
      reached.add(id)
      const wire = id !== 'out' && (this.kind(id) === 'gone' || this.head(id)?.[1] === null)
      const edges = this.edges(id)
      for (const { from } of wire ? edges.slice(0, 1) : edges) open.push(from)
      const key = wire ? undefined : this.get(id, 'key')
      if (key) open.push(key[0] as string)
    }
    return reached
  }
  /** What made the picture before and is on no way to the output now is unlinked on purpose. */
  settle(before: readonly string[]): void {
    const reached = this.reached()
    for (const id of before) {
      const kind = this.kind(id)
      if (!reached.has(id) && kind !== '' && kind !== 'gone') this.put(id, 'head', [kind, null])
    }
  }
  /** A node unlinked on purpose, and those like it that it reads, come into the picture in front of `into`. */
  liven(node: string, into: string, edge: string): void {
    const head = this.head(node)
    if (!head || head[0] === 'gone' || head[1] !== null) return
    this.put(node, 'head', [head[0]!, into, edge])
    for (const own of this.edges(node)) this.liven(own.from, node, own.edge)
  }
  /** Whether `node` reads `what`, by whatever way, links and keys. */
  leansOn(node: string, what: string): boolean {
    const seen = new Set<string>()
    const open = [node]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === what) return true
      if (seen.has(id)) continue
      seen.add(id)
      const key = this.get(id, 'key')
      open.push(...this.edges(id).map(({ from }) => from), ...(key ? [key[0] as string] : []))
    }
    return false
  }
}

/** What a key input is at rest, after its node and port (document.md). */
const restKey: Value = [false, 'matte', 1, 0, 0]

/** Draws a link. Answers a sentence where it may not be, and has written nothing then. */
export function connect(grade: GradeWriter, level: Level, version: string, from: Link, to: End): string | null {
  const place = new Place(grade, level, version)
  if (to.node === 'src' || from.node === 'out') return 'A link goes from a node’s output to another’s input.'
  if ((to.edge === 'key') !== (from.port === 'key')) return 'A key goes into a key, and a picture into a picture.'
  if (to.edge === 'key' && to.node === 'out') return 'The output takes no key.'
  if (from.node === to.node || place.leansOn(from.node, to.node))
    return `${sentence(place.called(from.node))} reads ${place.called(to.node)} already: a link back would be a loop.`
  if (to.edge === null && place.edges(to.node).some((e) => e.from === from.node))
    return `${sentence(place.called(to.node))} reads ${place.called(from.node)} already.`
  const before = place.pin()
  if (to.edge === 'key') {
    place.put(to.node, 'key', [from.node, 'key', ...(place.get(to.node, 'key')?.slice(2) ?? restKey)])
    return null
  }
  part(place, to.node)
  const edge = to.edge ?? drawId(grade.draw)
  const had = place.get(to.node, `in.${edge}`)
  const order = had
    ? (had[2] as string)
    : between(
        place
          .edges(to.node)
          .map((e) => place.get(to.node, `in.${e.edge}`)![2] as string)
          .at(-1) ?? '',
        null,
      )
  place.put(to.node, `in.${edge}`, edge === '0' ? [from.node, from.port] : [from.node, from.port, order])
  if (place.reached().has(to.node) && place.head(to.node)?.[1] !== null) place.liven(from.node, to.node, edge)
  place.settle(before)
  return null
}

/** A node unlinked on purpose has been a wire to those who read it: they read what it read, so that it can read anew. */
function part(place: Place, node: string): void {
  if (place.head(node)?.[1] !== null) return
  const own = place.get(node, 'in.0') ?? ['src', 'rgb']
  for (const [rest, value] of place.all())
    if (/\/in\.[^/]+$/.test(rest) && value[0] === node) {
      const [reader, control] = [rest.slice(0, rest.indexOf('/')), rest.slice(rest.indexOf('/') + 1)]
      place.put(reader, control, [own[0]!, own[1]!, ...value.slice(2)])
    }
}

/** Puts a loose node on the link that ends there: between that input and what it reads, and nowhere else that it has been a wire for. */
export function insertOn(grade: GradeWriter, level: Level, version: string, node: string, to: End): void {
  part(new Place(grade, level, version), node)
  grade.link(level, version, node, to.node, to.edge ?? undefined)
}

/** Cuts what an input reads: a mixer loses that edge, any other node reads the source. Answers a sentence where there is nothing to cut. */
export function disconnect(grade: GradeWriter, level: Level, version: string, to: End): string | null {
  const place = new Place(grade, level, version)
  const before = place.pin()
  const edge = to.edge ?? '0'
  if (edge === 'key') grade.reset(place.key(to.node, 'key'))
  else if (isMixer(place.kind(to.node))) grade.reset(place.key(to.node, `in.${edge}`))
  else {
    const { inputs, out } = readWiring(grade.entries, level, version)
    const from = to.node === 'out' ? out.node : inputs.get(to.node)?.[0]?.node
    if (from === undefined || from === 'src')
      return 'This link comes from the source already: put a node on it instead.'
    place.put(to.node, 'in.0', ['src', 'rgb'])
  }
  place.settle(before)
  return null
}

/** Where a node stands in the graph: not what it holds. */
const isPlace = (control: string): boolean =>
  control === 'head' || control === 'key' || control === 'at' || control.startsWith('in.')
const isName = (control: string): boolean => control === 'label' || control === 'colour'

/** What a node holds, by control: palettes, windows, keyframes, key output, and whether it is on. */
export const heldBy = (grade: GradeWriter, level: Level, version: string, node: string): ReadonlyMap<string, Value> =>
  holdings(new Place(grade, level, version), node, false)

/** What a node holds; its name too where that is asked for. */
function holdings(place: Place, node: string, named: boolean): Map<string, Value> {
  const held = new Map<string, Value>()
  for (const [rest, value] of place.all()) {
    const control = rest.slice(rest.indexOf('/') + 1)
    if (rest.startsWith(`${node}/`) && !isPlace(control) && (named || !isName(control))) held.set(control, value)
  }
  return held
}

/**
 * Puts what a node holds to rest: palettes, windows, keyframes, matte, key output. Its place, links and name stay, and so do whether it is on and
 * what kind of mixer it is.
 */
export function rest(grade: GradeWriter, level: Level, version: string, node: string): void {
  const place = new Place(grade, level, version)
  for (const control of holdings(place, node, false).keys())
    if (control !== 'on' && control !== 'shared' && control !== 'mode') grade.reset(place.key(node, control))
}

function hold(place: Place, node: string, want: ReadonlyMap<string, Value>, named: boolean): void {
  for (const control of holdings(place, node, named).keys())
    if (!want.has(control)) place.grade.reset(place.key(node, control))
  for (const [control, value] of want) place.put(node, control, value)
}

const mixersHold = 'A mixer holds no palettes: take two correctors.'
const holds = (kind: string): boolean => kind === 'corrector' || kind === 'shared'

/** Two nodes change what they hold, names too; their places and links stay. */
export function swap(grade: GradeWriter, level: Level, version: string, a: string, b: string): string | null {
  const place = new Place(grade, level, version)
  if (a === b || !holds(place.kind(a)) || !holds(place.kind(b))) return mixersHold
  const [ofA, ofB] = [holdings(place, a, true), holdings(place, b, true)]
  const [headA, headB] = [place.head(a)!, place.head(b)!]
  hold(place, a, ofB, true)
  hold(place, b, ofA, true)
  place.put(a, 'head', [headB[0]!, ...headA.slice(1)])
  place.put(b, 'head', [headA[0]!, ...headB.slice(1)])
  return null
}

/** What one corrector holds is put into another, whose name stays. */
export function copyInto(grade: GradeWriter, level: Level, version: string, from: string, to: string): string | null {
  const place = new Place(grade, level, version)
  if (from === to || place.kind(from) !== 'corrector' || place.kind(to) !== 'corrector') return mixersHold
  hold(place, to, holdings(place, from, false), false)
  return null
}

/** A copy of a node that stands beside the picture, not yet linked. Answers its id; null for a mixer. */
export function duplicate(grade: GradeWriter, level: Level, version: string, from: string): string | null {
  const place = new Place(grade, level, version)
  const kind = place.kind(from)
  if (!holds(kind)) return null
  const id = drawId(grade.draw)
  place.put(id, 'head', [kind as NodeKind, null])
  place.put(id, 'in.0', ['src', 'rgb'])
  hold(place, id, holdings(place, from, true), true)
  return id
}

const sentence = (words: string): string => `${words[0]!.toUpperCase()}${words.slice(1)}`
