/** The protocol's version. A suite of another protocol is told by the ticket's refusal; one of another engine is let in and told by `hello`. */

/** Raised whenever the layout of a message changes. */
export const PROTOCOL_VERSION = 1

/** WebSocket subprotocol every suite offers, stock clients too. */
export const SUBPROTOCOL = 'samelight.v1'

/** The ticket travels as a second subprotocol: `ticket.<ticket>`. */
export const TICKET_PREFIX = 'ticket.'

/** Close codes. 4400–4499 are final to y-websocket: it does not come back by itself. */
export const CLOSE = {
  /** A shape outside the grammar, a foreign id, a gap; or a stock client after any refusal. */
  refused: 4409,
  /** Too many hard refusals or too much traffic from this seat. */
  tooMany: 4403,
  /** This reader fell too far behind; it comes back and is resynced. */
  behind: 4508,
  /** The hub is closing; come back later. */
  closing: 4503,
} as const
