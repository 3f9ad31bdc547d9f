/** The viewer: a header, the picture on its surround, jog bar and transport. What is drawn inside the picture's box is handed in. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import { go } from '../actions/transport.ts'
import { Button } from '../controls/button.tsx'
import { parseTimecode, printTimecode } from '../keys/timecode-entry.ts'
import type { Compare } from '../state/compare.ts'
import type { Desk } from '../state/desk.ts'
import { referenceWords } from '../state/reference.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { Coming, later } from './later.tsx'
import { PictureBox } from './picture-box.tsx'
import { Pointers } from './pointers.tsx'
import { JogBar, RecordTimecode, Transport } from './transport.tsx'
import { useAction } from './use-actions.ts'
import { VersionChoice } from './version-choice.tsx'
import css from './viewer.module.css'
import { ZoomChoice } from './zoom-choice.tsx'

/** What comes as chunks of their own: a line each. */
const windowOverlay = later(() => import('./window-overlay.tsx').then((m) => m.WindowOverlay))
const drawing = later(() => import('./drawing.tsx').then((m) => m.Drawing), 'room')
const picking = later(() => import('./picking.tsx').then((m) => m.Picking))
const guides = later(() => import('./guides.tsx').then((m) => m.Guides))
const pixelData = later(() => import('./pixel-data.tsx').then((m) => m.PixelData))
const viewerOptions = later(() => import('./viewer-options.tsx').then((m) => m.ViewerOptions))

export interface ViewerProps {
  /** Canvas and whatever else fills the picture's box. */
  readonly picture: ReactNode
  /** Frames a second as shown, and whether the last second dropped one; null while stopped. */
  readonly speed?: { readonly fps: number; readonly dropped: boolean } | null
  /** Why there is no picture, or what is wrong with it: shown beside it, never on it. */
  readonly sentence?: string | null
  /** What stands at the right of the transport. */
  readonly right?: ReactNode
  readonly bare?: boolean
  /** What else stands in the header, before the speed. */
  readonly tools?: ReactNode
}

export function Viewer({ picture, speed = null, sentence = null, right, bare = false, tools }: ViewerProps) {
  const desk = useDesk()
  const grades = roles[desk.suite.role].grade !== false
  const view = useDeskValue(['view', 'clip', 'node', 'palette', 'framing'], (d) => ownViewWords(d, bare))
  // Pictures beside each other are each as large as fits.
  const side = useCompareValue(['view'], (c) => c.open && c.mode === 'side')
  const split = useDeskValue(['view'], (d) => d.cover === 'split')
  const drawn = useDeskValue(['pen'], (d) => d.pen.tool !== null || d.pen.draft !== null || d.note !== null)
  const safe = useDeskValue(['framing'], (d) => d.framing.safe)
  const wiped = useCompareValue(['view', 'pair'], (c) => wipeWords(c, desk))
  return (
    <section
      className={`panel ${css.viewer}`}
      aria-label="Viewer"
      onPointerEnter={() => {
        desk.framing.over = true
      }}
      onPointerLeave={() => {
        desk.framing.over = false
      }}
    >
      {!bare && <Header speed={speed} tools={tools} />}
      <PictureBox fixed={side || split}>
        {picture}
        <Pointers />
        <Coming of={drawing} give={{}} when={drawn} />
        <Coming of={windowOverlay} give={{}} when={grades} />
        <Coming of={picking} give={{}} when={grades} />
        <Coming of={guides} give={{}} when={safe} />
      </PictureBox>
      <div className={css.below}>
        <JogBar />
        <div className={css.bar}>
          <div className={css.side}>
            <RecordTimecode />
            <span className={css.sentence} role="status" aria-label="Viewer message" title={sentence ?? undefined}>
              {sentence ?? wiped ?? view}
            </span>
          </div>
          <Transport />
          <div className={`${css.side} ${css.right}`}>{right}</div>
        </div>
      </div>
      <TypedTimecode />
    </section>
  )
}

/** What these eyes look at in place of the picture, or pick from it, in words; null: the picture. */
function ownViewWords({ pastHere, viewInto, node, palettes, framing }: Desk, bare: boolean): string | null {
  if (palettes.picker) return `${palettes.picker.title} · Esc puts it down`
  if (pastHere) return `Was: the look of ${pastHere.name}`
  if (viewInto) return viewInto.show === 'matte' ? `Matte of node ${node!.number}` : `Highlight of node ${node!.number}`
  // Where no header says it.
  if (bare && framing.zoom !== null) return `${Math.round(framing.scale * 100)} % · Shift+Z shows all of it`
  return null
}

/** What lies over the picture, or why it does not; null: nothing. */
function wipeWords({ under, mode, against, sentence }: Compare, { suite, clip }: Desk): string | null {
  if (!under || mode === 'now' || !against) return null
  return sentence ?? `Wiped against ${referenceWords(suite, against, clip?.id ?? null)}`
}

function Header({ speed, tools }: Pick<ViewerProps, 'speed' | 'tools'>) {
  const clip = useDeskValue(['clip'], (d) => d.clip)
  const bypass = useDeskValue(['view'], (d) => d.bypass)
  const media = useSuiteValue(['session'], (s) => s.session.media)
  const playing = useDeskValue(['play'], (d) => d.playing)
  const action = useAction('bypass')
  const rate = useSuiteValue(['session'], (s) => s.session.timeline.rate)
  return (
    <header className="panel-header">
      <h2>{clip?.name ?? 'No clip here'}</h2>
      {clip && <SourceTimecode startTimecode={media.get(clip.media)?.startTimecode ?? 0} />}
      <VersionChoice />
      <ZoomChoice />
      <div className="end">
        <Coming of={pixelData} give={{}} />
        {tools}
        <span className={css.speed} title={speed?.dropped ? 'A frame was dropped' : 'Frames a second'}>
          <span className={css.light} data-dropped={speed?.dropped ?? false} data-playing={playing} />
          <span className="numbers">{(speed?.fps ?? rate.num / rate.den).toFixed(1)}</span>
        </span>
        <Button pressed={bypass} press={action.press} title={`${action.title}  ${action.keys}`}>
          Bypass
        </Button>
        <Coming of={viewerOptions} give={{}} blank={<span className={css.blank} />} />
      </div>
    </header>
  )
}

function SourceTimecode({ startTimecode }: { startTimecode: number }) {
  const rate = useSuiteValue(['session'], (s) => s.session.timeline.rate)
  const frame = useDeskValue(['frame'], (d) => (d.clip ? d.frame - d.clip.recordIn + d.clip.sourceIn : 0))
  return (
    <span role="timer" className="numbers" aria-label="Source timecode">
      {printTimecode(startTimecode + frame, rate.num / rate.den)}
    </span>
  )
}

/** Digits typed with no field focused are timecode: Enter goes there, Escape leaves. Shown in the bar, never over the picture. */
function TypedTimecode() {
  const desk = useDesk()
  const [text, setText] = useState('')
  const latest = useRef('')
  latest.current = text
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      const target = e.target
      if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey) return
      if (desk.lights && e.code.startsWith('Numpad')) return
      if (target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')) return
      // Shift and = is a key of its own; after digits it is a plus like the keypad's.
      if (latest.current === '' && e.shiftKey && e.code === 'Equal') return
      if (/^[0-9+.-]$/.test(e.key)) setText((t) => t + e.key)
      else if (latest.current && e.key === 'Backspace') setText((t) => t.slice(0, -1))
      else if (latest.current && e.key === 'Escape') setText('')
      else if (latest.current && e.key === 'Enter') {
        const { rate, startTimecode } = desk.suite.session.timeline
        const fps = Math.max(1, Math.round(rate.num / rate.den))
        const frame = parseTimecode(latest.current, { fps, start: startTimecode, frame: desk.frame })
        if (frame === null) desk.say(`${latest.current} is no timecode.`)
        else go(desk, frame)
        setText('')
      } else return
      e.preventDefault()
      e.stopImmediatePropagation()
    }
    window.addEventListener('keydown', key, { capture: true })
    return () => window.removeEventListener('keydown', key, { capture: true })
  }, [desk])
  return text === '' ? null : (
    <output className={`${css.typed} numbers`} aria-label="Timecode being typed">
      {text}
    </output>
  )
}
