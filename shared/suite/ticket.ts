/** The link, and the tickets it is traded for: one opens each document once, so the three sockets share one and a reconnect gets a fresh one. */
import type { Role } from '../doc/session.ts'
import { parseObject } from '../wire/bytes.ts'
import type { ClientIds, DocumentName, TicketAnswer, TicketRequest } from '../wire/ticket.ts'
import { PROTOCOL_VERSION } from '../wire/version.ts'

export interface Link {
  /** Origin of the hub, no slash at the end. */
  readonly hub: string
  readonly session: string
  readonly key: string
}

/** Reads `<hub>/s/<session>#<key>`; a sentence where it is no such link. */
export function parseLink(text: string): Link | string {
  const found = /^(https?:\/\/[^/#?]+)\/s\/([A-Za-z0-9_-]{1,64})\/?#([A-Za-z0-9_.-]{8,128})$/.exec(text.trim())
  if (!found) return 'This is no link of a session: it looks like http://hub:15000/s/session#key.'
  return { hub: found[1]!, session: found[2]!, key: found[3]! }
}

/** A ticket, or why there is none: `later` may pass by itself, `final` does not. */
export type Trade =
  | { readonly kind: 'ticket'; readonly answer: TicketAnswer }
  | { readonly kind: 'later'; readonly sentence: string }
  | { readonly kind: 'final'; readonly sentence: string }

export interface OfficeOptions {
  readonly hub: string
  readonly key: string
  readonly fetch: typeof fetch
  readonly engine: string
  readonly clock: () => number
  readonly clientIds: () => ClientIds
  readonly revision: () => number
  readonly seatKey: string | null
  /** Called with each answer: the seat's key to keep, the role as it stands now. */
  readonly ticket: (answer: TicketAnswer) => void
  /** Called with the sentence of each trade that may succeed later. */
  readonly later: (sentence: string) => void
}

/** A ticket is good for 30 s; one older than this is not handed to a further socket. */
const freshMs = 15_000

/** Trades the link's key for tickets, one request at a time, and hands one ticket to each document at most once. */
export class TicketOffice {
  readonly #options: OfficeOptions
  #seatKey: string | null
  #given: { readonly answer: TicketAnswer; readonly at: number; readonly to: Set<DocumentName> } | null = null
  #asking: Promise<Trade> | null = null
  #renewed = 0

  constructor(options: OfficeOptions) {
    this.#options = options
    this.#seatKey = options.seatKey
  }

  /** Forgets a ticket that names client ids no longer used, also one that is on its way. */
  renew(): void {
    this.#given = null
    this.#renewed++
  }

  async take(document: DocumentName): Promise<Trade> {
    for (;;) {
      const given = this.#given
      if (given && !given.to.has(document) && this.#options.clock() - given.at < freshMs) {
        given.to.add(document)
        return { kind: 'ticket', answer: given.answer }
      }
      const trade = await (this.#asking ??= this.#ask())
      if (trade.kind !== 'ticket') return trade
    }
  }

  async #ask(): Promise<Trade> {
    const renewed = this.#renewed
    try {
      const trade = await this.#trade()
      if (trade.kind === 'ticket') {
        this.#seatKey = trade.answer.seatKey
        if (renewed === this.#renewed) this.#given = { answer: trade.answer, at: this.#options.clock(), to: new Set() }
        this.#options.ticket(trade.answer)
      } else if (trade.kind === 'later') this.#options.later(trade.sentence)
      return trade
    } finally {
      this.#asking = null
    }
  }

  async #trade(): Promise<Trade> {
    const request: TicketRequest = {
      key: this.#options.key,
      ...(this.#seatKey === null ? {} : { seatKey: this.#seatKey }),
      protocol: PROTOCOL_VERSION,
      engine: this.#options.engine,
      clientIds: this.#options.clientIds(),
      revision: this.#options.revision(),
    }
    let response: Response
    let text: string
    try {
      response = await this.#options.fetch(`${this.#options.hub}/api/ticket`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      })
      text = await response.text()
    } catch {
      return { kind: 'later', sentence: `The hub at ${this.#options.hub} does not answer.` }
    }
    const body = parseObject(text)
    if (response.ok) {
      const answer = body && parseAnswer(body)
      return answer
        ? { kind: 'ticket', answer }
        : { kind: 'final', sentence: `${this.#options.hub} answers, but not as a hub of this protocol.` }
    }
    const sentence = typeof body?.error === 'string' ? body.error : `The hub answers ${response.status}.`
    const passing = response.status >= 500 || response.status === 408 || response.status === 429
    return { kind: passing ? 'later' : 'final', sentence }
  }
}

const roles: readonly string[] = ['colorist', 'client', 'supervisor', 'engineer', 'observer'] satisfies Role[]

function parseAnswer(body: Readonly<Record<string, unknown>>): TicketAnswer | null {
  const { ticket, session, seat, role, seatKey } = body
  for (const text of [ticket, session, seat, seatKey]) if (typeof text !== 'string' || text === '') return null
  if (!roles.includes(role as string)) return null
  return {
    ticket: ticket as string,
    session: session as string,
    seat: seat as string,
    role: role as Role,
    seatKey: seatKey as string,
  }
}
