/** SHA-256 as this browser has it, on a thread of its own. */
import { digest } from '../../shared/render/digest.ts'

/** Its bytes are read before this returns (Web Crypto: "a copy of the bytes"), so their memory may be written to again at once. */
export const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

/** Gives digests of graded frames, one size after the other; what is hashed lies in memory that is kept for the next one, 12 MB of 1080p. */
export function createDigests(): (width: number, height: number, frame: Uint16Array) => Promise<string> {
  let kept = new Uint8Array(0)
  return (width, height, frame) =>
    digest(
      width,
      height,
      frame,
      (bytes) => {
        kept = bytes
        return sha256(bytes)
      },
      kept,
    )
}
