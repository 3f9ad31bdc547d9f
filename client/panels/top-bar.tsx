/** The top bar of the grader: session, which panels show, the link, and who one is. */
import { Button } from '../controls/button.tsx'
import { useSuiteValue } from '../state/use-desk.ts'
import { roleTitles } from '../words/words.ts'
import { HeldLine, HoldKeys } from './held-line.tsx'
import { MatchLight } from './match-light.tsx'
import css from './top-bar.module.css'
import { useAction } from './use-actions.ts'

export interface Toggle {
  readonly title: string
  readonly shown: boolean
  readonly flip: () => void
}

export function TopBar({ toggles }: { toggles: readonly Toggle[] }) {
  const name = useSuiteValue(['session'], (s) => s.session.name)
  const reel = useSuiteValue(['session'], (s) => s.session.timeline.name)
  const linked = useSuiteValue(['session'], (s) => s.session.linked)
  const me = useSuiteValue(['session'], (s) => s.session.seats.get(s.seat))
  const snapshot = useAction('take-snapshot')
  return (
    <header className={css.bar}>
      <h1 className={css.name}>
        {name}
        {reel && !name.includes(reel) && <span className="quiet"> · {reel}</span>}
      </h1>
      <nav className={css.toggles} aria-label="Panels">
        {toggles.map((toggle) => (
          <Button key={toggle.title} pressed={toggle.shown} press={toggle.flip}>
            {toggle.title}
          </Button>
        ))}
      </nav>
      <div className={css.end}>
        <HeldLine />
        <HoldKeys />
        <Button press={snapshot.press} title={`${snapshot.title}  ${snapshot.keys}`}>
          Snapshot…
        </Button>
        <MatchLight />
        <span className="quiet">{linked ? 'linked' : 'not linked'}</span>
        {me && (
          <span>
            {me.name} <span className="quiet">{roleTitles[me.role]}</span>
          </span>
        )}
      </div>
    </header>
  )
}
