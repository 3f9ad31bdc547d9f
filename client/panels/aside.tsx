/** The right palette: scopes, or the receipt of the picture, one at a time. Each comes as a chunk of its own. */
import { Button } from '../controls/button.tsx'
import type { Desk } from '../state/desk.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './aside.module.css'
import { Coming, type Later, later } from './later.tsx'
import { useAction } from './use-actions.ts'

type AsideId = Desk['aside']

interface Tab {
  readonly title: string
  /** What it shows, as a tooltip says it. */
  readonly about: string
  readonly of: Later<object>
}

/** In the order of their tabs, a line each. */
const tabs: Readonly<Record<AsideId, Tab>> = {
  scopes: { title: 'Scopes', about: '', of: later(() => import('./scopes.tsx').then((m) => m.Scopes)) },
  keys: {
    title: 'Keys',
    about: 'Keyframes of every node',
    of: later(() => import('./keyframes.tsx').then((m) => m.Keyframes)),
  },
  receipt: {
    title: 'Receipt',
    about: 'What this suite swears to',
    of: later(() => import('./proof.tsx').then((m) => m.Proof)),
  },
}

export function Aside() {
  const desk = useDesk()
  const shown = useDeskValue(['aside'], (d) => d.aside)
  const flip = useAction('scopes')
  // Auto-key that one has forgotten keys the whole shot: its tab says so, whatever is shown.
  const auto = useDeskValue(
    ['keyframes', 'node'],
    ({ node, keyframes }) => keyframes.all || (node !== null && keyframes.auto(node.id)),
  )
  return (
    <section className="panel" aria-label={tabs[shown].title}>
      <header className="panel-header">
        <nav className={css.tabs} aria-label="Right palette">
          {(Object.keys(tabs) as AsideId[]).map((id) => (
            <Button
              key={id}
              pressed={shown === id}
              press={() => desk.setAside(id)}
              title={tabs[id].about || `${flip.title}  ${flip.keys}`}
            >
              {tabs[id].title}
              {id === 'keys' && auto && <span className={css.auto} role="img" aria-label="Auto-key is on" />}
            </Button>
          ))}
        </nav>
      </header>
      <Coming of={tabs[shown].of} give={{}} />
    </section>
  )
}
