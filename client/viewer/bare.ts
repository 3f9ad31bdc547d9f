/** What is left of a clip's grade where the grade is not looked at. */
import type { Entries } from '../../shared/doc/grade.ts'
import { clipVersion, Shelves } from '../../shared/doc/read.ts'

/** The grade left out, the picture's place kept: what is seen under bypass. */
export function bareGrade(entries: Entries, clip: string): Shelves {
  const out = new Shelves()
  const sizing = `c.${clip}/${clipVersion(entries, clip)}/sizing/`
  for (const [key, value] of entries)
    if (key.startsWith(sizing) || key.startsWith('t/0/sizing/') || key === `c.${clip}/use`) out.set(key, value)
  return out
}
