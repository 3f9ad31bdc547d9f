/**
 * The session as plain types after some writes, without reading a feature's 3,000 clips again: what two hundred people who come in at once cost
 * the hub is their seats.
 */
import type { Value } from './grade.ts'
import type { Lock, Role, SeatInfo, Session } from './session.ts'
import type { SessionWrites } from './session-edit.ts'
import { lockOf } from './session-read.ts'

/** The session with the writes in it, or null where they reach the timeline, the media or the pipeline: then all of it is read. */
export function patchSession(session: Session, writes: SessionWrites): Session | null {
  const { strict: was, ...rest } = session
  const next = { ...rest, strict: was === true }
  let seats: Map<string, SeatInfo> | null = null
  let locks: Lock[] | null = null
  for (const [key, value] of writes) {
    const slash = key.indexOf('/')
    const [area, id] = slash < 0 ? [key, ''] : [key.slice(0, slash), key.slice(slash + 1)]
    if (area === 'timeline' || area === 'media' || area === 'pipeline') return null
    if (area === 'seats') seatInto((seats ??= new Map(session.seats)), id, value)
    else if (area === 'locks') {
      locks = (locks ?? [...session.locks]).filter((lock) => lock.id !== id)
      if (value) locks.push(lockOf(id, value))
    } else if (key === 'driver') next.driver = (value?.[0] as string | null | undefined) ?? null
    else if (key === 'link') next.linked = value?.[0] === true
    else if (key === 'name') next.name = (value?.[0] as string | undefined) ?? ''
    else if (key === 'rules/strict') next.strict = value?.[0] === true
  }
  const { strict, ...plain } = next
  return {
    ...plain,
    ...(seats ? { seats } : {}),
    ...(locks ? { locks: locks.sort((a, b) => (a.id < b.id ? -1 : 1)) } : {}),
    ...(strict ? { strict } : {}),
  }
}

function seatInto(seats: Map<string, SeatInfo>, id: string, value: Value | null): void {
  if (value) seats.set(id, { id, name: value[0] as string, role: value[1] as Role })
  else seats.delete(id)
}
