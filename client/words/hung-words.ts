/** What is hung on a clip, in words. */
import type { ClipColour, FlagColour } from '../../shared/doc/flags.ts'

/** `flags blue and red, clip colour teal`: what is hung on a clip; empty: nothing. */
export function hungWords({
  flags,
  colour,
}: {
  readonly flags: readonly FlagColour[]
  readonly colour: ClipColour | null
}): string {
  const list = flags.join(', ').replace(/, (\w+)$/, ' and $1')
  return [flags.length > 0 && `${flags.length === 1 ? 'flag' : 'flags'} ${list}`, colour && `clip colour ${colour}`]
    .filter(Boolean)
    .join(', ')
}
