/** Jog bar as long as the clip, and the buttons under it. */
import { useRef } from 'react'
import { go } from '../actions/transport.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { beginSeek } from '../hand/press.ts'
import type { LucideIcon } from '../icons/index.ts'
import {
  ChevronFirst,
  ChevronLast,
  Pause,
  Play,
  Repeat,
  SkipBack,
  SkipForward,
  StepBack,
  StepForward,
} from '../icons/index.ts'
import type { ActionId } from '../keys/keymap.ts'
import { printTimecode } from '../keys/timecode-entry.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import css from './transport.module.css'
import { useAction } from './use-actions.ts'

const ActionButton = ({
  id,
  icon,
  pressed,
  title,
}: {
  id: ActionId
  icon: LucideIcon
  pressed?: boolean
  title?: string
}) => {
  const action = useAction(id)
  return (
    <IconButton
      icon={icon}
      title={title ?? action.title}
      keys={action.keys}
      {...(pressed === undefined ? {} : { pressed })}
      disabled={!action.may}
      press={action.press}
    />
  )
}

/** The jog bar of the clip on show, with marks where its notes stand. */
export function JogBar() {
  const desk = useDesk()
  const element = useRef<HTMLDivElement>(null)
  const clip = useDeskValue(['clip'], (d) => d.clip)
  const frame = useDeskValue(['frame'], (d) => d.frame)
  const notes = useSuiteValue(['notes'], (s) => s.notes)
  const marks = useDeskValue(['view'], (d) => [d.marks.in, d.marks.out] as const)
  if (!clip) return <div className={css.jog} />
  const at = Math.min(Math.max(0, frame - clip.recordIn), clip.length - 1)
  const share = (n: number) => `${clip.length > 1 ? (n / (clip.length - 1)) * 100 : 0}%`
  const seek = (x: number) => {
    const box = element.current!.getBoundingClientRect()
    const to = Math.round(((x - box.x) / box.width) * (clip.length - 1))
    go(desk, clip.recordIn + Math.min(Math.max(0, to), clip.length - 1))
  }
  return (
    <div
      ref={element}
      role="slider"
      tabIndex={0}
      aria-label="Frame of the clip"
      aria-valuemin={0}
      aria-valuemax={clip.length - 1}
      aria-valuenow={at}
      className={css.jog}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={(e) => beginSeek(e.currentTarget, e.nativeEvent, seek)}
    >
      <div className={css.groove} />
      {marks.map((mark, i) =>
        mark === null || mark < clip.recordIn || mark >= clip.recordIn + clip.length ? null : (
          <span
            key={i === 0 ? 'in' : 'out'}
            className={css.range}
            data-end={i === 0 ? 'in' : 'out'}
            style={{ left: share(mark - clip.recordIn) }}
            title={i === 0 ? 'In' : 'Out'}
          />
        ),
      )}
      {notes
        .filter((note) => note.clip === clip.id)
        .map((note) => (
          <span
            key={note.id}
            className={css.mark}
            style={{ left: share(note.frame - clip.sourceIn) }}
            title={note.text}
          />
        ))}
      <span className={css.head} style={{ left: share(at) }} />
    </div>
  )
}

/** Record timecode of the playhead, counted from the timeline's start. */
export function RecordTimecode() {
  const rate = useSuiteValue(['session'], (s) => s.session.timeline.rate)
  const start = useSuiteValue(['session'], (s) => s.session.timeline.startTimecode)
  const frame = useDeskValue(['frame'], (d) => d.frame)
  return (
    <div role="timer" className={`${css.timecode} numbers`} aria-label="Record timecode">
      {printTimecode(start + frame, rate.num / rate.den)}
    </div>
  )
}

export function Transport() {
  const playing = useDeskValue(['play'], (d) => d.playing)
  const loop = useDeskValue(['view'], (d) => d.loop)
  return (
    <div className={css.transport} role="toolbar" aria-label="Transport">
      <ActionButton id="previous-clip" icon={SkipBack} />
      <ActionButton id="clip-first" icon={ChevronFirst} />
      <ActionButton id="frame-back" icon={StepBack} />
      <ActionButton id="play-stop" icon={playing ? Pause : Play} pressed={playing} title={playing ? 'Stop' : 'Play'} />
      <ActionButton id="frame-forward" icon={StepForward} />
      <ActionButton id="clip-last" icon={ChevronLast} />
      <ActionButton id="next-clip" icon={SkipForward} />
      <ActionButton id="loop" icon={Repeat} pressed={loop} />
    </div>
  )
}
