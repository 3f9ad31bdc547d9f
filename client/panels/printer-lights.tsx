/** Printer lights: while they are on, the keypad moves the offset of the selected node by points; a run of presses is one undo step. */
import { useEffect } from 'react'
import { printShown } from '../../shared/op/param.ts'
import { useScrub } from '../hand/use-scrub.ts'
import { lightOf } from '../keys/printer-lights.ts'
import { paletteOf } from '../state/palette.ts'
import { useDesk } from '../state/use-desk.ts'
import css from './foot.module.css'
import { useGrip } from './use-grip.ts'

/** Offset stands in the log stage. */
const offset = paletteOf('log').controls.find(({ op, param }) => op.id === 'log' && param.id === 'offset')!.param

export function PrinterLights() {
  const desk = useDesk()
  const { value, grip } = useGrip('log', offset)
  const scrub = useScrub(grip, value)
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      const { target } = e
      if (target instanceof HTMLElement && target.matches('input:not([readonly]), textarea, select, [contenteditable]'))
        return
      const light = e.altKey ? null : lightOf(e.code, e.ctrlKey || e.metaKey)
      if (light === null) return
      e.preventDefault()
      e.stopImmediatePropagation()
      scrub.nudge((from) => from.map((x, i) => Math.min(Math.max(x + light[i]!, offset.hard[0]), offset.hard[1])))
    }
    window.addEventListener('keydown', key, { capture: true })
    return () => window.removeEventListener('keydown', key, { capture: true })
  }, [scrub])
  return (
    <button type="button" className={css.keys} title="Printer lights off" onClick={() => desk.setLights(false)}>
      Printer lights{' '}
      {offset.components.map((letter, i) => `${letter.toUpperCase()} ${printShown(offset, value[i]!)}`).join('  ')}
    </button>
  )
}
