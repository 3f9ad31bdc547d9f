/** Where a verdict stands now: it is bound to a look, and goes stale by itself when the look changes. */
import { type Author, type ControlChange, clipChanges, type Moment } from '../doc/change-list.ts'
import type { Verdict } from '../doc/records.ts'
import { lookName } from './name.ts'

export type VerdictState =
  | { readonly kind: 'approved' }
  /** Changes were asked for, and none has been made. */
  | { readonly kind: 'changes' }
  | {
      readonly kind: 'stale'
      readonly was: Verdict['verdict']
      /** What changed in the clip's picture since the snapshot; null while its content is not here. */
      readonly changes: readonly ControlChange[] | null
    }

/** `look` is the clip's as it is now; `then` the snapshot's content, or null where it is not here yet. */
export function verdictState(
  verdict: Verdict,
  now: Moment,
  then: Moment | null,
  look: string = lookName(now.session, now.entries, verdict.clip),
  authors?: ReadonlyMap<string, Author>,
): VerdictState {
  if (look === verdict.look) return { kind: verdict.verdict === 'approve' ? 'approved' : 'changes' }
  const changes = then && clipChanges(then, now, verdict.clip, authors)
  return { kind: 'stale', was: verdict.verdict, changes }
}

/** The verdict that counts for each clip: the newest. Answers clip id -> verdict. */
export function standing(verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> {
  const out = new Map<string, Verdict>()
  for (const verdict of verdicts) {
    const known = out.get(verdict.clip)
    if (!known || known.at <= verdict.at) out.set(verdict.clip, verdict)
  }
  return out
}
