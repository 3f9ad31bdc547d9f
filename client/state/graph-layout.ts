/** Where the boxes of a graph stand: columns from the source to the output, a lane for each branch. */
import type { NodeId } from '../../shared/doc/grade.ts'
import type { GraphShape } from './graph-shape.ts'

export interface Spot {
  readonly column: number
  readonly lane: number
}

/** Boxes in a row before a path without branches turns to the next one. */
const perRow = 4

export interface Layout {
  /** Of the source (`src`), the output (`out`) and each node, columns and lanes in steps of a box. */
  readonly spots: ReadonlyMap<NodeId, Spot>
  readonly rows: number
}

/**
 * A path without branches goes row by row, four boxes each. Where it branches, a node stands right of all that it reads, on the lane of the
 * first; each further input opens a lane below. Nodes out of the picture stand in a row of their own.
 */
export function layoutOf(shape: GraphShape): Layout {
  const onPath = shape.nodes.filter((n) => !n.loose)
  const branches = onPath.some((n) => n.inputs.length > 1)
  const spots = new Map<NodeId, Spot>(branches ? lanes(shape) : rows(onPath.map(({ id }) => id)))
  const used = Math.max(0, ...[...spots.values()].map(({ lane }) => lane)) + 1
  const loose = shape.nodes.filter((n) => n.loose)
  loose.forEach(({ id }, i) => {
    spots.set(id, { column: 1 + i, lane: used })
  })
  return { spots, rows: used + (loose.length > 0 ? 1 : 0) }
}

function rows(path: readonly NodeId[]): Map<NodeId, Spot> {
  const at = (i: number): Spot => ({ column: 1 + (i % perRow), lane: Math.floor(i / perRow) })
  const last = at(Math.max(0, path.length - 1))
  return new Map([
    ['src', { column: 0, lane: 0 }],
    ...path.map((id, i) => [id, at(i)] as const),
    ['out', { ...last, column: last.column + 1 }],
  ])
}

function lanes({ nodes, out }: GraphShape): Map<NodeId, Spot> {
  const byId = new Map(nodes.map((n) => [n.id, n]))
  const columns = new Map<NodeId, number>([['src', 0]])
  // Inputs stand before those who read them.
  for (const { id, inputs, loose } of nodes)
    if (!loose) columns.set(id, 1 + Math.max(0, ...inputs.map((input) => columns.get(input) ?? 0)))
  const lane = new Map<NodeId, number>([['src', 0]])
  let next = 0
  const walk = (id: NodeId, own: number): void => {
    const node = byId.get(id)
    if (node === undefined || lane.has(id)) return
    lane.set(id, own)
    next = Math.max(next, own + 1)
    node.inputs.forEach((input, i) => {
      if (i === 0) walk(input, own)
      // What stands already, or is the source, needs no lane.
      else if (byId.has(input) && !lane.has(input)) walk(input, next)
    })
  }
  walk(out, 0)
  // What gives a key only is on no way to the output; those that read it come last.
  for (const { id, loose } of [...nodes].reverse()) if (!loose && !lane.has(id)) walk(id, next)
  const right = Math.max(...columns.values()) + 1
  const spots = new Map<NodeId, Spot>([...columns].map(([id, column]) => [id, { column, lane: lane.get(id) ?? 0 }]))
  spots.set('out', { column: right, lane: 0 })
  return spots
}
