/** What a still is called before anybody renames it. */
import type { Entries } from './grade.ts'
import { clipVersion } from './read.ts'
import type { Timeline } from './session.ts'
import { versionsOf } from './versions.ts'

/** Track.Shot.Version, each counted from 1: `1.12.1` is the twelfth clip of the first track in its first version. Empty where the cut has no such clip. */
export function stillLabel({ tracks, clips }: Timeline, entries: Entries, id: string): string {
  const clip = clips.find((one) => one.id === id)
  if (!clip) return ''
  const order = tracks.toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1))
  const track = order.findIndex((one) => one.id === clip.track)
  const shot = clips.filter((one) => one.track === clip.track).indexOf(clip)
  const version = versionsOf(entries, id).findIndex((one) => one.id === clipVersion(entries, id))
  return `${track + 1}.${shot + 1}.${version + 1}`
}
