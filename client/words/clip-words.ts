/** Clips and what the strip says of them, in words. */
import type { Session } from '../../shared/doc/session.ts'

/** `04`: a clip's number in its cut. */
export const numberOf = (index: number): string => String(index + 1).padStart(2, '0')

/** `clip 04`; of another cut, so. */
export function clipTitle({ timeline }: Pick<Session, 'timeline'>, clip: string): string {
  const at = timeline.clips.findIndex(({ id }) => id === clip)
  return at < 0 ? 'a clip of another cut' : `clip ${numberOf(at)}`
}

/** `one clip`, `12 clips`. */
export const clipCount = (count: number): string => (count === 1 ? 'one clip' : `${count} clips`)

/** A version's name as a tile has room for it: `v2` of `Version 2`; empty for the first one. */
export const shortVersion = (name: string): string => name.replace(/^Version (\d+)$/, 'v$1')

/** What the strip shows, by filter; those of a group, an editor, a flag or a clip colour have the name's own. */
export const filterTitles = {
  all: 'All clips',
  graded: 'Graded',
  ungraded: 'Ungraded',
  noted: 'With notes',
  open: 'With notes to do',
  touched: 'Changed since verdict',
  selected: 'Selected',
} as const
