/** Named snapshots, the newest first: to be looked at on the review screen, to go back to for whoever grades. */
import { useState } from 'react'
import type { Snapshot } from '../../shared/doc/records.ts'
import type { Clip } from '../../shared/doc/session.ts'
import { roles } from '../../shared/policy/roles.ts'
import { Button } from '../controls/button.tsx'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { nameOf, whenWords } from '../words/change-words.ts'
import { RestoreSheet } from './restore-sheet.tsx'
import css from './snapshots.module.css'
import { useAction } from './use-actions.ts'

export function Snapshots() {
  const desk = useDesk()
  const session = useSuiteValue(['session'], (s) => s.session)
  const snapshots = useSuiteValue(['session'], (s) => s.review.snapshots)
  const clip = useDeskValue(['clip'], (d) => d.clip)
  const open = useCompareValue(['view'], (c) => c.open)
  const take = useAction('take-snapshot')
  const grades = roles[desk.suite.role].grade === true
  const [back, setBack] = useState<{ readonly snapshot: Snapshot; readonly clip: Clip | null } | null>(null)
  return (
    <section className="panel" aria-label="Snapshots">
      <header className="panel-header">
        <h2>Snapshots</h2>
        <span className="numbers">{snapshots.length}</span>
        <div className="end">
          {take.may && (
            <Button press={take.press} title={`${take.title}  ${take.keys}`}>
              Take…
            </Button>
          )}
        </div>
      </header>
      <ol className={`panel-body ${css.list}`}>
        {snapshots.map((one) => (
          <li key={one.id} className={css.row}>
            <span className={css.words}>
              <span className={css.name}>{one.name}</span>
              <span className={css.meta}>
                {nameOf(session, one.seat)} · {whenWords(one.at, desk.suite.hubNow())} · rev {one.revision}
              </span>
            </span>
            {open && <Sides snapshot={one} />}
            {grades && (
              <span className={css.buttons}>
                <Button
                  press={() => setBack({ snapshot: one, clip })}
                  disabled={clip === null}
                  title={`Bring this clip back to “${one.name}”`}
                >
                  Restore clip
                </Button>
                <Button press={() => setBack({ snapshot: one, clip: null })} title={`Bring all back to “${one.name}”`}>
                  All
                </Button>
              </span>
            )}
          </li>
        ))}
        {snapshots.length === 0 && <li className={css.none}>No snapshot yet.</li>}
      </ol>
      {back && <RestoreSheet {...back} close={() => setBack(null)} />}
    </section>
  )
}

/** Opens a snapshot as A, alone; or takes it as the B that A is compared with. */
function Sides({ snapshot }: { snapshot: Snapshot }) {
  const { compare } = useDesk()
  const [a, b] = [useCompareValue(['view'], (c) => c.a), useCompareValue(['view'], (c) => c.b)]
  const look = () => {
    compare.setA(snapshot.id)
    compare.setMode('snapshot')
  }
  return (
    <span className={css.buttons}>
      <Button press={look} title={`Look at “${snapshot.name}”`}>
        Open
      </Button>
      <Button pressed={a === snapshot.id} press={() => compare.setA(snapshot.id)} title={`“${snapshot.name}” as A`}>
        A
      </Button>
      <Button
        pressed={b === snapshot.id}
        press={() => compare.setB(b === snapshot.id ? null : snapshot.id)}
        disabled={a === snapshot.id}
        title={`“${snapshot.name}” as B`}
      >
        B
      </Button>
    </span>
  )
}
