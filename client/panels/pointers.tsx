/** Pointers over the picture: press and hold to point, gone a second after release. Double strokes of black and white, never a hue. */
import { useRef, useState } from 'react'
import { spotAt } from '../hand/place.ts'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { initials } from '../words/words.ts'
import css from './pointers.module.css'

/** How long a pointer stays after its release, milliseconds. */
const decayMs = 1000
type Point = readonly [number, number]

export function Pointers() {
  const desk = useDesk()
  const rooms = useSuiteValue(['rooms'], (s) => s.rooms)
  const aspect = useSuiteValue(['session'], (s) => s.session.timeline.width / s.session.timeline.height)
  const me = useSuiteValue(['session'], (s) => s.session.seats.get(s.seat)?.name ?? '')
  const [own, setOwn] = useState<Point | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const point = (e: React.PointerEvent<SVGSVGElement>) => {
    const at = spotAt(e.currentTarget.getBoundingClientRect(), e, aspect)
    clearTimeout(timer.current)
    setOwn(at)
    desk.suite.point(at)
  }
  const release = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setOwn(null)
      desk.suite.point(null)
    }, decayMs)
  }
  return (
    <svg
      className={css.pointers}
      viewBox={`${-aspect} -1 ${2 * aspect} 2`}
      role="img"
      aria-label="Pointers over the picture"
      onPointerDown={(e) => {
        if (e.button !== 0) return
        e.currentTarget.setPointerCapture(e.pointerId)
        point(e)
      }}
      onPointerMove={(e) => {
        if (e.buttons & 1) point(e)
      }}
      onPointerUp={release}
      onPointerCancel={release}
    >
      {rooms.map((room) => room.pointer && <Mark key={room.seat} at={room.pointer} name={room.name} />)}
      {own && <Mark at={own} name={me} />}
    </svg>
  )
}

function Mark({ at, name }: { at: Point; name: string }) {
  return (
    <g transform={`translate(${at[0].toFixed(4)} ${at[1].toFixed(4)})`} data-pointer={name}>
      <circle r="0.03" className={css.dark} />
      <circle r="0.03" className={css.light} />
      <text x="0.042" y="0.012" className={css.name}>
        {initials(name)}
      </text>
    </g>
  )
}
