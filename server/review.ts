/** Commands of the review: snapshots, verdicts, waivers, the session's rules, stills. Each is on record with who and when. */
import {
  type Records,
  ruleNames,
  stillKey,
  type Verdict,
  writeLut,
  writeSnapshot,
  writeStill,
  writeVerdict,
  writeWaiver,
} from '../shared/doc/records.ts'
import { refusal } from '../shared/policy/judge.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { hashPattern } from './archive/blobs.ts'
import { newId } from './auth.ts'
import { verdictLocks } from './lock.ts'
import { type Command, isCount, isId, isName, settled, text, wrong } from './outcome.ts'
import type { Session } from './session.ts'

/** Most of each kind on record: a feature of 3,000 clips judged a few times over. */
const most = { snapshots: 1000, verdicts: 20_000, waivers: 1000, luts: 1000 } as const
/** Stills of the last stops; an older one makes room for a newer. */
const mostStills = 200

const records = (session: Session): Records => session.archive.records(session)
const full = (what: keyof typeof most): Refusal =>
  refusal('limit', `A session holds at most ${most[what]} ${what} on record.`)
const at = (session: Session): number => Math.round(session.options.now())

/** {name}: the state of the whole session as it is on disk now, immutable, under its hash. */
const snapshot: Command = async (session, seat, args) => {
  const name = text(args.name, 60)
  if (name === null) return wrong('snapshot takes {name}: a text of 1 to 60 characters.')
  const revision = await settled(session)
  if (typeof revision !== 'number') return revision
  if (records(session).snapshots.length >= most.snapshots) return full('snapshots')
  if (session.quota.spent(seat.id))
    return refusal('quota', 'This seat has written more than a session can take; it may go on in some minutes.')
  const { hash, bytes } = await session.archive.history.content(revision)
  session.quota.spend(seat.id, bytes.length)
  await session.archive.store.putSnapshot(session.row.id, session.epoch, { hash, bytes })
  const made = { id: newId(), name, revision, hash, seat: seat.id, at: at(session) }
  return { writes: new Map([writeSnapshot(made)]), value: { snapshot: made.id, revision, hash } }
}

/**
 * {snapshot, clip, verdict: approve | changes, note, look, digest, frame, class, display}: bound to what was looked at. `look` must be the
 * clip's in the snapshot; a note is needed for changes.
 */
const verdict: Command = async (session, seat, args) => {
  const given = records(session).snapshots.find(({ id }) => id === args.snapshot)
  if (!given) return wrong('verdict takes {snapshot}: the id of a snapshot of this session.')
  const { clip, look, digest, frame, verdict: word, class: picture } = args
  if (!isId(clip)) return wrong('verdict takes {clip}: the id of a clip of the snapshot.')
  if (word !== 'approve' && word !== 'changes') return wrong('verdict takes {verdict}: "approve" or "changes".')
  const note = args.note === undefined || args.note === '' ? '' : text(args.note, 500)
  if (note === null) return wrong('A note is a text of at most 500 characters.')
  if (note === '' && word === 'changes') return wrong('Who asks for changes says which: a note is needed.')
  if (!isName(look) || !isName(digest)) return wrong('verdict takes {look, digest}: 32 hex digits each.')
  if (!isCount(frame)) return wrong('verdict takes {frame}: a frame from 0 at the first frame of the clip.')
  if (picture !== 'original' && picture !== 'light' && picture !== 'still')
    return wrong('verdict takes {class}: "original", "light" or "still".')
  const display = text(args.display, 120)
  if (display === null) return wrong('verdict takes {display}: what the picture was looked at on.')
  const content = await session.archive.store.snapshot(session.row.id, given.hash)
  if (!content) return refusal('snapshot', `The content of the snapshot "${given.name}" is not in the store.`)
  const own = await session.archive.history.look(content, clip)
  if (own === null) return wrong(`The snapshot "${given.name}" has no clip ${clip}.`)
  if (own !== look)
    return refusal('look', `The look that was judged is not that of clip ${clip} in the snapshot "${given.name}".`)
  if (records(session).verdicts.length >= most.verdicts) return full('verdicts')
  const made: Verdict = {
    id: newId(),
    snapshot: given.id,
    clip,
    seat: seat.id,
    verdict: word,
    note,
    look,
    digest,
    frame,
    class: picture,
    display,
    at: at(session),
  }
  return { writes: new Map([writeVerdict(made), ...verdictLocks(session, made)]), value: { verdict: made.id } }
}

/** {what, reason}: a mismatch knowingly accepted; `what` is `media/<media>`, `media/<media>/<seat>` or words. */
const waive: Command = (session, seat, args) => {
  const [what, reason] = [text(args.what, 120), text(args.reason, 120)]
  if (what === null || reason === null) return wrong('waive takes {what, reason}: two texts of 1 to 120 characters.')
  const { waivers } = records(session)
  if (waivers.length >= most.waivers) return full('waivers')
  const known = waivers.find((one) => one.what === what && one.lifted === null)
  if (known) return wrong(`${what} is waived already: ${known.reason}.`)
  const made = { id: newId(), seat: seat.id, what, reason, at: at(session), lifted: null }
  return { writes: new Map([writeWaiver(made)]), value: { waiver: made.id } }
}

/** {waiver}: it counts no longer, and stays on record with who lifted it and when. */
const unwaive: Command = (session, seat, args) => {
  const found = records(session).waivers.find(({ id, lifted }) => id === args.waiver && lifted === null)
  if (!found) return wrong('unwaive takes {waiver}: the id of a waiver that stands.')
  const lifted = { seat: seat.id, at: at(session) }
  return { writes: new Map([writeWaiver({ ...found, lifted })]), value: { waiver: found.id } }
}

/** {stills?, approved?, strict?: true | false}, one at least: what holds in this session (`Rules` of `records.ts`). */
const rule: Command = (_session, _seat, args) => {
  const given = ruleNames.filter((name) => args[name] !== undefined)
  if (given.length === 0 || !given.every((name) => typeof args[name] === 'boolean'))
    return wrong(`rule takes {${ruleNames.join(', ')}}: true or false, one of them at least.`)
  const said = given.map((name): [string, boolean] => [name, args[name] as boolean])
  return { writes: new Map(said.map(([name, value]) => [`rules/${name}`, [value]])), value: Object.fromEntries(said) }
}

/** {clip, frame, plan, source, digest, blob}: the exact frame of a stop, uploaded before; the oldest makes room. */
const still: Command = (session, seat, args) => {
  const { clip, frame, plan, source, digest, blob } = args
  const { rules, stills } = records(session)
  if (!rules.stills) return refusal('rule', 'Stills are not allowed in this session; the engineer may allow them.')
  const cut = session.policy.view.timeline.clips.find(({ id }) => id === clip)
  if (!cut || !isCount(frame) || frame >= cut.length)
    return wrong('still takes {clip, frame}: a clip of the timeline, and a frame from 0 at its first frame in the cut.')
  if (!isName(plan) || !isName(source) || !isName(digest))
    return wrong('still takes {plan, source, digest}: 32 hex digits each.')
  if (typeof blob !== 'string' || !hashPattern.test(blob))
    return wrong('still takes {blob}: the SHA-256 of the PNG, 64 hex digits.')
  if (!session.archive.blobs.has(blob))
    return refusal('blob', 'The hub does not have this blob: it is sent first, by PUT /api/blob/<hash>.')
  const made = { clip: cut.id, frame, plan, source, digest, blob, seat: seat.id, at: at(session) }
  const writes = new Map<string, ReturnType<typeof writeStill>[1] | null>([writeStill(made)])
  const others = stills.filter((one) => stillKey(one.clip, one.frame, one.plan) !== stillKey(cut.id, frame, plan))
  for (const one of others.slice(0, Math.max(0, others.length + 1 - mostStills)))
    writes.set(stillKey(one.clip, one.frame, one.plan), null)
  return { writes, value: { blob } }
}

/** {blob, name}: a LUT file, uploaded before, that grades may name from now on; sent again it takes the newer name. Kept with the session. */
const lut: Command = (session, seat, args) => {
  const { blob } = args
  const name = text(args.name, 120)
  if (typeof blob !== 'string' || !hashPattern.test(blob) || name === null)
    return wrong('lut takes {blob, name}: the SHA-256 of the file, 64 hex digits, and a text of 1 to 120 characters.')
  if (!session.archive.blobs.has(blob))
    return refusal('blob', 'The hub does not have this LUT: it is sent first, by PUT /api/blob/<hash>?as=lut.')
  const { luts } = records(session)
  if (luts.length >= most.luts && !luts.some((one) => one.blob === blob)) return full('luts')
  return { writes: new Map([writeLut({ blob, name, seat: seat.id, at: at(session) })]), value: { blob } }
}

export const reviewCommands: Readonly<Record<string, Command>> = {
  snapshot,
  verdict,
  waive,
  unwaive,
  rule,
  still,
  lut,
}
