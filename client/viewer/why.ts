/** Why there is no picture, or what is wrong with it: one sentence beside it. */
import type { Desk } from '../state/desk.ts'
import type { MediaAtHand } from './courier.ts'
import type { AtRest } from './oath.ts'
import type { Want } from './want.ts'

/** A frame that could not be drawn. */
export interface Trouble {
  readonly version: number
  readonly clip: string
  readonly frame: number
  readonly sentence: string
}

/** Media that is not here first, then what went wrong with this very frame, then what the engine does not draw of it. */
export function whyNot(
  { suite: { session }, clip }: Desk,
  media: MediaAtHand,
  { clip: id, frame, version }: Want,
  trouble: Trouble | null,
  rest: AtRest | null,
): string | null {
  if (!clip) return null
  const found = media.source(clip.media)
  if (typeof found === 'string') return found
  if (!session.media.has(clip.media)) return `Clip ${clip.name} points at media that the session does not have.`
  if (trouble && trouble.clip === id && trouble.frame === frame && trouble.version === version) return trouble.sentence
  return rest?.clip === id ? (rest.made.lacks[0] ?? null) : null
}
