/** Notes of the session, in the order of the cut: the colorist's work list. The open one shows its answers, and its picture as it was. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import { type Note, type NoteState, stateOf } from '../../shared/suite/notes.ts'
import { go } from '../actions/transport.ts'
import { Button } from '../controls/button.tsx'
import { printTimecode } from '../keys/timecode-entry.ts'
import { nameOf } from '../state/pen.ts'
import { type Placed, placeNotes } from '../state/placed.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { Composer } from './composer.tsx'
import { Coming, later } from './later.tsx'
import css from './notes.module.css'
import { useAction } from './use-actions.ts'

/** What only a colorist does with a note. */
const makeWindow = later(() => import('./make-window.tsx').then((m) => m.MakeWindow))

const states = ['open', 'answered', 'done'] as const satisfies readonly NoteState[]
const titles: Readonly<Record<NoteState, string>> = { open: 'Open', answered: 'Answered', done: 'Done' }

export function Notes() {
  const desk = useDesk()
  const notes = useSuiteValue(['notes'], (s) => s.notes)
  const timeline = useSuiteValue(['session'], (s) => s.session.timeline)
  const [only, setOnly] = useState<NoteState | null>(null)
  const placed = useMemo(() => placeNotes(notes, timeline), [notes, timeline])
  const shown = placed.filter(({ note }) => only === null || stateOf(note) === only)
  const count = (state: NoteState) => notes.filter((note) => stateOf(note) === state).length
  return (
    <section className="panel" aria-label="Notes">
      <header className="panel-header">
        <h2>Notes</h2>
        <fieldset className={css.states}>
          <legend className="unseen">Which notes</legend>
          {states.map((state) => (
            <Button key={state} pressed={only === state} press={() => setOnly(only === state ? null : state)}>
              {titles[state]} <span className="numbers">{count(state)}</span>
            </Button>
          ))}
        </fieldset>
      </header>
      <ol className={`panel-body ${css.list}`}>
        {shown.map((one) => (
          <Row key={nameOf(one.note)} {...one} />
        ))}
        {shown.length === 0 && (
          <li className={css.none}>{only === null ? 'No notes yet.' : `No note is ${titles[only].toLowerCase()}.`}</li>
        )}
      </ol>
      {roles[desk.suite.role].note && <Composer />}
    </section>
  )
}

function Row({ note, clip, frame }: Placed) {
  const desk = useDesk()
  const { rate, startTimecode } = useSuiteValue(['session'], (s) => s.session.timeline)
  const seats = useSuiteValue(['session'], (s) => s.session.seats)
  const now = useDeskValue(['clip'], (d) => d.clip?.id === note.clip)
  const open = useDeskValue(['pen'], (d) => d.pen.open === nameOf(note))
  const state = stateOf(note)
  const latest = note.answers.findLast((answer) => answer.seat !== note.seat)
  const standing =
    note.done !== null
      ? `done · rev ${note.done.revision}`
      : state === 'answered'
        ? `answered · rev ${latest!.revision}`
        : `rev ${note.revision}`
  return (
    <li data-now={now} data-state={state} data-note={note.id}>
      <button
        type="button"
        className={css.note}
        aria-expanded={open}
        disabled={frame === null}
        onClick={() => {
          if (open) return desk.openNote(null)
          // Who stands there already goes on following.
          if (frame !== null && frame !== desk.frame) go(desk, frame)
          desk.openNote(note)
        }}
      >
        <span className={css.head}>
          <span className="numbers">
            {frame === null ? 'not in this cut' : printTimecode(startTimecode + frame, rate.num / rate.den)}
          </span>
          <span>{seats.get(note.seat)?.name ?? 'somebody who has left'}</span>
          {note.marks.length > 0 && <span>drawn</span>}
          <span className={css.revision}>{standing}</span>
        </span>
        {note.text !== '' && <span className={css.text}>{note.text}</span>}
        {clip && <span className="unseen">on clip {clip.name}</span>}
      </button>
      {open && <Opened note={note} />}
    </li>
  )
}

/** What was answered, the picture of then, and what may be done about it. */
function Opened({ note }: { readonly note: Note }) {
  const desk = useDesk()
  const { suite } = desk
  const seats = useSuiteValue(['session'], (s) => s.session.seats)
  const past = useDeskValue(['view'], (d) => d.past !== null)
  const look = useDeskValue(['receipt', 'clip'], (d) => (d.receipt?.clip === note.clip ? d.receipt.look : ''))
  const flip = useAction('was-now')
  const [text, setText] = useState('')
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const may = roles[suite.role]
  const changed = look !== '' && note.look !== '' && look !== note.look
  return (
    <div className={css.opened} ref={element}>
      {note.answers.map((answer) => (
        <p key={answer.id} className={css.answer}>
          <span className="quiet">
            {seats.get(answer.seat)?.name ?? 'somebody who has left'} · rev {answer.revision}
          </span>
          {answer.text}
        </p>
      ))}
      <div className={css.tasks}>
        <fieldset className={css.pair}>
          <legend className="unseen">Which picture</legend>
          <Button
            pressed={past}
            press={past ? undefined : flip.press}
            title={`As it was at rev ${note.revision}  ${flip.keys}`}
          >
            Was
          </Button>
          <Button pressed={!past} press={past ? flip.press : undefined} title={`As it is  ${flip.keys}`}>
            Now
          </Button>
        </fieldset>
        {changed && <span className="quiet">the look has changed since</span>}
        <Coming of={makeWindow} give={{ note }} when={may.grade !== false} />
        {may.note && (may.grade || note.seat === suite.seat) && (
          <span className={css.done}>
            <Button press={() => suite.noting.finish(note, note.done === null)}>
              {note.done === null ? 'Done' : 'Open again'}
            </Button>
          </span>
        )}
      </div>
      {may.note && (
        <form
          className={css.reply}
          onSubmit={(e) => {
            e.preventDefault()
            if (text.trim() === '' || suite.noting.answer(note, text.trim())) return
            setText('')
            // The keys are the desk's again.
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
          }}
        >
          <input
            aria-label="Answer"
            placeholder="Answer"
            maxLength={2000}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            onKeyDown={(e) => {
              if (e.key === 'Escape') e.currentTarget.blur()
            }}
          />
          <Button submit disabled={text.trim() === ''}>
            Answer
          </Button>
        </form>
      )}
    </div>
  )
}
