/** Review, hold, gallery and stills of a fake suite: the real classes over contents given by hand, every command told to a callback. */
import type { Moment } from '../../../shared/doc/change-list.ts'
import type { Content } from '../../../shared/doc/content.ts'
import { type Records, recordsOf } from '../../../shared/doc/records.ts'
import type { Session } from '../../../shared/doc/session.ts'
import { Gallery } from '../../../shared/suite/gallery.ts'
import { Holding } from '../../../shared/suite/holding.ts'
import type { HubApi, Logged } from '../../../shared/suite/hub-api.ts'
import { Luts } from '../../../shared/suite/luts.ts'
import { Review } from '../../../shared/suite/review.ts'
import { Stills } from '../../../shared/suite/stills.ts'
import type { Suite } from '../../../shared/suite/suite.ts'
import { platformTimers } from '../../../shared/suite/timers.ts'

export interface FakeAnnexHooks {
  readonly seat: () => string
  readonly session: () => Session
  readonly shown: () => Moment
  readonly revision: () => number
  readonly frameNow: () => number
  readonly command: Suite['command']
  readonly changed: (kind: 'review' | 'drawn') => void
}

export class FakeAnnex {
  records: Records = recordsOf([])
  /** By snapshot id, and by revision as text: what the hub would give. */
  readonly contents = new Map<string, Content>()
  /** What the hub would say changed, whatever the revisions. */
  logged: readonly Logged[] = []
  readonly blobs = new Map<string, Uint8Array<ArrayBuffer>>()
  readonly review: Review
  readonly holding: Holding
  readonly gallery: Gallery
  readonly stills: Stills
  readonly luts: Luts

  constructor(hooks: FakeAnnexHooks) {
    const give = async (name: string) => this.contents.get(name) ?? `The fake hub has no content ${name}.`
    const api = {
      still: ({ id }: { readonly id: string }) => give(id),
      snapshot: ({ id }: { readonly id: string }) => give(id),
      revision: (revision: number) => give(String(revision)),
      changes: async () => this.logged,
      blob: async (hash: string) => this.blobs.get(hash) ?? 'The fake hub has no such blob.',
      putBlob: async (hash: string, bytes: Uint8Array<ArrayBuffer>) => {
        this.blobs.set(hash, bytes)
        return null
      },
    } as unknown as HubApi
    const records = () => this.records
    const { command } = hooks
    const handedIn = async () => {}
    const undoable = () => {}
    this.review = new Review({
      ...{ api, records, command, handedIn, undoable },
      now: () => ({ ...hooks.shown(), revision: hooks.revision() }),
      changed: () => hooks.changed('review'),
    })
    this.holding = new Holding({
      ...{
        api,
        records,
        command,
        handedIn,
        undoable,
        timers: platformTimers,
        seat: hooks.seat,
        session: hooks.session,
      },
      entries: () => hooks.shown().entries,
      gradeRevision: hooks.revision,
      joined: () => true,
      frameNow: hooks.frameNow,
      changed: () => hooks.changed('drawn'),
      tell: () => {},
    })
    this.gallery = new Gallery({ api, seat: hooks.seat, records, command, handedIn })
    this.stills = new Stills({ api, records, command })
    this.luts = new Luts({ api, records, command, store: null, tell: () => {} })
  }

  /** What the session document would hold from now on. */
  keep(records: Partial<Records>): void {
    this.records = { ...this.records, ...records }
    this.review.touch(null)
    this.holding.settle()
  }
}
