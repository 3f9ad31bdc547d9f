/** What a still or a PowerGrade is called, under its picture. */
import css from './gallery.module.css'

export interface LabelProps {
  readonly text: string
  readonly renaming: boolean
  readonly rename: (on: boolean) => void
  readonly done: (label: string) => void
}

/** A label that a double-click makes a field: Enter keeps, Escape leaves. */
export function Label({ text, renaming, rename, done }: LabelProps) {
  if (!renaming)
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: reason: F2 on the picture, and the menu, do the same by keyboard
      <span className={css.label} title={text} onDoubleClick={() => rename(true)}>
        {text}
      </span>
    )
  return (
    <input
      ref={(field) => {
        field?.focus()
        field?.select()
      }}
      className={css.label}
      aria-label="Label"
      defaultValue={text}
      maxLength={60}
      onBlur={(e) => {
        rename(false)
        if (e.currentTarget.dataset.left !== 'true') done(e.currentTarget.value)
      }}
      onKeyDown={(e) => {
        e.stopPropagation()
        if (e.key !== 'Enter' && e.key !== 'Escape') return
        e.currentTarget.dataset.left = String(e.key === 'Escape')
        e.currentTarget.blur()
      }}
    />
  )
}
