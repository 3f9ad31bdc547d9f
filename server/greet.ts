/** What a socket is sent first: who it is, what it must begin again, what is open, and what the hub asks of it. */
import { PROTOCOL_VERSION } from '../shared/wire/version.ts'
import type { Seat } from './seat.ts'
import type { Session } from './session.ts'
import { printSync } from './sync-frames.ts'

/** `resets`: its suite must begin the document again before it is heard. */
export function greet(session: Session, seat: Seat, resets: boolean): void {
  const { document } = seat
  const writes = session.writes(seat)
  seat.acknowledged = session.policy.number
  seat.tell({
    kind: 'hello',
    seat: seat.id,
    protocol: PROTOCOL_VERSION,
    engine: session.options.engine,
    epoch: session.epoch,
    revision: session.journal.saved,
    writes,
  })
  if (resets) seat.tell({ kind: 'reset' })
  if (document === 'session') {
    const all = session.presence.all()
    if (all) seat.send(all)
    if (!seat.stock) for (const frame of session.relay.open()) seat.send(frame)
  }
  if (document === 'grade') for (const frame of session.live.open()) seat.sendLive(frame)
  if (writes) seat.send(printSync(0, session.documents[document].vector()))
}
