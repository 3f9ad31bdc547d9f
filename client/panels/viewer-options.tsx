/** What may be set of the viewer: guides, surround, numbers, full screen, the clean feed on a second display; and whether the screen suits the timeline. */
import { useEffect, useRef, useState } from 'react'
import { actionOf } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Ellipsis } from '../icons/index.ts'
import { type ActionId, keymap } from '../keys/keymap.ts'
import { onMac, printChord } from '../keys/print.ts'
import { type Surround, surrounds } from '../state/framing.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { judderOf, refreshOf } from '../viewer/refresh.ts'
import { FeedLabel, FeedOptions, useMonitor } from './feed-options.tsx'
import { perform } from './use-actions.ts'
import css from './viewer-options.module.css'

const surroundTitles: Readonly<Record<Surround, string>> = {
  dark: '5 % grey',
  black: 'Black',
  tenth: '10 % grey',
  middle: 'Middle grey',
}

export function ViewerOptions() {
  const desk = useDesk()
  const { framing } = desk
  const list = useRef<HTMLElement>(null)
  const anchor = useRef<HTMLDivElement>(null)
  const judder = useJudder()
  const monitor = useMonitor()
  const state = useDeskValue(['framing'], ({ framing: f }) =>
    JSON.stringify([f.safe, f.data, f.assess, f.bare, f.surround]),
  )
  const [safe, data, assess, bare, surround] = JSON.parse(state) as [...[boolean, boolean, boolean, boolean], Surround]
  const open = () => {
    const element = list.current!
    element.togglePopover()
    if (!element.matches(':popover-open')) return
    const at = anchor.current!.getBoundingClientRect()
    element.style.left = `${Math.max(0, at.right - element.offsetWidth)}px`
    element.style.top = `${at.bottom + 2}px`
  }
  return (
    <>
      {judder && (
        <span className={css.judder} title={judder.sentence}>
          {Math.round(judder.hz)} Hz
        </span>
      )}
      <FeedLabel monitor={monitor} />
      <div ref={anchor}>
        <IconButton icon={Ellipsis} title="Viewer options" press={open} />
      </div>
      <section ref={list} popover="auto" className={css.list} aria-label="Viewer options">
        <Tick title="Safe areas" id="safe-areas" on={safe} />
        <Tick title="Pixel under the pointer" on={data} flip={() => framing.set({ data: !data })} />
        <Tick title="Assessment: mid-grey, white border" id="assess" on={assess} />
        <Tick title="Nothing over the picture" id="overlays" on={bare} />
        <label className={css.row}>
          <span>Surround</span>
          <select value={surround} onChange={(e) => framing.set({ surround: e.currentTarget.value as Surround })}>
            {surrounds.map((one) => (
              <option key={one} value={one}>
                {surroundTitles[one]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className={css.row} onClick={() => perform(desk, 'full-viewer')}>
          <span>Full screen</span>
          <Chord id="full-viewer" />
        </button>
        <FeedOptions monitor={monitor} />
        {judder && <p className={css.note}>{judder.sentence}</p>}
      </section>
    </>
  )
}

function Chord({ id }: { readonly id: ActionId }) {
  return <span className={css.keys}>{printChord(keymap[id][0], onMac())}</span>
}

interface TickProps {
  readonly title: string
  readonly on: boolean
  /** The action that does it, with its key; else what does. */
  readonly id?: ActionId
  readonly flip?: () => void
}

function Tick({ title, on, id, flip }: TickProps) {
  const desk = useDesk()
  return (
    <label className={css.row} title={id && actionOf(id).title}>
      <span>
        <input type="checkbox" checked={on} onChange={() => (id ? perform(desk, id) : flip?.())} />
        {title}
      </span>
      {id && <Chord id={id} />}
    </label>
  )
}

/** Frames of the screen that are timed. */
const timed = 60

/** What is wrong with this screen for the timeline's rate, once it has been timed; null where nothing is. */
function useJudder(): { readonly hz: number; readonly sentence: string } | null {
  const rate = useSuiteValue(['session'], (s) => s.session.timeline.rate)
  const [hz, setHz] = useState<number | null>(null)
  useEffect(() => {
    const stamps: number[] = []
    let frame = requestAnimationFrame(function time(at) {
      stamps.push(at)
      if (stamps.length > timed) setHz(refreshOf(stamps))
      else frame = requestAnimationFrame(time)
    })
    return () => cancelAnimationFrame(frame)
  }, [])
  const sentence = hz === null ? null : judderOf(rate.num / rate.den, hz)
  return hz !== null && sentence !== null ? { hz, sentence } : null
}
