/** What is hung on a clip, over its picture in the strip: flags as dots, the clip colour as a bar. The clip's own name says both. */
import type { ClipColour, FlagColour } from '../../shared/doc/flags.ts'
import { useDeskValue } from '../state/use-desk.ts'
import { hungWords } from '../words/hung-words.ts'
import css from './clip-flags.module.css'
import type { Hung } from './clip-tile.tsx'

/** The muted hue that stands for a colour's name. */
export const flagHue = (colour: FlagColour | ClipColour): string => `var(--flag-${colour})`

function ClipFlags({ clip }: { readonly clip: string }) {
  const { flags, colour } = useDeskValue(['strip'], (d) => d.strip.facts.of(clip))
  return (
    <>
      {flags.length > 0 && (
        <span className={css.flags} data-flags={flags.join(' ')} aria-hidden="true">
          {flags.map((flag) => (
            <i key={flag} className={css.flag} style={{ background: flagHue(flag) }} />
          ))}
        </span>
      )}
      {colour && (
        <span className={css.colour} data-colour={colour} style={{ background: flagHue(colour) }} aria-hidden="true" />
      )}
    </>
  )
}

/** Flags and clip colours as the grader's strip shows them. */
export const clipFlags: Hung = { over: ({ id }) => <ClipFlags clip={id} />, words: hungWords }
