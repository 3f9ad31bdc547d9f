/** The verdict on the picture on show: approve, or ask for changes with a note; why not, where it cannot be given. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Verdict } from '../../shared/doc/records.ts'
import { roles } from '../../shared/policy/roles.ts'
import { Button } from '../controls/button.tsx'
import { type Sight, sightOf } from '../state/sight.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { verdictSentence } from '../words/verdict-words.ts'
import { useAction } from './use-actions.ts'
import { useVerdict } from './use-verdict.ts'
import css from './verdict-bar.module.css'

const needed = 'Asking for changes needs a note: say what should change.'

/** The ground a verdict would stand on, or why there is none; read anew whenever something it hangs on moves. */
function useSight(): Sight | string {
  const desk = useDesk()
  useDeskValue(['frame', 'play', 'clip', 'receipt', 'view'], (d) => [d.frame, d.receipt])
  useCompareValue(['view', 'pair'], (c) => [c.mode, c.pair])
  useSuiteValue(['session', 'drawn'], (s) => [s.session, s.adjusting])
  return sightOf(desk)
}

export function VerdictBar() {
  const desk = useDesk()
  const { suite, compare } = desk
  const judges = roles[suite.role].review === true
  const clip = useDeskValue(['clip'], (d) => d.clip)
  const session = useSuiteValue(['session'], (s) => s.session)
  const sight = useSight()
  const field = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState('')
  const [said, setSaid] = useState('')
  const [waiting, setWaiting] = useState(false)
  const [yes, no, next] = [useAction('approve'), useAction('ask-changes'), useAction('next-clip')]
  const cut = useSuiteValue(['link'], (s) => s.link.kind === 'offline')
  const why = typeof sight === 'string' ? sight : null
  const on = typeof sight === 'string' ? null : compare.snapshotOf(sight.snapshot)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: another clip has another verdict
  useEffect(() => {
    setNote('')
    setSaid('')
  }, [clip?.id])

  const give = useCallback(
    (verdict: Verdict['verdict']) => {
      const ground = sightOf(desk)
      const words = (field.current?.value ?? '').trim()
      if (typeof ground === 'string') {
        setSaid(ground)
        return
      }
      if (verdict === 'changes' && words === '') {
        setSaid(needed)
        field.current?.focus()
        return
      }
      setWaiting(true)
      void suite.review.judge({ ...ground, verdict, note: words }).then((answer) => {
        setWaiting(false)
        if (answer.ok) setNote('')
        setSaid(answer.ok ? '' : answer.refusal.sentence)
        field.current?.blur()
      })
    },
    [desk, suite],
  )
  useEffect(() => desk.on('judge', () => give(desk.judging)), [desk, give])

  const number = clip ? session.timeline.clips.findIndex(({ id }) => id === clip.id) + 1 : 0
  return (
    <section className={css.bar} aria-label="Verdict">
      <div className={css.words}>
        <h2 className={css.title}>
          {clip ? `Clip ${String(number).padStart(2, '0')} ${clip.name}` : 'No clip here'}
          {on && (
            <span className="quiet">
              {' '}
              in “{on.name}” · rev {on.revision}
            </span>
          )}
        </h2>
        {clip && <Standing clip={clip.id} />}
      </div>
      {judges && (
        <>
          <Button main disabled={why !== null || waiting} press={() => give('approve')} title={why ?? yes.title}>
            <span aria-hidden="true">✓</span> Approve <kbd className={css.key}>{yes.keys}</kbd>
          </Button>
          <Button main disabled={why !== null || waiting} press={() => give('changes')} title={why ?? no.title}>
            <span aria-hidden="true">✕</span> Ask for changes <kbd className={css.key}>{no.keys}</kbd>
          </Button>
          <label className={css.note}>
            <span className="unseen">Note with the verdict</span>
            <input
              ref={field}
              value={note}
              maxLength={500}
              placeholder="note… (needed for ✕)"
              onChange={(e) => {
                setNote(e.currentTarget.value)
                setSaid('')
              }}
              onKeyDown={(e) => {
                if (e.key === 'Enter' && !e.nativeEvent.isComposing) give('changes')
                else if (e.key === 'Escape') e.currentTarget.blur()
              }}
            />
          </label>
        </>
      )}
      <p role="status" aria-label="Verdict message" className={css.said}>
        {said || (why ?? (waiting && cut ? 'The verdict waits for the hub, which is out of reach.' : ''))}
      </p>
      <div className={css.next}>
        <Button press={next.press} title={`${next.title}  ${next.keys}`}>
          Next clip ↓
        </Button>
      </div>
    </section>
  )
}

function Standing({ clip }: { clip: string }) {
  const session = useSuiteValue(['session'], (s) => s.session)
  const sentence = verdictSentence(useVerdict(clip), session, useDesk().suite.entries)
  return (
    <p className={css.standing} title={sentence} data-testid="standing">
      {sentence}
    </p>
  )
}
