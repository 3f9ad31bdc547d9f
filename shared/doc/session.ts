/** The session document as plain readonly types: what only the hub writes, in answer to commands. */

export interface Rate {
  readonly num: number
  readonly den: number
}

/** A file the timeline points at. Matrix and range are the session's word, never the browser's guess. */
export interface Media {
  readonly id: string
  readonly name: string
  /** Sampled xxh128 of the file (media.md section 3), 32 hex digits. */
  readonly quick: string
  readonly width: number
  readonly height: number
  readonly rate: Rate
  /** Number of frames. */
  readonly frames: number
  /** Frame number of the source timecode of frame 0, at `rate`. */
  readonly startTimecode: number
  /** Bits of its code values; 32: floating point, whose numbers are taken as they are. */
  readonly depth: 8 | 10 | 12 | 16 | 32
  readonly matrix: 'bt709' | 'bt601' | 'bt2020' | 'rgb'
  readonly range: 'limited' | 'full'
  /** Id of a space in `shared/spaces`. */
  readonly space: string
  /** Bytes of the file. */
  readonly size: number
  /** Degrees clockwise that make the stored picture upright, absent where it is; width and height are the upright one's. */
  readonly turn?: 90 | 180 | 270
}

export interface Track {
  readonly id: string
  readonly kind: 'video'
  readonly order: string
  readonly name: string
}

/** One event of the cut. */
export interface Clip {
  readonly id: string
  readonly name: string
  readonly track: string
  readonly media: string
  /** Timeline frame of its first frame, counted from the timeline's start. */
  readonly recordIn: number
  /** Source frame, from 0 at the media's first frame, of its first frame. */
  readonly sourceIn: number
  /** Length in timeline frames. */
  readonly length: number
  /** Source frames a timeline frame: 1/1 unless retimed. */
  readonly speed: Rate
}

export interface Transition {
  readonly id: string
  readonly kind: 'dissolve'
  readonly from: string
  readonly to: string
  readonly length: number
  readonly alignment: 'start' | 'centre' | 'end'
}

export interface Timeline {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly rate: Rate
  /** Record timecode of timeline frame 0, in frames. */
  readonly startTimecode: number
  readonly tracks: readonly Track[]
  /** In record order. */
  readonly clips: readonly Clip[]
  readonly transitions: readonly Transition[]
  /** Frames to the end of the last clip. */
  readonly length: number
}

/** The session's colour pipeline, ids of `shared/spaces`. */
export interface Pipeline {
  readonly working: string
  readonly output: string
}

export interface SeatInfo {
  readonly id: string
  readonly name: string
  readonly role: Role
}

export type Role = 'colorist' | 'client' | 'supervisor' | 'engineer' | 'observer'

export interface Lock {
  readonly id: string
  readonly region: readonly string[]
  /** Seat id, or null where a rule (linked, approved) holds it. */
  readonly holder: string | null
  readonly rule: string
  readonly reason: string
}

export interface Session {
  readonly name: string
  readonly linked: boolean
  readonly pipeline: Pipeline
  readonly timeline: Timeline
  readonly media: ReadonlyMap<string, Media>
  readonly seats: ReadonlyMap<string, SeatInfo>
  readonly driver: string | null
  readonly locks: readonly Lock[]
  /** A change of another level that reaches a locked clip is refused; absent: it is not. */
  readonly strict?: boolean
}
