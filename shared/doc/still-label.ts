/** What a still is called before anybody renames it. */
import type { Timeline } from './session.ts'

/**
 * Track.Shot.Version, each counted from 1: `1.12.3` is the third still of the twelfth clip of the first track, as Resolve counts them. `taken`:
 * labels that are in use. Empty where the cut has no such clip.
 */
export function stillLabel({ tracks, clips }: Timeline, taken: Iterable<string>, id: string): string {
  const clip = clips.find((one) => one.id === id)
  if (!clip) return ''
  const order = tracks.toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1))
  const track = order.findIndex((one) => one.id === clip.track)
  const shot = clips.filter((one) => one.track === clip.track).indexOf(clip)
  const stem = `${track + 1}.${shot + 1}.`
  let last = 0
  for (const label of taken)
    if (label.startsWith(stem) && /^\d{1,6}$/.test(label.slice(stem.length)))
      last = Math.max(last, Number(label.slice(stem.length)))
  return `${stem}${last + 1}`
}
