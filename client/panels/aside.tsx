/** The right palette: scopes, or the receipt of the picture, one at a time. */
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './aside.module.css'
import { Proof } from './proof.tsx'
import { Scopes } from './scopes.tsx'
import { useAction } from './use-actions.ts'

export function Aside() {
  const desk = useDesk()
  const shown = useDeskValue(['aside'], (d) => d.aside)
  const flip = useAction('scopes')
  return (
    <section className="panel" aria-label={shown === 'scopes' ? 'Scopes' : 'Receipt'}>
      <header className="panel-header">
        <nav className={css.tabs} aria-label="Right palette">
          <Button
            pressed={shown === 'scopes'}
            press={() => desk.setAside('scopes')}
            title={`${flip.title}  ${flip.keys}`}
          >
            Scopes
          </Button>
          <Button
            pressed={shown === 'receipt'}
            press={() => desk.setAside('receipt')}
            title="What this suite swears to"
          >
            Receipt
          </Button>
        </nav>
      </header>
      {shown === 'scopes' ? <Scopes /> : <Proof />}
    </section>
  )
}
