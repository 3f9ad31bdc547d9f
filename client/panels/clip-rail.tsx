/** The left end of the strip: which clips it shows and of how many, how many are picked, and what was left out of the last thing done to them. */
import { useCallback, useEffect, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { clipCount } from '../words/clip-words.ts'
import { ClipFilter } from './clip-filter.tsx'
import css from './clip-strip.module.css'
import { Coming, later } from './later.tsx'

const leftOut = later(() => import('./left-out.tsx').then((m) => m.LeftOut))

export function ClipRail() {
  const desk = useDesk()
  const filter = useDeskValue(['strip'], (d) => d.strip.filter)
  const of = useSuiteValue(['session'], (s) => s.session.timeline.clips.length)
  const matching = useDeskValue(['strip'], (d) => d.strip.matching)
  const picked = useDeskValue(['strip'], (d) => (d.strip.pick.clips.size > 0 ? d.strip.chosen.length : 0))
  const kept = useDeskValue(['strip', 'clip'], (d) => d.strip.shown.length > d.strip.matching)
  // Who changed a clip last is the hub's to say: asked again as the work goes on, while somebody looks.
  const asks = filter.startsWith('editor')
  const revision = useSuiteValue(['revision'], (s) => (asks ? s.revision : 0))
  useEffect(() => {
    if (!asks || revision === 0) return undefined
    const id = setTimeout(() => void desk.strip.askEditors().then((no) => no !== null && desk.say(no)), 400)
    return () => clearTimeout(id)
  }, [desk, asks, revision])
  const skipped = useDeskValue(['strip'], ({ strip: { report } }) =>
    report ? report.skipped.length + report.unnamed : 0,
  )
  const [open, setOpen] = useState(false)
  const close = useCallback(() => setOpen(false), [])
  return (
    <div className={css.rail}>
      <ClipFilter />
      <div className={css.count}>
        <span role="status" aria-label="How many clips">
          {filter === 'all' ? clipCount(of) : `${matching} of ${of} shown${kept ? ', and this' : ''}`}
        </span>
        {filter !== 'all' && (
          <Button press={() => desk.strip.setFilter('all')} title="Show all clips">
            All
          </Button>
        )}
      </div>
      {picked > 0 && (
        <div className={css.count}>
          <span role="status" aria-label="How many are selected">
            {picked} selected
          </span>
          <Button press={() => desk.strip.choose([])} title="Select none">
            None
          </Button>
        </div>
      )}
      {skipped > 0 && (
        <div className={css.count}>
          <Button pressed={open} press={() => setOpen(!open)} title="Which clips were left out, and why">
            {skipped} left out…
          </Button>
        </div>
      )}
      <Coming of={leftOut} give={{ open, close }} when={open} />
    </div>
  )
}
