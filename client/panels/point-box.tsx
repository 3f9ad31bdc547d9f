/** While Shift is held: a drag over the picture boxes the points of the outline under the hands. */
import { useEffect, useState } from 'react'
import { spotAt } from '../hand/place.ts'
import { beginPress } from '../hand/press.ts'
import type { Spot } from '../hand/window.ts'
import css from './window-overlay.module.css'

export interface PointBoxProps {
  readonly aspect: number
  /** Told of two corners of the box, in half heights of the picture, as it is drawn. */
  readonly pick: (from: Spot, to: Spot) => void
}

export function PointBox({ aspect, pick }: PointBoxProps) {
  const [shift, setShift] = useState(false)
  const [box, setBox] = useState<readonly [Spot, Spot] | null>(null)
  useEffect(() => {
    const key = (e: KeyboardEvent) => setShift(e.shiftKey)
    const leave = () => setShift(false)
    window.addEventListener('keydown', key)
    window.addEventListener('keyup', key)
    window.addEventListener('blur', leave)
    return () => {
      window.removeEventListener('keydown', key)
      window.removeEventListener('keyup', key)
      window.removeEventListener('blur', leave)
    }
  }, [])
  if (!shift && !box) return null
  const begin = (e: React.PointerEvent<SVGRectElement>) => {
    const svg = e.currentTarget.ownerSVGElement
    if (!svg || e.button !== 0) return
    e.stopPropagation()
    const from = spotAt(svg.getBoundingClientRect(), e, aspect)
    beginPress(
      e.currentTarget as unknown as HTMLElement,
      e.nativeEvent,
      {
        start: () => true,
        move: ({ x, y }) => {
          const to = spotAt(svg.getBoundingClientRect(), { clientX: x, clientY: y }, aspect)
          setBox([from, to])
          pick(from, to)
        },
        end: () => setBox(null),
        abort: () => {
          setBox(null)
          pick(from, from)
        },
        still: () => pick(from, from),
      },
      { lock: false },
    )
  }
  const [a, b] = box ?? [
    [0, 0],
    [0, 0],
  ]
  const place = {
    x: Math.min(a[0], b[0]),
    y: Math.min(a[1], b[1]),
    width: Math.abs(a[0] - b[0]),
    height: Math.abs(a[1] - b[1]),
  }
  return (
    <>
      <rect x={-aspect} y={-1} width={2 * aspect} height={2} className={css.boxing} onPointerDown={begin} />
      {box && (
        <>
          <rect {...place} className={css.dark} />
          <rect {...place} className={css.light} />
        </>
      )}
    </>
  )
}
