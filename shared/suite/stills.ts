/** Exact frames of stops, for rooms without the media: found in the session, fetched from and sent to the hub. */
import { sha256 } from '@noble/hashes/sha2.js'
import { type Records, type Still, standingWaiver } from '../doc/records.ts'
import { roles } from '../policy/roles.ts'
import type { MatchState } from '../wire/messages.ts'
import type { Answer } from './calls.ts'
import { type HubApi, hexOf } from './hub-api.ts'
import type { Suite } from './suite.ts'

export interface StillsHooks {
  readonly api: HubApi
  readonly records: () => Records
  readonly command: (verb: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>
}

/** What a still is of, as the receipt of the stop says it. */
export type StillOf = Pick<Still, 'clip' | 'frame' | 'plan' | 'source' | 'digest'>

type Asking = Pick<Suite, 'seat' | 'role' | 'rooms' | 'session' | 'records' | 'matches' | 'holding'>

/**
 * Whether this suite sends the still of a stop on this clip: some room that is here lacks its media, the engineer allows stills, and among
 * those who grade and have it this is the driver, else the first. What is tried while the rooms are held is shown to nobody.
 */
export function sendsStill({ seat, role, rooms, session, records, matches, holding }: Asking, clip: string): boolean {
  const media = session.timeline.clips.find(({ id }) => id === clip)?.media
  if (media === undefined || !records.rules.stills || roles[role].grade !== true) return false
  if (records.hold !== null && holding.held === null) return false
  const of = (one: string) => matches.get(one)?.get(media)
  const has = (one: string) => of(one) === 'matched' || of(one) === 'verified'
  const here = rooms.filter(({ online }) => online)
  if (!has(seat) || !here.some((room) => lacks(records, media, room.seat, of(room.seat)))) return false
  const able = [
    seat,
    ...here.filter((room) => roles[room.role].grade === true && has(room.seat)).map((room) => room.seat),
  ]
  return session.driver !== null && able.includes(session.driver) ? session.driver === seat : able.sort()[0] === seat
}

/** A waived difference has a picture of its own. */
const lacks = ({ waivers }: Records, media: string, seat: string, state: MatchState | undefined): boolean =>
  state === 'missing' || (state === 'mismatch' && standingWaiver(waivers, media, seat) === null)

export class Stills {
  readonly #hooks: StillsHooks

  constructor(hooks: StillsHooks) {
    this.#hooks = hooks
  }

  /** The engineer's rule: false means that nobody sends any. */
  get allowed(): boolean {
    return this.#hooks.records().rules.stills
  }

  /** The still of a clip's frame (from 0 in the cut) as this plan draws it, or null. */
  find(clip: string, frame: number, plan: string): Still | null {
    return (
      this.#hooks.records().stills.find((one) => one.clip === clip && one.frame === frame && one.plan === plan) ?? null
    )
  }

  /** The PNG; `readStill` of `shared/render` makes sure of its pixels. Or the sentence that says why there is none. */
  get(still: Still): Promise<Uint8Array<ArrayBuffer> | string> {
    return this.#hooks.api.blob(still.blob)
  }

  /** Sends the PNG of a stop (`encodeStill`) under its SHA-256, then says what it is. One that the session has already is not sent again. */
  async put(of: StillOf, png: Uint8Array<ArrayBuffer>, blob = hexOf(sha256(png))): Promise<Answer> {
    if (!this.allowed) return no('rule', 'Stills are not allowed in this session; the engineer may allow them.')
    const known = this.find(of.clip, of.frame, of.plan)
    if (known && known.source === of.source && known.digest === of.digest)
      return { ok: true, value: { blob: known.blob } }
    const trouble = await this.#hooks.api.putBlob(blob, png)
    if (trouble !== null) return no('blob', trouble)
    const { clip, frame, plan, source, digest } = of
    return await this.#hooks.command('still', { clip, frame, plan, source, digest, blob })
  }
}

const no = (rule: string, sentence: string): Answer => ({
  ok: false,
  refusal: { rule, sentence, keys: [], holder: null },
})
