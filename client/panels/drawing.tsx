/**
 * Drawings over the picture, in picture units: those of the open note and of the one being made, each on its own frame only. Black and
 * white double strokes, never a hue; nothing lies over the picture when neither is there.
 */
import { getStroke } from 'perfect-freehand'
import { useEffect, useRef, useState } from 'react'
import type { Mark } from '../../shared/suite/notes.ts'
import { spotAt } from '../hand/place.ts'
import type { Tool } from '../state/pen.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { initials } from '../words/words.ts'
import css from './drawing.module.css'

type Point = readonly [number, number]

/** Width of the pen, in picture units: 5 px on a picture 1080 px high. */
const penWidth = 0.01
/** perfect-freehand has lengths of its own in pixels: strokes are shaped at this many units to half a height. */
const fine = 1000
/** Nearest distance of two points of a stroke, in picture units. */
const nearest = 0.003

export function Drawing() {
  const desk = useDesk()
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const aspect = width / height
  const seats = useSuiteValue(['session'], (s) => s.session.seats)
  const clip = useDeskValue(['clip'], (d) => d.clip)
  const frame = useDeskValue(['frame', 'clip'], (d) => (d.clip ? d.frame - d.clip.recordIn + d.clip.sourceIn : null))
  const tool = useDeskValue(['pen'], (d) => d.pen.tool)
  const draft = useDeskValue(['pen'], (d) => d.pen.draft)
  useSuiteValue(['notes'], (s) => s.notes)
  const open = useDeskValue(['pen'], (d) => d.note)
  const [going, setGoing] = useState<Mark | null>(null)
  const points = useRef<number[]>([])
  const here = (of: { readonly clip: string; readonly frame: number } | null): boolean =>
    of !== null && of.clip === clip?.id && of.frame === frame
  const drawing = tool !== null && here(draft)

  useEffect(() => {
    if (!drawing) return undefined
    const leave = (e: KeyboardEvent) => {
      if (e.key !== 'Escape') return
      e.preventDefault()
      setGoing(null)
      points.current = []
      desk.pen.take(null)
    }
    window.addEventListener('keydown', leave)
    return () => window.removeEventListener('keydown', leave)
  }, [desk, drawing])

  const at = (svg: SVGSVGElement, e: { readonly clientX: number; readonly clientY: number }): Point => {
    const [x, y] = spotAt(svg.getBoundingClientRect(), e, aspect)
    const hold = (v: number, end: number) => Math.min(end, Math.max(-end, v))
    return [hold(x, aspect), hold(y, 1)]
  }
  const begin = (e: React.PointerEvent<SVGSVGElement>) => {
    if (!drawing || e.button !== 0) return
    const from = at(e.currentTarget, e)
    if (tool === 'pin') {
      desk.pen.pin(from)
      return
    }
    e.currentTarget.setPointerCapture(e.pointerId)
    points.current = [...from]
    setGoing(shape(tool, points.current))
  }
  const move = (e: React.PointerEvent<SVGSVGElement>) => {
    if (!going || !tool || tool === 'pin') return
    const list = points.current
    for (const one of e.nativeEvent.getCoalescedEvents?.() ?? [e.nativeEvent]) {
      const [x, y] = at(e.currentTarget, one)
      const far = Math.hypot(x - list.at(-2)!, y - list.at(-1)!) >= nearest
      if (far && (tool === 'pen' || list.length === 2)) list.push(x, y)
      else if (tool !== 'pen' && list.length > 2) list.splice(2, 2, x, y)
    }
    setGoing(shape(tool, list))
  }
  const end = () => {
    // An ellipse or an arrow without a size is a slip of the hand.
    if (going && (going.kind === 'pen' || points.current.length === 4)) desk.pen.add(going)
    points.current = []
    setGoing(null)
  }

  const shown = draft ? (here(draft) ? draft : null) : here(open) ? open : null
  if (!shown) return null
  const by = seats.get(shown === open ? open.seat : desk.suite.seat)?.name ?? ''
  return (
    <svg
      className={css.drawing}
      viewBox={`${-aspect} -1 ${2 * aspect} 2`}
      role="img"
      aria-label={draft ? 'Drawing of your note' : 'Drawing of the open note'}
      data-testid="drawing"
      data-tool={drawing ? tool : undefined}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onContextMenu={(e) => {
        e.preventDefault()
        points.current = []
        setGoing(null)
      }}
    >
      {shown.marks.map((mark) => (
        <MarkShape key={`${mark.kind} ${mark.numbers.join(' ')}`} mark={mark} />
      ))}
      {going && <MarkShape mark={going} />}
      {shown.spot && <Spot at={shown.spot} name={by} />}
    </svg>
  )
}

/** What a tool makes of the points of a press: the pen all of them, the others the first and the last. */
function shape(tool: Exclude<Tool, 'pin'>, list: readonly number[]): Mark {
  if (tool === 'pen') return { kind: 'pen', numbers: [...list] }
  const [x, y] = list as [number, number]
  const [toX, toY] = [list[2] ?? x, list[3] ?? y]
  if (tool === 'arrow') return { kind: 'arrow', numbers: [x, y, toX, toY] }
  return { kind: 'ellipse', numbers: [(x + toX) / 2, (y + toY) / 2, Math.abs(toX - x) / 2, Math.abs(toY - y) / 2] }
}

function MarkShape({ mark: { kind, numbers } }: { readonly mark: Mark }) {
  if (kind === 'pen')
    return <path data-mark="pen" className={css.pen} transform={`scale(${1 / fine})`} d={strokePath(numbers)} />
  const [a, b, c, d] = numbers as [number, number, number, number]
  if (kind === 'ellipse')
    return (
      <g data-mark="ellipse">
        <ellipse cx={a} cy={b} rx={c} ry={d} className={css.dark} />
        <ellipse cx={a} cy={b} rx={c} ry={d} className={css.light} />
      </g>
    )
  const path = arrowPath(a, b, c, d)
  return (
    <g data-mark="arrow">
      <path d={path} className={css.dark} />
      <path d={path} className={css.light} />
    </g>
  )
}

function Spot({ at: [x, y], name }: { readonly at: Point; readonly name: string }) {
  return (
    <g data-spot={`${x} ${y}`} transform={`translate(${x} ${y})`}>
      <path d="M -0.02 0 H 0.02 M 0 -0.02 V 0.02" className={css.dark} />
      <path d="M -0.02 0 H 0.02 M 0 -0.02 V 0.02" className={css.light} />
      <text x="0.028" y="-0.014" className={css.name}>
        {initials(name)}
      </text>
    </g>
  )
}

/** The outline of a stroke of the pen, in thousandths of half a height. */
function strokePath(numbers: readonly number[]): string {
  const points: [number, number][] = []
  for (let i = 0; i + 1 < numbers.length; i += 2) points.push([numbers[i]! * fine, numbers[i + 1]! * fine])
  const outline = getStroke(points, {
    size: penWidth * fine,
    thinning: 0.3,
    smoothing: 0.5,
    streamline: 0.2,
    last: true,
  })
  return outline.length === 0 ? '' : `M ${outline.map(([x, y]) => `${x!.toFixed(1)} ${y!.toFixed(1)}`).join(' L ')} Z`
}

/** A shaft and two barbs at the second end, a fifth of its length and no more than 0.08 long. */
function arrowPath(x: number, y: number, toX: number, toY: number): string {
  const length = Math.hypot(toX - x, toY - y) || 1
  const barb = Math.min(0.08, length / 3)
  const [ux, uy] = [(toX - x) / length, (toY - y) / length]
  const tip = (side: number) => {
    const [bx, by] = [toX - barb * (ux * 0.87 - side * uy * 0.5), toY - barb * (uy * 0.87 + side * ux * 0.5)]
    return `${bx} ${by}`
  }
  return `M ${x} ${y} L ${toX} ${toY} M ${tip(1)} L ${toX} ${toY} L ${tip(-1)}`
}
