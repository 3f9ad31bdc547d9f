/** The verdict that counts for a clip, with where it stands now; what changed is asked for where it is stale. */
import type { VerdictView } from '../../shared/suite/review.ts'
import { useSuiteValue } from '../state/use-desk.ts'
import { markOf, type VerdictMark } from '../words/verdict-words.ts'

export const useVerdict = (clip: string): VerdictView | null =>
  useSuiteValue(['drawn', 'session', 'review', 'revision'], (s) => s.review.verdictOf(clip))

/** Clips of the cut by where their verdict stands. */
export function useVerdictCounts(): Readonly<Record<VerdictMark, number>> {
  const text = useSuiteValue(['drawn', 'session', 'review'], (s) => {
    const { verdicts } = s.review
    return s.session.timeline.clips.map(({ id }) => markOf(verdicts.get(id))).join(' ')
  })
  const counts = { approved: 0, changes: 0, stale: 0, none: 0 }
  for (const mark of text.split(' ') as VerdictMark[]) counts[mark]++
  return counts
}
