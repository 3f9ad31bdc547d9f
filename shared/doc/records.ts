/**
 * What the session document holds on record: snapshots, verdicts, waivers, stills, the hold, the session's rules. Root keys
 * snapshots/<id>, verdicts/<id>, waivers/<id>, gallery/<id>, stills/<clip>.<frame>.<plan>, luts/<blob>, hashes/<media>, links/<id>, hold, published, rules/<rule>, schema; only the
 * hub writes them.
 */
import type * as Y from 'yjs'
import type { Value } from './grade.ts'
import type { Role } from './session.ts'

/** A named, immutable state of the whole session. Its content lies in the store under its hash. */
export interface Snapshot {
  readonly id: string
  readonly name: string
  /** The revision it is the state of. */
  readonly revision: number
  /** SHA-256 of its content as `content.ts` prints it, 64 hex digits: equal states have equal hashes. */
  readonly hash: string
  /** Seat id. */
  readonly seat: string
  /** Hub clock, whole milliseconds. */
  readonly at: number
}

/** A supervisor's judgement of one clip of a snapshot, bound to the look, the picture and the display it was given on. */
export interface Verdict {
  readonly id: string
  /** Snapshot id. */
  readonly snapshot: string
  readonly clip: string
  readonly seat: string
  readonly verdict: 'approve' | 'changes'
  /** Never empty where changes are asked for. */
  readonly note: string
  /** 32 hex digits each: `lookName` of the clip in the snapshot, and the digest of the frame that was looked at. */
  readonly look: string
  readonly digest: string
  /** Frame that was looked at, from 0 at the clip's first frame in the cut. */
  readonly frame: number
  readonly class: 'original' | 'light' | 'still'
  readonly display: string
  readonly at: number
}

/** A mismatch knowingly accepted: by whom, what and why. Lifted, it stays on record. */
export interface Waiver {
  readonly id: string
  /** Seat id. */
  readonly seat: string
  /** `media/<media>` for everybody's copy of a media, `media/<media>/<seat>` for one seat's, else words. */
  readonly what: string
  readonly reason: string
  readonly at: number
  /** Who lifted it and when; null while it stands. */
  readonly lifted: { readonly seat: string; readonly at: number } | null
}

/** The waiver that stands for a seat's copy of a media: its own, or everybody's; null where none does. */
export const standingWaiver = (waivers: readonly Waiver[], media: string, seat: string): Waiver | null =>
  waivers.find(
    ({ what, lifted }) => lifted === null && (what === `media/${media}` || what === `media/${media}/${seat}`),
  ) ?? null

/** The rooms stay on this revision and timeline frame while the driver tries something. */
export interface Hold {
  readonly revision: number
  readonly frame: number
  /** Who holds, and since when. */
  readonly seat: string
  readonly at: number
}

/** An exact frame that a suite rendered where it stopped, for rooms without the media. */
export interface Still {
  readonly clip: string
  /** From 0 at the clip's first frame in the cut. */
  readonly frame: number
  /** 32 hex digits each. */
  readonly plan: string
  readonly source: string
  readonly digest: string
  /** SHA-256 of the PNG, 64 hex digits: its name in the hub's blobs. */
  readonly blob: string
  readonly seat: string
  readonly at: number
}

/** The memories of a seat, in the order of their keys. */
export const memorySlots = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const
export type MemorySlot = (typeof memorySlots)[number]

/**
 * A still of the gallery: a frame kept with its grade. Its picture is drawn again from the clip's content, which lies in the store under its
 * hash; the digest says whether it is the very picture that was grabbed.
 */
export interface GalleryStill {
  readonly id: string
  /** Track.Shot.Version (`1.12.1`) until somebody renames it. */
  readonly label: string
  readonly clip: string
  /** From 0 at the clip's first frame in the cut of its content. */
  readonly frame: number
  /** The revision it is the state of. */
  readonly revision: number
  /** SHA-256 of its content, 64 hex digits: the clip alone, and all that its picture depends on. */
  readonly hash: string
  /** 32 hex digits: the clip's look in that content. */
  readonly look: string
  /** 32 hex digits: the digest of the frame that was looked at; empty where it had none when it was grabbed. */
  readonly digest: string
  /** Seat id. */
  readonly seat: string
  /** Hub clock, whole milliseconds. */
  readonly at: number
  /** Which memory of that seat it is; null: it hangs in the gallery. */
  readonly slot: MemorySlot | null
}

/** A LUT file that grades of this session may name. */
export interface LutFile {
  /** SHA-256 of the file, 64 hex digits: its name in grades and in the hub's blobs. */
  readonly blob: string
  /** Its file's name, as who sent it last has it. */
  readonly name: string
  readonly seat: string
  readonly at: number
}

/** An invite link as everybody may know it: never its key. */
export interface LinkInfo {
  /** Eight characters, or the role's name for the link that each role has from the start. */
  readonly id: string
  readonly role: Role
  readonly name: string
  /** Hub clock, milliseconds, from which on it lets nobody in; null: it does not end. */
  readonly until: number | null
  /** How many new seats may come by it, null: any number; and how many have. */
  readonly most: number | null
  readonly uses: number
  /** When it was withdrawn; null: it stands. */
  readonly revoked: number | null
}

/** What the engineer has decided for the session; all off at rest. */
export interface Rules {
  /** Rooms without a clip's media get the still of the last stop. */
  readonly stills: boolean
  /** A clip is locked by the approval of the look it has. */
  readonly approved: boolean
  /** A change of a group, a shared node or the timeline's grade that reaches a locked clip is refused. */
  readonly strict: boolean
}
export const restRules: Rules = { stills: false, approved: false, strict: false }
export const ruleNames = ['stills', 'approved', 'strict'] as const

/** What else the session document holds: nothing of it is asked for with every frame. */
export interface Records {
  /** Stored version of the grammar (`migrate.ts`). */
  readonly schema: number
  /** Oldest first, as all lists here; ties by id. */
  readonly snapshots: readonly Snapshot[]
  readonly verdicts: readonly Verdict[]
  readonly waivers: readonly Waiver[]
  readonly gallery: readonly GalleryStill[]
  readonly stills: readonly Still[]
  readonly luts: readonly LutFile[]
  /** Media id -> xxh128 of the whole file, 32 hex digits, once the hub's library has read all of it. No part of a look. */
  readonly hashes: ReadonlyMap<string, string>
  /** Links that were made or withdrawn, by id. */
  readonly links: readonly LinkInfo[]
  readonly hold: Hold | null
  /** The revision that ended the last hold: whoever was held goes on once it is here. 0: there was none. */
  readonly published: number
  readonly rules: Rules
}

const byAge = (a: { at: number; id?: string }, b: { at: number; id?: string }): number =>
  a.at - b.at || ((a.id ?? '') < (b.id ?? '') ? -1 : 1)

/** A document without a version is of the first. Written by the hub alone, so shapes are trusted. */
export function readRecords(doc: Y.Doc): Records {
  return recordsOf(doc.getMap<Value>('session').entries())
}

export function recordsOf(entries: Iterable<readonly [string, Value]>): Records {
  let schema = 1
  let hold: Hold | null = null
  let published = 0
  let rules = restRules
  const snapshots: Snapshot[] = []
  const verdicts: Verdict[] = []
  const waivers: Waiver[] = []
  const gallery: GalleryStill[] = []
  const stills: Still[] = []
  const luts: LutFile[] = []
  const hashes = new Map<string, string>()
  const links: LinkInfo[] = []
  for (const [key, v] of entries) {
    const slash = key.indexOf('/')
    const area = slash < 0 ? key : key.slice(0, slash)
    const rest = key.slice(slash + 1)
    if (area === 'schema') schema = v[0] as number
    else if (area === 'snapshots') snapshots.push(snapshotOf(rest, v))
    else if (area === 'verdicts') verdicts.push(verdictOf(rest, v))
    else if (area === 'waivers') waivers.push(waiverOf(rest, v))
    else if (area === 'gallery') gallery.push(galleryStillOf(rest, v))
    else if (area === 'stills') stills.push(stillOf(rest, v))
    else if (area === 'luts') luts.push(lutOf(rest, v))
    else if (area === 'hashes') hashes.set(rest, v[0] as string)
    else if (area === 'links') links.push(linkOf(rest, v))
    else if (area === 'hold') hold = holdOf(v)
    else if (area === 'published') published = v[0] as number
    else if (area === 'rules' && (ruleNames as readonly string[]).includes(rest))
      rules = { ...rules, [rest]: v[0] === true }
  }
  return {
    schema,
    snapshots: snapshots.sort(byAge),
    verdicts: verdicts.sort(byAge),
    waivers: waivers.sort(byAge),
    gallery: gallery.sort(byAge),
    stills: stills.sort(byAge),
    luts: luts.sort(byAge),
    hashes,
    links: links.sort((a, b) => (a.id < b.id ? -1 : 1)),
    hold,
    published,
    rules,
  }
}

const snapshotOf = (id: string, v: Value): Snapshot => ({
  id,
  name: v[0] as string,
  revision: v[1] as number,
  hash: v[2] as string,
  seat: v[3] as string,
  at: v[4] as number,
})
export const writeSnapshot = (s: Snapshot): readonly [string, Value] => [
  `snapshots/${s.id}`,
  [s.name, s.revision, s.hash, s.seat, s.at],
]

const verdictOf = (id: string, v: Value): Verdict => ({
  id,
  snapshot: v[0] as string,
  clip: v[1] as string,
  seat: v[2] as string,
  verdict: v[3] as Verdict['verdict'],
  note: v[4] as string,
  look: v[5] as string,
  digest: v[6] as string,
  frame: v[7] as number,
  class: v[8] as Verdict['class'],
  display: v[9] as string,
  at: v[10] as number,
})
export const writeVerdict = (v: Verdict): readonly [string, Value] => [
  `verdicts/${v.id}`,
  [v.snapshot, v.clip, v.seat, v.verdict, v.note, v.look, v.digest, v.frame, v.class, v.display, v.at],
]

const waiverOf = (id: string, v: Value): Waiver => ({
  id,
  seat: v[0] as string,
  what: v[1] as string,
  reason: v[2] as string,
  at: (v[3] as number | undefined) ?? 0,
  lifted: v[4] === undefined ? null : { seat: v[4] as string, at: v[5] as number },
})
export const writeWaiver = (w: Waiver): readonly [string, Value] => [
  `waivers/${w.id}`,
  [w.seat, w.what, w.reason, w.at, ...(w.lifted ? [w.lifted.seat, w.lifted.at] : [])],
]

const linkOf = (id: string, v: Value): LinkInfo => ({
  id,
  role: v[0] as Role,
  name: v[1] as string,
  until: v[2] as number | null,
  most: v[3] as number | null,
  uses: v[4] as number,
  revoked: v[5] as number | null,
})
export const writeLink = (l: LinkInfo): readonly [string, Value] => [
  `links/${l.id}`,
  [l.role, l.name, l.until, l.most, l.uses, l.revoked],
]

const holdOf = (v: Value): Hold => ({
  revision: v[0] as number,
  frame: v[1] as number,
  seat: (v[2] as string | undefined) ?? '',
  at: (v[3] as number | undefined) ?? 0,
})
/** Null lets the rooms go on. */
export const writeHold = (hold: Hold | null): readonly [string, Value | null] => [
  'hold',
  hold && [hold.revision, hold.frame, hold.seat, hold.at],
]

const galleryStillOf = (id: string, v: Value): GalleryStill => ({
  id,
  label: v[0] as string,
  clip: v[1] as string,
  frame: v[2] as number,
  revision: v[3] as number,
  hash: v[4] as string,
  look: v[5] as string,
  digest: v[6] as string,
  seat: v[7] as string,
  at: v[8] as number,
  slot: (v[9] as MemorySlot | null | undefined) ?? null,
})
export const writeGalleryStill = (s: GalleryStill): readonly [string, Value] => [
  `gallery/${s.id}`,
  [s.label, s.clip, s.frame, s.revision, s.hash, s.look, s.digest, s.seat, s.at, s.slot],
]

/** One still of a clip, frame and plan: the key that a room without the media looks under. */
export const stillKey = (clip: string, frame: number, plan: string): string => `stills/${clip}.${frame}.${plan}`

function stillOf(rest: string, v: Value): Still {
  const [clip, frame, plan] = rest.split('.') as [string, string, string]
  return {
    clip,
    frame: Number(frame),
    plan,
    source: v[0] as string,
    digest: v[1] as string,
    blob: v[2] as string,
    seat: v[3] as string,
    at: v[4] as number,
  }
}
export const writeStill = (s: Still): readonly [string, Value] => [
  stillKey(s.clip, s.frame, s.plan),
  [s.source, s.digest, s.blob, s.seat, s.at],
]

const lutOf = (blob: string, v: Value): LutFile => ({
  blob,
  name: v[0] as string,
  seat: v[1] as string,
  at: v[2] as number,
})
export const writeLut = (l: LutFile): readonly [string, Value] => [`luts/${l.blob}`, [l.name, l.seat, l.at]]
