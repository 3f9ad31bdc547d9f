/** Commands that bring a grade to many clips at once: `copy`, `ripple` and `append`. A clip gets all of it or nothing; `restore {undo}` takes it back. */
import { randomInt } from 'node:crypto'
import { appendWrites, type CopyPart, copyParts, copyWrites, rippleWrites } from '../shared/doc/copy.ts'
import type { Entries, Value } from '../shared/doc/grade.ts'
import { clipVersion } from '../shared/doc/read.ts'
import type { Clip } from '../shared/doc/session.ts'
import { refusal } from '../shared/policy/judge.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { bulk, gradeNow, namedClips } from './bulk.ts'
import { type Args, type Command, isId, wrong } from './outcome.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'

/** Clips of one command: those of a feature. */
const mostClips = 5000
const mostNodes = 200

interface Asked {
  readonly from: Clip
  readonly to: readonly Clip[]
}

/** `c.<clip>`: what is copied whole or not at all. */
const levelOf = (key: string): string => key.slice(0, key.indexOf('/'))

function read(session: Session, seat: Seat, verb: string, { from, to }: Args): Asked | Refusal {
  if (session.quota.spent(seat.id))
    return refusal('quota', 'This seat has written more than a session can take; it may go on in some minutes.')
  const clips = new Map(session.policy.view.timeline.clips.map((clip) => [clip.id, clip]))
  const source = typeof from === 'string' ? clips.get(from) : undefined
  if (!source) return wrong(`${verb} takes {from}: a clip of the timeline.`)
  if (!Array.isArray(to) || to.length < 1 || to.length > mostClips)
    return wrong(`${verb} takes {to}: 1 to ${mostClips} clips of the timeline.`)
  const others: Clip[] = []
  for (const id of new Set(to as unknown[])) {
    const clip = typeof id === 'string' ? clips.get(id) : undefined
    if (!clip)
      return wrong(`${verb} takes {to}: clips of the timeline, and ${JSON.stringify(id)?.slice(0, 40)} is none.`)
    if (clip !== source) others.push(clip)
  }
  return others.length === 0 ? wrong(`${verb} takes {to}: other clips than {from}.`) : { from: source, to: others }
}

/** {from, to: [clip…], part?: colour | sizing | all}: the grade of one clip becomes that of others. */
const copy: Command = (session, seat, args) => {
  const asked = read(session, seat, 'copy', args)
  if ('sentence' in asked) return asked
  const part = args.part ?? 'colour'
  if (!copyParts.includes(part as CopyPart)) return wrong(`copy takes {part}: one of ${copyParts.join(', ')}.`)
  const entries = gradeNow(session)
  const writes = new Map<string, Value | null>()
  for (const to of asked.to)
    for (const [key, value] of copyWrites(
      entries,
      asked.from.id,
      to.id,
      to.sourceIn - asked.from.sourceIn,
      part as CopyPart,
    ))
      writes.set(key, value)
  return bulk(session, seat.id, writes, [], new Map(), levelOf)
}

/** Live nodes of a clip, in its version in use. */
function nodesOf(entries: Entries, from: Clip, verb: string, args: Args): readonly string[] | Refusal {
  const level = `c.${from.id}/${clipVersion(entries, from.id)}`
  const nodes = Array.isArray(args.nodes) ? [...new Set(args.nodes as unknown[])] : []
  if (nodes.length < 1 || nodes.length > mostNodes)
    return wrong(`${verb} takes {nodes}: 1 to ${mostNodes} nodes of the clip.`)
  for (const node of nodes) {
    const head = isId(node) ? entries.get(`${level}/${node}/head`) : undefined
    if (!head || head[0] === 'gone')
      return wrong(`${verb} takes {nodes}: nodes of the clip, and ${JSON.stringify(node)?.slice(0, 40)} is none.`)
  }
  return nodes as string[]
}

/** {from, nodes: [node…], to: [clip…]}: what these nodes do, they do in other clips too, found there by their id or else their label. */
const ripple: Command = (session, seat, args) => {
  const asked = read(session, seat, 'ripple', args)
  if ('sentence' in asked) return asked
  const entries = gradeNow(session)
  const nodes = nodesOf(entries, asked.from, 'ripple', args)
  if ('sentence' in nodes) return nodes
  const writes = new Map<string, Value | null>()
  const skipped: string[] = []
  for (const to of asked.to) {
    const found = rippleWrites(entries, asked.from.id, nodes, to.id, to.sourceIn - asked.from.sourceIn)
    if (found.missing.length > 0) skipped.push(to.id)
    for (const [key, value] of found.writes) writes.set(key, value)
  }
  const outcome = bulk(session, seat.id, writes, [], new Map(), levelOf)
  const { valueAt } = outcome
  return { ...outcome, valueAt: (revision) => ({ ...(valueAt?.(revision) as object), skipped: namedClips(skipped) }) }
}

/** {from, nodes: [node…], to: [clip…]}: these nodes come at the end of other clips' graphs, with all that they do. */
const append: Command = (session, seat, args) => {
  const asked = read(session, seat, 'append', args)
  if ('sentence' in asked) return asked
  const entries = gradeNow(session)
  const nodes = nodesOf(entries, asked.from, 'append', args)
  if ('sentence' in nodes) return nodes
  const level = `c.${asked.from.id}/${clipVersion(entries, asked.from.id)}`
  for (const node of nodes) {
    const kind = entries.get(`${level}/${node}/head`)![0]
    if (kind !== 'corrector' && kind !== 'shared')
      return wrong(`append takes {nodes}: correctors and shared nodes, and ${node} is a ${kind}.`)
  }
  const writes = new Map<string, Value | null>()
  for (const to of asked.to) {
    const shift = to.sourceIn - asked.from.sourceIn
    for (const [key, value] of appendWrites(entries, asked.from.id, nodes, to.id, shift, randomInt))
      writes.set(key, value)
  }
  return bulk(session, seat.id, writes, [], new Map(), levelOf)
}

export const copyCommands: Readonly<Record<string, Command>> = { copy, ripple, append }
