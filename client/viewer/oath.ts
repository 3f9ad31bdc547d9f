/** When a picture may be sworn to, and the receipt that does it. */
import { ENGINE_VERSION } from '../../shared/render/name.ts'
import { buildReceipt, touches } from '../../shared/suite/receipt.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import type { Made } from './work.ts'

/** A full picture on the canvas, with the count of changes it was ordered at. */
export interface AtRest {
  readonly made: Made
  readonly clip: string
  readonly frame: number
  readonly version: number
  /** The class of picture; `still`: rendered by another suite, proved here. */
  readonly class: Receipt['class']
}

/**
 * The receipt of a picture at rest, or null: something changed since it was ordered, somebody's fingers are on something it depends on,
 * the playhead moves, or the grade holds what the engine does not draw. `proof`: the digest of the second rendering, once there is one.
 */
export function receiptOf(
  suite: Suite,
  rest: AtRest,
  version: number,
  dropped: number,
  proof: string | null,
): Receipt | null {
  if (rest.version !== version || rest.made.lacks.length > 0 || suite.playing) return null
  if (touches(rest.clip, suite.adjusting, suite.session, suite.entries)) return null
  const { plan, source, look, digest, executor } = rest.made
  return buildReceipt({
    seat: suite.seat,
    revision: suite.revision,
    clip: rest.clip,
    frame: rest.frame,
    plan,
    source,
    look,
    digest,
    executor,
    class: rest.class,
    proof,
    engine: ENGINE_VERSION,
    dropped,
    at: suite.hubNow(),
  })
}
