/** The rooms' hold, said quietly wherever one sits; for hands that grade, what may be done about it. */
import { roles } from '../../shared/policy/roles.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import css from './held-line.module.css'
import { useAction } from './use-actions.ts'

/** Empty where nothing is held. */
export function HeldLine() {
  const hold = useSuiteValue(['session'], (s) => s.records.hold)
  const name = useSuiteValue(['session'], (s) => (hold ? (s.session.seats.get(hold.seat)?.name ?? 'somebody') : ''))
  return (
    <span role="status" aria-label="Hold" className={css.line} data-held={hold !== null}>
      {hold ? `Held at rev ${hold.revision} by ${name}` : ''}
    </span>
  )
}

/** Hold, or publish and discard: for whoever drives, and for a colorist while nobody does. */
export function HoldKeys() {
  const desk = useDesk()
  const held = useSuiteValue(['session'], (s) => s.records.hold !== null)
  const drives = useSuiteValue(['session'], (s) => s.session.driver === null || s.session.driver === s.seat)
  const [hold, publish, discard] = [useAction('hold'), useAction('publish'), useAction('discard')]
  if (!roles[desk.suite.role].grade || !drives) return null
  return held ? (
    <span className={css.keys}>
      <Button press={publish.press} title={`${publish.title}  ${publish.keys}`}>
        Publish
      </Button>
      <Button press={discard.press} title={`${discard.title}  ${discard.keys}`}>
        Discard
      </Button>
    </span>
  ) : (
    <Button press={hold.press} title={`Hold the rooms here while you try something  ${hold.keys}`}>
      Hold
    </Button>
  )
}
