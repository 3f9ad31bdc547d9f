/** The windows of the selected node on the picture, while their palette is open: outlines in black and white, never a hue; handles to drag. */
import { useMemo, useState } from 'react'
import type { Window } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import { type Affine, after, inverse } from '../../shared/render/affine.ts'
import { commitBurst } from '../hand/burst.ts'
import type { Hold } from '../hand/grip.ts'
import { boxed, dragTangent, movePoints, splitLine } from '../hand/outline.ts'
import { spotAt } from '../hand/place.ts'
import { beginPress, type Drag } from '../hand/press.ts'
import {
  dragHandle,
  type Handle,
  handlesOf,
  moveWindow,
  outlineOf,
  type Part,
  removeCorner,
  type Spot,
} from '../hand/window.ts'
import type { Desk } from '../state/desk.ts'
import { windowsHere } from '../state/tracks.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { type Places, placeOf, placesOf } from '../state/window-place.ts'
import { OutlineDrawing } from './outline-drawing.tsx'
import { PointBox } from './point-box.tsx'
import { carriedBy, holdTrack } from './track-hold.ts'
import { TrackPoints } from './track-points.tsx'
import { hold } from './use-grip.ts'
import css from './window-overlay.module.css'

export function WindowOverlay() {
  const desk = useDesk()
  const open = useDeskValue(
    ['palette', 'play'],
    (d) => ['window', 'track'].includes(d.palettes.open.centre) && d.palettes.outlines !== 'none' && !d.playing,
  )
  if (!open || desk.suite.role !== 'colorist') return null
  return <Outlines />
}

/** From the place a window works in to the picture on show. */
function usePlace(): Affine {
  const { timeline, media } = useSuiteValue(['session'], (s) => s.session)
  const text = useDeskValue(['clip', 'graph', 'frame'], (d) => JSON.stringify(placesOf(d)))
  return useMemo(() => placeOf(JSON.parse(text) as Places | null, timeline, media), [text, media, timeline])
}

function Outlines() {
  const desk = useDesk()
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const aspect = width / height
  const windows = useDeskValue(['clip', 'graph', 'frame', 'track'], windowsHere)
  const chosen = useDeskValue(['palette'], (d) => d.palettes.window)
  const alone = useDeskValue(['palette'], (d) => d.palettes.outlines === 'one')
  const place = usePlace()
  const front = windows.find(({ id }) => id === chosen) ?? windows[0]
  return (
    <svg
      className={css.overlay}
      viewBox={`${-aspect} -1 ${2 * aspect} 2`}
      role="img"
      aria-label="Windows of this node"
      data-testid="windows"
    >
      {windows.map((window) => {
        const carry = window.carry ? after(place, window.carry as Affine) : place
        if (window === front)
          return outlined(window) && window.path.length === 0 ? (
            <OutlineDrawing key={window.id} window={window} carry={carry} aspect={aspect} />
          ) : (
            <Front key={window.id} window={window} carry={carry} place={place} aspect={aspect} />
          )
        return (
          !alone && (
            <g key={window.id} transform={print(carry)}>
              <path
                d={outlineOf(window).line}
                className={css.quiet}
                onPointerDown={() => desk.palettes.setWindow(window.id)}
              />
            </g>
          )
        )
      })}
      <TrackPoints place={place} />
    </svg>
  )
}
const outlined = ({ kind }: Window): boolean => kind === 'polygon' || kind === 'curve'
const print = ([a, b, c, d, e, f]: Affine): string => `matrix(${a} ${d} ${b} ${e} ${c} ${f})`
export const carried = ([a, b, c, d, e, f]: Affine, [x, y]: Spot): Spot => [a * x + b * y + c, d * x + e * y + f]

const nothing: ReadonlySet<number> = new Set()

interface FrontProps {
  readonly window: Window
  /** From where it is stored to the picture on show, and from where it works, which is what a track moves it in. */
  readonly carry: Affine
  readonly place: Affine
  readonly aspect: number
}

/** Opens a hold on one part of a window of the selected node. */
export function holdPart(desk: Desk, window: Window, part: Part, now: readonly number[] = window[part]): Hold | null {
  const { level, version, node } = desk
  if (!level || !node) return null
  return hold(desk, level, printPath(level, version, node.id, `w.${window.id}/${part}`), 'Window', now)
}

function Front({ window, carry, place, aspect }: FrontProps) {
  const desk = useDesk()
  const [held, setHeld] = useState(false)
  const [picked, setPicked] = useState<ReadonlySet<number>>(nothing)
  const { line, soft } = outlineOf(window)
  const intoWindow = (spot: Spot) => carried(inverse(carry), spot)

  /** Follows a press; `turn` says what the part becomes, from the place of the press to that of the pointer. */
  const press = (
    e: React.PointerEvent<SVGElement>,
    part: Part,
    role: Handle['role'] | 'body',
    turn: (from: Spot, to: Spot, drag: Drag) => readonly number[],
    still?: (at: Spot) => void,
  ) => {
    const svg = e.currentTarget.ownerSVGElement
    if (!svg || e.button !== 0) return
    e.stopPropagation()
    const box = svg.getBoundingClientRect()
    const unit = 2 / box.height
    const start = spotAt(box, e, aspect)
    // By its track a window is moved in the picture, by its shape before any track carries it.
    const tracks = part === 'shape' && desk.tracking.mode !== 'clip'
    const back = inverse(tracks ? place : carry)
    let open: Hold | null = null
    let moved = false
    const close = (how: 'commit' | 'discard') => {
      setHeld(false)
      open?.[how]()
    }
    beginPress(
      e.currentTarget as unknown as HTMLElement,
      e.nativeEvent,
      {
        start: () => {
          commitBurst()
          open = tracks ? holdTrack(desk, window) : holdPart(desk, window, part)
          setHeld(open !== null)
          return open !== null
        },
        move: (drag: Drag) => {
          moved = true
          const to: Spot =
            // Alt breaks a tangent: it is not fine then.
            role === 'tangent'
              ? spotAt(box, { clientX: drag.x, clientY: drag.y }, aspect)
              : [start[0] + drag.dx * unit, start[1] + drag.dy * unit]
          const way = [carried(back, start), carried(back, to)] as const
          open?.set(tracks ? carriedBy(window, role, ...way) : turn(...way, drag))
        },
        ...(still ? { still: () => still(carried(back, start)) } : {}),
        end: () => close(moved ? 'commit' : 'discard'),
        abort: () => close('discard'),
      },
      { lock: false },
    )
  }
  const put = (part: Part, value: readonly number[] | null) => {
    commitBurst()
    const open = value && holdPart(desk, window, part)
    if (!open || !value) return
    open.set(value)
    open.commit()
  }
  const grab = (handle: Handle) => (e: React.PointerEvent<SVGElement>) => {
    if (handle.role === 'point' && e.button === 1) {
      e.preventDefault()
      put('path', removeCorner(window, Number(handle.id.slice('point'.length))))
      return
    }
    const at = handle.at
    const by = (from: Spot, to: Spot): Spot => [at[0] + to[0] - from[0], at[1] + to[1] - from[1]]
    if (handle.role === 'tangent') {
      const side = handle.id.startsWith('in') ? 'in' : 'out'
      const point = Number(handle.id.slice(side.length))
      press(e, 'path', 'tangent', (from, to, { alt }) => dragTangent(window, point, side, by(from, to), alt))
    } else if (handle.role === 'point') {
      const point = Number(handle.id.slice('point'.length))
      if (!picked.has(point)) setPicked(new Set([point]))
      press(e, 'path', 'point', (from, to) => movePoints(window, picked, point, by(from, to)))
    } else press(e, handle.part, handle.role, (from, to) => dragHandle(window, handle, by(from, to)))
  }
  return (
    <g data-window={window.kind} data-held={held} className={css.front}>
      <g transform={print(carry)}>
        {soft.map((path, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: reason: the first is inside, the second outside
          <path key={i} d={path} className={css.soft} />
        ))}
        <path d={line} className={css.dark} />
        <path d={line} className={css.light} />
        <path
          d={line}
          className={css.body}
          data-kind={window.kind}
          data-testid="window-body"
          onPointerDown={(e) =>
            press(e, 'shape', 'body', (from, to) => moveWindow(window, [to[0] - from[0], to[1] - from[1]]))
          }
        />
        {outlined(window) && (
          <path
            d={line}
            className={css.edge}
            data-testid="window-edge"
            onPointerDown={(e) =>
              press(
                e,
                'shape',
                'body',
                (from, to) => moveWindow(window, [to[0] - from[0], to[1] - from[1]]),
                (at) => put('path', splitLine(window, at)),
              )
            }
          />
        )}
      </g>
      {outlined(window) && (
        <PointBox aspect={aspect} pick={(a, b) => setPicked(boxed(window, intoWindow(a), intoWindow(b)))} />
      )}
      {handlesOf(window).map((handle) => {
        const [x, y] = carried(carry, handle.at)
        return (
          <g
            key={handle.id}
            className={css.handle}
            data-role={handle.role}
            data-handle={handle.id}
            data-picked={handle.role === 'point' && picked.has(Number(handle.id.slice('point'.length)))}
            transform={`translate(${x.toFixed(4)} ${y.toFixed(4)})`}
            onPointerDown={grab(handle)}
          >
            <circle r="0.03" className={css.reach} />
            {handle.role === 'size' || handle.role === 'point' ? (
              <rect x="-0.009" y="-0.009" width="0.018" height="0.018" className={css.knob} />
            ) : (
              <circle r={handle.role === 'turn' ? 0.011 : 0.008} className={css.knob} />
            )}
          </g>
        )
      })}
    </g>
  )
}
