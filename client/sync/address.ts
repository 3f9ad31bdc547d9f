/** What the address bar says: hub, session and the key behind `#`. */
import { type Link, parseLink } from '../../shared/suite/ticket.ts'

/** The link of an address, or the sentence that it is none. The key is in the result and must be shown to nobody. */
export function readAddress({ origin, pathname, hash }: Pick<Location, 'origin' | 'pathname' | 'hash'>): Link | string {
  return parseLink(`${origin}${pathname}${hash}`)
}
