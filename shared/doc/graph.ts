/**
 * From any set of nodes and links to the same valid graph on every suite (document.md, "Reading a graph"). No node that anybody kept
 * falls out of the picture: a gone node is a wire, and a live node on no path is spliced back before what it was put before.
 */
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

interface Raw {
  readonly id: string
  readonly kind: NodeKind | 'gone'
  readonly into: readonly [string, string] | null
  readonly input: Link | null
  /** Mixer edges in order. */
  readonly edges: readonly Edge[]
  readonly keys: ReadonlyMap<string, Value>
}

const SRC: Link = { node: 'src', port: 'rgb' }
const isMixer = (kind: string): boolean =>
  kind === 'parallel' || kind === 'layer' || kind === 'keymix' || kind === 'join'
const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0

function link(value: Value | undefined): Link | null {
  return value === undefined ? null : { node: value[0] as string, port: value[1] as Port }
}

function collect(entries: Entries, level: Level, version: string, frame: number | undefined): Map<string, Raw> {
  const keys = new Map<string, Map<string, Value>>()
  const frames: Frames = new Map()
  for (const [rest, value] of levelEntries(entries, level, version)) {
    const slash = rest.indexOf('/')
    if (slash < 0) continue
    const node = rest.slice(0, slash)
    const control = rest.slice(slash + 1)
    let own = keys.get(node)
    if (!own) keys.set(node, (own = new Map()))
    const at = control.lastIndexOf('@')
    if (at < 0) own.set(control, value)
    else {
      const name = `${node}/${control.slice(0, at)}`
      const list = frames.get(name) ?? []
      list.push([Number(control.slice(at + 1)), value])
      frames.set(name, list)
    }
  }
  if (frame !== undefined)
    for (const [name, list] of frames) {
      const slash = name.indexOf('/')
      keys.get(name.slice(0, slash))?.set(name.slice(slash + 1), easedAt(list, frame))
    }
  const raws = new Map<string, Raw>()
  for (const [id, own] of keys) {
    const head = own.get('head')
    if (!head && id !== 'out') continue
    const edges: (Edge & { order: string })[] = []
    for (const [control, value] of own)
      if (/^in\.[0-9a-z]{8}$/.test(control))
        edges.push({
          edge: control.slice(3),
          node: value[0] as string,
          port: value[1] as Port,
          order: value[2] as string,
        })
    edges.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.edge < b.edge ? -1 : 1))
    raws.set(id, {
      id,
      kind: (head?.[0] as NodeKind | 'gone' | undefined) ?? 'corrector',
      into: head && head[1] !== null ? [head[1] as string, head[2] as string] : null,
      input: link(own.get('in.0')),
      edges,
      keys: own,
    })
  }
  return raws
}

/** The valid graph of a level and version; with a frame, controls are read at that frame. */
export function readGraph(entries: Entries, level: Level, version: string, frame?: number): Graph {
  const raws = collect(entries, level, version, frame)
  // Where each live node or `out` reads, as written; splicing changes this map only.
  const reads = new Map<string, Link>()
  const live = [...raws.values()].filter((r) => r.kind !== 'gone' && r.id !== 'out').sort(byId)
  for (const raw of raws.values()) reads.set(raw.id, raw.input ?? SRC)
  if (!reads.has('out')) reads.set('out', SRC)
  const edges = new Map<string, Map<string, Link>>()
  for (const raw of raws.values())
    if (isMixer(raw.kind)) edges.set(raw.id, new Map(raw.edges.map((e) => [e.edge, { node: e.node, port: e.port }])))

  /** Follows gone nodes back to a live one or src; a wire that runs in a circle reads src, an unknown node is null. */
  const through = (from: Link): Link | null => {
    const seen = new Set<string>()
    let at = from
    for (;;) {
      if (at.node === 'src') return { node: 'src', port: 'rgb' }
      const raw = raws.get(at.node)
      if (!raw || at.node === 'out') return null
      if (raw.kind !== 'gone') return at
      if (seen.has(at.node)) return SRC
      seen.add(at.node)
      at = reads.get(at.node) ?? SRC
    }
  }

  const inputsOf = (id: string): Edge[] => {
    const raw = raws.get(id)
    if (raw && isMixer(raw.kind)) {
      const out: Edge[] = []
      for (const [edge, to] of edges.get(id)!) {
        const real = through(to)
        if (real) out.push({ edge, ...real })
      }
      return out
    }
    return [{ edge: '0', ...(through(reads.get(id) ?? SRC) ?? SRC) }]
  }

  const walk = (): { order: string[]; inputs: Map<string, Edge[]>; out: Link } => {
    const order: string[] = []
    const inputs = new Map<string, Edge[]>()
    const state = new Map<string, 'open' | 'done'>()
    const visit = (id: string): void => {
      state.set(id, 'open')
      const own: Edge[] = []
      for (const edge of inputsOf(id)) {
        // A cycle is cut at the first repeated node walking back from out: that link reads as src.
        if (edge.node !== 'src' && state.get(edge.node) === 'open') own.push({ ...edge, node: 'src', port: 'rgb' })
        else {
          if (edge.node !== 'src' && !state.has(edge.node)) visit(edge.node)
          own.push(edge)
        }
      }
      inputs.set(id, own)
      state.set(id, 'done')
      if (id !== 'out') order.push(id)
    }
    visit('out')
    return { order, inputs, out: inputs.get('out')![0]! }
  }

  let walked = walk()
  // Splice each live node on no path back in front of what it was put before, in id order, until none is left.
  for (let round = 0; round <= live.length; round++) {
    const on = new Set<string>([...walked.order, 'out'])
    const lost = live.filter((r) => !on.has(r.id) && r.into !== null)
    if (lost.length === 0) break
    const fed = new Set(lost.flatMap((r) => inputsOf(r.id).map((edge) => edge.node)))
    const heads = lost.filter((r) => !fed.has(r.id))
    const pick = heads.length > 0 ? heads : lost
    splice(pick.find((r) => on.has(standing(r.into![0]))) ?? pick[0]!, on)
    walked = walk()
  }

  /** The last of the lost chain behind a node reads what stood at the place; the place reads the node. */
  function splice(raw: Raw, on: ReadonlySet<string>): void {
    const stands = standing(raw.into![0])
    const place = on.has(stands) ? stands : 'out'
    const port = raw.into![1]
    const chain = new Set([raw.id])
    let tail = raw.id
    for (;;) {
      const next = isMixer(raws.get(tail)!.kind) ? null : through(reads.get(tail) ?? SRC)
      if (!next || next.node === 'src' || on.has(next.node) || chain.has(next.node)) break
      tail = next.node
      chain.add(tail)
    }
    const mixer = edges.get(place)
    const edge = mixer ? (mixer.has(port) ? port : [...mixer.keys()][0]) : undefined
    const had = (mixer ? mixer.get(edge ?? '') : reads.get(place)) ?? SRC
    if (!isMixer(raws.get(tail)!.kind)) reads.set(tail, had)
    if (mixer) mixer.set(edge ?? raw.id, { node: raw.id, port: 'rgb' })
    else reads.set(place, { node: raw.id, port: 'rgb' })
  }

  /** What stands where `target` stood: itself while it lives, else who reads through its wire, else what it was put before. */
  function standing(target: string): string {
    const seen = new Set<string>()
    let at = target
    while (!seen.has(at)) {
      seen.add(at)
      const raw = raws.get(at)
      if (at === 'out' || (raw && raw.kind !== 'gone')) return at
      const reader = ['out', ...live.map((r) => r.id)].find((id) => passes(id, at))
      if (reader) return reader
      if (!raw?.into) return 'out'
      at = raw.into[0]
    }
    return 'out'
  }

  /** True where `id` reads through the gone node `wire`. */
  function passes(id: string, wire: string): boolean {
    const seen = new Set<string>()
    let link = reads.get(id)
    while (link && !seen.has(link.node)) {
      if (link.node === wire) return true
      if (raws.get(link.node)?.kind !== 'gone') return false
      seen.add(link.node)
      link = reads.get(link.node)
    }
    return false
  }

  const on = new Set(walked.order)
  const loose = live.filter((r) => !on.has(r.id))
  const nodes = walked.order.map((id, i) => toNode(raws.get(id)!, i + 1, walked.inputs.get(id)!, on))
  return {
    level,
    version,
    nodes,
    out: walked.out,
    loose: loose.map((r, i) => toNode(r, nodes.length + i + 1, inputsOf(r.id), on)),
  }
}

function toNode(raw: Raw, number: number, inputs: readonly Edge[], on: ReadonlySet<string>): Node {
  const get = (control: string) => raw.keys.get(control)
  const controls = new Map<string, Value>()
  for (const [control, value] of raw.keys)
    if (
      /^[a-z][a-z-]*\.[a-z]/.test(control) &&
      !control.startsWith('in.') &&
      !control.startsWith('w.') &&
      control !== 'key.out'
    )
      controls.set(control, value)
  const key = get('key')
  const keyInput: KeyInput | null =
    key && (key[0] === 'src' || on.has(key[0] as string))
      ? {
          node: key[0] as string,
          port: key[1] as Port,
          invert: key[2] as boolean,
          mode: key[3] as 'matte' | 'mask',
          gain: key[4] as number,
          offset: key[5] as number,
          blur: key[6] as number,
        }
      : null
  const out = get('key.out')
  const at = get('at')
  return {
    id: raw.id,
    kind: raw.kind as NodeKind,
    number,
    inputs,
    key: keyInput,
    on: (get('on')?.[0] as boolean | undefined) ?? true,
    controls,
    windows: windowsOf(raw.keys),
    keyOut: out ? [out[0] as number, out[1] as number] : [1, 0],
    matte: (get('matte') as readonly number[] | undefined) ?? [],
    shared: (get('shared')?.[0] as string | undefined) ?? null,
    label: (get('label')?.[0] as string | undefined) ?? '',
    colour: (get('colour')?.[0] as string | undefined) ?? '',
    at: at ? [at[0] as number, at[1] as number] : null,
  }
}

function windowsOf(keys: ReadonlyMap<string, Value>): Window[] {
  const found: Window[] = []
  for (const [control, head] of keys) {
    const m = /^w\.([0-9a-z]{8})\/head$/.exec(control)
    if (!m) continue
    const part = (name: string) => (keys.get(`w.${m[1]}/${name}`) as readonly number[] | undefined) ?? []
    found.push({
      id: m[1]!,
      kind: head[0] as WindowKind,
      on: head[1] as boolean,
      invert: head[2] as boolean,
      combine: head[3] as Window['combine'],
      order: head[4] as string,
      name: head[5] as string,
      shape: part('shape'),
      soft: part('soft'),
      path: part('path'),
    })
  }
  return found.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : byId(a, b)))
}
