/** The media of the cut in this room: how many files were found, and which were not. */
import { useSuiteValue } from '../state/use-desk.ts'
import { mediaWords } from '../words/words.ts'
import css from './media.module.css'

export function Media() {
  const session = useSuiteValue(['session'], (s) => s.session)
  const found = useSuiteValue(['rooms', 'session'], (s) => s.matches.get(s.seat))
  const media = [...session.media.values()]
  const state = (id: string) => found?.get(id) ?? 'missing'
  const lost = media.filter((m) => state(m.id) === 'missing' || state(m.id) === 'mismatch')
  return (
    <section className={`panel ${css.media}`} aria-label="Media">
      <header className="panel-header">
        <h2>Media</h2>
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
