/** Following the one at the wheel, or looking round; one press goes from one to the other. */
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { followed } from '../words/words.ts'
import css from './follow-pill.module.css'
import { useAction } from './use-actions.ts'

export function FollowPill() {
  const desk = useDesk()
  const following = useSuiteValue(['cue', 'rooms'], (s) => s.following)
  const driver = useSuiteValue(['session', 'rooms', 'link'], followed)
  const action = useAction('follow')
  return (
    <div className={css.pill}>
      <span className={css.state} data-following={following} role="status" aria-label="Follow state">
        {following ? (driver ? `Following ${driver}` : 'Following') : 'Looking round'}
      </span>
      <button
        type="button"
        className={css.button}
        title={action.keys}
        onMouseDown={(e) => e.preventDefault()}
        onClick={() => desk.suite.follow(!following)}
      >
        {following ? 'Look round' : 'Come back'}
      </button>
    </div>
  )
}
