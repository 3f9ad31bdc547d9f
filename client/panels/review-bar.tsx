/** The bar of the review screen: what A and B are, how many clips are judged, a snapshot of now, the room, leave. */
import { Button } from '../controls/button.tsx'
import { useCompareValue, useDesk, useSuiteValue } from '../state/use-desk.ts'
import { verdictMarks } from '../words/verdict-words.ts'
import { roleTitles } from '../words/words.ts'
import { HeldLine } from './held-line.tsx'
import { PictureProof } from './match-light.tsx'
import css from './review-bar.module.css'
import { useAction } from './use-actions.ts'
import { useVerdictCounts } from './use-verdict.ts'

export interface ReviewBarProps {
  readonly leave: () => void
  /** To the room screen. */
  readonly room: () => void
}

export function ReviewBar({ leave, room }: ReviewBarProps) {
  const name = useSuiteValue(['session'], (s) => s.session.name)
  const me = useSuiteValue(['session'], (s) => s.session.seats.get(s.seat))
  const take = useAction('take-snapshot')
  return (
    <header className={css.bar}>
      <h1 className={css.name}>
        {name}
        <span className="quiet"> · Review</span>
      </h1>
      <Choices />
      <Counts />
      <div className={css.end}>
        <HeldLine />
        <PictureProof />
        {take.may && (
          <Button press={take.press} title={`${take.title}  ${take.keys}`}>
            Snapshot…
          </Button>
        )}
        <Button press={room} title="Rooms, notes and media">
          Room
        </Button>
        {me && (
          <span>
            {me.name} <span className="quiet">{roleTitles[me.role]}</span>
          </span>
        )}
        <Button press={leave}>Leave</Button>
      </div>
    </header>
  )
}

/** A is a snapshot, B is now or another one. */
function Choices() {
  const { compare } = useDesk()
  const snapshots = useSuiteValue(['session'], (s) => s.review.snapshots)
  const a = useCompareValue(['view'], (c) => c.a)
  const b = useCompareValue(['view'], (c) => c.b)
  return (
    <div className={css.choices}>
      <label>
        <span>A</span>
        <select
          aria-label="A"
          value={a ?? ''}
          disabled={a === null}
          onChange={(e) => compare.setA(e.currentTarget.value)}
        >
          {a === null && <option value="">no snapshot yet</option>}
          {snapshots.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name} · rev {one.revision}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>B</span>
        <select aria-label="B" value={b ?? ''} onChange={(e) => compare.setB(e.currentTarget.value || null)}>
          <option value="">now</option>
          {snapshots
            .filter(({ id }) => id !== a)
            .map((one) => (
              <option key={one.id} value={one.id}>
                {one.name} · rev {one.revision}
              </option>
            ))}
        </select>
      </label>
    </div>
  )
}

function Counts() {
  const counts = useVerdictCounts()
  const total = useSuiteValue(['session'], (s) => s.session.timeline.clips.length)
  const words = (['approved', 'changes', 'stale'] as const).map((state) => ({
    ...verdictMarks[state],
    count: counts[state],
  }))
  return (
    <span className={css.counts} role="status" aria-label="Verdicts">
      {words.map(({ mark, title, count }) => (
        <span key={title} title={title}>
          <span className="numbers">{count}</span> <span aria-hidden="true">{mark}</span>
          <span className="unseen">{title}</span>
        </span>
      ))}
      <span className="quiet">of {total}</span>
    </span>
  )
}
