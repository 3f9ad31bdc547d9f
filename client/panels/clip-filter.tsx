/** Which clips the strip and the lightbox show: one choice for both. */
import { clipColours, flagColours } from '../../shared/doc/flags.ts'
import { roles } from '../../shared/policy/roles.ts'
import type { StripFilter } from '../state/strip.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { filterTitles } from '../words/clip-words.ts'
import css from './clip-strip.module.css'

const plain = Object.keys(filterTitles) as (keyof typeof filterTitles)[]

export function ClipFilter() {
  const desk = useDesk()
  const filter = useDeskValue(['strip'], (d) => d.strip.filter)
  const groups = useDeskValue(['strip'], (d) => d.strip.groups)
  const seats = useSuiteValue(['session'], (s) => s.session.seats)
  const hands = [...seats.values()].filter(({ role }) => roles[role].grade)
  return (
    <select
      className={css.filter}
      aria-label="Clips shown"
      value={filter}
      onChange={(e) => desk.strip.setFilter(e.currentTarget.value as StripFilter)}
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
  )
}
