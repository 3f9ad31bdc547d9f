/** The mark of a control under keyframes: a small diamond beside its name, bright where a keyframe stands at the frame on show. */
import css from './diamond.module.css'

/** Beside a name; `off`: nothing is drawn. */
export interface Marked {
  readonly mark?: 'off' | 'under' | 'here' | undefined
}

export function Diamond({ mark = 'off' }: Marked) {
  if (mark === 'off') return null
  const title = mark === 'here' ? 'A keyframe stands here' : 'Under keyframes'
  return <span className={css.diamond} data-mark={mark} role="img" aria-label={title} title={title} />
}
