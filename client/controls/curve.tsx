/** A curve through points: press to add, drag to move, right button to take away, double-click to put to rest. The rules are in README.md. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { type Param, POINTS } from '../../shared/op/param.ts'
import { pointsOf, valueAt } from '../../shared/op/spline.ts'
import {
  addPoint,
  count,
  linePath,
  movePoint,
  planeOf,
  pointAt,
  pressed,
  removePoint,
  restAt,
  restPoint,
  splineOf,
  toPlot,
} from '../hand/curve.ts'
import type { Grip } from '../hand/grip.ts'
import { fineDivisor } from '../hand/scale.ts'
import { type Tuple, useScrub } from '../hand/use-scrub.ts'
import css from './curve.module.css'

export interface CurveProps {
  readonly param: Param
  readonly value: Tuple
  readonly grip: Grip
  /** Accessible name. */
  readonly name: string
  /** Point under the hands, or null. */
  readonly chosen: number | null
  readonly choose: (point: number | null) => void
  readonly disabled?: boolean
  /** Hue of the line: a channel, or none. */
  readonly trace?: 'red' | 'green' | 'blue' | undefined
  /** What x is, drawn behind the line. */
  readonly ground?: 'code' | 'hue' | 'sat' | 'lum'
  /** Other curves of the same plane, drawn faintly behind. */
  readonly others?: readonly { readonly param: Param; readonly value: Tuple; readonly trace?: CurveProps['trace'] }[]
  /** What stands between ground and line, in a plot one wide and one high: a histogram. */
  readonly behind?: ReactNode
}

/** A step of the arrow keys, as a share of the plot. */
const stepShare = 0.01

export function Curve({
  param,
  value,
  grip,
  name,
  chosen,
  choose,
  disabled = false,
  trace,
  ground = 'code',
  others = [],
  behind,
}: CurveProps) {
  const scrub = useScrub(grip, value)
  const plot = useRef<HTMLDivElement>(null)
  const size = useSize(plot)
  const [width, height] = size
  const plane = planeOf(param)
  const points = pointsOf(value)
  const at = chosen !== null && chosen < points.length ? chosen : null
  const place = (e: { readonly clientX: number; readonly clientY: number }): [number, number] => {
    const box = plot.current!.getBoundingClientRect()
    return [e.clientX - box.x, e.clientY - box.y]
  }

  const press = (e: React.PointerEvent<HTMLDivElement>) => {
    if (disabled) return
    const here = place(e)
    const hit = pointAt(plane, value, here, size)
    if (e.button === 2) {
      if (hit === null) return
      scrub.put(removePoint(param, value, hit))
      choose(null)
      return
    }
    if (e.button !== 0) return
    e.currentTarget.focus({ preventScroll: true, focusVisible: false } as FocusOptions)
    const [dx, dy] = [(plane.x[1] - plane.x[0]) / width, (plane.y[1] - plane.y[0]) / height]
    const move = (from: Tuple, index: number, by: { dx: number; dy: number; command: boolean }): Tuple => {
      const x = from[2 * index]! + by.dx * dx
      return movePoint(param, from, index, x, by.command ? restAt(param, x) : from[2 * index + 1]! - by.dy * dy)
    }
    if (hit !== null) {
      choose(hit)
      scrub.drag(e, (from, by) => move(from, hit, by))
      return
    }
    const [x, y] = pressed(param, plane, value, here, size, e.shiftKey)
    const added = addPoint(param, value, x, y)
    if (!added) return
    choose(added.index)
    scrub.drag(
      e,
      (from, by) => {
        const begun = addPoint(param, from, x, y)
        return begun ? move(begun.tuple, begun.index, by) : from
      },
      () => scrub.put(added.tuple),
    )
  }

  const keys = (e: React.KeyboardEvent) => {
    if (disabled || e.ctrlKey || e.metaKey) return
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key]
    const last = points.length - 1
    if (way && at !== null) {
      const by = stepShare / (e.altKey ? fineDivisor : 1)
      const [dx, dy] = [way[0]! * by * (plane.x[1] - plane.x[0]), way[1]! * by * (plane.y[1] - plane.y[0])]
      scrub.nudge((from) => movePoint(param, from, at, from[2 * at]! + dx, from[2 * at + 1]! + dy))
    } else if (way || e.key === 'PageDown') choose(at === null ? 0 : Math.min(last, at + 1))
    else if (e.key === 'PageUp') choose(at === null ? last : Math.max(0, at - 1))
    else if (e.key === 'Enter') {
      const from = points[at ?? 0]!
      const to = points[(at ?? 0) + 1]?.[0] ?? plane.x[1]
      const x = (from[0] + to) / 2
      const added = addPoint(param, value, x, valueAt(splineOf(param, value), x))
      if (added) scrub.put(added.tuple)
      if (added) choose(added.index)
    } else if ((e.key === 'Delete' || e.key === 'Backspace') && at !== null) {
      const next = removePoint(param, value, at)
      scrub.put(next)
      if (next.length < value.length) choose(Math.max(0, at - 1))
    } else if (e.key === 'Escape') scrub.cancel()
    else return
    e.preventDefault()
    e.stopPropagation()
  }

  const number = (v: number) => v.toFixed(param.shown.decimals)
  const told = at === null ? null : points[at]!
  return (
    <div
      ref={plot}
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label={name}
      aria-disabled={disabled}
      aria-valuemin={param.hard[0]}
      aria-valuemax={param.hard[1]}
      aria-valuenow={told ? told[1] : count(value)}
      aria-valuetext={
        told
          ? `Point ${at! + 1} of ${points.length}: in ${number(told[0])}, out ${number(told[1])}`
          : `${points.length} points`
      }
      className={css.curve}
      data-ground={ground}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={press}
      onDoubleClick={(e) => {
        const hit = disabled ? null : pointAt(plane, value, place(e), size)
        if (hit !== null) scrub.put(restPoint(param, value, hit))
      }}
      onContextMenu={(e) => e.preventDefault()}
      onKeyDown={keys}
    >
      {width > 0 && (
        <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <g transform={`scale(${width} ${height})`}>{behind}</g>
          <Grid width={width} height={height} />
          <path className={css.rest} d={restPath(param, plane, width, height)} />
          {others.map((other) => (
            <path
              key={other.param.id}
              className={css.other}
              data-trace={other.trace}
              d={linePath(other.param, other.value, plane, width, height)}
            />
          ))}
          <path className={css.line} data-trace={trace} d={linePath(param, value, plane, width, height)} />
          {points.map(([x, y], i) => {
            const [right, down] = toPlot(plane, x, y)
            return (
              <circle
                // biome-ignore lint/suspicious/noArrayIndexKey: reason: a point is its place in the list
                key={i}
                className={css.point}
                data-chosen={i === at}
                cx={(right * width).toFixed(1)}
                cy={(down * height).toFixed(1)}
                r={i === at ? 5 : 4}
              />
            )
          })}
        </svg>
      )}
      {points.length >= POINTS.most && <span className="unseen">This curve has all the points it can have.</span>}
    </div>
  )
}

/** Where the curve rests. */
function restPath(param: Param, plane: ReturnType<typeof planeOf>, width: number, height: number): string {
  const ends = plane.x.map((x) => toPlot(plane, x, restAt(param, x)))
  return `M${ends.map(([right, down]) => `${right * width} ${down * height}`).join('L')}`
}

const quarters = [0.25, 0.5, 0.75]
function Grid({ width, height }: { readonly width: number; readonly height: number }) {
  const d = quarters.map((q) => `M${(q * width).toFixed(1)} 0V${height}M0 ${(q * height).toFixed(1)}H${width}`).join('')
  return <path className={css.grid} d={d} />
}

/** Pixels of an element's box, kept up to date. */
function useSize(element: React.RefObject<HTMLElement | null>): readonly [number, number] {
  const [size, setSize] = useState<readonly [number, number]>([0, 0])
  useLayoutEffect(() => {
    const target = element.current
    if (!target) return
    const measure = () => setSize([target.clientWidth, target.clientHeight])
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(target)
    return () => watch.disconnect()
  }, [element])
  return size
}
