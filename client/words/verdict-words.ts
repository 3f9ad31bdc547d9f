/** Verdicts in words: a mark that is a shape, never a hue, and the sentence behind it. */
import type { Entries } from '../../shared/doc/grade.ts'
import type { Session } from '../../shared/doc/session.ts'
import type { VerdictView } from '../../shared/suite/review.ts'
import { changeWords, nameOf, told } from './change-words.ts'

export type VerdictMark = 'approved' | 'changes' | 'stale' | 'none'

export const verdictMarks: Readonly<Record<VerdictMark, { readonly mark: string; readonly title: string }>> = {
  approved: { mark: '✓', title: 'approved' },
  changes: { mark: '✕', title: 'changes asked for' },
  stale: { mark: '⚠', title: 'changed since' },
  none: { mark: '–', title: 'no verdict' },
}

export const markOf = (view: VerdictView | null | undefined): VerdictMark => view?.state.kind ?? 'none'

/** A person's words in quotes, their last full stop left to the sentence. */
const quoted = (note: string): string => `“${note.replace(/\.$/, '')}”`

/** One sentence: who judged, what they said, and what changed since. */
export function verdictSentence(
  view: VerdictView | null | undefined,
  session: Pick<Session, 'seats'>,
  entries: Entries,
): string {
  if (!view) return 'No verdict yet.'
  const { verdict, state } = view
  const who = nameOf(session, verdict.seat)
  if (state.kind === 'approved') return `Approved by ${who}${verdict.note ? `: ${quoted(verdict.note)}` : ''}.`
  if (state.kind === 'changes') return `${who} asks for changes: ${quoted(verdict.note)}.`
  const was =
    state.was === 'approve' ? `Changed since ${who} approved` : `Changed since ${who} asked for ${quoted(verdict.note)}`
  const [first, ...rest] = told(state.changes ?? [])
  if (!first) return `${was}.`
  return `${was}: ${changeWords(first, session, entries)}${rest.length > 0 ? `; and ${rest.length} more` : ''}.`
}
