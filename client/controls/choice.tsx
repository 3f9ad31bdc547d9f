/** One of a closed list of words: its options side by side, or a menu where they are many or long. */
import type { Param } from '../../shared/op/param.ts'
import css from './choice.module.css'
import { Diamond, type Marked } from './diamond.tsx'

export interface ChoiceProps extends Marked {
  readonly param: Param
  readonly value: string
  readonly choose: (word: string) => void
  /** What choosing an option does, a sentence, by its id. */
  readonly says?: (option: string) => string | undefined
  readonly disabled?: boolean
  /** A menu, however few its options are. */
  readonly menu?: boolean
}

/** Options that still stand side by side. */
const most = 4

export function Choice({ param, value, choose, says, disabled = false, menu = false, mark }: ChoiceProps) {
  if (menu || param.options.length > most)
    return (
      <>
        <Diamond mark={mark} />
        <select
          className={css.menu}
          aria-label={param.title}
          value={value}
          disabled={disabled}
          onChange={(e) => choose(e.currentTarget.value)}
        >
          {param.options.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </>
    )
  return (
    <fieldset className={css.row} aria-label={param.title} disabled={disabled}>
      <Diamond mark={mark} />
      {param.options.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === value}
          title={says?.(id)}
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => id !== value && choose(id)}
        >
          {title}
        </button>
      ))}
    </fieldset>
  )
}
