/** What the desk tracks by: this room's media and a worker, fetched when the first window is tracked. */
import type { Suite } from '../../shared/suite/suite.ts'
import type { TrackEngine } from '../state/tracking.ts'
import type { MediaAtHand } from './courier.ts'

export const trackEngine =
  (suite: Suite, found: MediaAtHand): TrackEngine =>
  (order, hear) => {
    const media = suite.session.media.get(order.media)
    const source = found.source(order.media)
    let stop: (() => void) | null = null
    let stopped = false
    const fail = (sentence: string) => queueMicrotask(() => hear({ kind: 'failed', sentence }))
    if (!media || typeof source === 'string')
      fail(typeof source === 'string' ? source : 'The session does not know the media of this clip.')
    else
      import('../media/track-run.ts').then(
        ({ runTracker }) => {
          if (!stopped) stop = runTracker(source, media, order, hear)
        },
        () => fail('The tracker is not to be had: the hub is out of reach or newer than the page. Load it again.'),
      )
    return () => {
      stopped = true
      stop?.()
    }
  }
