/** One number of a control: drag to slide, double-click to type, arrow keys to step, the wheel after a rest. */
import { useEffect, useRef, useState } from 'react'
import { fromShown, type Param, printShown, toShown } from '../../shared/op/param.ts'
import { beyond, caretStep, fineDivisor, parseTyped, rates, step } from '../hand/scale.ts'
import { tell } from '../hand/tell.ts'
import type { Scrub, Tuple } from '../hand/use-scrub.ts'
import { useSteps } from '../hand/use-steps.ts'
import { resetField, setField, turnField } from '../hand/wheel.ts'
import css from './field.module.css'

export interface FieldProps {
  readonly param: Param
  readonly index: number
  readonly value: Tuple
  readonly scrub: Scrub
  /** Accessible name, e.g. `Gain R`. */
  readonly name: string
  /** Share of the soft range a pixel; a number of its own moves faster than one of four. */
  readonly rate?: number
  readonly disabled?: boolean
}

export function Field({ param, index, value, scrub, name, rate = rates.field, disabled = false }: FieldProps) {
  const element = useRef<HTMLDivElement>(null)
  // A hand on the keys goes on there; one on the mouse leaves the arrow keys to the playhead.
  const [typing, setTyping] = useState<'keys' | 'mouse' | null>(null)
  const stored = value[index]!
  const shown = printShown(param, stored)
  const stepBy = (by: number) => scrub.nudge((from) => setField(param, from, index, from[index]! + by))
  useSteps(element, (by, fine) => !disabled && stepBy((by * step(param)) / (fine ? fineDivisor : 1)))

  if (typing)
    return (
      <Typing
        param={param}
        stored={stored}
        name={name}
        take={(next, stays) => {
          setTyping(null)
          if (next !== null) scrub.put(setField(param, value, index, next))
          if (stays && typing === 'keys')
            requestAnimationFrame(() => element.current?.focus({ focusVisible: true } as FocusOptions))
        }}
        leave={() => setTyping(null)}
      />
    )
  return (
    <div
      ref={element}
      role="spinbutton"
      tabIndex={disabled ? -1 : 0}
      aria-label={name}
      aria-disabled={disabled}
      aria-valuenow={Number(shown)}
      aria-valuemin={toShown(param, param.hard[0])}
      aria-valuemax={toShown(param, param.hard[1])}
      aria-valuetext={shown}
      className={css.field}
      data-changed={stored !== Math.fround(param.neutral[index]!) && stored !== param.neutral[index]}
      onMouseDown={(e) => e.preventDefault()}
      onPointerDown={(e) => !disabled && scrub.drag(e, (from, d) => turnField(param, from, index, d.dx, rate))}
      onDoubleClick={() => !disabled && setTyping('mouse')}
      onKeyDown={(e) => {
        if (disabled || e.ctrlKey || e.metaKey) return
        const by = step(param) / (e.altKey ? fineDivisor : 1)
        if (e.key === 'ArrowUp') stepBy(by)
        else if (e.key === 'ArrowDown') stepBy(-by)
        else if (e.key === 'Enter') setTyping('keys')
        else if (e.key === 'Escape') scrub.cancel()
        else if (e.key === 'Delete' || e.key === 'Backspace') scrub.put(resetField(param, value, index))
        else return
        e.preventDefault()
        e.stopPropagation()
      }}
    >
      {shown}
    </div>
  )
}

interface TypingProps {
  readonly param: Param
  readonly stored: number
  readonly name: string
  /** The stored number typed, or null where nothing was; whether the hand stays on this field. */
  take(next: number | null, stays: boolean): void
  leave(): void
}

function Typing({ param, stored, name, take, leave }: TypingProps) {
  const [text, setText] = useState(printShown(param, stored))
  const [wrong, setWrong] = useState(false)
  const done = useRef(false)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  const finish = (keepIt: boolean, stays: boolean) => {
    if (done.current) return
    if (!keepIt || text.trim() === '' || text === printShown(param, stored)) {
      done.current = true
      return take(null, stays)
    }
    const next = parseTyped(param, text, stored)
    if (next === null) {
      tell(`${name} stays at ${printShown(param, stored)}: “${text.trim().slice(0, 40)}” is no number.`)
      return setWrong(true)
    }
    done.current = true
    const far = beyond(param, name, next)
    if (far !== null) tell(far)
    take(next, stays)
  }
  return (
    <input
      ref={input}
      className={css.field}
      aria-label={name}
      aria-invalid={wrong}
      spellCheck={false}
      inputMode="decimal"
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value)
        setWrong(false)
      }}
      onBlur={() => {
        finish(true, false)
        if (!done.current) leave()
      }}
      onKeyDown={(e) => {
        e.stopPropagation()
        if (e.key === 'Enter') finish(true, true)
        else if (e.key === 'Escape') finish(false, true)
        else if (e.key === 'ArrowUp' || e.key === 'ArrowDown') {
          e.preventDefault()
          const typed = e.currentTarget
          const caret = typed.selectionStart ?? text.length
          const by = caretStep(text.replace(/^-/, ''), text.startsWith('-') ? caret - 1 : caret)
          const now = parseTyped(param, text, stored)
          if (now === null) return setWrong(true)
          const decimals = Math.max(param.shown.decimals, /[.,](\d*)/.exec(text)?.[1]?.length ?? 0)
          const next = (toShown(param, now) + (e.key === 'ArrowUp' ? by : -by)).toFixed(decimals)
          setText(toShown(param, fromShown(param, Number(next))).toFixed(decimals))
          const at = caret + next.length - text.length
          requestAnimationFrame(() => typed.setSelectionRange(at, at))
        }
      }}
    />
  )
}
