/** Commands of the gallery: a still is grabbed, renamed, deleted. What it is of lies in the store, written once under its hash. */
import { type GalleryStill, type MemorySlot, memorySlots, writeGalleryStill } from '../shared/doc/records.ts'
import type { SessionWrites } from '../shared/doc/session-edit.ts'
import { refusal } from '../shared/policy/judge.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { newId } from './auth.ts'
import { type Args, type Command, isCount, isId, isName, settled, text, wrong } from './outcome.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'

/** Most stills that hang in a session's gallery, memories apart: each seat has eight at most. */
const mostHung = 1000
/** Characters of a label. */
const mostLabel = 60

const gallery = (session: Session): readonly GalleryStill[] => session.archive.records(session).gallery

/**
 * {clip, frame, label, slot?, look?, digest?}: the clip as it is on disk now, with what its picture depends on. With a slot it is that memory
 * of this seat, in place of the one before. The digest counts where the look that it was taken of is the clip's.
 */
const grab: Command = async (session, seat, args) => {
  const { clip, frame } = args
  const label = text(args.label, mostLabel)
  const slot = (args.slot ?? null) as MemorySlot | null
  if (label === null) return wrong(`grab takes {label}: a text of 1 to ${mostLabel} characters.`)
  if (slot !== null && !memorySlots.includes(slot)) return wrong(`grab takes {slot}: one of ${memorySlots.join(', ')}.`)
  const cut = session.policy.view.timeline.clips.find(({ id }) => id === clip)
  if (!cut || !isCount(frame) || frame >= cut.length)
    return wrong('grab takes {clip, frame}: a clip of the timeline, and a frame from 0 at its first frame in the cut.')
  const revision = await settled(session)
  if (typeof revision !== 'number') return revision
  if (session.quota.spent(seat.id))
    return refusal('quota', 'This seat has written more than a session can take; it may go on in some minutes.')
  const made = await session.archive.history.still(revision, cut.id)
  if (!made) return wrong(`The cut of revision ${revision} has no clip ${cut.id}.`)
  const known = gallery(session)
  if (slot === null && known.filter((one) => one.slot === null).length >= mostHung)
    return refusal('limit', `A gallery holds at most ${mostHung} stills; delete some that nobody needs.`)
  session.quota.spend(seat.id, made.bytes.length)
  await session.archive.store.putSnapshot(session.row.id, session.epoch, { hash: made.hash, bytes: made.bytes })
  const own: GalleryStill = {
    ...{ id: newId(), label, clip: cut.id, frame, revision, hash: made.hash, look: made.look },
    digest: isName(args.digest) && args.look === made.look ? args.digest : '',
    ...{ seat: seat.id, at: Math.round(session.options.now()), slot },
  }
  const writes = new Map([writeGalleryStill(own)]) as Map<string, ReturnType<typeof writeGalleryStill>[1] | null>
  for (const one of known)
    if (slot !== null && one.slot === slot && one.seat === seat.id) writes.set(`gallery/${one.id}`, null)
  return { writes, value: { still: own.id, revision, hash: made.hash } }
}

function find(session: Session, seat: Seat, verb: string, { still }: Args): GalleryStill | Refusal {
  const found = isId(still) ? gallery(session).find(({ id }) => id === still) : undefined
  if (!found) return wrong(`${verb} takes {still}: the id of a still of the gallery.`)
  if (found.slot !== null && found.seat !== seat.id)
    return refusal('own', `“${found.label}” is a memory of another seat.`, [`gallery/${found.id}`])
  return found
}

/** {still, label}: calls it something else, whoever grabbed it. */
const relabel: Command = (session, seat, args) => {
  const label = text(args.label, mostLabel)
  if (label === null) return wrong(`grab-label takes {label}: a text of 1 to ${mostLabel} characters.`)
  const found = find(session, seat, 'grab-label', args)
  if ('sentence' in found) return found
  return { writes: new Map([writeGalleryStill({ ...found, label })]), value: { still: found.id } }
}

/** {still}: one's own, or another's who is not here. Its content goes when the session is next opened. */
const remove: Command = (session, seat, args) => {
  const found = find(session, seat, 'grab-delete', args)
  if ('sentence' in found) return found
  if (found.seat !== seat.id && [...session.sockets].some(({ id }) => id === found.seat)) {
    const holder = session.asking(found.seat).name
    const sentence = `“${found.label}” was grabbed by ${holder}, who is here and may delete it.`
    return refusal('own', sentence, [`gallery/${found.id}`], holder)
  }
  const writes: SessionWrites = new Map([[`gallery/${found.id}`, null]])
  return { writes, value: { still: found.id } }
}

export const galleryCommands: Readonly<Record<string, Command>> = {
  grab,
  'grab-label': relabel,
  'grab-delete': remove,
}
