/** Names a snapshot: the state of the whole session as it is now, for ever. */
import { useEffect, useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import css from './sheet.module.css'

export function SnapshotSheet() {
  const desk = useDesk()
  const open = useDeskValue(['snapshot'], (d) => d.naming)
  const count = useSuiteValue(['session'], (s) => s.review.snapshots.length)
  const revision = useSuiteValue(['revision'], (s) => s.revision)
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [waiting, setWaiting] = useState(false)
  const [refusal, setRefusal] = useState('')
  useEffect(() => {
    if (!open) {
      dialog.current?.close()
      return
    }
    setName(`v${desk.suite.review.snapshots.length + 1}`)
    setRefusal('')
    dialog.current?.showModal()
    requestAnimationFrame(() => field.current?.select())
  }, [open, desk])
  const take = () => {
    setWaiting(true)
    void desk.suite.review.snapshot(name.trim()).then((answer) => {
      setWaiting(false)
      if (!answer.ok) {
        setRefusal(answer.refusal.sentence)
        return
      }
      desk.setNaming(false)
      desk.say(`Snapshot “${name.trim()}” taken at rev ${(answer.value as { revision: number }).revision}.`)
    })
  }
  return (
    <dialog ref={dialog} className={css.sheet} aria-label="Take a snapshot" onClose={() => desk.setNaming(false)}>
      <form
        className={css.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (name.trim() !== '' && !waiting) take()
        }}
      >
        <h2>Take a snapshot</h2>
        <p className="quiet">
          The whole session as it is now, rev {revision}. It never changes;{' '}
          {count === 0 ? 'it is the first' : `${count} so far`}.
        </p>
        <label>
          <span>Name</span>
          <input ref={field} value={name} maxLength={60} onChange={(e) => setName(e.currentTarget.value)} />
        </label>
        <div className={css.end}>
          <p role="status" aria-label="Snapshot message" className={css.refusal}>
            {refusal}
          </p>
          <Button press={() => desk.setNaming(false)}>Cancel</Button>
          <Button submit main disabled={name.trim() === '' || waiting}>
            Take
          </Button>
        </div>
      </form>
    </dialog>
  )
}
