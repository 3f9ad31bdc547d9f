/** Fleeting: a graph without its numbers, as boxes and lines. */
import type { Graph, Node, NodeId, NodeKind } from '../../shared/doc/grade.ts'
import { allNeutral } from '../../shared/op/define.ts'
import { ops } from '../../shared/ops/index.ts'

export interface NodeShape {
  readonly id: NodeId
  readonly kind: NodeKind
  /** Of a mixer, how it mixes. */
  readonly mode: string
  readonly number: number
  readonly label: string
  readonly on: boolean
  readonly loose: boolean
  readonly selected: boolean
  /** Ids of the operators that change something here, in node order, and `window` where there is one. */
  readonly used: readonly string[]
  readonly inputs: readonly NodeId[]
  /** The node whose key or picture its key comes from; null: none. */
  readonly key: NodeId | null
}

export interface GraphShape {
  readonly nodes: readonly NodeShape[]
  readonly out: NodeId
}

/** Palettes in which a node has adjustments: what its badges and the palettes' dots show. */
export function usedBy(node: Node): string[] {
  const used = ops
    .filter((op) => !allNeutral(op, (control) => node.controls.get(`${op.id}.${control}`)))
    .map((op) => op.id)
  return node.windows.length > 0 ? [...used, 'window'] : used
}

export function shapeOf(graph: Graph, selected: NodeId | null): GraphShape {
  const shape = (node: Node, loose: boolean): NodeShape => ({
    id: node.id,
    kind: node.kind,
    mode: node.mode,
    number: node.number,
    label: node.label,
    on: node.on,
    loose,
    selected: node.id === selected,
    used: usedBy(node),
    inputs: node.inputs.map((input) => input.node),
    key: node.key?.node ?? null,
  })
  return {
    nodes: [...graph.nodes.map((n) => shape(n, false)), ...graph.loose.map((n) => shape(n, true))],
    out: graph.out.node,
  }
}
