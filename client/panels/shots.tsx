/** The clips of the cut with their verdicts: what stands, what was asked for, what changed since. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Clip } from '../../shared/doc/session.ts'
import { go } from '../actions/transport.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { markOf, type VerdictMark, verdictMarks, verdictSentence } from '../words/verdict-words.ts'
import css from './shots.module.css'
import { useVerdict } from './use-verdict.ts'

const filters: readonly (VerdictMark | 'all')[] = ['all', 'approved', 'changes', 'stale', 'none']

export interface ShotsProps {
  /** A small picture of a clip, where there is one. */
  readonly thumb?: (clip: Clip) => ReactNode
}

export function Shots({ thumb }: ShotsProps) {
  const clips = useSuiteValue(['session'], (s) => s.session.timeline.clips)
  const now = useDeskValue(['clip'], (d) => d.clip?.id ?? null)
  const [filter, setFilter] = useState<VerdictMark | 'all'>('all')
  return (
    <section className={`panel ${css.panel}`} aria-label="Clips and verdicts">
      <header className="panel-header">
        <h2>Clips</h2>
        <div className="end" role="toolbar" aria-label="Clips shown">
          {filters.map((id) => (
            <Button
              key={id}
              pressed={filter === id}
              press={() => setFilter(id)}
              title={id === 'all' ? 'All clips' : verdictMarks[id].title}
            >
              {id === 'all' ? (
                'all'
              ) : (
                <>
                  <span aria-hidden="true">{verdictMarks[id].mark}</span>
                  <span className="unseen">{verdictMarks[id].title}</span>
                </>
              )}
            </Button>
          ))}
        </div>
      </header>
      <ol className={`panel-body ${css.list}`}>
        {clips.map((clip, i) => (
          <Shot key={clip.id} clip={clip} number={i + 1} now={clip.id === now} filter={filter} thumb={thumb?.(clip)} />
        ))}
      </ol>
    </section>
  )
}

interface ShotProps {
  readonly clip: Clip
  readonly number: number
  readonly now: boolean
  readonly filter: VerdictMark | 'all'
  readonly thumb: ReactNode
}

function Shot({ clip, number, now, filter, thumb }: ShotProps) {
  const desk = useDesk()
  const element = useRef<HTMLLIElement>(null)
  const session = useSuiteValue(['session'], (s) => s.session)
  const view = useVerdict(clip.id)
  const state = markOf(view)
  const { mark, title } = verdictMarks[state]
  useEffect(() => {
    if (now) element.current?.scrollIntoView({ block: 'nearest' })
  }, [now])
  if (filter !== 'all' && filter !== state) return null
  const on = view && desk.compare.snapshotOf(view.verdict.snapshot)
  return (
    <li ref={element}>
      <button
        type="button"
        className={css.shot}
        aria-current={now}
        data-verdict={state}
        onMouseDown={(e) => e.preventDefault()}
        onClick={() => go(desk, clip.recordIn)}
      >
        <span className={css.thumb}>{thumb}</span>
        <span className={css.head}>
          <span className="numbers">{String(number).padStart(2, '0')}</span>
          <span className={css.name}>{clip.name}</span>
          {on && <span className={css.on}>{on.name}</span>}
          <span className={css.mark} aria-hidden="true">
            {mark}
          </span>
          <span className="unseen">{title}</span>
        </span>
        {view && <span className={css.sentence}>{verdictSentence(view, session, desk.suite.entries)}</span>}
      </button>
    </li>
  )
}
