/** The graph under the hands, on React Flow: links from port to port, boxes dragged, dropped on links and on each other, chosen by a box. */
import {
  applyNodeChanges,
  type Connection,
  type FinalConnectionState,
  type NodeChange,
  type OnNodeDrag,
  ReactFlow,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Port } from '../../shared/doc/grade.ts'
import { connect, copyInto, duplicate, insertOn, type End as LinkEnd, swap } from '../../shared/doc/rewire.ts'
import { roles } from '../../shared/policy/roles.ts'
import { editGraph, rewire } from '../actions/index.ts'
import type { GraphShape } from '../state/graph-shape.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { type Box, boxKinds, type End } from './node-box.tsx'
import { boxUnder, lineUnder, type Over } from './node-drop.ts'
import css from './node-graph.module.css'
import { place, toSteps } from './node-place.ts'

/** Room for the lines that turn to the next row. */
const fit = { padding: { x: '30px', y: '16px' }, maxZoom: 1.1 } as const

type Item = Box | End

export interface NodeFlowProps {
  readonly shape: GraphShape
  /** Boxes hold pictures, and are taller. */
  readonly pictured: boolean
}

export function NodeFlow({ shape, pictured }: NodeFlowProps) {
  const desk = useDesk()
  const may = roles[desk.suite.role].grade !== false
  const { fitView, flowToScreenPosition } = useReactFlow()
  const [link, panning, fits] = useDeskValue(
    ['node'],
    ({ choice }) => [choice.link, choice.panning, choice.fits] as const,
  )
  const placed = useMemo(() => place(shape, link, may, pictured), [shape, link, may, pictured])
  const [nodes, setNodes] = useState<Item[]>(placed.nodes)
  const [over, setOver] = useState<Over>(null)
  const flow = useRef<HTMLDivElement>(null)
  // The document's word, with what the page has measured of each box.
  useEffect(
    () =>
      setNodes((was) =>
        placed.nodes.map((node) => {
          const measured = was.find(({ id }) => id === node.id)?.measured
          return measured ? ({ ...node, measured } as Item) : node
        }),
      ),
    [placed],
  )
  const count = placed.nodes.length
  const [width, height] = [useStore((s) => s.width), useStore((s) => s.height)]
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: asked for again, it fits again
  useEffect(() => {
    // Once the boxes stand: a graph that has grown, or a panel that has shrunk, shows it whole.
    const id = requestAnimationFrame(() => count > 0 && width > 0 && height > 0 && void fitView(fit))
    return () => cancelAnimationFrame(id)
  }, [fitView, count, width, height, fits, pictured])

  const shapeOf = (id: string) => shape.nodes.find((n) => n.id === id)
  const endOf = (target: string, handle: string | null | undefined): LinkEnd => {
    const node = shapeOf(target)
    const mixes = node !== undefined && node.kind !== 'corrector' && node.kind !== 'shared' && node.kind !== 'split'
    return { node: target, edge: handle === 'key' ? 'key' : mixes ? null : '0' }
  }
  const join = ({ source, sourceHandle, target, targetHandle }: Connection) => {
    const from = { node: source, port: (sourceHandle ?? 'rgb') as Port }
    rewire(desk, 'Link', (grade, level, version) => connect(grade, level, version, from, endOf(target, targetHandle)))
  }
  /** What a dragged box is over, by where it is and which keys are held. */
  const overBy = (event: unknown, node: Item, all: readonly Item[]): Over => {
    if (node.type === 'end' || all.length > 1) return null
    const { clientX, clientY, ctrlKey, metaKey, altKey } = event as PointerEvent
    const swaps = ctrlKey || metaKey
    const onBox = swaps || altKey ? boxUnder(clientX, clientY, node.id) : null
    if (onBox || swaps || !(altKey || node.data.shape.loose)) return onBox
    const { x, y } = node.position
    const { width = 0, height = 0 } = node.measured ?? {}
    const middle = flowToScreenPosition({ x: x + width / 2, y: y + height / 2 })
    return lineUnder(flow.current!, node.id, middle.x, middle.y)
  }
  const drag: OnNodeDrag<Item> = (event, node, all) => {
    const next = overBy(event, node, all)
    setOver((was) => (was?.id === next?.id && was?.kind === next?.kind ? was : next))
  }
  const drop: OnNodeDrag<Item> = (event, node, all) => {
    setOver(null)
    if (node.type === 'end') return
    const { ctrlKey, metaKey, altKey } = event as unknown as PointerEvent
    const boxes = all.filter((one): one is Box => one.type !== 'end')
    if (!act(node, boxes, overBy(event, node, all), ctrlKey || metaKey, altKey)) setNodes(placed.nodes)
  }
  /** Does what the drop says; false: nothing, and the boxes go back. */
  const act = (node: Box, boxes: readonly Box[], on: Over, swaps: boolean, copies: boolean): boolean => {
    const line = on?.kind === 'link' ? placed.edges.find(({ id }) => id === on.id)!.data.to : null
    if (swaps) {
      const other = on?.id
      if (other !== undefined)
        rewire(desk, 'Swap nodes', (grade, level, version) => swap(grade, level, version, node.id, other))
      return false
    }
    if (copies) {
      const other = on?.kind === 'node' ? on.id : null
      if (other !== null)
        rewire(desk, 'Copy node', (grade, level, version) => copyInto(grade, level, version, node.id, other))
      else
        editGraph(desk, 'Copy node', (grade, level, version) => {
          const id = duplicate(grade, level, version, node.id)
          if (id === null) return undefined
          if (line) insertOn(grade, level, version, id, line)
          else grade.control(level, version, id, 'at', toSteps(node.position, node.type!, pictured))
          return id
        })
      return false
    }
    if (line)
      return editGraph(desk, 'Insert node', (grade, level, version) => {
        insertOn(grade, level, version, node.id, line)
        return node.id
      })
    return editGraph(desk, boxes.length > 1 ? 'Move nodes' : 'Move node', (grade, level, version) => {
      for (const box of boxes) grade.control(level, version, box.id, 'at', toSteps(box.position, box.type!, pictured))
      return undefined
    })
  }
  /** A link that was dropped where it may not be says why; one dropped on a box goes into its first input. */
  const dropLink = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    if (!state.fromNode || state.toHandle || state.fromHandle?.type !== 'source' || !('clientX' in event)) return
    const box = boxUnder(event.clientX, event.clientY, state.fromNode.id)
    const port = state.fromHandle.id ?? 'rgb'
    if (box) join({ source: state.fromNode.id, sourceHandle: port, target: box.id, targetHandle: port })
  }
  return (
    <ReactFlow<Item>
      ref={flow}
      data-over={over?.kind}
      nodes={
        over?.kind === 'node' ? nodes.map((n) => (n.id === over.id ? { ...n, className: css.under ?? '' } : n)) : nodes
      }
      edges={
        over?.kind === 'link'
          ? placed.edges.map((e) => (e.id === over.id ? { ...e, className: `${e.className ?? ''} ${css.under}` } : e))
          : placed.edges
      }
      nodeTypes={boxKinds}
      onNodesChange={(changes: NodeChange<Item>[]) => setNodes((was) => applyNodeChanges(changes, was))}
      onNodeClick={(e, node) => {
        if (node.type === 'end') return
        if (e.ctrlKey || e.metaKey || e.shiftKey) {
          const chosen = new Set([...desk.choice.nodes, ...(desk.node ? [desk.node.id] : [])])
          if (!chosen.delete(node.id)) chosen.add(node.id)
          desk.choice.choose(chosen)
        } else desk.select(node.id)
      }}
      onEdgeClick={(_, edge) => may && desk.choice.setLink((edge.data as { to: LinkEnd }).to)}
      onPaneClick={() => desk.choice.choose([])}
      onSelectionEnd={() => desk.choice.choose(nodes.filter((n) => n.selected && n.type !== 'end').map(({ id }) => id))}
      onNodeContextMenu={(e, node) => {
        e.preventDefault()
        if (node.type === 'end') return
        desk.select(node.id)
        desk.choice.setMenu({ node: node.id, at: [e.clientX, e.clientY] })
      }}
      onConnect={join}
      onConnectEnd={dropLink}
      onNodeDrag={drag}
      onNodeDragStop={drop}
      nodeDragThreshold={4}
      nodesFocusable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
      disableKeyboardA11y
      selectNodesOnDrag={false}
      selectionOnDrag={!panning}
      panOnDrag={panning ? [0, 1] : [1]}
      zoomOnDoubleClick={false}
      minZoom={0.3}
      maxZoom={1.6}
      fitView
      fitViewOptions={fit}
      aria-label="Nodes"
    />
  )
}
