/** One level and version of the grade as a valid graph, the same on every suite whatever set of keys it is read from. */
import type {
  Edge,
  Entries,
  Graph,
  KeyInput,
  Level,
  Link,
  Node,
  NodeKind,
  Port,
  Value,
  Window,
  WindowKind,
} from './grade.ts'
import { easedAt, type Frames } from './keyframe.ts'
import { levelEntries } from './read.ts'
import { carryAt, type Run } from './track.ts'
import { isMixer, type Part, SRC, type Wiring, wire } from './wiring.ts'

/** Stored controls by node, in key order; keyframes solved where a frame is asked for. */
type Controls = ReadonlyMap<string, ReadonlyMap<string, Value>>

const byOrder = (a: { order: string; id: string }, b: { order: string; id: string }): number =>
  a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1

/** What stands of each node of a level, `out` included. */
function collect(entries: Entries, level: Level, version: string, frame: number | undefined): Controls {
  const found = [...levelEntries(entries, level, version)].sort(([a], [b]) => (a < b ? -1 : 1))
  const controls = new Map<string, Map<string, Value>>()
  const frames: Frames = new Map()
  for (const [rest, value] of found) {
    const slash = rest.indexOf('/')
    if (slash < 0) continue
    const at = rest.lastIndexOf('@')
    if (at < 0) {
      const node = rest.slice(0, slash)
      const own = controls.get(node)
      if (own) own.set(rest.slice(slash + 1), value)
      else controls.set(node, new Map([[rest.slice(slash + 1), value]]))
    } else if (frame !== undefined) {
      const list = frames.get(rest.slice(0, at))
      if (list) list.push([Number(rest.slice(at + 1)), value])
      else frames.set(rest.slice(0, at), [[Number(rest.slice(at + 1)), value]])
    }
  }
  for (const [name, list] of frames) {
    const slash = name.indexOf('/')
    controls.get(name.slice(0, slash))?.set(name.slice(slash + 1), easedAt(list, frame!))
  }
  return controls
}

const link = (value: Value): Link => ({ node: value[0] as string, port: value[1] as Port })

/** Mixer edges as written, by their order, ties by edge id. */
function edgesOf(own: ReadonlyMap<string, Value>): Edge[] {
  const edges: { order: string; id: string; link: Link }[] = []
  for (const [control, value] of own)
    if (control.startsWith('in.') && control !== 'in.0')
      edges.push({ id: control.slice(3), order: value[2] as string, link: link(value) })
  return edges.sort(byOrder).map(({ id, link }) => ({ edge: id, ...link }))
}

function partsOf(controls: Controls): Map<string, Part> {
  const parts = new Map<string, Part>()
  const add = (id: string, own: ReadonlyMap<string, Value>, head: Value | undefined): void => {
    const kind = (head?.[0] as Part['kind'] | undefined) ?? 'corrector'
    const input = own.get('in.0')
    const key = own.get('key')
    const edges = isMixer(kind) || (kind === 'gone' && !input) ? edgesOf(own) : []
    parts.set(id, {
      id,
      kind,
      into: head && head[1] !== null ? [head[1] as string, head[2] as string] : null,
      // A mixer that somebody's undo made a wire has edges only.
      inputs: isMixer(kind) || edges.length > 0 ? edges : [{ edge: '0', ...(input ? link(input) : SRC) }],
      key: key ? link(key) : null,
    })
  }
  for (const [id, own] of controls) {
    const head = own.get('head')
    // Without a head a node is litter; `out` has none.
    if (head && id !== 'out') add(id, own, head)
  }
  add('out', controls.get('out') ?? new Map(), undefined)
  return parts
}

/** The links in force of a level and version, wires included: what `edit.ts` builds on. */
export const readWiring = (entries: Entries, level: Level, version: string): Wiring =>
  wire(partsOf(collect(entries, level, version, undefined)))

/** The valid graph of a level and version; with a frame (a source frame of a clip, a timeline frame of `t`), controls are read at it. */
export function readGraph(entries: Entries, level: Level, version: string, frame?: number): Graph {
  const controls = collect(entries, level, version, frame)
  const parts = partsOf(controls)
  const { order, inputs, keys, out } = wire(parts)
  const on = new Set(order)
  const loose = [...parts.values()].filter((p) => p.id !== 'out' && p.kind !== 'gone' && !on.has(p.id))
  const toNode = (id: string, number: number): Node =>
    nodeOf(parts.get(id)!, number, controls.get(id)!, inputs.get(id)!, keys.get(id), frame)
  return {
    level,
    version,
    nodes: order.map((id, i) => toNode(id, i + 1)),
    out,
    loose: loose.map(({ id }, i) => toNode(id, order.length + i + 1)),
  }
}

/** True for `<op>.<control>`. */
const isOpControl = (control: string): boolean => {
  const dot = control.indexOf('.')
  return dot > 0 && control !== 'key.out' && !control.startsWith('in.') && !control.startsWith('w.')
}

function nodeOf(
  part: Part,
  number: number,
  own: ReadonlyMap<string, Value>,
  inputs: readonly Edge[],
  key: Link | undefined,
  frame: number | undefined,
): Node {
  const controls = new Map<string, Value>()
  for (const [control, value] of own) if (isOpControl(control)) controls.set(control, value)
  const text = (control: string): string => (own.get(control)?.[0] as string | undefined) ?? ''
  const out = own.get('key.out')
  const at = own.get('at')
  return {
    id: part.id,
    kind: part.kind as NodeKind,
    number,
    inputs,
    key: key ? keyInput(key, own.get('key')!) : null,
    on: (own.get('on')?.[0] as boolean | undefined) ?? true,
    controls,
    windows: windowsOf(own, frame),
    keyOut: out ? [out[0] as number, out[1] as number] : [1, 0],
    matte: (own.get('matte') as readonly number[] | undefined) ?? [],
    mode: text('mode') || 'normal',
    shared: text('shared') || null,
    label: text('label'),
    colour: text('colour'),
    at: at ? [at[0] as number, at[1] as number] : null,
  }
}

const keyInput = (link: Link, value: Value): KeyInput => ({
  ...link,
  invert: value[2] as boolean,
  mode: value[3] as 'matte' | 'mask',
  gain: value[4] as number,
  offset: value[5] as number,
  blur: value[6] as number,
})

function windowsOf(own: ReadonlyMap<string, Value>, frame: number | undefined): Window[] {
  const found: Window[] = []
  const runs = new Map<string, Run[]>()
  if (frame !== undefined)
    for (const [control, numbers] of own) {
      const track = /^w\.([0-9a-z]{8})\/track\.(\d+)$/.exec(control)
      if (track === null) continue
      const list = runs.get(track[1]!)
      if (list) list.push([Number(track[2]), numbers])
      else runs.set(track[1]!, [[Number(track[2]), numbers]])
    }
  for (const [control, head] of own) {
    if (!control.startsWith('w.') || !control.endsWith('/head')) continue
    const id = control.slice(2, -5)
    const part = (name: string) => (own.get(`w.${id}/${name}`) as readonly number[] | undefined) ?? []
    found.push({
      id,
      kind: head[0] as WindowKind,
      on: head[1] as boolean,
      invert: head[2] as boolean,
      combine: head[3] as Window['combine'],
      order: head[4] as string,
      name: head[5] as string,
      shape: part('shape'),
      soft: part('soft'),
      path: part('path'),
      opacity: part('opacity')[0] ?? 1,
      carry: runs.has(id) ? carryAt(runs.get(id)!, frame!) : null,
    })
  }
  return found.sort(byOrder)
}
