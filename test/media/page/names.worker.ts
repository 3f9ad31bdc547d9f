/** In a worker, as in the product: opens a clip and names the frames asked for, in the order asked for. */
import { type MediaSource, openClip } from '../../../client/media/open-clip.ts'
import type { Media } from '../../../shared/doc/session.ts'
import { sourceName } from '../../../shared/media/planes.ts'

export interface Asked {
  readonly source: MediaSource
  readonly media: Media
  readonly frames: readonly number[]
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

self.onmessage = async ({ data: { source, media, frames } }: MessageEvent<Asked>) => {
  try {
    const clip = await openClip(source, media)
    const names: string[] = []
    for (const n of frames) names.push(await clip.raw(n).then((raw) => sourceName(raw, sha256)))
    clip.close()
    self.postMessage(names)
  } catch (error) {
    self.postMessage(error instanceof Error ? error.message : String(error))
  }
}
