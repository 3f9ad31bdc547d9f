/** The edge between two areas: dragged, or moved by the arrow keys; a double-click puts it back. */
import { useRef } from 'react'
import { beginPress } from '../hand/press.ts'
import css from './splitter.module.css'

export interface SplitterProps {
  readonly name: string
  /** `upright`: between left and right. */
  readonly way: 'upright' | 'level'
  /** Size of the area behind it (right or below) now, and its ends, pixels. */
  readonly value: number
  readonly least: number
  readonly most: number
  /** Null: back to the design's own. */
  readonly resize: (pixels: number | null) => void
}

/** An arrow key moves it by this, pixels; with Alt a tenth. */
const step = 10

export function Splitter({ name, way, value, least, most, resize }: SplitterProps) {
  const from = useRef(0)
  const along = way === 'upright' ? (['ArrowLeft', 'ArrowRight'] as const) : (['ArrowUp', 'ArrowDown'] as const)
  return (
    // biome-ignore lint/a11y/useSemanticElements: reason: a rule that separates has no value and takes no hand
    <div
      role="separator"
      tabIndex={0}
      aria-label={name}
      aria-orientation={way === 'upright' ? 'vertical' : 'horizontal'}
      aria-valuenow={value}
      aria-valuemin={least}
      aria-valuemax={most}
      title={`${name}: drag, double-click puts it back`}
      className={css.splitter}
      data-way={way}
      onDoubleClick={() => resize(null)}
      onKeyDown={(e) => {
        const by = e.key === along[0] ? 1 : e.key === along[1] ? -1 : 0
        if (by !== 0) resize(value + by * (e.altKey ? step / 10 : step))
        else if (e.key === 'Delete') resize(null)
        else return
        e.preventDefault()
        e.stopPropagation()
      }}
      onPointerDown={(e) => {
        if (e.button !== 0) return
        from.current = value
        const at = way === 'upright' ? e.clientX : e.clientY
        beginPress(
          e.currentTarget,
          e.nativeEvent,
          {
            start: () => true,
            move: (d) => resize(from.current + at - (way === 'upright' ? d.x : d.y)),
            end: () => {},
            abort: () => resize(from.current),
          },
          { lock: false },
        )
      }}
    />
  )
}
