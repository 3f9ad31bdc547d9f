/** Bulk changes of the grade: judged key by key with the same judge, written by the hub in one transaction, answered with what takes them back. */
import type { Entries, Value } from '../shared/doc/grade.ts'
import { readEntries, type Shelves } from '../shared/doc/read.ts'
import { restoreWrites, takeBackChanges } from '../shared/doc/restore.ts'
import type { SessionWrites } from '../shared/doc/session-edit.ts'
import { refusal } from '../shared/policy/judge.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { unpack } from './archive/history.ts'
import { type Command, isCount, isId, type Outcome, settled, wrong } from './outcome.ts'
import { full } from './quota.ts'
import type { Session } from './session.ts'

/** Keys and rules named in an answer, which has its own limit on the wire; beyond them it says how many there are. */
const mostNamed = 200
const mostGroups = 50

/** What a bulk command left as it was, and why: keys of one rule and holder together. */
interface LeftOut {
  readonly rule: string
  readonly sentence: string
  readonly keys: readonly string[]
  /** Number of keys, also those that are not named. */
  readonly count: number
  /** Of a command to many clips: those that were left out for it, and how many, also those that are not named. */
  readonly clips?: { readonly clips: readonly string[]; readonly count: number }
}

/** Clips as an answer names them. */
export const namedClips = (clips: readonly string[]) => ({ clips: clips.slice(0, mostNamed), count: clips.length })

/** The grade as the hub has it now. */
export const gradeNow = (session: Session): Shelves => readEntries(session.documents.grade.doc, 'grade')

/** Writes keys of the grade in the hub's name for a seat; the revision, or null where nothing changes. */
export function writeGrade(session: Session, seatId: string, writes: SessionWrites): number | null {
  const root = session.documents.grade.doc.getMap<Value>('grade')
  const bytes = session.documents.grade.write(() => {
    for (const [key, value] of writes)
      if (value !== null) root.set(key, value)
      else if (root.has(key)) root.delete(key)
  })
  if (!bytes) return null
  session.quota.spend(seatId, bytes.length)
  return session.journal.record({ document: 'grade', seat: seatId, at: Math.round(session.options.now()), bytes })
}

/**
 * Judges each key as if the seat wrote it; what may not be is left out and named, the rest is the outcome's. The answer's value is
 * {revision, changed, refused, left}: `{undo: revision}` of the command `restore` takes it back, null where nothing was changed.
 * `unit` names the clip (`c.<clip>`) that changes whole or not at all: where one key of it may not, none is changed.
 */
export function bulk(
  session: Session,
  seatId: string,
  wanted: SessionWrites,
  left: readonly string[] = [],
  writes: SessionWrites = new Map(),
  unit: ((key: string) => string) | null = null,
): Outcome {
  const asking = session.asking(seatId)
  const grade = new Map<string, Value | null>()
  const refused = new Map<string, { refusal: Refusal; keys: string[] }>()
  for (const [key, value] of wanted) {
    const no =
      session.policy.judge(asking, session.policy.number, 'grade', key, value) ??
      (value === null ? null : full(session.documents.grade, key))
    if (!no) {
      grade.set(key, value)
      continue
    }
    const name = `${no.rule} ${no.holder}`
    const group = refused.get(name) ?? { refusal: no, keys: [] }
    refused.set(name, group)
    group.keys.push(key)
  }
  if (unit && refused.size > 0) {
    const closed = new Set([...refused.values()].flatMap(({ keys }) => keys.map(unit)))
    for (const key of [...grade.keys()]) if (closed.has(unit(key))) grade.delete(key)
  }
  let room = mostNamed
  const named = [...refused.values()].slice(0, mostGroups).map(({ refusal: { rule, sentence }, keys }): LeftOut => {
    // One key a clip is named, so that a clip of many nodes does not push the others out.
    const firsts = unit ? [...Map.groupBy(keys, unit).values()].map(([first]) => first!) : keys
    const own = firsts.slice(0, room)
    room -= own.length
    const clips = unit ? { clips: namedClips(firsts.map((key) => unit(key).slice(2))) } : {}
    return { rule, sentence, keys: own, count: keys.length, ...clips }
  })
  return {
    writes,
    grade,
    valueAt: (revision) => ({
      revision,
      changed: grade.size,
      refused: named,
      left: { keys: left.slice(0, mostNamed), count: left.length },
    }),
  }
}

/**
 * {snapshot} or {revision}, and {clip} for one clip: the grade as it was then. {undo: revision}: takes back what this seat's own change of that
 * revision did, as far as it still stands.
 */
const restore: Command = async (session, seat, args) => {
  const clip = args.clip ?? null
  if (clip !== null && !isId(clip)) return wrong('restore takes {clip}: the id of a clip, or none for the whole grade.')
  const saved = await settled(session)
  if (typeof saved !== 'number') return saved
  const { archive } = session
  if (session.quota.spent(seat.id))
    return refusal('quota', 'This seat has written more than a session can take; it may restore in some minutes.')
  if (args.undo !== undefined) {
    if (!isCount(args.undo) || args.undo < 1 || args.undo > saved)
      return wrong(`restore takes {undo}: a revision from 1 to ${saved}.`)
    const changes = await archive.history.changes(args.undo - 1, args.undo)
    if (changes.some((change) => change.seat !== seat.id))
      return refusal('own', `Revision ${args.undo} is another seat's change; one takes back one's own only.`)
    const back = takeBackChanges(changes, gradeNow(session))
    return bulk(session, seat.id, back.writes, back.left)
  }
  const then = await moment(session, args, saved)
  if ('sentence' in then) return then
  return bulk(session, seat.id, restoreWrites(gradeNow(session), then, clip))
}

async function moment(
  session: Session,
  { snapshot, revision }: Readonly<Record<string, unknown>>,
  saved: number,
): Promise<Entries | Refusal> {
  const { archive } = session
  if (snapshot !== undefined) {
    const found = archive.records(session).snapshots.find(({ id }) => id === snapshot)
    const bytes = found && (await archive.store.snapshot(session.row.id, found.hash))
    return bytes
      ? (await unpack(bytes)).entries
      : wrong('restore takes {snapshot}: the id of a snapshot of this session.')
  }
  if (!isCount(revision) || revision > saved)
    return wrong(`restore takes {snapshot}, {revision} from 0 to ${saved}, or {undo}.`)
  return (await unpack((await archive.history.content(revision)).bytes)).entries
}

export const bulkCommands: Readonly<Record<string, Command>> = { restore }
