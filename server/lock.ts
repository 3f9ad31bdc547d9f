/** Commands on locks: of a region, a clip, a node, a reel; what a verdict locks; and reels found again in a new cut. */
import type { Value } from '../shared/doc/grade.ts'
import type { Verdict } from '../shared/doc/records.ts'
import type { Lock } from '../shared/doc/session.ts'
import { writeLock } from '../shared/doc/session-edit.ts'
import { sessionOf } from '../shared/doc/session-read.ts'
import { refusal } from '../shared/policy/judge.ts'
import { reelOf, reelRegion } from '../shared/policy/reel.ts'
import { roles } from '../shared/policy/roles.ts'
import { lookName } from '../shared/render/name.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { newId } from './auth.ts'
import { gradeNow } from './bulk.ts'
import { type Args, type Command, isCount, isId, isRefusal, type Outcome, text, wrong } from './outcome.ts'
import type { Session } from './session.ts'

const mostLocks = 1000
const mostPatterns = 64
/** What a lock was taken for, where it is no region that somebody named. */
const approvedRule = 'approved'

const isPattern = (pattern: unknown): pattern is string =>
  typeof pattern === 'string' &&
  /^[0-9a-z.*/][0-9a-z.*/@-]{0,119}$/.test(pattern) &&
  pattern.replace(/[*/]/g, '') !== ''

/** The region that args name, or what is wrong with them. */
function regionOf(session: Session, args: Args): readonly string[] | Refusal {
  const { timeline } = session.policy.view
  if (args.reel !== undefined) {
    const [from, to] = Array.isArray(args.reel) ? (args.reel as unknown[]) : []
    if (!isCount(from) || !isCount(to) || from >= to)
      return wrong(
        'lock takes {reel}: the first frame of the timeline that is in it, and the first after it that is not.',
      )
    const region = reelRegion(timeline, { from, to })
    return region.length > 1 ? region : wrong(`No clip of the timeline stands between its frames ${from} and ${to}.`)
  }
  if (args.clip !== undefined) {
    if (!isId(args.clip) || !timeline.clips.some(({ id }) => id === args.clip))
      return wrong('lock takes {clip}: a clip of the timeline.')
    if (args.node === undefined) return [`c.${args.clip}/`]
    // In whichever version: a node keeps its id when a version is made from another.
    return isId(args.node) ? [`c.${args.clip}/*/${args.node}/`] : wrong('lock takes {clip, node}: the id of a node.')
  }
  const region = Array.isArray(args.region) ? (args.region as unknown[]) : []
  return region.length >= 1 && region.length <= mostPatterns && region.every(isPattern)
    ? region
    : wrong(`lock takes {region}: 1 to ${mostPatterns} key prefixes; or {clip}, {clip, node}, {reel}.`)
}

const lock: Command = (session, seat, args) => {
  const reason = text(args.reason, 120)
  if (reason === null) return wrong('lock takes {reason}: a text of 1 to 120 characters.')
  const region = regionOf(session, args)
  if ('sentence' in region) return region
  const { role } = session.asking(seat.id)
  const own = region.every((pattern) => /^(?:[cs]\.[0-9a-z]{8}\/|@)/.test(pattern))
  if (roles[role].lock === 'own' && !own)
    return refusal(
      'role',
      `The role ${role} locks clips and nodes only: each prefix begins with c.<clip>/ or s.<shared>/.`,
      region,
    )
  if (session.policy.view.locks.length >= mostLocks)
    return refusal('limit', `A session holds at most ${mostLocks.toLocaleString('en')} locks.`)
  const id = newId()
  return { writes: new Map([writeLock({ id, holder: seat.id, rule: 'lock', reason, region })]), value: { lock: id } }
}

const lift: Command = (session, seat, args) => {
  const found = session.policy.view.locks.find(({ id }) => id === args.lock)
  if (!found) return wrong('lift takes {lock}: the id of a lock that stands.')
  const holder = found.holder === null ? null : session.asking(found.holder).name
  if (roles[session.asking(seat.id).role].lock === 'own' && found.holder !== seat.id)
    return refusal(
      found.rule,
      `The lock is held by ${holder ?? `rule "${found.rule}"`}: ${found.reason}.`,
      found.region,
      holder,
    )
  return { writes: new Map([[`locks/${found.id}`, null]]), value: { lock: found.id } }
}

/** The outcome with its reels found again in the cut that it makes. */
export function relocked(session: Session, outcome: Outcome | Refusal): Outcome | Refusal {
  if (isRefusal(outcome)) return outcome
  const reels = session.policy.view.locks.filter((one) => reelOf(one) !== null)
  if (reels.length === 0) return outcome
  const entries = new Map(session.documents.session.doc.getMap<Value>('session').entries())
  for (const [key, value] of outcome.writes)
    if (value === null) entries.delete(key)
    else entries.set(key, value)
  const { timeline } = sessionOf(entries)
  const writes = new Map(outcome.writes)
  for (const one of reels) writes.set(...writeLock({ ...one, region: reelRegion(timeline, reelOf(one)!) }))
  return { ...outcome, writes }
}

/**
 * What a verdict does to the clip's lock where the session's rule is that approved clips are locked: an approval of the look that stands now takes it, in
 * nobody's name; a wish for changes lifts it. An approval of what is no more locks nothing.
 */
export function verdictLocks(session: Session, verdict: Verdict): Map<string, Value | null> {
  const writes = new Map<string, Value | null>()
  const region = [`c.${verdict.clip}/`]
  const own = session.policy.view.locks.filter((one: Lock) => one.rule === approvedRule && one.region[0] === region[0])
  if (verdict.verdict === 'changes') for (const { id } of own) writes.set(`locks/${id}`, null)
  if (verdict.verdict !== 'approve' || own.length > 0 || !session.archive.records(session).rules.approved) return writes
  if (session.policy.view.locks.length >= mostLocks) return writes
  if (lookName(session.policy.view, gradeNow(session), verdict.clip) !== verdict.look) return writes
  const reason = `approved by ${session.asking(verdict.seat).name}`
  writes.set(...writeLock({ id: newId(), holder: null, rule: approvedRule, reason, region }))
  return writes
}

export const lockCommands: Readonly<Record<string, Command>> = { lock, lift }
