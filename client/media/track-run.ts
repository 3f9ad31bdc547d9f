/** One run of the tracker, in a worker of its own that ends with it. */
import type { Media } from '../../shared/doc/session.ts'
import type { TrackNews, TrackOrder } from '../state/tracking.ts'
import type { MediaSource } from './open-clip.ts'
import type { ToTracker } from './track.worker.ts'

/** Begins; answers what stops it, after which nothing more is told. */
export function runTracker(
  source: MediaSource,
  media: Media,
  order: TrackOrder,
  hear: (news: TrackNews) => void,
): () => void {
  const worker = new Worker(new URL('./track.worker.ts', import.meta.url), { type: 'module', name: 'tracker' })
  worker.onmessage = ({ data }: MessageEvent<TrackNews>) => hear(data)
  worker.onerror = (event) =>
    hear({ kind: 'failed', sentence: `Nothing can be tracked here: ${event.message || 'the tracker does not start'}.` })
  const message: ToTracker = { source, media, order }
  worker.postMessage(message)
  return () => worker.terminate()
}
