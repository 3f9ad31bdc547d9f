/** The boxes of a node graph: correctors with label, badges and lock, mixers, the two ends. */
import { Handle, type NodeProps, type Node as Placed, Position } from '@xyflow/react'
import { useState } from 'react'
import { editGraph } from '../actions/index.ts'
import { Lock } from '../icons/index.ts'
import type { NodeShape } from '../state/graph-shape.ts'
import { lockAt, lockWords } from '../state/lock-at.ts'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { kindTitles, modeTitle } from '../words/node-words.ts'
import css from './node-graph.module.css'

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

export type Box = Placed<{ shape: NodeShape }, 'corrector' | 'mixer'>
export type End = Placed<{ title: string }, 'end'>

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
        {shape.key !== null && (
          <Handle id="key" type="target" position={Position.Bottom} isConnectable={false} className={css.keyPort} />
        )}
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

function MixerBox({ data: { shape } }: NodeProps<Box>) {
  return (
    <div className={css.mixer} data-selected={shape.selected} data-on={shape.on} data-loose={shape.loose}>
      <Handle type="target" position={Position.Left} isConnectable={false} className={css.port} />
      <span className={css.number}>{kindTitles[shape.kind]}</span>
      <span className={css.mode}>{modeTitle(shape)}</span>
      <Handle type="source" position={Position.Right} isConnectable={false} className={css.port} />
    </div>
  )
}

export const boxKinds = { corrector: CorrectorBox, mixer: MixerBox, end: EndBox }
