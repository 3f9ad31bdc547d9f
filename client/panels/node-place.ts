/** Where the boxes of a graph stand and how they are linked, as React Flow takes it; and back from where a hand has put one. */
import type { BuiltInEdge } from '@xyflow/react'
import type { End as LinkEnd } from '../../shared/doc/rewire.ts'
import { layoutOf } from '../state/graph-layout.ts'
import type { GraphShape, NodeShape } from '../state/graph-shape.ts'
import type { Box, End } from './node-box.tsx'
import css from './node-graph.module.css'

/** Steps of the grid, pixels; boxes that hold pictures are taller. */
const stepX = 104
const stepOf = (pictured: boolean) => (pictured ? 100 : 84)
/** The source's column is narrower than a box. */
const narrow = stepX - 34
/** A mixer and an end are lower than a corrector with its label. */
const downs = { corrector: 0, mixer: 15, end: 17 } as const
/** A mixer beside taller boxes stands lower by so much. */
const lower = 4
const downOf = (type: keyof typeof downs, pictured: boolean) => downs[type] + (pictured && type === 'mixer' ? lower : 0)

export type Line = BuiltInEdge & { readonly data: { readonly to: LinkEnd } }

const typeOf = ({ kind }: NodeShape): 'corrector' | 'mixer' =>
  kind === 'corrector' || kind === 'shared' ? 'corrector' : 'mixer'

/** From steps of the grid to pixels of the graph. */
const toPixels = ([column, lane]: readonly [number, number], type: keyof typeof downs, pictured: boolean) => ({
  x: column * stepX - (column === 0 ? 0 : narrow),
  y: lane * stepOf(pictured) + downOf(type, pictured),
})

/** From pixels of the graph to steps of the grid, to an eighth; what a hand leaves near the grid stands on it. */
export function toSteps(
  { x, y }: { readonly x: number; readonly y: number },
  type: 'corrector' | 'mixer',
  pictured: boolean,
): [number, number] {
  const near = (steps: number) => {
    const whole = Math.round(steps)
    return Math.abs(steps - whole) < 0.07 ? whole : Math.round(steps * 8) / 8
  }
  return [near((x + narrow) / stepX), near((y - downOf(type, pictured)) / stepOf(pictured))]
}

/** The boxes at their places, and the lines between them: pictures grey, keys in their own hue, links of loose nodes dashed. */
export function place(
  shape: GraphShape,
  link: LinkEnd | null,
  may: boolean,
  pictured: boolean,
): { nodes: (Box | End)[]; edges: Line[] } {
  const { spots } = layoutOf(shape)
  const spot = (id: string): readonly [number, number] => {
    const { column, lane } = spots.get(id)!
    return [column, lane]
  }
  const end = (id: 'src' | 'out', title: string): End => ({
    id,
    type: 'end',
    position: toPixels(spot(id), 'end', pictured),
    data: { title },
    draggable: false,
    selectable: false,
    deletable: false,
    connectable: may,
  })
  const nodes: (Box | End)[] = [
    end('src', 'Source'),
    ...shape.nodes.map((n): Box => {
      const type = typeOf(n)
      return {
        id: n.id,
        type,
        position: toPixels(n.at ?? spot(n.id), type, pictured),
        data: { shape: n, pictured },
        selected: n.selected || n.chosen,
        draggable: may,
        connectable: may,
        deletable: false,
      }
    }),
    end('out', 'Output'),
  ]
  const known = new Set(nodes.map(({ id }) => id))
  const line = (from: string, to: LinkEnd, loose = false): Line => {
    const chosen = link?.node === to.node && link.edge === to.edge
    const port = to.edge === 'key' ? 'key' : 'rgb'
    return {
      id: `${to.node}/${to.edge}`,
      ...{ source: from, target: to.node, sourceHandle: port, targetHandle: port, type: 'smoothstep' },
      ...{ selected: chosen, selectable: may, focusable: false, deletable: false, interactionWidth: 14 },
      className: [port === 'key' && css.keyLine, loose && css.looseLine].filter(Boolean).join(' '),
      pathOptions: { offset: 7, borderRadius: 4 },
      data: { to },
    }
  }
  const edges = shape.nodes
    .filter((n) => !n.loose || n.free)
    .flatMap((n) =>
      n.inputs.flatMap((from, i) =>
        n.loose && from === 'src' ? [] : [line(from, { node: n.id, edge: n.edges[i]! }, n.loose)],
      ),
    )
  const keys = shape.nodes.flatMap((n) =>
    !n.loose && n.key !== null && known.has(n.key) ? [line(n.key, { node: n.id, edge: 'key' })] : [],
  )
  return { nodes, edges: [...edges, line(shape.out, { node: 'out', edge: '0' }), ...keys] }
}
