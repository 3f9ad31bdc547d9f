/** The track of the window under the hands over the frames of its clip: four curves, gaps, where it was lost, the playhead, a span to choose. */
import { useMemo, useRef } from 'react'
import type { Window } from '../../shared/doc/grade.ts'
import type { Tracked } from '../../shared/doc/track.ts'
import { go } from '../actions/transport.ts'
import { beginPress } from '../hand/press.ts'
import { type Curves, curvesOf, type Moves, movesOf, reachOf } from '../state/track-curves.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './track-graph.module.css'

/** Units of the drawing: across, those of one frame; down, those of the whole. */
const HIGH = 100
/** A curve at its furthest is so far from the middle. */
const REACH = 44

export interface TrackGraphProps {
  readonly window: Window
  readonly tracked: readonly Tracked[]
  /** Of the source picture, pixels. */
  readonly height: number
}

/** The line of one curve: whole where frames follow each other, and the straight ways over gaps. */
function lineOf(curves: Curves, which: keyof Moves, reach: Moves, first: number): { whole: string; gaps: string } {
  let [whole, gaps] = ['', '']
  let last: readonly [frame: number, at: string] | null = null
  for (const [frame, moves] of curves) {
    const value = which === 'zoom' ? moves.zoom - 1 : moves[which]
    // Up is to the right, upwards, larger, clockwise.
    const y = HIGH / 2 + ((which === 'tilt' ? 1 : -1) * value * REACH) / reach[which]
    const at = `${frame - first + 0.5} ${y.toFixed(2)}`
    if (last && last[0] === frame - 1) whole += `L${at}`
    else {
      if (last) gaps += `M${last[1]}L${at}`
      whole += `M${frame - first + 0.3} ${y.toFixed(2)}L${at}`
    }
    last = [frame, at]
  }
  return { whole, gaps }
}

export function TrackGraph({ window, tracked, height }: TrackGraphProps) {
  const desk = useDesk()
  const box = useRef<HTMLDivElement>(null)
  const clip = useDeskValue(['clip'], (d) => d.clip)!
  const span = useDeskValue(['track', 'clip'], (d) => d.tracking.span)
  const lost = useDeskValue(['track'], (d) => d.tracking.lost)
  const first = clip.sourceIn
  const lines = useMemo(() => {
    const curves = curvesOf(window, height, tracked)
    const reach = reachOf(curves)
    return movesOf.map((which) => ({ which, ...lineOf(curves, which, reach, first) }))
  }, [window, height, tracked, first])
  const frameAt = (x: number): number => {
    const { x: left, width } = box.current!.getBoundingClientRect()
    const at = Math.floor(((x - left) / width) * clip.length)
    return first + Math.min(clip.length - 1, Math.max(0, at))
  }
  const show = (frame: number) => go(desk, frame - first + clip.recordIn)
  const press = (e: React.PointerEvent<HTMLElement>) => {
    if (e.button !== 0) return
    const from = frameAt(e.clientX)
    const had = desk.tracking.span
    beginPress(
      e.currentTarget,
      e.nativeEvent,
      {
        start: () => true,
        move: ({ x }) => {
          const to = frameAt(x)
          desk.tracking.setSpan([Math.min(from, to), Math.max(from, to)])
        },
        end: () => {},
        abort: () => desk.tracking.setSpan(had),
        still: () => {
          desk.tracking.setSpan(null)
          show(from)
        },
      },
      { lock: false },
    )
  }
  const turn = (e: React.KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key]
    if (by === undefined || !e.shiftKey || e.altKey || e.ctrlKey || e.metaKey) return
    // The span grows or shrinks at the end the playhead is at.
    e.preventDefault()
    e.stopPropagation()
    const at = desk.frame - clip.recordIn + first
    const [low, high] = desk.tracking.span ?? [at, at]
    const fixed = at === low ? high : low
    const to = Math.min(first + clip.length - 1, Math.max(first, at + by))
    desk.tracking.setSpan([Math.min(fixed, to), Math.max(fixed, to)])
    show(to)
  }
  const share = (frames: number): string => `${((frames / clip.length) * 100).toFixed(3)}%`
  const marks = [...lost].flatMap((one) => {
    const [id, frame] = one.split('@')
    return id === window.id ? [Number(frame)] : []
  })
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label="Frames of the track"
      aria-valuemin={first}
      aria-valuemax={first + clip.length - 1}
      aria-valuenow={Math.min(first + clip.length - 1, Math.max(first, desk.frame - clip.recordIn + first))}
      aria-valuetext={span ? `frames ${span[0]} to ${span[1]} chosen` : `${tracked.length} frames tracked`}
      title="Click: go there · drag, or Shift with the arrow keys: choose frames"
      className={css.graph}
      data-testid="track-graph"
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={press}
      onKeyDown={turn}
    >
      <svg viewBox={`0 0 ${clip.length} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 ${HIGH / 2}H${clip.length}`} className={css.rest} />
        {lines.map(({ which, whole, gaps }) => (
          <g key={which} data-curve={which}>
            <path d={gaps} className={css.gap} />
            <path d={whole} className={css.line} />
          </g>
        ))}
      </svg>
      {marks.map((frame) => (
        <span key={frame} className={css.lost} style={{ left: share(frame - first + 0.5) }} title="Lost here">
          ×
        </span>
      ))}
      {span && (
        <span className={css.span} style={{ left: share(span[0] - first), width: share(span[1] - span[0] + 1) }} />
      )}
      <Playhead />
    </div>
  )
}

function Playhead() {
  const at = useDeskValue(['frame', 'clip'], ({ clip, frame }) =>
    clip ? ((frame - clip.recordIn + 0.5) / clip.length) * 100 : 0,
  )
  return <span className={css.head} style={{ left: `${at.toFixed(3)}%` }} />
}
