/** A button that is an icon: its title is its accessible name and its tooltip, with its key. */
import type { LucideIcon } from '../icons/index.ts'
import css from './icon-button.module.css'

export interface IconButtonProps {
  readonly icon: LucideIcon
  readonly title: string
  /** Its key as printed, e.g. `Alt S`. */
  readonly keys?: string | undefined
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly press: () => void
}

export function IconButton({ icon: Icon, title, keys, pressed, disabled = false, press }: IconButtonProps) {
  return (
    <button
      type="button"
      className={css.button}
      aria-label={title}
      aria-pressed={pressed}
      disabled={disabled}
      title={keys ? `${title}  ${keys}` : title}
      onMouseDown={(e) => e.preventDefault()}
      onClick={press}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
    </button>
  )
}
