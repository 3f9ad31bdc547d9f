/** The names of the tracks, a node a track, opened to groups and controls: which is chosen, on, under auto-key, locked. */
import { memo, type RefObject } from 'react'
import { editGraph } from '../actions/index.ts'
import { ChevronDown, ChevronRight, Eye, EyeOff, Lock } from '../icons/index.ts'
import type { Row } from '../state/keyframe-rows.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { takeFocus } from './keyframe-hands.ts'
import css from './keyframes.module.css'

/** A row with what of the session and of these hands it shows. */
export interface NamedRow extends Row {
  readonly chosen: boolean
  readonly auto: boolean
  /** Who locks it and why; empty: nobody. */
  readonly lock: string
}

export interface KeyframeTreeProps {
  readonly rows: readonly NamedRow[]
  readonly element: RefObject<HTMLDivElement | null>
  /** Opens or closes a row; `all`: every node. */
  readonly turn: (row: Row, all: boolean) => void
  readonly scrolled: (top: number) => void
  readonly disabled: boolean
}

export function KeyframeTree({ rows, element, turn, scrolled, disabled }: KeyframeTreeProps) {
  const desk = useDesk()
  const choose = (row: Row | undefined) => {
    if (!row) return
    if (row.node !== 'sizing' && desk.node?.id !== row.node) desk.select(row.node)
    desk.keyframes.choose({ node: row.node, rest: row.rest })
  }
  const keys = (e: React.KeyboardEvent) => {
    const at = rows.findIndex((row) => row.chosen)
    const row = rows[at]
    if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return
    if (e.key === 'ArrowDown') choose(rows[at + 1])
    else if (e.key === 'ArrowUp') choose(rows[Math.max(0, at - 1)])
    else if (e.key === 'ArrowRight' && row?.open === false) turn(row, false)
    else if (e.key === 'ArrowLeft' && row?.open) turn(row, false)
    else return
    e.preventDefault()
    e.stopPropagation()
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus())
  }
  return (
    <div
      ref={element}
      role="tree"
      aria-label="Keyframe tracks"
      tabIndex={-1}
      className={css.tree}
      onKeyDown={keys}
      onScroll={(e) => scrolled(e.currentTarget.scrollTop)}
    >
      {rows.map((row, i) => (
        <TrackName
          key={row.id}
          row={row}
          first={row.chosen || (i === 0 && !rows.some(({ chosen }) => chosen))}
          disabled={disabled}
          choose={choose}
          turn={turn}
        />
      ))}
    </div>
  )
}

interface TrackNameProps {
  readonly row: NamedRow
  /** Where Tab comes to. */
  readonly first: boolean
  readonly disabled: boolean
  readonly choose: (row: Row) => void
  readonly turn: KeyframeTreeProps['turn']
}

const TrackName = memo(TrackRow, (a, b) => a.first === b.first && JSON.stringify(a.row) === JSON.stringify(b.row))

function TrackRow({ row, first, disabled, choose, turn }: TrackNameProps) {
  const desk = useDesk()
  const { id, depth, title, open, on, auto, lock, chosen, keyed, node } = row
  const Arrow = open ? ChevronDown : ChevronRight
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={chosen}
      aria-expanded={open ?? undefined}
      aria-label={`${title}${keyed ? ', under keyframes' : ''}${lock ? `. ${lock}` : ''}`}
      tabIndex={first ? 0 : -1}
      className={css.name}
      data-depth={depth}
      data-on={on}
      data-track={id}
      onPointerDown={(e) => {
        if (e.button !== 0) return
        takeFocus(e.currentTarget)
        choose(row)
      }}
      onDoubleClick={() => open !== null && turn(row, false)}
    >
      {open === null ? (
        <span className={css.arrow} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={css.arrow}
          aria-label={`${open ? 'Close' : 'Open'} ${title}`}
          title="Alt: all nodes"
          onDoubleClick={(e) => e.stopPropagation()}
          onClick={(e) => turn(row, e.altKey)}
        >
          <Arrow size={12} aria-hidden="true" />
        </button>
      )}
      <span className={css.title} data-keyed={keyed}>
        {title}
      </span>
      {lock !== '' && (
        <span className={css.lock} role="img" aria-label={lock} title={lock}>
          <Lock size={10} aria-hidden="true" />
        </span>
      )}
      {depth === 0 && node !== 'sizing' && (
        <button
          type="button"
          tabIndex={-1}
          className={css.toggle}
          disabled={disabled}
          aria-pressed={on}
          aria-label={`Track ${title} is ${on ? 'on' : 'off'}`}
          title={on ? 'Switch the node off' : 'Switch the node on'}
          onDoubleClick={(e) => e.stopPropagation()}
          onClick={() =>
            editGraph(
              desk,
              on ? 'Node off' : 'Node on',
              (grade, level, version) => void grade.on(level, version, node, !on),
            )
          }
        >
          {on ? <Eye size={12} aria-hidden="true" /> : <EyeOff size={12} aria-hidden="true" />}
        </button>
      )}
      {depth === 0 && (
        <button
          type="button"
          tabIndex={-1}
          className={css.auto}
          disabled={disabled}
          aria-pressed={auto}
          aria-label={`Auto-key ${title}`}
          title={`Auto-key: a change of ${title} sets a keyframe`}
          onDoubleClick={(e) => e.stopPropagation()}
          onClick={() => desk.keyframes.setAuto(node, !desk.keyframes.ownAuto(node))}
        >
          <span />
        </button>
      )}
    </div>
  )
}

/** Auto-key of every node. */
export function AutoAll({ disabled }: { readonly disabled: boolean }) {
  const desk = useDesk()
  const all = useDeskValue(['keyframes'], (d) => d.keyframes.all)
  return (
    <button
      type="button"
      className={css.all}
      disabled={disabled}
      aria-pressed={all}
      title="Auto-key all: every change of any control sets a keyframe"
      onMouseDown={(e) => e.preventDefault()}
      onClick={() => desk.keyframes.setAll(!all)}
    >
      <span /> Auto
    </button>
  )
}
