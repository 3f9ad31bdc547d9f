/** Which clip of the cut lies under a frame. */
import type { Clip } from '../../shared/doc/session.ts'

/** The clip under a timeline frame: the last that begins at or before it and reaches it; in a gap, none. */
export function clipAt(clips: readonly Clip[], frame: number): Clip | null {
  let found: Clip | null = null
  for (const clip of clips) {
    if (clip.recordIn > frame) break
    if (frame < clip.recordIn + clip.length) found = clip
  }
  return found
}
