/** What a suite is, to whoever holds one: a browser's screens, a headless process, a test. Made by `join.ts`. */
import type { Cue } from '../cue/cue.ts'
import type { Moment } from '../doc/change-list.ts'
import type { Entries, Level, Value } from '../doc/grade.ts'
import type { Records } from '../doc/records.ts'
import type { Role, Session } from '../doc/session.ts'
import type { MatchState, Receipt } from '../wire/messages.ts'
import type { Refusal } from '../wire/refusal.ts'
import type { Gallery } from './gallery.ts'
import type { Undone } from './hand.ts'
import type { Holding } from './holding.ts'
import type { Lost } from './lost.ts'
import type { Luts } from './luts.ts'
import type { NewNote, Note, Notes } from './notes.ts'
import type { Review } from './review.ts'
import type { Stills } from './stills.ts'

/** The honest state of the link, in the words of the screen. */
export type LinkState =
  | { readonly kind: 'joining' }
  | { readonly kind: 'live' }
  | { readonly kind: 'catching-up' }
  | { readonly kind: 'offline'; readonly pending: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'ended'; readonly sentence: string }

/** Another suite as the rooms panel shows it; absent receipt: nothing reported yet. */
export interface RoomState {
  readonly seat: string
  readonly name: string
  readonly role: Role
  readonly online: boolean
  /** True while the room follows the driver's cue. */
  readonly following: boolean
  /** Timeline frame the room shows, or null when unknown. */
  readonly frame: number | null
  readonly playing: boolean
  /** It looks at a view of its own, which its receipt says nothing of. */
  readonly ownView: boolean
  /** Round trip to the hub, milliseconds. */
  readonly lagMs: number | null
  readonly receipt: Receipt | null
  /** Pointer over the picture in picture units (centre, half height), or null. */
  readonly pointer: readonly [number, number] | null
  /** `<level>/<version>/<node>` under its hands, or null. */
  readonly node: string | null
}

export type { Mark, NewNote, Note, NoteAnswer } from './notes.ts'

/** A sentence for the foot of the screen. `at` by the hub's clock, milliseconds; `lost`: one's own value that another's replaced. */
export interface Message {
  readonly at: number
  readonly sentence: string
  readonly lost?: Lost
}

/** A control under the fingers: shared by `live`, kept by `commit`, forgotten by `discard`. */
export interface Scrub {
  /** Sets the overlay of one or more grade keys; drawn at once here, sent newest-only at most 60 Hz. */
  set(values: ReadonlyMap<string, Value | null>): void
  /** One transaction, one undo step. Resolves when the overlay has been told to end. */
  commit(): void
  /** Drops the overlay; the document is untouched. */
  discard(): void
}

type ReviewFace =
  | 'append'
  | 'snapshots'
  | 'verdicts'
  | 'verdictOf'
  | 'snapshot'
  | 'open'
  | 'past'
  | 'compare'
  | 'editors'
  | 'judge'
  | 'restore'
  | 'copy'
  | 'ripple'
type GalleryFace = 'stills' | 'memories' | 'find' | 'open' | 'grab' | 'label' | 'delete'
type HoldingFace = 'held' | 'exact' | 'hold' | 'publish' | 'discard'
type LutsFace = 'list' | 'bytes' | 'put'
type StillsFace = 'allowed' | 'find' | 'get' | 'put'

export interface Suite {
  readonly seat: string
  readonly role: Role
  /** Secret: opens the hub's library as `Authorization: Bearer`; never in an address, never in a log. */
  readonly seatKey: string
  readonly link: LinkState
  /** Own changes of grade and notes that the hub has not yet said to have on disk. */
  readonly unsaved: number
  /** Of what is on show here: lowest of the three documents, or the held one. */
  readonly revision: number
  readonly session: Session
  /** Snapshots, verdicts, waivers, stills, hold and rules as they stand in the session document. */
  readonly records: Records
  /** The grade as committed. */
  readonly entries: Entries
  /** The grade as drawn: overlay over document, or the held revision's. The same map identity until something changes. */
  readonly drawn: Entries
  /** What pictures are drawn from: session and grade of now, or of the held revision. */
  readonly shown: Moment
  readonly notes: readonly Note[]
  readonly rooms: readonly RoomState[]
  /** This suite as the others see it. */
  readonly me: RoomState
  /** Seat -> media -> what that suite found of it; a seat that said nothing is absent. */
  readonly matches: ReadonlyMap<string, ReadonlyMap<string, MatchState>>
  readonly cue: Cue | null
  /** Keys somebody is moving now -> who. Nobody's receipt is taken for a clip they touch. */
  readonly adjusting: ReadonlyMap<string, { readonly seat: string; readonly name: string }>
  /** Last sentences for the foot: refusals, a wheel lost to somebody, undo that skipped keys. Newest last. */
  readonly messages: readonly Message[]

  /** Called after any change of the kind; returns the stop function. `drawn` fires for overlay and document changes. */
  on(
    kind: 'link' | 'session' | 'drawn' | 'notes' | 'rooms' | 'cue' | 'messages' | 'revision' | 'review',
    hear: () => void,
  ): () => void
  /** Called when the drawn value of this key changes; of a level ending in `/` (`c.k3x9…/`), once for all of its keys that change together. */
  onKey(key: string, hear: () => void): () => void

  /** The verdict on a change, by the same pure `judge` as the hub's: null is yes. */
  may(key: string, value: Value | null): Refusal | null
  /** One transaction and one undo step on the level's stack. The callback gets the only writer there is (doc/edit.ts). */
  edit(level: Level, label: string, write: (grade: import('../doc/edit.ts').GradeWriter) => void): Refusal | null
  /** What `edit` would write, without writing it: for a scrub that brings a node of its own. */
  writesOf(write: (grade: import('../doc/edit.ts').GradeWriter) => void): ReadonlyMap<string, Value | null>
  scrub(level: Level, label: string): Scrub
  undo(level: Level): Undone | null
  redo(level: Level): Undone | null
  undoDepth(level: Level): number

  /** Snapshots, verdicts, comparing, history, restoring. Its changes are told as `session` and `review`. */
  readonly review: Pick<Review, ReviewFace>
  /** The rooms' hold: state, hold, publish, discard. */
  readonly holding: Pick<Holding, HoldingFace>
  /** Stills with their grades, and one's own memories. Its changes are told as `session`. */
  readonly gallery: Pick<Gallery, GalleryFace>
  readonly stills: Pick<Stills, StillsFace>
  /** LUT files that grades may name. */
  readonly luts: Pick<Luts, LutsFace>
  /** Answers to notes, and the word that one is done. */
  readonly noting: Pick<Notes, 'answer' | 'finish'>

  /** A note of one's own, under one's own prefix. Answers why it may not be, which is told in `messages` too, or null: it is written. */
  note(text: string, at: NewNote): Refusal | null
  /** A command on the session document: link, unlink, drive, arrange, name, … (docs/wire.md). */
  command(
    verb: string,
    args: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: Refusal }>

  /** Hub clock now, milliseconds. */
  hubNow(): number
  /**
   * States the driver's cue (needs to be the driver; taking the wheel is the command `drive`). `rate` is a factor of the timeline's own;
   * `loop` wraps play in [in, out) of timeline frames.
   */
  drive(cue: {
    readonly frame: number
    readonly playing: boolean
    readonly rate?: number
    readonly loop?: readonly [number, number] | null
  }): void
  follow(on: boolean): void
  readonly following: boolean
  /** Own playhead, kept when nobody drives or when looking round. */
  seek(frame: number): void
  play(on: boolean): void
  /** Timeline frame to show now: from the cue while following, else one's own. */
  frameNow(): number
  readonly playing: boolean
  point(at: readonly [number, number] | null): void
  /** Says that what is looked at here is no picture that a receipt is given for (bypass, a past moment, a wipe), or is one again. */
  ownView(on: boolean): void
  /** Says which node these hands are in, `<level>/<version>/<node>`, or null. */
  inNode(node: string | null): void
  /** Hands in what is shown; sent on to all. Null receipt fields are the hub's to stamp. */
  report(receipt: Receipt): void
  /** Says what this suite found of each media; changes are sent on, the whole is said again after a lost link. */
  match(states: ReadonlyMap<string, MatchState>): void
  leave(): void
}
