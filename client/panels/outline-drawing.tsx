/** An outline being drawn: a press adds a corner, a drag its handles, a press on the first point closes it, in one undo step. */
import { useEffect, useRef, useState } from 'react'
import type { Window } from '../../shared/doc/grade.ts'
import { type Affine, inverse } from '../../shared/render/affine.ts'
import { commitBurst } from '../hand/burst.ts'
import { closes, nearPoint, placePoint, pullPoint } from '../hand/outline.ts'
import { spotAt } from '../hand/place.ts'
import { intoPath, outlineOf, placedPoints, type Spot } from '../hand/window.ts'
import { useDesk } from '../state/use-desk.ts'
import css from './window-overlay.module.css'
import { carried, holdPart } from './window-overlay.tsx'

export interface OutlineDrawingProps {
  readonly window: Window
  readonly carry: Affine
  readonly aspect: number
}

export function OutlineDrawing({ window: drawn, carry, aspect }: OutlineDrawingProps) {
  const desk = useDesk()
  const [path, setPath] = useState<readonly number[]>([])
  const [to, setTo] = useState<Spot | null>(null)
  const pulling = useRef(false)
  const latest = useRef(path)
  latest.current = path

  const close = () => {
    if (latest.current.length < 18) return desk.say('An outline has three points or more.')
    commitBurst()
    const held = holdPart(desk, drawn, 'path', latest.current)
    if (!held) return
    held.set(latest.current)
    held.commit()
  }
  useEffect(() => {
    desk.setHint(`Draw the ${drawn.kind}: click adds a point, drag bends it, click the first one closes`)
    const key = (e: KeyboardEvent) => {
      if (latest.current.length === 0) return
      if (e.key === 'Escape') setPath([])
      else if (e.key === 'Backspace') setPath((was) => was.slice(0, -6))
      else if (e.key === 'Enter') close()
      else return
      e.preventDefault()
      e.stopImmediatePropagation()
    }
    window.addEventListener('keydown', key, { capture: true })
    return () => {
      desk.setHint('')
      window.removeEventListener('keydown', key, { capture: true })
    }
  })

  const at = (e: React.PointerEvent<SVGElement>): Spot => {
    const spot = spotAt(e.currentTarget.ownerSVGElement!.getBoundingClientRect(), e, aspect)
    return intoPath(drawn, carried(inverse(carry), spot))
  }
  const near = () => (nearPoint * desk.framing.fit) / desk.framing.scale
  const shown = { ...drawn, path }
  const points = placedPoints(shown)
  const last = points.at(-1)
  // The line goes on to the pointer; the way back is not drawn before it is closed.
  const line = path.length === 0 ? '' : outlineOf(to ? { ...drawn, path: placePoint(path, to) } : shown).line
  const open = line.slice(0, Math.max(line.lastIndexOf('C'), line.lastIndexOf('L')))
  const { a, b, c, d, e: f, g } = { a: carry[0], b: carry[3], c: carry[1], d: carry[4], e: carry[2], g: carry[5] }
  return (
    <g data-window={drawn.kind} data-drawing="true">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: an outline is drawn by a pointer */}
      <rect
        x={-aspect}
        y={-1}
        width={2 * aspect}
        height={2}
        className={css.boxing}
        data-testid="outline-drawing"
        onPointerDown={(e) => {
          if (e.button === 2) return setPath((was) => was.slice(0, -6))
          if (e.button !== 0) return
          e.stopPropagation()
          const spot = at(e)
          if (closes(path, spot, near())) return close()
          e.currentTarget.setPointerCapture(e.pointerId)
          pulling.current = drawn.kind === 'curve'
          setTo(null)
          setPath((was) => placePoint(was, spot))
        }}
        onPointerMove={(e) => {
          const spot = at(e)
          if (!(e.buttons & 1)) return setTo(spot)
          const k = latest.current.length - 6
          const from = [latest.current[k] ?? 0, latest.current[k + 1] ?? 0] as const
          // A hand that presses is not yet a hand that pulls.
          if (pulling.current && Math.hypot(spot[0] - from[0], spot[1] - from[1]) > near() / 3)
            setPath((was) => pullPoint(was, spot))
        }}
        onPointerUp={() => {
          pulling.current = false
        }}
        onContextMenu={(e) => e.preventDefault()}
      />
      <g transform={`matrix(${a} ${b} ${c} ${d} ${f} ${g})`} pointerEvents="none">
        <path d={open} className={css.dark} />
        <path d={open} className={css.light} />
        {last && pulling.current && <path d={`M${last.from.join(' ')}L${last.to.join(' ')}`} className={css.light} />}
      </g>
      {points.map(({ at: spot }, i) => {
        const [x, y] = carried(carry, spot)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: reason: points have no other name
          <g key={i} transform={`translate(${x.toFixed(4)} ${y.toFixed(4)})`} pointerEvents="none">
            <rect x="-0.009" y="-0.009" width="0.018" height="0.018" className={css.knob} />
          </g>
        )
      })}
    </g>
  )
}
