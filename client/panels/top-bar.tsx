/** The top bar of the grader: session, which panels show, the link, and who one is. */
import { Button } from '../controls/button.tsx'
import type { ActionId } from '../keys/keymap.ts'
import { useSuiteValue } from '../state/use-desk.ts'
import { roleTitles } from '../words/words.ts'
import { HeldLine, HoldKeys } from './held-line.tsx'
import { MatchLight } from './match-light.tsx'
import css from './top-bar.module.css'
import { useAction } from './use-actions.ts'

export interface Toggle {
  /** What shows and folds the panel. */
  readonly id: ActionId
  readonly title: string
  readonly shown: boolean
}

function PanelKey({ id, title, shown }: Toggle) {
  const action = useAction(id)
  return (
    <Button pressed={shown} press={action.press} title={`${action.title}  ${action.keys}`.trim()}>
      {title}
    </Button>
  )
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
          <PanelKey key={toggle.id} {...toggle} />
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
