/** Going back to a snapshot: says by control what will change, and does it as one step that can be undone. */
import { useEffect, useRef, useState } from 'react'
import type { ControlChange } from '../../shared/doc/change-list.ts'
import type { Snapshot } from '../../shared/doc/records.ts'
import type { Clip } from '../../shared/doc/session.ts'
import { Button } from '../controls/button.tsx'
import { restoreList } from '../state/restore-list.ts'
import { useDesk } from '../state/use-desk.ts'
import { changeLines, lineWords, placeOf, told } from '../words/change-words.ts'
import css from './sheet.module.css'

/** Changes named one by one. */
const mostNamed = 100

export interface RestoreSheetProps {
  readonly snapshot: Snapshot
  /** Null: the whole grade. */
  readonly clip: Clip | null
  readonly close: () => void
}

interface LeftOut {
  readonly sentence: string
}

export function RestoreSheet({ snapshot, clip, close }: RestoreSheetProps) {
  const desk = useDesk()
  const dialog = useRef<HTMLDialogElement>(null)
  const [changes, setChanges] = useState<readonly ControlChange[] | string | null>(null)
  const [refusal, setRefusal] = useState('')
  const [waiting, setWaiting] = useState(false)
  const { suite } = desk
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    let gone = false
    void suite.review.open(snapshot.id).then((content) => {
      if (gone) return
      setChanges(
        typeof content === 'string' ? content : told(restoreList(suite.entries, content.entries, clip?.id ?? null)),
      )
    })
    return () => {
      gone = true
    }
  }, [suite, snapshot, clip])
  const what = clip ? `clip ${clip.name}` : 'every clip'
  const nameOfClip = (id: string | null) => suite.session.timeline.clips.find((one) => one.id === id)?.name
  const restore = () => {
    setWaiting(true)
    const level = desk.level ?? undefined
    const where = clip ? { clip: clip.id } : level === undefined ? {} : { level }
    void suite.review.restore({ snapshot: snapshot.id }, where).then((answer) => {
      setWaiting(false)
      if (!answer.ok) {
        setRefusal(answer.refusal.sentence)
        return
      }
      const left = (answer.value as { refused?: readonly LeftOut[] }).refused ?? []
      close()
      desk.say(`Back to “${snapshot.name}”: ${what}.${left[0] ? ` Left as it was: ${left[0].sentence}` : ''}`)
    })
  }
  const list = Array.isArray(changes) ? (changes as readonly ControlChange[]) : []
  return (
    <dialog ref={dialog} className={css.sheet} aria-label={`Restore ${what}`} onClose={close}>
      <div className={css.form}>
        <h2>
          Back to “{snapshot.name}”: {what}
        </h2>
        <p className="quiet" role="status" aria-label="What will change">
          {changes === null
            ? 'The snapshot is on its way.'
            : typeof changes === 'string'
              ? changes
              : list.length === 0
                ? 'Nothing would change: it is as in the snapshot.'
                : `${list.length === 1 ? 'One change' : `${list.length} changes`}, undone by one step.`}
        </p>
        {list.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: reason: a list that scrolls is reached by keyboard
          <ul className={css.changes} tabIndex={0} aria-label="Changes">
            {list.slice(0, mostNamed).map((change) => (
              <li key={change.key}>
                <span className="quiet">
                  {[clip ? '' : nameOfClip(change.clip), placeOf(change)].filter(Boolean).join(' · ')}{' '}
                </span>
                {changeLines(change, suite.entries, suite.luts.list).map(lineWords).join(', ')}
              </li>
            ))}
            {list.length > mostNamed && <li className="quiet">and {list.length - mostNamed} more</li>}
          </ul>
        )}
        <div className={css.end}>
          <p role="status" aria-label="Restore message" className={css.refusal}>
            {refusal}
          </p>
          <Button press={close}>Cancel</Button>
          <Button main press={restore} disabled={waiting || list.length === 0}>
            Restore
          </Button>
        </div>
      </div>
    </dialog>
  )
}
