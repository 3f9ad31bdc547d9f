/** The left end of the strip: which clips it shows and of how many, how many are picked, and what was left out of the last thing done to them. */
import { useCallback, useEffect, useState } from 'react'
import { clipColours, flagColours } from '../../shared/doc/flags.ts'
import { roles } from '../../shared/policy/roles.ts'
import { Button } from '../controls/button.tsx'
import type { StripFilter } from '../state/strip.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { clipCount, filterTitles } from '../words/clip-words.ts'
import css from './clip-strip.module.css'
import { Coming, later } from './later.tsx'

const leftOut = later(() => import('./left-out.tsx').then((m) => m.LeftOut))

const plain = Object.keys(filterTitles) as (keyof typeof filterTitles)[]

export function ClipRail() {
  const desk = useDesk()
  const filter = useDeskValue(['strip'], (d) => d.strip.filter)
  const groups = useDeskValue(['strip'], (d) => d.strip.groups)
  const seats = useSuiteValue(['session'], (s) => s.session.seats)
  const of = useSuiteValue(['session'], (s) => s.session.timeline.clips.length)
  const matching = useDeskValue(['strip'], (d) => d.strip.matching)
  const picked = useDeskValue(['strip'], (d) => (d.strip.pick.clips.size > 0 ? d.strip.chosen.length : 0))
  const kept = useDeskValue(['strip', 'clip'], (d) => d.strip.shown.length > d.strip.matching)
  const hands = [...seats.values()].filter(({ role }) => roles[role].grade)
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
  const choose = (one: StripFilter) => desk.strip.setFilter(one)
  return (
    <div className={css.rail}>
      <select
        className={css.filter}
        aria-label="Clips shown"
        value={filter}
        onChange={(e) => choose(e.currentTarget.value as StripFilter)}
      >
        {plain.map((one) => (
          <option key={one} value={one}>
            {filterTitles[one]}
          </option>
        ))}
        <optgroup label="Flag">
          <option value="flag any">Any flag</option>
          {flagColours.map((flag) => (
            <option key={flag} value={`flag ${flag}`}>
              Flag {flag}
            </option>
          ))}
        </optgroup>
        <optgroup label="Clip colour">
          {clipColours.map((colour) => (
            <option key={colour} value={`colour ${colour}`}>
              Clip colour {colour}
            </option>
          ))}
        </optgroup>
        {groups.length > 0 && (
          <optgroup label="Group">
            {groups.map(({ id, name }) => (
              <option key={id} value={`group ${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="Changed last by">
          {hands.map(({ id, name }) => (
            <option key={id} value={`editor ${id}`}>
              {name}
            </option>
          ))}
        </optgroup>
      </select>
      <div className={css.count}>
        <span role="status" aria-label="How many clips">
          {filter === 'all' ? clipCount(of) : `${matching} of ${of} shown${kept ? ', and this' : ''}`}
        </span>
        {filter !== 'all' && (
          <Button press={() => choose('all')} title="Show all clips">
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
