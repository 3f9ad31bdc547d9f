/** The media of the cut in this room: how many files were found, and which were not. */

import { roles } from '../../shared/policy/roles.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { mediaWords } from '../words/words.ts'
import css from './media.module.css'

export function Media() {
  const session = useSuiteValue(['session'], (s) => s.session)
  const found = useSuiteValue(['rooms', 'session'], (s) => s.matches.get(s.seat))
  const stills = useSuiteValue(['session'], (s) => s.records.rules.stills)
  const desk = useDesk()
  const media = [...session.media.values()]
  const state = (id: string) => found?.get(id) ?? 'missing'
  const lost = media.filter((m) => state(m.id) === 'missing' || state(m.id) === 'mismatch')
  return (
    <section className={`panel ${css.media}`} aria-label="Media">
      <header className="panel-header">
        <h2>Media</h2>
        {roles[desk.suite.role].arrange && (
          <div className="end">
            <Button
              pressed={stills}
              press={() =>
                void desk.suite.command('rule', { stills: !stills }).then((answer) => {
                  if (!answer.ok) desk.say(answer.refusal.sentence)
                })
              }
              title="Rooms without a clip’s media get the exact still of each stop"
            >
              {stills ? 'Stills allowed' : 'No stills'}
            </Button>
          </div>
        )}
        <span className="numbers" role="status" aria-label="Media found">
          {found ? `${media.length - lost.length} of ${media.length} found` : 'looking…'}
        </span>
      </header>
      {found && lost.length > 0 && (
        <ul className={css.lost}>
          {lost.map((m) => (
            <li key={m.id}>
              <span>{m.name}</span>
              <span className="quiet">{mediaWords[state(m.id)]}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
