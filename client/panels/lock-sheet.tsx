/** Asks why a clip or a node is locked: the others read it wherever they are refused. */
import { useEffect, useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './sheet.module.css'

export function LockSheet() {
  const desk = useDesk()
  const place = useDeskValue(['locking'], (d) => d.locking)
  const dialog = useRef<HTMLDialogElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [reason, setReason] = useState('')
  const [refusal, setRefusal] = useState('')
  useEffect(() => {
    if (place === null) {
      dialog.current?.close()
      return
    }
    setReason('work in progress')
    setRefusal('')
    dialog.current?.showModal()
    requestAnimationFrame(() => field.current?.select())
  }, [place])
  const clip = desk.suite.session.timeline.clips.find(({ id }) => id === place?.clip)
  const node = desk.shape?.nodes.find(({ id }) => id === place?.node)
  const part = place?.node === 'sizing' ? 'the sizing of ' : ''
  const what = `${part}${node ? `node ${node.number}${node.label ? ` ${node.label}` : ''} of ` : ''}clip ${clip?.name ?? ''}`
  const lock = () => {
    if (place === null) return
    const args =
      place.node === null
        ? { clip: place.clip }
        : place.node === 'sizing'
          ? { region: [`c.${place.clip}/*/sizing/`] }
          : place
    void desk.suite.command('lock', { ...args, reason: reason.trim() }).then((answer) => {
      if (!answer.ok) {
        setRefusal(answer.refusal.sentence)
        return
      }
      desk.setLocking(null)
      desk.say(`Locked: ${what}.`)
    })
  }
  return (
    <dialog ref={dialog} className={css.sheet} aria-label="Lock" onClose={() => desk.setLocking(null)}>
      <form
        className={css.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (reason.trim() !== '') lock()
        }}
      >
        <h2>Lock {what}</h2>
        <p className="quiet">Nobody else changes it until you or the engineer lift the lock.</p>
        <label>
          <span>Why</span>
          <input ref={field} value={reason} maxLength={120} onChange={(e) => setReason(e.currentTarget.value)} />
        </label>
        <div className={css.end}>
          <p role="status" aria-label="Lock message" className={css.refusal}>
            {refusal}
          </p>
          <Button press={() => desk.setLocking(null)}>Cancel</Button>
          <Button submit main disabled={reason.trim() === ''}>
            Lock
          </Button>
        </div>
      </form>
    </dialog>
  )
}
