/**
 * From any set of nodes and links to the same valid wiring on every suite (document.md, "Reading a graph"). A wire, that is a gone node
 * or one unlinked on purpose, passes its first input on. A live node on no path is spliced back in front of what it was put before.
 */
import type { Edge, Link, NodeKind } from './grade.ts'

/** A node as its keys state it, or `out`. */
export interface Part {
  readonly id: string
  readonly kind: NodeKind | 'gone'
  /** Node and port it was put before; null for a node unlinked on purpose. */
  readonly into: readonly [string, string] | null
  /** As written: one edge `0` for kinds with one input, the edges of a mixer in their order. */
  readonly inputs: readonly Edge[]
  /** Key input as written. */
  readonly key: Link | null
}

export interface Wiring {
  /** Nodes that make the picture, inputs before those who read them. */
  readonly order: readonly string[]
  /** Of each live node: its inputs without wires, cycles and broken edges. */
  readonly inputs: ReadonlyMap<string, readonly Edge[]>
  /** Of each node in `order`: where its key comes from. */
  readonly keys: ReadonlyMap<string, Link>
  readonly out: Link
  /** Links in force, wires included: as written, but for what was spliced. What `edit.ts` builds on. */
  readonly reads: ReadonlyMap<string, readonly Edge[]>
}

export const SRC: Link = { node: 'src', port: 'rgb' }
export const isMixer = (kind: string): boolean =>
  kind === 'parallel' || kind === 'layer' || kind === 'keymix' || kind === 'join'

/** `parts` hold `out` and every node with a head. The answer depends on the set alone, never on its order. */
export function wire(parts: ReadonlyMap<string, Part>): Wiring {
  const ids = [...parts.keys()].sort()
  const isWire = (part: Part): boolean => part.id !== 'out' && (part.kind === 'gone' || part.into === null)
  const reads = new Map<string, Edge[]>()
  for (const part of parts.values()) reads.set(part.id, [...part.inputs])

  // What the output is made of, wires included. A node unlinked on purpose counts whole where a key is read from it.
  const reached = new Set<string>()
  const whole = new Set<string>()
  const reach = (from: string): void => {
    const open: [string, boolean][] = [[from, false]]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [id, keyed] = at
      const part = parts.get(id)
      if (!part || whole.has(id) || (reached.has(id) && !keyed)) continue
      reached.add(id)
      const full = keyed || !isWire(part)
      if (full) whole.add(id)
      const own = reads.get(id)!
      for (const edge of full ? own : own.slice(0, 1)) open.push([edge.node, false])
      const source = full && part.key ? parts.get(part.key.node) : undefined
      if (source?.into === null && source.kind !== 'gone') open.push([source.id, true])
    }
  }
  reach('out')
  spliceLost()
  return resolve()

  /** Brings every live node on no path back, in id order. */
  function spliceLost(): void {
    let lost = ids.filter((id) => !reached.has(id) && !isWire(parts.get(id)!))
    while (lost.length > 0) {
      const fed = new Set<string>()
      for (const id of lost) for (const edge of reads.get(id)!) fed.add(through(edge)?.node ?? 'src')
      const ends = lost.filter((id) => !fed.has(id))
      // Where all feed each other in circles, the first one is taken for an end.
      const waiting = ends.length > 0 ? ends : lost.slice(0, 1)
      const ready = waiting.filter((id) => reached.has(standing(parts.get(id)!.into![0]) ?? 'out'))
      for (const id of ready.length > 0 ? ready : waiting.slice(0, 1)) if (!reached.has(id)) splice(id)
      lost = lost.filter((id) => !reached.has(id))
    }
  }

  /** What stands where `target` stood: itself while the output is made of it or it is live, else what it was put before; null: nothing known. */
  function standing(target: string): string | null {
    const seen = new Set<string>()
    for (let at = target; !seen.has(at); ) {
      seen.add(at)
      const part = parts.get(at)
      if (reached.has(at) || (part && !isWire(part))) return at
      if (!part?.into) return null
      at = part.into[0]
    }
    return null
  }

  /** Puts a lost end, with the lost nodes behind it, in front of what it was put before. */
  function splice(end: string): void {
    const chain = [end]
    let base = reads.get(end)![0]?.node ?? 'src'
    while (parts.has(base) && !reached.has(base) && !chain.includes(base)) {
      chain.push(base)
      base = reads.get(base)![0]?.node ?? 'src'
    }
    const tail = chain.at(-1)!
    const into = parts.get(end)!.into!
    const found = standing(into[0])
    let place = found !== null && reached.has(found) ? found : readerOf(base)
    let edge = place === into[0] ? into[1] : '0'
    // Several nodes put between the same two at the same time stand in id order: the chain goes before the first that comes later.
    for (const element of between(place, edge, base).reverse())
      if (parts.get(element)!.inputs[0]?.node === base && element > tail) {
        ;[place, edge] = [element, '0']
        break
      }
    const own = reads.get(place)!
    const at = slot(place, edge)
    const had = own[at] ?? { edge: end, ...SRC }
    own[at] = { edge: had.edge, node: end, port: 'rgb' }
    const last = reads.get(tail)!
    last[0] = { edge: last[0]?.edge ?? '0', node: had.node, port: had.port }
    reach(end)
  }

  /** Which of its inputs an edge means: a wire has its first one only, and an edge that is not there means the first. */
  function slot(place: string, edge: string): number {
    return isWire(parts.get(place)!)
      ? 0
      : Math.max(
          0,
          reads.get(place)!.findIndex((e) => e.edge === edge),
        )
  }

  /** What the place reads through that edge, back to `base`, nearest first; empty where `base` is not behind it in one line. */
  function between(place: string, edge: string, base: string): string[] {
    const line: string[] = []
    let at = reads.get(place)![slot(place, edge)]?.node ?? 'src'
    while (at !== base) {
      const part = parts.get(at)
      if (!part || line.includes(at) || isMixer(part.kind)) return []
      line.push(at)
      at = reads.get(at)![0]?.node ?? 'src'
    }
    return line
  }

  /** Who reads `base`, where nothing else is known of a place. */
  function readerOf(base: string): string {
    const reader = ids.find((id) => reached.has(id) && reads.get(id)!.some((e) => e.node === base))
    return reached.has(base) || base === 'src' ? (reader ?? 'out') : 'out'
  }

  /** Follows wires back to a live node or src; a wire that runs in a circle reads src, a node without a head is null. */
  function through(from: Link): Link | null {
    const seen = new Set<string>()
    for (let at = from; ; ) {
      if (at.node === 'src') return SRC
      const part = parts.get(at.node)
      if (!part || at.node === 'out') return null
      if (!isWire(part)) return at
      if (seen.has(at.node)) return SRC
      seen.add(at.node)
      at = reads.get(at.node)![0] ?? SRC
    }
  }

  function inputsOf(part: Part): Edge[] {
    const own: Edge[] = []
    for (const edge of reads.get(part.id)!) {
      const real = through(edge)
      if (real) own.push({ edge: edge.edge, ...real })
    }
    return own.length > 0 || isMixer(part.kind) ? own : [{ edge: '0', ...SRC }]
  }

  /** Walks back from the output; a link or key to a node that is being walked closes a cycle: the link reads src, the key is none. */
  function resolve(): Wiring {
    const order: string[] = []
    const inputs = new Map<string, Edge[]>()
    const keys = new Map<string, Link>()
    const done = new Map<string, boolean>()
    interface Step {
      readonly part: Part
      readonly edges: readonly Edge[]
      next: number
    }
    const enter = (id: string): Step => {
      done.set(id, false)
      const part = parts.get(id)!
      const edges = inputsOf(part)
      inputs.set(id, [])
      const key = part.key && parts.get(part.key.node)?.kind !== 'gone' ? part.key : null
      return { part, edges: key ? [...edges, { edge: 'key', ...key }] : edges, next: 0 }
    }
    const open = [enter('out')]
    for (let step = open.at(-1); step !== undefined; step = open.at(-1)) {
      const edge = step.edges[step.next]
      if (edge === undefined) {
        done.set(step.part.id, true)
        if (step.part.id !== 'out') order.push(step.part.id)
        open.pop()
        continue
      }
      const known = edge.node !== 'src' && parts.has(edge.node) && edge.node !== 'out'
      if (known && !done.has(edge.node)) {
        open.push(enter(edge.node))
        continue
      }
      step.next++
      const cut = known && done.get(edge.node) === false
      if (edge.edge !== 'key') inputs.get(step.part.id)!.push(cut ? { edge: edge.edge, ...SRC } : edge)
      else if (!cut && (known || edge.node === 'src')) keys.set(step.part.id, { node: edge.node, port: edge.port })
    }
    const out = inputs.get('out')![0]!
    for (const id of ids) {
      const part = parts.get(id)!
      if (!inputs.has(id) && part.kind !== 'gone') inputs.set(id, inputsOf(part))
    }
    return { order, inputs, keys, out: { node: out.node, port: out.port }, reads }
  }
}
