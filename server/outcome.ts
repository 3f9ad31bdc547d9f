/** What a command is and what it comes to. */
import type { SessionWrites } from '../shared/doc/session-edit.ts'
import { refusal } from '../shared/policy/judge.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'
import type { LinkRow, SeatRow } from './store/store.ts'

/** What came with a command: JSON from outside, to be checked field by field. */
export type Args = Readonly<Record<string, unknown>>

/** Keys of the session document, of the grade, what else changes, and the value of the answer; all of it in one batch. */
export interface Outcome {
  readonly writes: SessionWrites
  /** Keys of the grade, judged already, written in one transaction under the hub's own client id. */
  readonly grade?: SessionWrites
  readonly value?: unknown
  /** In place of `value`, where it says which revision the grade's change became; null: there was none. */
  readonly valueAt?: (revision: number | null) => unknown
  readonly seatRow?: SeatRow
  readonly linkRow?: LinkRow
  /** Part of the answer that is told once and kept nowhere: who asks again by the same id is answered without it. */
  readonly once?: Readonly<Record<string, unknown>>
  /** Runs once it is on disk and told. */
  readonly told?: () => void
}

/** One that waits for the disk or the history answers a promise; what it decides on must be read after its last wait. */
export type Command = (session: Session, seat: Seat, args: Args) => Outcome | Refusal | Promise<Outcome | Refusal>

export const isRefusal = (outcome: Outcome | Refusal): outcome is Refusal => 'sentence' in outcome

/** An argument that is not what the command takes. */
export const wrong = (sentence: string): Refusal => refusal('argument', sentence)

/** Plain text without control characters, trimmed and in NFC; null where it is none, empty or longer than `most`. */
export const text = (value: unknown, most: number): string | null => {
  const plain = typeof value === 'string' && value.isWellFormed() ? value.normalize('NFC').trim() : ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: reason: control characters are what is refused here.
  return plain.length > 0 && plain.length <= most && !/[\u0000-\u001f\u007f]/.test(plain) ? plain : null
}

/** An id of the grammar. */
export const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-z]{8}$/.test(value)
/** A name such as a look, a plan, a digest: 32 hex digits. */
export const isName = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** Resolves once all that was taken in so far is on disk: the newest revision of it, or the store's sentence. */
export async function settled(session: Session): Promise<number | Refusal> {
  const { revision } = session.journal
  const written = await new Promise<boolean>((resolve) => session.journal.after(resolve))
  return written ? revision : refusal('store', session.readOnly ?? 'The hub could not write.')
}
