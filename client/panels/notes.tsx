/** Notes of the session, in the order of the cut, and the field for a new one at the frame on show. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import type { Note } from '../../shared/suite/suite.ts'
import { go } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { printTimecode } from '../keys/timecode-entry.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import css from './notes.module.css'

export function Notes() {
  const desk = useDesk()
  const notes = useSuiteValue(['notes'], (s) => s.notes)
  const session = useSuiteValue(['session'], (s) => s.session)
  const now = useDeskValue(['clip'], (d) => d.clip?.id)
  const { timeline } = session
  const placed = useMemo(() => {
    const clips = new Map(timeline.clips.map((clip) => [clip.id, clip]))
    return notes
      .map((note) => {
        const clip = clips.get(note.clip)
        return { note, clip, frame: clip ? clip.recordIn + note.frame - clip.sourceIn : null }
      })
      .sort((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity) || a.note.at - b.note.at)
  }, [notes, timeline])
  return (
    <section className="panel" aria-label="Notes">
      <header className="panel-header">
        <h2>Notes</h2>
        <span className="numbers">{notes.length}</span>
      </header>
      <ol className={`panel-body ${css.list}`}>
        {placed.map(({ note, clip, frame }) => (
          <li key={note.id} data-now={note.clip === now}>
            <button
              type="button"
              className={css.note}
              disabled={frame === null}
              onClick={() => frame !== null && go(desk, frame)}
            >
              <span className={css.head}>
                <span className="numbers">
                  {frame === null
                    ? 'not in this cut'
                    : printTimecode(timeline.startTimecode + frame, timeline.rate.num / timeline.rate.den)}
                </span>
                <span>{session.seats.get(note.seat)?.name ?? 'somebody who has left'}</span>
                <span className={css.revision}>rev {note.revision}</span>
              </span>
              <span className={css.text}>{note.text}</span>
              {clip && <span className="unseen">on clip {clip.name}</span>}
            </button>
          </li>
        ))}
        {placed.length === 0 && <li className={css.none}>No notes yet.</li>}
      </ol>
      {roles[desk.suite.role].note && <Composer />}
    </section>
  )
}

/** Typing pauses one's own follow playback; sending goes on. The frame is that of the first letter. */
function Composer() {
  const desk = useDesk()
  const { suite } = desk
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState<Pick<Note, 'clip' | 'frame'> | null>(null)
  const paused = useRef(false)
  const clip = useDeskValue(['clip'], (d) => d.clip)
  useEffect(() => desk.on('compose', () => field.current?.focus()), [desk])

  const begin = () => {
    if (!desk.clip) return
    setAt({ clip: desk.clip.id, frame: desk.frame - desk.clip.recordIn + desk.clip.sourceIn })
    if (suite.playing && suite.following && suite.session.driver !== suite.seat) {
      const frame = desk.frame
      suite.follow(false)
      suite.seek(frame)
      suite.play(false)
      paused.current = true
    }
  }
  const end = () => {
    setText('')
    setAt(null)
    if (paused.current) suite.follow(true)
    paused.current = false
    field.current?.blur()
  }
  const send = () => {
    const words = text.trim()
    if (words === '' || !at) return
    suite.note(words, at)
    end()
  }
  return (
    <form
      className={css.composer}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
    >
      <label htmlFor="note">Note at this frame</label>
      <textarea
        id="note"
        ref={field}
        rows={3}
        maxLength={2000}
        placeholder={clip ? 'What should change?' : 'No clip lies here'}
        disabled={!clip}
        value={text}
        onChange={(e) => {
          if (at === null && e.currentTarget.value !== '') begin()
          setText(e.currentTarget.value)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
            e.preventDefault()
            send()
          } else if (e.key === 'Escape') end()
        }}
      />
      <div className={css.send}>
        <span className="quiet">Typing pauses for you</span>
        <Button submit disabled={text.trim() === '' || !at}>
          Send
        </Button>
      </div>
    </form>
  )
}
