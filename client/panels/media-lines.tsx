/** Under a room: the clips whose media it lacks or has another file of; for the engineer, what may be waived and lifted. */
import { useState } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useSuiteValue } from '../state/use-desk.ts'
import { type MediaLine, mediaLines } from '../words/media-lines.ts'
import css from './media-lines.module.css'

/** Most clips named under a room; the rest are counted. */
const mostNamed = 6

export function MediaLines({ seat }: { readonly seat: string }) {
  const session = useSuiteValue(['session'], (s) => s.session)
  const waivers = useSuiteValue(['session'], (s) => s.records.waivers)
  const states = useSuiteValue(['rooms', 'session'], (s) => s.matches.get(seat))
  const lines = mediaLines(session, states, waivers, seat)
  if (lines.length === 0) return null
  return (
    <ul className={css.lines} data-testid="media-lines">
      {lines.slice(0, mostNamed).map((line) => (
        <Line key={line.media} line={line} seat={seat} />
      ))}
      {lines.length > mostNamed && <li className={css.line}>and {lines.length - mostNamed} more</li>}
    </ul>
  )
}

function Line({ line, seat }: { readonly line: MediaLine; readonly seat: string }) {
  const desk = useDesk()
  const seats = useSuiteValue(['session'], (s) => s.session.seats)
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const may = roles[desk.suite.role].arrange
  const { waiver } = line
  const command = (verb: string, args: Readonly<Record<string, unknown>>) =>
    void desk.suite.command(verb, args).then((answer) => {
      if (!answer.ok) desk.say(answer.refusal.sentence)
      else setAsking(false)
    })
  return (
    <li className={css.line} data-waived={waiver !== null}>
      <span>
        {line.words}
        {waiver && (
          <span className="quiet">
            {' '}
            · waived by {seats.get(waiver.seat)?.name ?? 'somebody who has left'}: {waiver.reason}
          </span>
        )}
      </span>
      {may && !asking && (
        <Button
          press={() => (waiver ? command('unwaive', { waiver: waiver.id }) : setAsking(true))}
          title={waiver ? 'It counts as different again' : 'It may stand as it is; this stays in view and on record'}
        >
          {waiver ? 'Lift' : 'Waive'}
        </Button>
      )}
      {asking && (
        <form
          className={css.reason}
          onSubmit={(e) => {
            e.preventDefault()
            if (reason.trim() !== '') command('waive', { what: `media/${line.media}/${seat}`, reason: reason.trim() })
          }}
        >
          <input
            aria-label="Why it may stand"
            placeholder="Why it may stand"
            maxLength={120}
            value={reason}
            ref={(element) => element?.focus()}
            onChange={(e) => setReason(e.currentTarget.value)}
            onKeyDown={(e) => {
              if (e.key === 'Escape') setAsking(false)
            }}
          />
          <Button submit disabled={reason.trim() === ''}>
            Waive
          </Button>
        </form>
      )}
    </li>
  )
}
