/** Every key, band by band, from the one keymap. */
import { useEffect, useRef } from 'react'
import { actionOf } from '../actions/index.ts'
import { type ActionId, type Band, bands } from '../keys/keymap.ts'
import { onMac, printChords } from '../keys/print.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import css from './key-sheet.module.css'

/** What of a band has a key. */
const keyed = ({ keys }: Band) => Object.entries(keys).filter(([, chords]) => chords.length > 0)

export function KeySheet() {
  const desk = useDesk()
  const open = useDeskValue(['sheet'], (d) => d.sheet)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  return (
    <dialog
      ref={dialog}
      className={css.sheet}
      aria-label="All keys"
      closedby="any"
      onClose={() => desk.setSheet(false)}
    >
      <div className={css.bands}>
        {bands.map((band) => (
          <section key={band.title}>
            <h2>{band.title}</h2>
            <dl>
              {keyed(band).map(([id, chords]) => (
                <div key={id}>
                  <dt>{actionOf(id as ActionId).title}</dt>
                  <dd>{printChords(chords, onMac())}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="quiet">
        Digits type a timecode: 1115 Enter, +20. Enter, -5 Enter. Alt is fine on every control, Escape takes a drag
        back.
      </p>
    </dialog>
  )
}
