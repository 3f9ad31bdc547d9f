/** The tracker: both ways, what of a movement is followed, what a hand on the window moves, and the track over the clip's frames. */
import { useMemo } from 'react'
import type { Window } from '../../shared/doc/grade.ts'
import { type Carry, carryAt, type Tracked } from '../../shared/doc/track.ts'
import { bridge } from '../../shared/track/bridge.ts'
import { writeTrack } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { commitBurst } from '../hand/burst.ts'
import {
  ArrowLeftRight,
  ArrowLeftToLine,
  ArrowRightToLine,
  type LucideIcon,
  Square,
  StepBack,
  StepForward,
} from '../icons/index.ts'
import type { ActionId } from '../keys/keymap.ts'
import type { Desk } from '../state/desk.ts'
import { movesAt, movesOf } from '../state/track-curves.ts'
import type { TrackMode } from '../state/tracking.ts'
import { placeAtHand, sourceFrame, trackedFrames, windowAtHand } from '../state/tracks.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { TrackGraph } from './track-graph.tsx'
import css from './track-palette.module.css'
import { useAction } from './use-actions.ts'

const titles = { pan: 'Pan', tilt: 'Tilt', zoom: 'Zoom', rotate: 'Rotate' } as const
const modes: Readonly<Record<TrackMode, readonly [word: string, title: string]>> = {
  clip: ['Clip', 'A hand on the window moves it in every frame: its track stays as it is'],
  frame: ['Frame', 'A hand on the window moves it in this frame alone'],
  onward: ['From here', 'A hand on the window moves its track from this frame on'],
}

export function TrackPalette() {
  const disabled = useDesk().suite.role !== 'colorist'
  return (
    <div className={css.body}>
      <div className={css.left}>
        <Runs />
        <Follows disabled={disabled} />
        <Modes disabled={disabled} />
        <Readout />
        <Progress />
      </div>
      <Track disabled={disabled} />
    </div>
  )
}

function Run({ id, icon }: { readonly id: ActionId; readonly icon: LucideIcon }) {
  const { title, keys, may, press } = useAction(id)
  return <IconButton icon={icon} title={title} keys={keys} disabled={!may} press={press} />
}

function Runs() {
  const stop = useAction('track-stop')
  const running = useDeskValue(['track'], (d) => d.tracking.run !== null)
  return (
    <div className={css.runs} role="toolbar" aria-label="Tracking">
      <Run id="track-back" icon={ArrowLeftToLine} />
      <Run id="track-back-one" icon={StepBack} />
      <IconButton icon={Square} title={stop.title} keys={stop.keys} disabled={!running} press={stop.press} />
      <Run id="track-on" icon={StepForward} />
      <Run id="track-forward" icon={ArrowRightToLine} />
      <Run id="track-both" icon={ArrowLeftRight} />
    </div>
  )
}

function Follows({ disabled }: { readonly disabled: boolean }) {
  const desk = useDesk()
  const may = useDeskValue(['track'], (d) => d.tracking.may)
  return (
    // biome-ignore lint/a11y/useSemanticElements: reason: a fieldset brings a frame of its own
    <div className={css.row} role="group" aria-label="What is followed">
      {movesOf.map((which) => (
        <Button
          key={which}
          pressed={may[which]}
          disabled={disabled}
          title={`${titles[which]} of what the window stands on is followed: ${may[which] ? 'yes' : 'no'}`}
          press={() => desk.tracking.setMay({ [which]: !may[which] })}
        >
          {titles[which]}
        </Button>
      ))}
    </div>
  )
}

function Modes({ disabled }: { readonly disabled: boolean }) {
  const desk = useDesk()
  const mode = useDeskValue(['track'], (d) => d.tracking.mode)
  return (
    // biome-ignore lint/a11y/useSemanticElements: reason: a fieldset brings a frame of its own
    <div className={css.row} role="group" aria-label="What a hand on the window moves">
      {(Object.keys(modes) as TrackMode[]).map((one) => (
        <Button
          key={one}
          pressed={mode === one}
          disabled={disabled}
          title={modes[one][1]}
          press={() => desk.tracking.setMode(one)}
        >
          {modes[one][0]}
        </Button>
      ))}
    </div>
  )
}

/** How far a run is, and how sure of itself. */
function Progress() {
  // As one line of text: a frame that says nothing new draws nothing.
  const text = useDeskValue(['track'], ({ tracking: { run } }) =>
    run
      ? `${run.done} ${run.total} ${run.newest?.points.length ?? 0} ${Math.round((run.newest?.trust ?? 0) * 100)}`
      : '',
  )
  if (text === '') return <p className={css.quiet}>T tracks the window to the end of the clip.</p>
  const [done, total, points, trust] = text.split(' ').map(Number) as [number, number, number, number]
  return (
    <div className={css.progress}>
      <progress max={total} value={done} aria-label="Frames tracked" />
      <p className="numbers">
        {done} of {total} frames
        <br />
        {points} points agree, {trust} % sure
      </p>
    </div>
  )
}

/** What the palette shows: the window under the hands and its track, with what is being found now. */
interface Shown {
  readonly window: Window
  readonly name: string
  readonly tracked: readonly Tracked[]
  /** Of the source picture, pixels. */
  readonly height: number
}

function shownIn(desk: Desk): Shown | null {
  const place = placeAtHand(desk)
  const window = windowAtHand(desk)
  if (!place || !window) return null
  const stored = trackedFrames(desk.suite.drawn, place)
  const height = (desk.clip && desk.suite.session.media.get(desk.clip.media)?.height) || 1080
  const { run } = desk.tracking
  const name = window.name || `Window ${(desk.node?.windows.findIndex(({ id }) => id === window.id) ?? 0) + 1}`
  if (run?.place.window !== window.id) return { window, name, tracked: stored, height }
  const all = new Map<number, Carry>([...stored, ...run.found])
  return { window, name, tracked: [...all].sort(([p], [q]) => p - q), height }
}

function Track({ disabled }: { readonly disabled: boolean }) {
  const desk = useDesk()
  const shown = useDeskValue(['clip', 'graph', 'palette', 'track'], shownIn)
  const span = useDeskValue(['track', 'clip'], (d) => d.tracking.span)
  const running = useDeskValue(['track'], (d) => d.tracking.run !== null)
  const clip = useDeskValue(['clip'], (d) => d.clip)
  if (!shown || !clip)
    return (
      <p className={css.none}>
        No window on this node of the clip: add one, put it on what is to be followed, and track it.
      </p>
    )
  const { window, name, tracked, height } = shown
  const within = span ? tracked.filter(([frame]) => frame >= span[0] && frame <= span[1]) : []
  const write = (label: string, frames: readonly (readonly [number, Carry | null])[]) => {
    commitBurst()
    writeTrack(desk, label, frames)
  }
  const fill = () => {
    if (!span) return
    const frames = bridge(tracked, span[0], span[1])
    if (frames) write('Interpolate track', frames)
    else desk.say('Nothing to interpolate between: the chosen frames reach an end of the track.')
  }
  return (
    <div className={css.track}>
      <TrackGraph window={window} tracked={tracked} height={height} />
      <div className={css.edits}>
        <span className={css.quiet}>
          {span ? `${span[0] - clip.sourceIn} to ${span[1] - clip.sourceIn}` : 'Drag to choose'}
        </span>
        <Button
          disabled={disabled || running || within.length === 0}
          title="The track of the chosen frames goes: the window goes straight from what is before to what is after"
          press={() =>
            write(
              'Delete track',
              within.map(([frame]) => [frame, null]),
            )
          }
        >
          Delete
        </Button>
        <Button
          disabled={disabled || running || !span || tracked.length < 2}
          title="The chosen frames go smoothly from what is before to what is after"
          press={fill}
        >
          Interpolate
        </Button>
        <Button
          disabled={disabled || running || tracked.length === 0}
          title={`The whole track of ${name} goes`}
          press={() =>
            write(
              'Clear track',
              tracked.map(([frame]) => [frame, null]),
            )
          }
        >
          Clear
        </Button>
      </div>
    </div>
  )
}

/** The four numbers at the playhead, each in the colour of its curve. */
function Readout() {
  const shown = useDeskValue(['clip', 'graph', 'palette', 'track'], shownIn)
  return shown && <Numbers {...shown} />
}

/** To a tenth, without a nought that is negative. */
const print = (value: number): string => (Math.round(value * 10) / 10 + 0).toFixed(1)

function Numbers({ window, name, tracked, height }: Shown) {
  const frame = useDeskValue(['frame', 'clip'], sourceFrame)
  const moves = useMemo(() => {
    if (tracked.length === 0) return null
    const run: [number, readonly number[]][] = tracked.map(([at, carry]) => [at, carry])
    const carry = carryAt(run, frame)
    return carry && movesAt(window, height, carry)
  }, [window, tracked, height, frame])
  const here = tracked.some(([at]) => at === frame)
  return (
    // biome-ignore lint/a11y/useSemanticElements: reason: a fieldset brings a frame of its own
    <div className={css.readout} role="group" aria-label="Track at the playhead">
      <strong>{name}</strong>
      <span className={css.quiet}>{moves === null ? 'no track yet' : here ? '' : 'not tracked here'}</span>
      {moves !== null && (
        <>
          <span data-move="pan">Pan {print(moves.pan)} px</span>
          <span data-move="tilt">Tilt {print(moves.tilt)} px</span>
          <span data-move="zoom">Zoom {moves.zoom.toFixed(3)}</span>
          <span data-move="rotate">Rotate {print(moves.rotate)}°</span>
        </>
      )}
    </div>
  )
}
