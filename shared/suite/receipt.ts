/** A suite's word on what it shows, worded alike in a browser and headless; and when there must be none. */
import type { Entries } from '../doc/grade.ts'
import { clipGroup } from '../doc/read.ts'
import type { Session } from '../doc/session.ts'
import type { ExecutorId } from '../render/picture.ts'
import type { Receipt } from '../wire/messages.ts'

/** What must be known of a frame; all else has its rest. */
export interface Shown {
  readonly seat: string
  readonly revision: number
  readonly clip: string
  /** Counted from 0 at the clip's first frame in the cut. */
  readonly frame: number
  readonly plan: string
  readonly source: string
  readonly look: string
  readonly digest: string
  readonly executor: ExecutorId
  readonly engine: string
  /** Hub clock, milliseconds. */
  readonly at: number
  readonly class?: Receipt['class']
  readonly display?: string
  readonly monitorLut?: string | null
  readonly watermark?: string | null
  readonly proof?: string | null
  readonly skewMs?: number
  readonly dropped?: number
}

/** The receipt of a shown frame, its fields in the order in which they are printed. */
export function buildReceipt(shown: Shown): Receipt {
  return {
    revision: shown.revision,
    clip: shown.clip,
    frame: shown.frame,
    plan: shown.plan,
    source: shown.source,
    look: shown.look,
    digest: shown.digest,
    executor: shown.executor,
    engine: shown.engine,
    class: shown.class ?? 'original',
    display: shown.display ?? 'undeclared',
    monitorLut: shown.monitorLut ?? null,
    watermark: shown.watermark ?? null,
    proof: shown.proof ?? null,
    skewMs: shown.skewMs ?? 0,
    dropped: shown.dropped ?? 0,
    at: Math.round(shown.at),
    seat: shown.seat,
  }
}

/** True where two receipts speak of the same frame of the same plan and source: only then their digests are compared. */
export const comparable = (a: Receipt, b: Receipt): boolean =>
  a.clip === b.clip && a.frame === b.frame && a.plan === b.plan && a.source === b.source

/** Two receipts that say the same, whenever they say it: a proof that has come since says more. */
export const sameWord = (a: Receipt, b: Receipt): boolean =>
  comparable(a, b) &&
  a.revision === b.revision &&
  a.look === b.look &&
  a.digest === b.digest &&
  a.executor === b.executor &&
  a.proof === b.proof

/**
 * True while somebody's fingers are on something this clip's picture may depend on: its own level, its group, the timeline or a shared
 * node. No receipt is given meanwhile. Without `entries` every group counts as the clip's.
 */
export function touches(
  clip: string,
  adjusting: ReadonlyMap<string, unknown>,
  session: Session,
  entries?: Entries,
): boolean {
  if (!session.timeline.clips.some(({ id }) => id === clip)) return false
  const group = entries && clipGroup(entries, clip)
  for (const key of adjusting.keys()) {
    const level = key.slice(0, key.indexOf('/'))
    if (level === `c.${clip}` || level === 't' || level.startsWith('s.')) return true
    if (level.startsWith('g.') && (group === undefined || level.split('.')[1] === group)) return true
  }
  return false
}
