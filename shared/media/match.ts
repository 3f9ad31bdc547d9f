/** Which of the files at hand is which media of the session. */
import type { Media } from '../doc/session.ts'

export interface Found {
  readonly name: string
  readonly size: number
  readonly quick: string
}

/** missing: nothing of that name or content; matched: the same quick id; mismatch: the same name, other content. */
export type MatchWord = 'missing' | 'matched' | 'mismatch'

/** By content first, then by name; answers the file's name beside the word. */
export function matchMedia(
  media: Media,
  files: readonly Found[],
): { readonly state: MatchWord; readonly file: string | null } {
  const same = files.find((f) => f.quick === media.quick)
  if (same) return { state: 'matched', file: same.name }
  const alike = files.find((f) => f.name === media.name)
  return alike ? { state: 'mismatch', file: alike.name } : { state: 'missing', file: null }
}

/** One sentence for a person. */
export function matchSentence(clip: string, media: Media, state: MatchWord): string {
  if (state === 'matched') return `Clip ${clip}: ${media.name} is the same.`
  return state === 'missing'
    ? `You have no media for clip ${clip} (${media.name}).`
    : `Clip ${clip}: your ${media.name} is another file than the session's.`
}
