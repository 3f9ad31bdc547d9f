/** The windows of the selected node on the picture, while their palette is open: outlines in black and white, never a hue; handles to drag. */
import { useMemo, useState } from 'react'
import type { Window } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import { type Affine, after, inverse } from '../../shared/render/affine.ts'
import { commitBurst } from '../hand/burst.ts'
import type { Hold } from '../hand/grip.ts'
import { beginPress, type Drag } from '../hand/press.ts'
import {
  addCorner,
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
import { carriedBy, holdTrack } from './track-hold.ts'
import { TrackPoints } from './track-points.tsx'
import { hold } from './use-grip.ts'
import css from './window-overlay.module.css'

export function WindowOverlay() {
  const desk = useDesk()
  const open = useDeskValue(
    ['palette', 'play'],
    (d) => ['window', 'track'].includes(d.palettes.open.centre) && d.palettes.outlines && !d.playing,
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
        return window === front ? (
          <Front key={window.id} window={window} carry={carry} place={place} aspect={aspect} />
        ) : (
          <g key={window.id} transform={print(carry)}>
            <path
              d={outlineOf(window).line}
              className={css.quiet}
              onPointerDown={() => desk.palettes.setWindow(window.id)}
            />
          </g>
        )
      })}
      <TrackPoints place={place} />
    </svg>
  )
}
const print = ([a, b, c, d, e, f]: Affine): string => `matrix(${a} ${d} ${b} ${e} ${c} ${f})`
const carried = ([a, b, c, d, e, f]: Affine, [x, y]: Spot): Spot => [a * x + b * y + c, d * x + e * y + f]

interface FrontProps {
  readonly window: Window
  /** From where it is stored to the picture on show, and from where it works, which is what a track moves it in. */
  readonly carry: Affine
  readonly place: Affine
  readonly aspect: number
}

/** Opens a hold on one part of a window of the selected node. */
function holdPart(desk: Desk, window: Window, part: Part): Hold | null {
  const { level, version, node } = desk
  if (!level || !node) return null
  const now = part === 'path' ? window.path : window[part]
  return hold(desk, level, printPath(level, version, node.id, `w.${window.id}/${part}`), 'Window', now)
}

function Front({ window, carry, place, aspect }: FrontProps) {
  const desk = useDesk()
  const [held, setHeld] = useState(false)
  const { line, soft } = outlineOf(window)

  /** Follows a press; `turn` says what the part becomes, from the place of the press to that of the pointer. */
  const press = (
    e: React.PointerEvent<SVGElement>,
    part: Part,
    role: Handle['role'] | 'body',
    turn: (from: Spot, to: Spot) => readonly number[],
  ) => {
    const svg = e.currentTarget.ownerSVGElement
    if (!svg || e.button !== 0) return
    e.stopPropagation()
    const box = svg.getBoundingClientRect()
    const unit = 2 / box.height
    const start: Spot = [(e.clientX - box.x) * unit - aspect, (e.clientY - box.y) * unit - 1]
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
        move: ({ dx, dy }: Drag) => {
          moved = true
          const to: Spot = [start[0] + dx * unit, start[1] + dy * unit]
          const way = [carried(back, start), carried(back, to)] as const
          open?.set(tracks ? carriedBy(window, role, ...way) : turn(...way))
        },
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
    press(e, handle.part, handle.role, (from, to) =>
      dragHandle(window, handle, [at[0] + to[0] - from[0], at[1] + to[1] - from[1]]),
    )
  }
  const outlined = window.kind === 'polygon' || window.kind === 'curve'
  return (
    <g data-window={window.kind} data-held={held} className={css.front}>
      <g transform={print(carry)}>
        {soft.map((path, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: reason: the first is inside, the second outside
          <path key={i} d={path} className={css.soft} />
        ))}
        <path d={line} className={css.dark} />
        <path d={line} className={css.light} />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: reason: the numbers in the palette do the same by keyboard */}
        <path
          d={line}
          className={css.body}
          data-kind={window.kind}
          data-testid="window-body"
          onPointerDown={(e) =>
            press(e, 'shape', 'body', (from, to) => moveWindow(window, [to[0] - from[0], to[1] - from[1]]))
          }
          onDoubleClick={(e) => {
            const box = e.currentTarget.ownerSVGElement!.getBoundingClientRect()
            const unit = 2 / box.height
            const at = carried(inverse(carry), [(e.clientX - box.x) * unit - aspect, (e.clientY - box.y) * unit - 1])
            if (outlined) put('path', addCorner(window, at))
          }}
        />
      </g>
      {handlesOf(window).map((handle) => {
        const [x, y] = carried(carry, handle.at)
        return (
          <g
            key={handle.id}
            className={css.handle}
            data-role={handle.role}
            data-handle={handle.id}
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
