/** The node graph of the clip on show: serial correctors from source to output, loose ones below, on React Flow. */
import {
  type Edge,
  Handle,
  type NodeProps,
  type Node as Placed,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo, useState } from 'react'
import { editGraph } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Circle, Eye, Lock, Plus, Trash2 } from '../icons/index.ts'
import type { GraphShape, NodeShape } from '../state/graph-shape.ts'
import { lockAt, lockWords } from '../state/lock-at.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import css from './node-graph.module.css'
import { useAction } from './use-actions.ts'

/** Boxes in a row before the path turns to the next one. */
const perRow = 4
const [stepX, stepY] = [96, 84]
/** Room for the lines that turn to the next row. */
const fit = { padding: { x: '30px', y: '16px' }, maxZoom: 1.1 } as const
const badges: Readonly<Record<string, string>> = {
  primaries: 'P',
  log: 'L',
  cdl: 'D',
  mixer: 'M',
  curves: 'C',
  'hue-curves': 'H',
  qualifier: 'Q',
  window: '◯',
}

type Box = Placed<{ shape: NodeShape }, 'corrector'>
type End = Placed<{ title: string }, 'end'>

/** Places boxes on a grid: the path row by row, loose nodes in a row of their own, and the lines between them. */
function place(shape: GraphShape): { nodes: (Box | End)[]; edges: Edge[] } {
  const onPath = shape.nodes.filter((n) => !n.loose)
  const at = (i: number) => ({ x: 28 + (i % perRow) * stepX, y: Math.floor(i / perRow) * stepY })
  const rows = Math.max(1, Math.ceil(onPath.length / perRow))
  const still = { draggable: false, selectable: false, connectable: false, deletable: false } as const
  const last = at(Math.max(0, onPath.length - 1))
  const nodes: (Box | End)[] = [
    { id: 'src', type: 'end', position: { x: 0, y: 17 }, data: { title: 'Source' }, focusable: false, ...still },
    ...onPath.map((n, i): Box => ({ id: n.id, type: 'corrector', position: at(i), data: { shape: n }, ...still })),
    ...shape.nodes
      .filter((n) => n.loose)
      .map(
        (n, i): Box => ({
          id: n.id,
          type: 'corrector',
          position: { x: 28 + i * stepX, y: rows * stepY },
          data: { shape: n },
          ...still,
        }),
      ),
    {
      id: 'out',
      type: 'end',
      position: { x: onPath.length === 0 ? 100 : last.x + 100, y: last.y + 17 },
      data: { title: 'Output' },
      focusable: false,
      ...still,
    },
  ]
  const line = (from: string, to: string): Edge => ({
    id: `${from}-${to}`,
    source: from,
    target: to,
    type: 'smoothstep',
    focusable: false,
    selectable: false,
  })
  return {
    nodes,
    edges: [...onPath.flatMap((n) => n.inputs.map((from) => line(from, n.id))), line(shape.out, 'out')],
  }
}

function CorrectorBox({ data: { shape } }: NodeProps<Box>) {
  const desk = useDesk()
  const [naming, setNaming] = useState(false)
  const lock = useSuiteValue(['session'], (s) => {
    const clip = desk.clip?.id
    return clip === undefined ? null : lockAt(s.session, { clip, node: shape.id })
  })
  const name = (label: string | null) => {
    setNaming(false)
    if (label !== null && label !== shape.label)
      editGraph(desk, 'Label node', (grade, level, version) => void grade.label(level, version, shape.id, label))
  }
  return (
    <div className={css.box} data-selected={shape.selected} data-on={shape.on} data-loose={shape.loose}>
      {naming ? (
        <Naming label={shape.label} done={name} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={`${css.label} nodrag`}
          aria-label={`Label of node ${shape.number}${shape.label ? `: ${shape.label}` : ''}`}
          onDoubleClick={() => desk.suite.role === 'colorist' && setNaming(true)}
        >
          {shape.label || '\u00a0'}
        </button>
      )}
      <div className={css.body}>
        <Handle type="target" position={Position.Left} isConnectable={false} className={css.port} />
        <span className={css.number}>{String(shape.number).padStart(2, '0')}</span>
        <span className={css.badges}>
          {shape.used.map((id) => (
            <span key={id} title={id}>
              {badges[id] ?? id[0]}
            </span>
          ))}
        </span>
        {shape.loose && <span className={css.loose}>loose</span>}
        {lock && (
          <span
            className={css.lock}
            role="img"
            aria-label={lockWords(desk.suite.session, lock)}
            title={lockWords(desk.suite.session, lock)}
          >
            <Lock size={10} aria-hidden="true" />
          </span>
        )}
        <Handle type="source" position={Position.Right} isConnectable={false} className={css.port} />
      </div>
    </div>
  )
}

/** The label under the caret: Enter keeps it, Escape leaves it. */
function Naming({ label, done }: { label: string; done: (label: string | null) => void }) {
  return (
    <input
      className={`${css.naming} nodrag`}
      ref={(element) => element?.focus()}
      aria-label="Node label"
      maxLength={60}
      defaultValue={label}
      onBlur={(e) => done(e.currentTarget.value.trim())}
      onKeyDown={(e) => {
        e.stopPropagation()
        if (e.key === 'Enter') done(e.currentTarget.value.trim())
        if (e.key === 'Escape') done(null)
      }}
    />
  )
}

function EndBox({ id, data }: NodeProps<End>) {
  return (
    <div className={css.end} role="img" aria-label={data.title} title={data.title}>
      {id === 'src' ? (
        <Handle type="source" position={Position.Right} isConnectable={false} className={css.port} />
      ) : (
        <Handle type="target" position={Position.Left} isConnectable={false} className={css.port} />
      )}
    </div>
  )
}

const kinds = { corrector: CorrectorBox, end: EndBox }

function Flow({ shape }: { shape: GraphShape }) {
  const desk = useDesk()
  const { fitView } = useReactFlow()
  const { nodes, edges } = useMemo(() => place(shape), [shape])
  const count = nodes.length
  const [width, height] = [useStore((s) => s.width), useStore((s) => s.height)]
  useEffect(() => {
    // Once the boxes stand: a graph that has grown, or a panel that has shrunk, shows it whole.
    const id = requestAnimationFrame(() => count > 0 && width > 0 && height > 0 && void fitView(fit))
    return () => cancelAnimationFrame(id)
  }, [fitView, count, width, height])
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={kinds}
      onNodeClick={(_, node) => node.type === 'corrector' && desk.select(node.id)}
      onNodesChange={() => {}}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      zoomActivationKeyCode={null}
      disableKeyboardA11y
      panOnDrag={[1]}
      zoomOnDoubleClick={false}
      minZoom={0.3}
      maxZoom={1.6}
      fitView
      fitViewOptions={fit}
      aria-label="Nodes of the clip"
    />
  )
}

export function NodeGraph() {
  const shape = useDeskValue(['clip', 'graph'], (d) => d.shape)
  const [serial, circle, on, lock, remove] = [
    useAction('add-serial'),
    useAction('add-circle'),
    useAction('node-on'),
    useAction('lock-node'),
    useAction('delete-node'),
  ]
  const selected = shape?.nodes.find((n) => n.selected)
  return (
    <section className="panel" aria-label="Nodes">
      <header className="panel-header">
        <h2>Nodes</h2>
        <span>clip</span>
        <div className="end">
          <IconButton icon={Plus} {...serial} disabled={!serial.may} />
          <IconButton icon={Circle} {...circle} disabled={!circle.may} />
          <IconButton icon={Eye} {...on} pressed={selected?.on ?? false} disabled={!on.may || !selected} />
          <IconButton icon={Lock} {...lock} disabled={!lock.may || !selected} />
          <IconButton icon={Trash2} {...remove} disabled={!remove.may || !selected} />
        </div>
      </header>
      <div className={css.flow}>
        {shape && (
          <ReactFlowProvider>
            <Flow shape={shape} />
          </ReactFlowProvider>
        )}
        {shape && shape.nodes.length === 0 && (
          <p className={css.empty}>No node yet. Turn a wheel, or press {serial.keys}.</p>
        )}
      </div>
    </section>
  )
}
