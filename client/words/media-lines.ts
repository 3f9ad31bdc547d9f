/** Media that differ, named by the clips that a person sees in the strip. */
import { type Records, standingWaiver, type Waiver } from '../../shared/doc/records.ts'
import type { Session } from '../../shared/doc/session.ts'
import type { MatchState } from '../../shared/wire/messages.ts'
import { mediaWords } from './words.ts'

/** A media that a room lacks or has another file of. */
export interface MediaLine {
  readonly media: string
  /** `02 portrait`: number in the strip and name of each clip that is cut from it. */
  readonly clips: readonly string[]
  readonly state: 'missing' | 'mismatch'
  readonly waiver: Waiver | null
  /** `Clip 02 portrait: media missing`. */
  readonly words: string
}

/** In the order of the cut; empty for a seat that has said nothing yet. */
export function mediaLines(
  session: Pick<Session, 'timeline' | 'media'>,
  states: ReadonlyMap<string, MatchState> | undefined,
  waivers: Records['waivers'],
  seat: string,
): readonly MediaLine[] {
  const lines = new Map<string, string[]>()
  session.timeline.clips.forEach(({ media, name }, i) => {
    const state = states?.get(media)
    if (state !== 'missing' && state !== 'mismatch') return
    lines.set(media, [...(lines.get(media) ?? []), `${String(i + 1).padStart(2, '0')} ${name}`])
  })
  return [...lines].map(([media, clips]) => {
    const state = states!.get(media) as 'missing' | 'mismatch'
    return {
      media,
      clips,
      state,
      waiver: standingWaiver(waivers, media, seat),
      words: `${clips.length === 1 ? 'Clip' : 'Clips'} ${clips.join(', ')}: ${mediaWords[state]}`,
    }
  })
}
