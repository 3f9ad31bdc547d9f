/** The node graph of the level on show: source to output, branches in lanes, what is out of the picture below, on React Flow. */
import { ReactFlowProvider } from '@xyflow/react'
import { editGraph } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Circle, Columns2, Eye, Hand, Image, Layers2, LayoutGrid, Lock, Plus, Scan, Trash2 } from '../icons/index.ts'
import type { LevelKind } from '../state/desk.ts'
import type { NodeShape } from '../state/graph-shape.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { NodePicturesProvider } from '../viewer/node-picture.tsx'
import { levelTitles, modesOf, wordTitle } from '../words/node-words.ts'
import { NodeFlow } from './node-flow.tsx'
import css from './node-graph.module.css'
import { NodeMenu } from './node-menu.tsx'
import { useAction } from './use-actions.ts'

export function NodeGraph() {
  const shape = useDeskValue(['clip', 'graph'], (d) => d.shape)
  const panning = useDeskValue(['node'], (d) => d.choice.panning)
  // A shared node's body is no place of the picture on show.
  const pictured = useDeskValue(
    ['layout', 'node'],
    (d) => !d.layout.off.has('node-pictures') && d.levelKind !== 'shared',
  )
  const [serial, parallel, layer, circle, on, lock, remove, clean, fit, pan, pictures] = [
    useAction('add-serial'),
    useAction('add-parallel'),
    useAction('add-layer'),
    useAction('add-circle'),
    useAction('node-on'),
    useAction('lock-node'),
    useAction('delete-node'),
    useAction('clean-graph'),
    useAction('fit-graph'),
    useAction('pan-tool'),
    useAction('node-pictures'),
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
            <NodePicturesProvider on={pictured}>
              <NodeFlow shape={shape} pictured={pictured} />
            </NodePicturesProvider>
          </ReactFlowProvider>
        )}
        <div className={css.view} role="toolbar" aria-label="View of the graph">
          <IconButton icon={Scan} {...fit} />
          <IconButton icon={Hand} {...pan} pressed={panning} />
          <IconButton icon={LayoutGrid} {...clean} disabled={!clean.may} />
          <IconButton icon={Image} {...pictures} pressed={pictured} />
        </div>
        {shape && shape.nodes.length === 0 && (
          <p className={css.empty}>No node yet. Turn a wheel, or press {serial.keys}.</p>
        )}
      </div>
      <NodeMenu />
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
      {(Object.keys(levelTitles) as LevelKind[])
        .filter((one) => one !== 'shared' || kind === 'shared')
        .map((one) => (
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
