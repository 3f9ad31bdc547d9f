/** The node graph of the level on show: source to output, branches in lanes, what is out of the picture below, on React Flow. */
import { type BuiltInEdge, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { useEffect, useMemo } from 'react'
import { editGraph } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Circle, Columns2, Eye, Layers2, Lock, Plus, Trash2 } from '../icons/index.ts'
import type { LevelKind } from '../state/desk.ts'
import { layoutOf } from '../state/graph-layout.ts'
import type { GraphShape, NodeShape } from '../state/graph-shape.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { levelTitles, modesOf, wordTitle } from '../words/node-words.ts'
import { type Box, boxKinds, type End } from './node-box.tsx'
import css from './node-graph.module.css'
import { useAction } from './use-actions.ts'

/** Steps of the grid, pixels. */
const [stepX, stepY] = [96, 84]
/** Room for the lines that turn to the next row. */
const fit = { padding: { x: '30px', y: '16px' }, maxZoom: 1.1 } as const
/** The boxes at their places, and the lines between them: pictures grey, keys in their own hue. */
function place(shape: GraphShape): { nodes: (Box | End)[]; edges: BuiltInEdge[] } {
  const { spots } = layoutOf(shape)
  const still = { draggable: false, selectable: false, connectable: false, deletable: false } as const
  const at = (id: string, down = 0) => {
    const { column, lane } = spots.get(id)!
    return { x: column * stepX - (column === 0 ? 0 : stepX - 28), y: lane * stepY + down }
  }
  const end = (id: 'src' | 'out', title: string): End => ({
    ...{ id, type: 'end', position: at(id, 17), data: { title }, focusable: false, ...still },
  })
  const nodes: (Box | End)[] = [
    end('src', 'Source'),
    ...shape.nodes.map((n): Box => {
      const type = n.kind === 'corrector' || n.kind === 'shared' ? 'corrector' : 'mixer'
      return { id: n.id, type, position: at(n.id, type === 'mixer' ? 15 : 0), data: { shape: n }, ...still }
    }),
    end('out', 'Output'),
  ]
  const line = (from: string, to: string, i: number): BuiltInEdge => ({
    id: `${from}-${to}-${i}`,
    ...{ source: from, target: to, type: 'smoothstep', focusable: false, selectable: false },
    pathOptions: { offset: 7, borderRadius: 4 },
  })
  const known = new Set(nodes.map(({ id }) => id))
  const onPath = shape.nodes.filter((n) => !n.loose)
  const keys = onPath.flatMap(({ id, key }): BuiltInEdge[] =>
    key !== null && known.has(key) ? [{ ...line(key, id, -1), targetHandle: 'key', className: css.keyLine ?? '' }] : [],
  )
  return {
    nodes,
    edges: [
      ...onPath.flatMap((n) => n.inputs.map((from, i) => line(from, n.id, i))),
      line(shape.out, 'out', 0),
      ...keys,
    ],
  }
}

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
      nodeTypes={boxKinds}
      onNodeClick={(_, node) => node.type !== 'end' && desk.select(node.id)}
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
      aria-label="Nodes"
    />
  )
}

export function NodeGraph() {
  const shape = useDeskValue(['clip', 'graph'], (d) => d.shape)
  const [serial, parallel, layer, circle, on, lock, remove] = [
    useAction('add-serial'),
    useAction('add-parallel'),
    useAction('add-layer'),
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
        <LevelChoice />
        <div className="end">
          <IconButton icon={Plus} {...serial} disabled={!serial.may} />
          <IconButton icon={Columns2} {...parallel} disabled={!parallel.may} />
          <IconButton icon={Layers2} {...layer} disabled={!layer.may} />
          <IconButton icon={Circle} {...circle} disabled={!circle.may} />
          <IconButton icon={Eye} {...on} pressed={selected?.on ?? false} disabled={!on.may || !selected} />
          <IconButton icon={Lock} {...lock} disabled={!lock.may || !selected} />
          <IconButton icon={Trash2} {...remove} disabled={!remove.may || !selected} />
        </div>
      </header>
      <div className={css.flow}>
        {selected && modesOf(selected.kind).length > 0 && <ModeChoice node={selected} may={on.may} />}
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

/** Which level of the grade the hands are on; a group's only where the clip is in one. */
function LevelChoice() {
  const desk = useDesk()
  const kind = useDeskValue(['node'], (d) => d.levelKind)
  const grouped = useDeskValue(['clip', 'graph'], (d) => d.group !== null)
  const shown = !grouped && (kind === 'pre' || kind === 'post') ? 'clip' : kind
  return (
    <select
      className={css.choice}
      aria-label="Level"
      value={shown}
      onChange={(e) => desk.setLevelKind(e.currentTarget.value as LevelKind)}
    >
      {(Object.keys(levelTitles) as LevelKind[]).map((one) => (
        <option key={one} value={one} disabled={!grouped && (one === 'pre' || one === 'post')}>
          {levelTitles[one]}
        </option>
      ))}
    </select>
  )
}

/** How the selected mixer mixes. */
function ModeChoice({ node, may }: { readonly node: NodeShape; readonly may: boolean }) {
  const desk = useDesk()
  const modes = modesOf(node.kind)
  return (
    <select
      className={`${css.choice} ${css.modeChoice}`}
      aria-label="Mode"
      disabled={!may}
      value={modes.includes(node.mode) ? node.mode : modes[0]}
      onChange={(e) => {
        const mode = e.currentTarget.value
        editGraph(desk, 'Mode', (grade, level, version) => void grade.control(level, version, node.id, 'mode', [mode]))
      }}
    >
      {modes.map((mode) => (
        <option key={mode} value={mode}>
          {wordTitle(mode)}
        </option>
      ))}
    </select>
  )
}
