/** The boxes of a node graph: correctors with label, badges and lock, mixers, the two ends. */
import { Handle, type NodeProps, type Node as Placed, Position } from '@xyflow/react'
import type { Lock as NodeLock, Session } from '../../shared/doc/session.ts'
import { inRegion } from '../../shared/policy/locks.ts'
import { editGraph } from '../actions/index.ts'
import { Lock, Share2 } from '../icons/index.ts'
import type { NodeShape } from '../state/graph-shape.ts'
import { lockWords } from '../state/lock-at.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { NodePicture } from '../viewer/node-picture.tsx'
import { kindTitles, modeTitle, usedTitle } from '../words/node-words.ts'
import { initials } from '../words/words.ts'
import css from './node-graph.module.css'

/** A letter a palette; what has none shows its operator's first. */
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
/** Most badges on one box, and beside its number under a picture; the rest is a count. */
const mostBadges = { plain: 6, pictured: 4 } as const

export type Box = Placed<{ shape: NodeShape; pictured: boolean }, 'corrector' | 'mixer'>
export type End = Placed<{ title: string }, 'end'>

function CorrectorBox({ data: { shape, pictured } }: NodeProps<Box>) {
  const desk = useDesk()
  const level = useDeskValue(['node'], (d) => d.level)
  const naming = useDeskValue(['node'], (d) => d.choice.naming === shape.id)
  const where = useDeskValue(['node'], (d) => (d.level ? `${d.level}/${d.version}` : null))
  const lock = useSuiteValue(['session'], (s) => nodeLock(s.session, where, shape))
  const name = (label: string | null) => {
    desk.choice.setNaming(null)
    if (label !== null && label !== shape.label)
      editGraph(desk, 'Label node', (grade, level, version) => void grade.label(level, version, shape.id, label))
  }
  const most = mostBadges[pictured ? 'pictured' : 'plain']
  const badge = (id: string) => (
    <span key={id} title={usedTitle(id)}>
      {badges[id] ?? id[0]!.toUpperCase()}
    </span>
  )
  return (
    <div
      className={css.box}
      data-selected={shape.selected}
      data-chosen={shape.chosen}
      data-on={shape.on}
      data-loose={shape.loose}
      data-colour={shape.colour || undefined}
      data-pictured={pictured}
    >
      {naming ? (
        <Naming label={shape.label} done={name} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={`${css.label} nodrag`}
          aria-label={`Label of node ${shape.number}${shape.label ? `: ${shape.label}` : ''}`}
          title={shape.label || undefined}
          onDoubleClick={() => desk.suite.role === 'colorist' && desk.choice.setNaming(shape.id)}
        >
          {shape.label || '\u00a0'}
        </button>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: Alt+Enter opens it too */}
      <div className={css.body} onDoubleClick={() => shape.shared !== null && desk.openShared(shape.shared)}>
        <Port type="target" id="rgb" />
        <Port type="target" id="key" />
        {pictured && (
          <span className={css.picture}>
            {!shape.loose && level !== null && <NodePicture level={level} node={shape.id} />}
          </span>
        )}
        <span className={css.number}>{String(shape.number).padStart(2, '0')}</span>
        <Hands node={shape.id} />
        <span className={css.badges}>
          {shape.used.slice(0, most).map(badge)}
          {shape.used.length > most && (
            <span title={shape.used.map(usedTitle).join(', ')}>+{shape.used.length - most}</span>
          )}
        </span>
        {shape.kind === 'shared' && (
          <span
            className={css.shared}
            role="img"
            aria-label="Shared node"
            title="Shared node: what it holds stands in every clip that uses it"
          >
            <Share2 size={10} aria-hidden="true" />
          </span>
        )}
        {shape.moving && (
          <span className={css.moving} role="img" aria-label="Keyframes" title="It has keyframes or a track">
            ◆
          </span>
        )}
        {shape.loose && <span className={css.loose}>loose</span>}
        {lock && (
          <span
            className={css.lock}
            role="img"
            aria-label={lockWords(desk.suite.session, lock)}
            title={lockWords(desk.suite.session, lock)}
          >
            <Lock size={10} aria-hidden="true" />
            {lock.holder !== null && initials(desk.suite.session.seats.get(lock.holder)?.name ?? '?')}
          </span>
        )}
        <Port type="source" id="rgb" />
        <Port type="source" id="key" />
      </div>
    </div>
  )
}

/** The lock on all of a node, or on the body that a shared one stands for. */
function nodeLock(session: Session, where: string | null, { id, shared }: NodeShape): NodeLock | null {
  const closes = (key: string) => session.locks.find((lock) => inRegion(lock.region, key)) ?? null
  const own = where === null ? null : closes(`${where}/${id}/on`)
  return own ?? (shared === null ? null : closes(`s.${shared}/0/out/in.0`))
}

/** A port: pictures at the top corners in green, keys at the bottom in blue. */
function Port({ type, id }: { readonly type: 'source' | 'target'; readonly id: 'rgb' | 'key' }) {
  const side = type === 'target' ? Position.Left : Position.Right
  const name = `${id === 'key' ? 'Key' : 'Picture'} ${type === 'target' ? 'in' : 'out'}`
  return <Handle id={id} type={type} position={side} className={`${css.port} ${css[id]}`} title={name} />
}

/** Who else has the hands in this node: a dot and initials each, said whole in the tooltip. */
function Hands({ node }: { readonly node: string }) {
  const desk = useDesk()
  const where = useDeskValue(['node'], (d) => (d.level ? `${d.level}/${d.version}/${node}` : ''))
  const names = useSuiteValue(['rooms'], (s) =>
    s.rooms
      .filter((room) => room.online && room.node === where)
      .map(({ name }) => name)
      .join('\n'),
  )
  const moving = useSuiteValue(['drawn'], (s) =>
    [...s.adjusting].some(([key, { seat }]) => seat !== desk.suite.seat && key.startsWith(`${where}/`)),
  )
  if (names === '') return null
  const all = names.split('\n')
  return (
    <span
      className={css.hands}
      role="img"
      aria-label={`In this node: ${all.join(', ')}`}
      title={`In this node: ${all.join(', ')}`}
    >
      <span className={css.handDot} data-moving={moving} />
      {all.slice(0, 2).map(initials).join(' ')}
      {all.length > 2 && ` +${all.length - 2}`}
    </span>
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
      {id === 'src' ? <Port type="source" id="rgb" /> : <Port type="target" id="rgb" />}
    </div>
  )
}

function MixerBox({ data: { shape } }: NodeProps<Box>) {
  return (
    <div
      className={css.mixer}
      data-selected={shape.selected}
      data-chosen={shape.chosen}
      data-on={shape.on}
      data-loose={shape.loose}
      data-colour={shape.colour || undefined}
    >
      <Port type="target" id="rgb" />
      <span className={css.number}>{kindTitles[shape.kind]}</span>
      <span className={css.mode}>{modeTitle(shape)}</span>
      <Port type="source" id="rgb" />
      <Port type="source" id="key" />
    </div>
  )
}

export const boxKinds = { corrector: CorrectorBox, mixer: MixerBox, end: EndBox }
