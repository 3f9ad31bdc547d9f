/** Dialogs that every screen has: each comes as a chunk of its own when it is opened. */
import { useDeskValue } from '../state/use-desk.ts'
import { Coming, later } from './later.tsx'

const keySheet = later(() => import('./key-sheet.tsx').then((m) => m.KeySheet), 'room')
const snapshotSheet = later(() => import('./snapshot-sheet.tsx').then((m) => m.SnapshotSheet), 'room')

export function Sheets() {
  const keys = useDeskValue(['sheet'], (d) => d.sheet)
  const naming = useDeskValue(['snapshot'], (d) => d.naming)
  return (
    <>
      <Coming of={keySheet} give={{}} when={keys} />
      <Coming of={snapshotSheet} give={{}} when={naming} />
    </>
  )
}
