/** Fleeting: a graph without its numbers, as boxes and lines. */
import type { Entries, Graph, Node, NodeId, NodeKind } from '../../shared/doc/grade.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import { levelEntries } from '../../shared/doc/read.ts'
import { allNeutral } from '../../shared/op/param.ts'

export interface NodeShape {
  readonly id: NodeId
  readonly kind: NodeKind
  /** Of a mixer, how it mixes. */
  readonly mode: string
  readonly number: number
  readonly label: string
  /** Word of its tint; empty: none. */
  readonly colour: string
  readonly on: boolean
  readonly loose: boolean
  readonly selected: boolean
  /** Chosen with others. */
  readonly chosen: boolean
  /** Ids of the operators that change something here, in node order, and `window` where there is one. */
  readonly used: readonly string[]
  /** It has keyframes or a track. */
  readonly moving: boolean
  readonly inputs: readonly NodeId[]
  /** Of each input, its edge: `0`, or an edge of a mixer. */
  readonly edges: readonly string[]
  /** The node whose key or picture its key comes from; null: none. */
  readonly key: NodeId | null
  /** Loose, and read by nobody even as a wire: what it reads is a link that somebody drew. */
  readonly free: boolean
  /** Id of the shared body it stands for. */
  readonly shared: string | null
  /** Where somebody put it, in steps of the grid; null: where the layout puts it. */
  readonly at: readonly [number, number] | null
}

export interface GraphShape {
  readonly nodes: readonly NodeShape[]
  readonly out: NodeId
}

/** Palettes in which a node has adjustments: what its badges and the palettes' dots show. */
export function usedBy(node: Node): string[] {
  const used = opFaces
    .filter((op) => !allNeutral(op, (control) => node.controls.get(`${op.id}.${control}`)))
    .map((op) => op.id)
  return node.windows.length > 0 ? [...used, 'window'] : used
}

/** Nodes with keyframes or tracks, and nodes that an input reads as written. */
function marksOf(entries: Entries, { level, version }: Graph): { moving: Set<NodeId>; read: Set<NodeId> } {
  const [moving, read] = [new Set<NodeId>(), new Set<NodeId>()]
  for (const [rest, value] of levelEntries(entries, level, version)) {
    const node = rest.slice(0, rest.indexOf('/'))
    if (rest.includes('@') || rest.includes('/track.')) moving.add(node)
    if (rest.includes('/in.')) read.add(value[0] as string)
  }
  return { moving, read }
}

export function shapeOf(
  graph: Graph,
  selected: NodeId | null,
  entries: Entries = new Map(),
  chosen: ReadonlySet<NodeId> = new Set(),
): GraphShape {
  const { moving, read } = marksOf(entries, graph)
  const shape = (node: Node, loose: boolean): NodeShape => ({
    id: node.id,
    kind: node.kind,
    mode: node.mode,
    number: node.number,
    label: node.label,
    colour: node.colour,
    on: node.on,
    loose,
    selected: node.id === selected,
    chosen: chosen.has(node.id),
    used: usedBy(node),
    moving: moving.has(node.id),
    inputs: node.inputs.map((input) => input.node),
    edges: node.inputs.map((input) => input.edge),
    key: node.key?.node ?? null,
    free: loose && !read.has(node.id),
    shared: node.shared,
    at: node.at,
  })
  return {
    nodes: [...graph.nodes.map((n) => shape(n, false)), ...graph.loose.map((n) => shape(n, true))],
    out: graph.out.node,
  }
}
