/** A range with its softness along a bar: an end, the softness beyond it, or the whole is dragged. The numbers beside it do the same by keyboard. */
import { type CSSProperties, useRef } from 'react'
import type { Grip } from '../hand/grip.ts'
import { type Band, graspAt, moveBand } from '../hand/qualify.ts'
import { type Tuple, useScrub } from '../hand/use-scrub.ts'
import css from './range-bar.module.css'

export interface RangeBarProps {
  readonly value: Tuple
  readonly grip: Grip
  /** The band that the numbers are, and the numbers of a band. */
  readonly bandOf: (value: Tuple) => Band
  readonly tupleOf: (band: Band, from: Tuple) => Tuple
  /** What lies along the bar. */
  readonly ground: 'hue' | 'sat' | 'lum' | 'red' | 'green' | 'blue'
  /** Goes round: the range may reach over an end. */
  readonly round?: boolean
  readonly disabled?: boolean
  /** What a place says while nothing is dragged. */
  readonly title: string
}

/** Pixels within which a press takes an end. */
const reach = 6

export function RangeBar({
  value,
  grip,
  bandOf,
  tupleOf,
  ground,
  round = false,
  disabled = false,
  title,
}: RangeBarProps) {
  const scrub = useScrub(grip, value)
  const bar = useRef<HTMLDivElement>(null)
  const band = bandOf(value)
  const press = (e: React.PointerEvent<HTMLDivElement>) => {
    if (disabled || !bar.current) return
    const { x, width } = bar.current.getBoundingClientRect()
    const at = (e.clientX - x) / width
    // Of a hue that reaches over an end the nearer of its two pictures is meant.
    const place = round ? at + Math.round((band.low + band.high) / 2 - at) : at
    const taken = graspAt(band, place, reach / width)
    // Shift on an end takes the softness beyond it, where it has none to be taken by.
    const grasp = e.shiftKey && taken === 'low' ? 'under' : e.shiftKey && taken === 'high' ? 'over' : taken
    scrub.drag(e, (from, drag) => tupleOf(moveBand(bandOf(from), grasp, drag.dx / width, round), from))
  }
  const shifts = round ? [-1, 0, 1] : [0]
  const part = (from: number, to: number): CSSProperties => ({
    left: `${(Math.min(Math.max(from, 0), 1) * 100).toFixed(2)}%`,
    right: `${((1 - Math.min(Math.max(to, 0), 1)) * 100).toFixed(2)}%`,
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reason: the numbers beside it do the same by keyboard
    <div
      ref={bar}
      className={css.bar}
      data-ground={ground}
      data-disabled={disabled}
      title={title}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={press}
    >
      {shifts.map((by) => {
        const [low, high] = [band.low + by, band.high + by]
        if (high + band.over < 0 || low - band.under > 1) return null
        return (
          <div key={by}>
            <span className={css.under} style={part(low - band.under, low)} />
            <span className={css.range} style={part(low, high)} />
            <span className={css.over} style={part(high, high + band.over)} />
          </div>
        )
      })}
    </div>
  )
}
