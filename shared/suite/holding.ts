/** The hold as one suite lives it: held, it shows the published revision and frame, whatever comes in; let go, it moves in one step. */
import type { Content } from '../doc/content.ts'
import type { Entries, Level } from '../doc/grade.ts'
import { Shelves } from '../doc/read.ts'
import type { Hold, Records } from '../doc/records.ts'
import type { Session } from '../doc/session.ts'
import type { Answer } from './calls.ts'
import type { HubApi } from './hub-api.ts'
import type { Timers } from './timers.ts'

export interface HoldingHooks {
  readonly api: HubApi
  readonly timers: Timers
  readonly seat: () => string
  readonly session: () => Session
  readonly records: () => Records
  /** The grade as committed. */
  readonly entries: () => Entries
  /** Revision of the grade document that is on the hub's disk and here. */
  readonly gradeRevision: () => number
  /** False until the first state of all documents is here. */
  readonly joined: () => boolean
  readonly frameNow: () => number
  readonly command: (verb: string, args: Readonly<Record<string, unknown>>) => Promise<Answer>
  /** Resolves once one's own work is on the hub's disk, or will not be for now. */
  readonly handedIn: () => Promise<void>
  /** A command changed the grade at this revision: one undo step on a level's stack. */
  readonly undoable: (level: Level, label: string, revision: number) => void
  /** What is drawn here has changed. */
  readonly changed: () => void
  readonly tell: (sentence: string) => void
}

/** A hub that did not give the held revision is asked again. */
const againMs = 1000

export class Holding {
  readonly #hooks: HoldingHooks
  #held: Hold | null = null
  /** The hold of the session document; in effect here once its content is. */
  #due: Hold | null = null
  /** Null while the hub has not answered; `exact` is false for what was drawn here when the hold came. */
  #content: (Content & { readonly exact: boolean }) | null = null
  #stop: () => void = () => {}

  constructor(hooks: HoldingHooks) {
    this.#hooks = hooks
  }

  /** The hold that this suite is under; null for the driver, and where nothing is held. */
  get held(): Hold | null {
    return this.#held
  }

  /** What is drawn instead of the document, while held. */
  get content(): Content | null {
    return this.#held && this.#content
  }

  /** False while held on what was drawn when the hold came: no receipt is given for it. */
  get exact(): boolean {
    return this.#held === null || this.#content?.exact === true
  }

  /** True while held and nothing may be shown yet: who joins meanwhile gets the held revision first. */
  get waiting(): boolean {
    return this.#held !== null && this.#content === null
  }

  /** The session document, who drives, or what is on disk has changed. */
  settle(): void {
    const { hold, published } = this.#hooks.records()
    const due = hold && this.#hooks.session().driver !== this.#hooks.seat() ? hold : null
    if (due === null) {
      // One step: what was published is all here first. The driver is never held back.
      const drives = this.#hooks.session().driver === this.#hooks.seat()
      this.#due = null
      this.#stop()
      if (this.#held && (drives || this.#hooks.gradeRevision() >= published)) this.#let(null, null)
      return
    }
    if (this.#due?.revision === due.revision && this.#due.at === due.at) return
    this.#due = due
    // Who is held already stays where they are until all of the next state is here; who was live stays on what was drawn when the hold came.
    if (this.#held === null) this.#let(due, this.#hooks.joined() ? this.#freeze() : null)
    this.#stop()
    void this.#fetch(due)
  }

  close(): void {
    this.#stop()
  }

  /** Freezes the rooms on what is on disk now, on the frame that is on show here. */
  async hold(): Promise<Answer> {
    await this.#hooks.handedIn()
    return await this.#hooks.command('hold', { frame: this.#hooks.frameNow() })
  }

  /** All rooms move in one step to where the driver is; with `keep` they stay held on it. */
  async publish(keep = false): Promise<Answer> {
    await this.#hooks.handedIn()
    return await this.#hooks.command('publish', keep ? { keep: true, frame: this.#hooks.frameNow() } : {})
  }

  /** The driver comes back to the held grade, in one undo step on this level; the rooms go on. */
  async discard(level: Level): Promise<Answer> {
    await this.#hooks.handedIn()
    const answer = await this.#hooks.command('discard', {})
    const { revision } = answer.ok ? (answer.value as { revision: number | null }) : { revision: null }
    if (revision !== null) this.#hooks.undoable(level, 'Discard', revision)
    return answer
  }

  #freeze(): Content & { exact: boolean } {
    const entries = new Shelves()
    for (const [key, value] of this.#hooks.entries()) entries.set(key, value)
    return { session: this.#hooks.session(), entries, exact: false }
  }

  #let(held: Hold | null, content: (Content & { readonly exact: boolean }) | null): void {
    this.#held = held
    this.#content = content
    this.#hooks.changed()
  }

  async #fetch(due: Hold): Promise<void> {
    const content = await this.#hooks.api.revision(due.revision)
    if (this.#due !== due) return
    if (typeof content !== 'string') {
      this.#let(due, { ...content, exact: true })
      return
    }
    this.#hooks.tell(`The held revision ${due.revision} is not here yet: ${content}`)
    this.#stop = this.#hooks.timers.after(againMs, () => void this.#fetch(due))
  }
}
