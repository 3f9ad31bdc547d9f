/**
 * The content of one revision: the grade, and of the session document what pictures depend on. Printed in one way only, keys in order, so
 * that equal states have equal bytes and a snapshot's name is the hash of its content.
 */
import type { Value } from './grade.ts'
import { migrate } from './migrate.ts'
import { Shelves } from './read.ts'
import type { Session } from './session.ts'
import { sessionOf } from './session-read.ts'

/** A state of the session to be drawn, wherever it comes from. */
export interface Content {
  /** Timeline, media and pipeline as they were; seats, locks and driver are at rest. */
  readonly session: Session
  readonly entries: Shelves
}

type Pairs = Iterable<readonly [string, Value]>

const FORMAT = 'samelight content 1'

/** True for what of the session document a picture may depend on. */
const isPictured = (key: string): boolean =>
  key === 'schema' || key === 'pipeline' || key.startsWith('timeline/') || key.startsWith('media/')

/** Of the session document's entries those that one clip's picture may depend on: a still needs no other clip of the cut. */
export function clipSession(session: Pairs, clip: string): Map<string, Value> {
  const all = new Map(session)
  const own = all.get(`timeline/clip.${clip}`)
  const kept = ['schema', 'pipeline', 'timeline/settings']
  // [name, track, media, …]
  if (own) kept.push(`timeline/clip.${clip}`, `timeline/track.${own[1]}`, `media/${own[2]}`)
  return new Map(
    kept.flatMap((key) => {
      const value = all.get(key)
      return value ? [[key, value] as const] : []
    }),
  )
}

const inOrder = (pairs: Pairs): (readonly [string, Value])[] => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))

/** JSON on one line: `{"format", "session": [[key, value]…], "grade": [[key, value]…]}`. */
export function printContent(session: Pairs, grade: Pairs): string {
  const kept = [...session].filter(([key]) => isPictured(key))
  return JSON.stringify({ format: FORMAT, session: inOrder(kept), grade: inOrder(grade) })
}

const isPair = (x: unknown): x is [string, Value] =>
  Array.isArray(x) && x.length === 2 && typeof x[0] === 'string' && Array.isArray(x[1])

/** What was printed, brought to today's grammar; a sentence where the text is no content, or one of a newer Samelight. */
export function parseContent(text: string): Content | string {
  let given: { format?: unknown; session?: unknown; grade?: unknown }
  try {
    given = JSON.parse(text) as typeof given
  } catch {
    return 'What should be the content of a revision is cut off or no JSON.'
  }
  const { format, session, grade } = given ?? {}
  if (format !== FORMAT) return `The content is of the format ${JSON.stringify(format)}; this one knows "${FORMAT}".`
  if (!Array.isArray(session) || !Array.isArray(grade) || !session.every(isPair) || !grade.every(isPair))
    return 'The content does not hold entries of session and grade.'
  const version = (session as [string, Value][]).find(([key]) => key === 'schema')?.[1][0] ?? 1
  const entries = migrate(version as number, new Map(grade as [string, Value][]))
  if (typeof entries === 'string') return entries
  const shelves = new Shelves()
  for (const [key, value] of entries) shelves.set(key, value)
  return { session: sessionOf(session as [string, Value][]), entries: shelves }
}
