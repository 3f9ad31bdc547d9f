/** A button with a word: plain, or the one that a screen is about. */
import type { ReactNode } from 'react'
import css from './button.module.css'

export interface ButtonProps {
  readonly children: ReactNode
  readonly press?: (() => void) | undefined
  readonly pressed?: boolean | undefined
  readonly disabled?: boolean
  /** The one thing to do on this screen. */
  readonly main?: boolean
  readonly title?: string | undefined
  readonly submit?: boolean
  /** Focused when it comes on the screen. */
  readonly focus?: boolean
}

export function Button({
  children,
  press,
  pressed,
  disabled = false,
  main = false,
  title,
  submit,
  focus,
}: ButtonProps) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={css.button}
      data-main={main}
      aria-pressed={pressed}
      disabled={disabled}
      title={title}
      ref={focus ? (element) => element?.focus() : undefined}
      onMouseDown={(e) => e.preventDefault()}
      onClick={press}
    >
      {children}
    </button>
  )
}
