/** The clips that something was not done to, each with the reason: a list that opens from the strip and leaves by itself. */
import { useEffect, useRef } from 'react'
import { go } from '../actions/transport.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { clipTitle } from '../words/clip-words.ts'
import css from './left-out.module.css'

export interface LeftOutProps {
  readonly open: boolean
  readonly close: () => void
}

export function LeftOut({ open, close }: LeftOutProps) {
  const desk = useDesk()
  const report = useDeskValue(['strip'], (d) => d.strip.report)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    if (open && report) element.showPopover()
    const left = (e: Event) => (e as ToggleEvent).newState === 'closed' && close()
    element.addEventListener('toggle', left)
    return () => element.removeEventListener('toggle', left)
  }, [open, report, close])
  if (!open || !report) return null
  const { session } = desk.suite
  const { clips } = session.timeline
  return (
    <div ref={box} popover="auto" role="dialog" aria-label="Left out" className={css.list}>
      <header className={css.head}>
        <h2>{report.title}</h2>
        <span>
          <Button press={() => desk.strip.choose(report.skipped.map(({ clip }) => clip))}>Select these</Button>
          <Button
            press={() => {
              close()
              desk.strip.setReport(null)
            }}
          >
            Done
          </Button>
        </span>
      </header>
      <ul>
        {report.skipped.map(({ clip, why }) => {
          const own = clips.find(({ id }) => id === clip)
          return (
            <li key={clip}>
              <button type="button" onClick={() => own && go(desk, own.recordIn)}>
                <span className={css.clip}>
                  {clipTitle(session, clip)} {own?.name}
                </span>
                <span className="quiet">{why}</span>
              </button>
            </li>
          )
        })}
        {report.unnamed > 0 && <li className="quiet">and {report.unnamed} more</li>}
      </ul>
    </div>
  )
}
