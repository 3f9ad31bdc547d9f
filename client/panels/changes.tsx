/** What differs between A and B by control: where, from and to in the panel's numbers, who and when. A row shows that change alone on B. */
import { useEffect, useState } from 'react'
import type { ControlChange } from '../../shared/doc/change-list.ts'
import { Button } from '../controls/button.tsx'
import { aloneOver } from '../state/alone.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { changeLines, nameOf, placeOf, told, whenWords } from '../words/change-words.ts'
import css from './changes.module.css'

/** Rows drawn; beyond them the panel says how many there are. */
const mostRows = 300

/** The list for A, B and scope as they stand; null while it is on its way. */
function useChanges(all: boolean): readonly ControlChange[] | string | null {
  const { suite } = useDesk()
  const a = useCompareValue(['view'], (c) => c.a)
  const b = useCompareValue(['view'], (c) => c.b)
  const clip = useDeskValue(['clip'], (d) => d.clip?.id ?? null)
  const revision = useSuiteValue(['revision', 'session'], (s) => (b === null ? s.revision : 0))
  const name = `${a} ${b} ${all ? '' : clip}`
  const [list, setList] = useState<{
    readonly name: string
    readonly changes: readonly ControlChange[] | string
  } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: a new revision of now is another B under the same name
  useEffect(() => {
    if (a === null || (!all && clip === null)) return undefined
    let gone = false
    const to = b === null ? 'now' : { snapshot: b }
    void suite.review.compare({ snapshot: a }, to, all ? undefined : clip!).then((changes) => {
      if (!gone) setList({ name, changes })
    })
    return () => {
      gone = true
    }
  }, [suite, a, b, all, clip, name, revision])
  return list?.name === name ? list.changes : null
}

export function Changes() {
  const [all, setAll] = useState(false)
  const a = useCompareValue(['view'], (c) => c.a)
  const changes = useChanges(all)
  const clip = useDeskValue(['clip'], (d) => d.clip)
  const list = typeof changes === 'string' || changes === null ? [] : told(changes)
  const sentence =
    a === null
      ? 'There is no snapshot to compare with yet.'
      : typeof changes === 'string'
        ? changes
        : !all && clip === null
          ? 'No clip lies here.'
          : changes === null
            ? 'Comparing…'
            : list.length === 0
              ? `Nothing changed ${all ? 'between A and B' : 'in this clip’s picture'}.`
              : null
  return (
    <section className={`panel ${css.panel}`} aria-label="What changed">
      <header className="panel-header">
        <h2>What changed</h2>
        <span className="quiet">A → B</span>
        <span className="numbers" role="status" aria-label="Changes counted">
          {changes !== null && typeof changes !== 'string' ? list.length : ''}
        </span>
        <div className="end">
          <Button pressed={!all} press={() => setAll(false)}>
            This clip
          </Button>
          <Button pressed={all} press={() => setAll(true)}>
            All
          </Button>
        </div>
      </header>
      <ol className={`panel-body ${css.list}`} aria-label="Changes from A to B">
        {list.slice(0, mostRows).map((change) => (
          <Row key={change.key} change={change} named={all} />
        ))}
        {list.length > mostRows && <li className={css.none}>and {list.length - mostRows} more</li>}
        {sentence !== null && <li className={css.none}>{sentence}</li>}
      </ol>
    </section>
  )
}

function Row({ change, named }: { change: ControlChange; named: boolean }) {
  const { compare, suite } = useDesk()
  const session = useSuiteValue(['session'], (s) => s.session)
  const pressed = useCompareValue(['view'], (c) => c.alone?.key === change.key)
  const alone = useCompareValue(['view'], (c) => {
    const content = c.a === null ? null : c.contentOf(c.a)
    return content === null || typeof content === 'string' ? null : aloneOver(content.entries, change)
  })
  const clip = session.timeline.clips.find(({ id }) => id === change.clip)
  const where = [named ? clip?.name : '', placeOf(change)].filter(Boolean).join(' · ')
  const { author } = change
  const inside = (
    <>
      <span className={css.head}>
        <span>{where}</span>
        {author && (
          <span className={css.who}>
            {nameOf(session, author.seat)} · {whenWords(author.at, suite.hubNow())}
          </span>
        )}
      </span>
      <span className={css.words} data-pictured={change.pictured}>
        {changeLines(change, suite.entries, suite.luts.list).map(({ title, from, to }) => (
          <span key={title} className={css.line}>
            <span className={css.title}>{title}</span>
            <span className={css.from}>{from}</span>
            {to !== '' && (
              <span>
                <span aria-hidden="true">→ </span>
                <span className="unseen">to </span>
                {to}
              </span>
            )}
          </span>
        ))}
      </span>
    </>
  )
  return (
    <li>
      {alone ? (
        <button
          type="button"
          className={css.row}
          aria-pressed={pressed}
          title={pressed ? 'Show B as it is again' : 'Show this change alone on B'}
          onClick={() => {
            compare.setAlone(pressed ? null : alone)
            if (!pressed && (compare.mode === 'now' || compare.mode === 'snapshot')) compare.flip()
          }}
        >
          {inside}
        </button>
      ) : (
        <div className={css.row}>{inside}</div>
      )}
    </li>
  )
}
