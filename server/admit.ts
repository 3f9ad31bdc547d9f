/** From a link's key to a seat: new, or the same as before for who brings its seat key. */

import { writeLink } from '../shared/doc/records.ts'
import type { Role } from '../shared/doc/session.ts'
import { writeSeat } from '../shared/doc/session-edit.ts'
import { documents, type TicketAnswer, type TicketRequest } from '../shared/wire/ticket.ts'
import { PROTOCOL_VERSION } from '../shared/wire/version.ts'
import { hashSecret, newId, newSecret, type Tickets } from './auth.ts'
import { infoOf } from './invite.ts'
import { whyClosed } from './links.ts'
import type { Session } from './session.ts'
import type { LinkRow } from './store/store.ts'

/** Most seats of a session. */
const maxSeats = 1000

/** An answer for HTTP: what was asked for, or a sentence with its status. */
export type Admission =
  | { readonly ok: true; readonly answer: TicketAnswer }
  | { readonly ok: false; readonly status: number; readonly error: string }

const sorry = (status: number, error: string): Admission => ({ ok: false, status, error })

/** Resolves when the seat is on disk. `role` is the link's. */
export async function admit(
  session: Session,
  tickets: Tickets,
  role: Role,
  request: TicketRequest,
  link: LinkRow | null = null,
): Promise<Admission> {
  if (request.protocol !== undefined && request.protocol !== PROTOCOL_VERSION)
    return sorry(
      426,
      `This hub speaks protocol ${PROTOCOL_VERSION}, the suite ${request.protocol}: load the page again, or update the suite.`,
    )
  const found = request.seatKey === undefined ? null : byKey(session, hashSecret(request.seatKey), role)
  const closed = link && whyClosed(link, found === null, session.options.now())
  if (closed) return sorry(401, closed)
  if (found && session.hard.barred(found.id))
    return sorry(429, 'This seat has sent too much that was refused; it may come back in a minute.')
  if (found && session.quota.spent(found.id))
    return sorry(429, 'This seat has written more than a session can take; it may come back in some minutes.')
  if (!found && session.readOnly !== null) return sorry(503, session.readOnly)
  if (!found && session.people.count >= maxSeats) return sorry(503, `A session has at most ${maxSeats} seats.`)
  const seatKey = found ? request.seatKey! : newSecret()
  const id = found?.id ?? newId()
  for (const document of documents) {
    const client = request.clientIds?.[document]
    if (client !== undefined && !session.claim(id, document, client))
      return sorry(409, `Client id ${client} of ${document} is another's; draw another.`)
  }
  if (!found) {
    const row = { id, hash: hashSecret(seatKey), link: role, role, name: nextName(session, role) }
    session.people.set(id, row)
    session.journal.seat(row)
    const used = link && { ...link, uses: link.uses + 1 }
    if (used) {
      session.links.set(used)
      session.journal.link(used)
    }
    session.audit.note(id, 'seat', `${role} by the link ${link?.id ?? role}`)
    session.write(id, new Map([writeSeat(row), ...(used && used.id !== role ? [writeLink(infoOf(used))] : [])]))
    const written = await new Promise<boolean>((resolve) => session.journal.after(resolve))
    if (!written) return sorry(503, session.readOnly ?? 'The hub could not write the seat.')
  }
  const ticket = tickets.issue({
    session: session.row.id,
    seat: id,
    clientIds: request.clientIds ?? null,
    revision: request.revision ?? 0,
    ...(link ? { via: link.hash } : {}),
  })
  return { ok: true, answer: { ticket, session: session.row.id, seat: id, role: session.asking(id).role, seatKey } }
}

/** The seat of a seat key that came by a link of this role: another link is another person's work. */
function byKey(session: Session, hash: string, link: Role): { readonly id: string } | null {
  const row = session.people.byKey(hash)
  return row?.link === link ? row : null
}

/** `Colorist`, `Colorist 2`, …: until the person says their own name. */
function nextName(session: Session, role: Role): string {
  const title = role[0]!.toUpperCase() + role.slice(1)
  const taken = new Set([...session.people.values()].map((row) => row.name))
  for (let n = 1; ; n++) {
    const name = n === 1 ? title : `${title} ${n}`
    if (!taken.has(name)) return name
  }
}
