/** Commands of the engineer on links: made one by one, with an end and a number of people, and withdrawn one by one. */
import { type LinkInfo, writeLink } from '../shared/doc/records.ts'
import type { Role } from '../shared/doc/session.ts'
import { refusal } from '../shared/policy/judge.ts'
import { roles } from '../shared/policy/roles.ts'
import type { Refusal } from '../shared/wire/refusal.ts'
import { CLOSE } from '../shared/wire/version.ts'
import { hashSecret, newId, newSecret } from './auth.ts'
import { maxLinks } from './links.ts'
import { type Args, type Command, type Outcome, text, wrong } from './outcome.ts'
import type { Session } from './session.ts'
import type { LinkRow } from './store/store.ts'

const hourMs = 3_600_000
/** A link that is dated lasts a year at most. */
const mostHours = 8784
const mostPeople = 1000

/** What of a link stands in the session document: never its key, nor its hash. */
export const infoOf = ({ id, role, name, until, most, uses, revoked }: LinkRow): LinkInfo => ({
  id,
  role,
  name,
  until,
  most,
  uses,
  revoked,
})

const isCount = (value: unknown, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most

/** {role, name?, hours?, people?}: the key is in the answer, once, and nowhere else. */
export function makeLink(session: Session, args: Args): Outcome | Refusal {
  const { role, hours, people } = args
  if (typeof role !== 'string' || !Object.hasOwn(roles, role))
    return wrong(`link-new takes {role}: one of ${Object.keys(roles).join(', ')}.`)
  const name = args.name === undefined ? '' : text(args.name, 60)
  if (name === null) return wrong('The name of a link is a text of 1 to 60 characters.')
  if (hours !== undefined && !isCount(hours, mostHours))
    return wrong(`link-new takes {hours}: a number from 1 to ${mostHours}, or none.`)
  if (people !== undefined && !isCount(people, mostPeople))
    return wrong(`link-new takes {people}: a number from 1 to ${mostPeople}, or none.`)
  if (session.links.count >= maxLinks) return refusal('limit', `A session holds at most ${maxLinks} links.`)
  const key = newSecret()
  const linkRow: LinkRow = {
    hash: hashSecret(key),
    role: role as Role,
    id: newId(),
    name,
    until: hours === undefined ? null : Math.round(session.options.now()) + (hours as number) * hourMs,
    most: (people as number | undefined) ?? null,
    uses: 0,
    revoked: null,
  }
  return { writes: new Map([writeLink(infoOf(linkRow))]), linkRow, value: { link: linkRow.id }, once: { key } }
}

/** {link}: nobody comes in by it any more, and who came by it now is sent away; their seats stand. */
export function withdrawLink(session: Session, args: Args): Outcome | Refusal {
  const found = typeof args.link === 'string' ? session.links.byId(args.link) : null
  if (!found)
    return wrong('link-revoke takes {link}: the id of a link, or a role for the link that the role always has.')
  if (found.revoked !== null) return wrong(`The link ${found.id} is withdrawn already.`)
  const linkRow = { ...found, revoked: Math.round(session.options.now()) }
  return {
    writes: new Map([writeLink(infoOf(linkRow))]),
    linkRow,
    told: () => {
      for (const seat of session.sockets)
        if (seat.via === found.hash) seat.close(CLOSE.tooMany, 'The link you came by was withdrawn; ask for another.')
    },
    value: { link: found.id },
  }
}

export const inviteCommands: Readonly<Record<string, Command>> = {
  'link-new': (session, _seat, args) => makeLink(session, args),
  'link-revoke': (session, _seat, args) => withdrawLink(session, args),
}
