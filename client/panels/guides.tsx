/** Safe areas of 90 and 80 % and the picture's middle, in black and white. */
import { useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import css from './guides.module.css'

/** Action and title safe, shares of width and height (SMPTE RP 218 as practised before 2009: what Resolve draws). */
const areas = [0.9, 0.8] as const

export function Guides() {
  const aspect = useSuiteValue(['session'], (s) => s.session.timeline.width / s.session.timeline.height)
  const safe = useDeskValue(['framing'], (d) => d.framing.safe)
  if (!safe) return null
  const path = [
    ...areas.map((share) => `M${-aspect * share} ${-share}H${aspect * share}V${share}H${-aspect * share}Z`),
    'M-0.05 0H0.05M0 -0.05V0.05',
  ].join('')
  return (
    <svg className={css.guides} viewBox={`${-aspect} -1 ${2 * aspect} 2`} role="img" aria-label="Safe areas">
      <path d={path} className={css.dark} />
      <path d={path} className={css.light} />
    </svg>
  )
}
