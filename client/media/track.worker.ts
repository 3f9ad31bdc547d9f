/** Tracks one window over frames of one clip: decodes, reduces the luma, follows, and tells each frame as it is found. */
import type { Media } from '../../shared/doc/session.ts'
import { layoutOf, type RawFrame } from '../../shared/media/planes.ts'
import { turnPlane } from '../../shared/media/turn.ts'
import { type Grey, reduce } from '../../shared/track/grey.ts'
import { stepOf, WindowTracker } from '../../shared/track/window.ts'
import type { TrackNews, TrackOrder } from '../state/tracking.ts'
import { type MediaSource, openClip } from './open-clip.ts'

export interface ToTracker {
  readonly source: MediaSource
  readonly media: Media
  readonly order: TrackOrder
}

const say = (news: TrackNews): void => self.postMessage(news)

/** The luma of a frame, upright, reduced. */
function greyOf({ format, width, height, planes, turn }: RawFrame, { name, ...media }: Media, step: number): Grey {
  const depth = layoutOf(format)?.depth
  if (depth === undefined) throw new Error(`${name} holds frames of format ${format}, which cannot be tracked on.`)
  const [luma] = planes as [RawFrame['planes'][number]]
  if (!turn) return reduce(luma, width, height, step, depth)
  const upright = turnPlane(Float32Array.from(luma), width, height, turn, new Float32Array(width * height))
  return reduce(upright, media.width, media.height, step, depth)
}

async function track({ source, media, order }: ToTracker): Promise<void> {
  const clip = await openClip(source, media)
  const step = stepOf(order.tracked, media)
  for (const leg of order.legs) {
    let tracker: WindowTracker | null = null
    // The next frame is decoded while this one is looked at.
    let coming = clip.raw(leg[0]!)
    for (const [i, frame] of leg.entries()) {
      const grey = greyOf(await coming, media, step)
      const next = leg[i + 1]
      if (next !== undefined) {
        coming = clip.raw(next)
        // Awaited in its turn; until then a failure is nobody's.
        coming.catch(() => undefined)
      }
      if (!tracker) {
        tracker = new WindowTracker(grey, step, media, order.tracked)
        const { trouble, start } = tracker
        if (trouble) throw new Error(`The window cannot be tracked from here: ${trouble}.`)
        say({ ...start, frame })
        continue
      }
      const found = tracker.next(grey)
      say({ ...found, frame })
      if (found.kind === 'lost') break
    }
  }
  clip.close()
  say({ kind: 'done' })
}

self.onmessage = ({ data }: MessageEvent<ToTracker>) => {
  track(data).catch((error: unknown) =>
    say({ kind: 'failed', sentence: error instanceof Error ? error.message : String(error) }),
  )
}
