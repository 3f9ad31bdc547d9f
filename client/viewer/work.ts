/** What passes between the page and the picture worker. Everything is plain and can be cloned; pictures are transferred. */
import type { Level, NodeId, Value } from '../../shared/doc/grade.ts'
import type { Session } from '../../shared/doc/session.ts'
import type { ExecutorId } from '../../shared/render/picture.ts'
import type { StillFrame } from '../../shared/render/still.ts'
import type { NodeView } from '../../shared/render/view.ts'
import type { Counts, ScopeKind } from '../../shared/scope/counts.ts'
import type { MediaSource } from '../media/open-clip.ts'
import type { DrawnBy } from '../state/desk.ts'
import type { FromFinish, ToFinish } from './finish.ts'
import type { FromPair, ToPair } from './pair.ts'
import type { Pane } from './pane.ts'

/** `preview`: at the viewer's size, on reduced planes, never of a receipt. `full`: the timeline's resolution, digested. */
export type OrderKind = 'preview' | 'full' | 'thumb'

/** A picture to draw. One at a time is under way. */
export interface Order {
  readonly id: number
  readonly kind: OrderKind
  readonly clip: string
  /** Frame of the clip, from 0 at its first frame in the cut. */
  readonly frame: number
  /** The canvas it is for. */
  readonly canvas: Pane
  /** The count of changes it was asked at. */
  readonly version: number
  /** Without the grade: a view of one's own, never of a receipt. */
  readonly bypass: boolean
  /** The past moment it is drawn from (`moment`), a view of one's own; null: what is on show. */
  readonly moment: string | null
  /** The node that is looked into in place of the picture, a view of one's own; null: the picture. */
  readonly view: NodeView | null
  /** Pixels are wanted even if the last picture was the same: the canvas is new. */
  readonly again: boolean
  /** Of a full picture: its 16-bit frame is wanted too, once for each plan and frame. */
  readonly still: boolean
  /** While playing, the frames that are proved: digested by the executor and by WASM. A full picture always is. */
  readonly prove: boolean
  /** The node under the fingers: drawn with an armed kernel while its own is being made. */
  readonly armed: Armed | null
  /** The same node where WASM draws: what comes before it is kept from one tick to the next. */
  readonly held: Armed | null
}

export interface Armed {
  readonly level: Level
  readonly node: NodeId
}

/** Whether what is drawn is a view of one's own: no receipt is given for it. */
export const isOwn = ({ bypass, moment, view }: Pick<Order, 'bypass' | 'moment' | 'view'>): boolean =>
  bypass || moment !== null || view !== null

/** What a node reads, asked for by its probe. */
export interface InputOrder extends Ahead {
  readonly id: number
  readonly canvas: readonly [number, number]
  readonly view: NodeView
}

/** The pixel under the pointer: its place in shares of the picture. `quick`: the picture moves, nothing is drawn for it. */
export interface PixelOrder extends Ahead {
  readonly id: number
  readonly right: number
  readonly down: number
  readonly quick: boolean
}

/** A frame that will be wanted soon: decoded while there is time. */
export interface Ahead {
  readonly clip: string
  readonly frame: number
}

/** Session and grade of a snapshot or a revision, as plain pairs. */
export interface PastMoment {
  readonly session: Session
  readonly entries: readonly (readonly [string, Value])[]
}

export type ToWorker =
  | ToPair
  | ToFinish
  | { readonly kind: 'session'; readonly session: Session }
  /** A past moment that orders may name; null forgets it. */
  | { readonly kind: 'moment'; readonly name: string; readonly content: PastMoment | null }
  /** The drawn grade's changes since the last one; null takes a key away. */
  | { readonly kind: 'grade'; readonly changes: readonly (readonly [string, Value | null])[] }
  | { readonly kind: 'media'; readonly id: string; readonly source: MediaSource | null }
  /** A LUT file that was wanted. */
  | { readonly kind: 'lut'; readonly blob: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `spare`: pixels that have been put and are nobody's any more, to be drawn into. */
  | {
      readonly kind: 'draw'
      readonly order: Order
      readonly ahead: readonly Ahead[]
      readonly spare: ArrayBuffer | null
    }
  /** Nothing else is wanted: makes ready what a first move of this node will want. */
  | {
      readonly kind: 'arm'
      readonly clip: string
      readonly frame: number
      readonly canvas: Pane
      readonly armed: Armed
    }
  /** Code values that a node reads. */
  | { readonly kind: 'input'; readonly order: InputOrder }
  /** Code values of one pixel. */
  | { readonly kind: 'pixel'; readonly order: PixelOrder }
  /** Nothing to draw with: what would this frame's full picture be called? */
  | { readonly kind: 'name'; readonly clip: string; readonly frame: number; readonly version: number }
  /** What is to be counted of each picture for the canvas, from now on. */
  | { readonly kind: 'scopes'; readonly kinds: readonly ScopeKind[]; readonly lowPass: boolean }
  /** Counts that newer ones have taken the place of, to be counted in again. */
  | { readonly kind: 'counted'; readonly counts: Counts }
  /** What is under way is no longer wanted: it may be left. */
  | { readonly kind: 'drop'; readonly id: number }

/** What a drawn picture is made of: its names, and how long it took. */
export interface Made {
  readonly plan: string
  readonly source: string
  /** Sentences of what the grade holds and the engine does not draw. */
  readonly lacks: readonly string[]
  /** Mean of R, G and B, 0 to 1. */
  readonly mean: readonly [number, number, number]
  /** Milliseconds: waiting for the decoder, and all the rest. */
  readonly decodeMs: number
  readonly drawMs: number
  /** Of a full picture only. */
  readonly look: string
  /** Of a full picture, and of a preview that is proved. */
  readonly digest: string
  readonly executor: ExecutorId
}

/** What comes of an order. */
export type Answer =
  /** `pixels` is RGBA of that pane, or null where the very same picture is on the canvas already. */
  | {
      readonly kind: 'drawn'
      readonly order: Order
      readonly made: Made
      readonly pixels: ArrayBuffer | null
      readonly pane: Pane
    }
  /** One sentence for a person: no decoder, no such frame, a damaged file. */
  | { readonly kind: 'failed'; readonly order: Order; readonly sentence: string }
  | { readonly kind: 'dropped'; readonly order: Order }

/** Counts of the picture that was drawn last, of the size that they were counted at. */
export interface FromScopes {
  readonly kind: 'scopes'
  readonly counts: Counts
  readonly width: number
  readonly height: number
}

/** Code values of a node's input, R G B row by row, 65535 is 1; or the sentence why there are none. */
export type FromInput =
  | {
      readonly kind: 'input'
      readonly id: number
      readonly size: readonly [number, number]
      readonly codes: Uint16Array<ArrayBuffer>
    }
  | { readonly kind: 'input-failed'; readonly id: number; readonly sentence: string }

/** R, G and B, 0 to 65535, with the grade and without it; null where that is not known. `exact`: of the full picture, not of a preview. */
export interface FromPixel {
  readonly kind: 'pixel'
  readonly id: number
  readonly graded: readonly [number, number, number] | null
  readonly bare: readonly [number, number, number] | null
  readonly exact: boolean
}

export type FromWorker =
  | FromPair
  | FromScopes
  | FromInput
  | FromPixel
  | FromPictures
  | FromLuts
  | FromCores
  | FromFinish

/** How many cores draw big pictures together where WASM draws; with a sentence where that is over. */
export type FromCores = { readonly kind: 'cores'; readonly count: number; readonly sentence: string | null }

/** A grade names a LUT that is not in the worker. */
export type FromLuts = { readonly kind: 'wants'; readonly blob: string }

export type FromPictures =
  | Answer
  /** The digest of a drawn picture and that of its second rendering by WASM. */
  | {
      readonly kind: 'proof'
      readonly order: Order
      readonly made: Pick<Made, 'plan' | 'source' | 'executor'>
      readonly digest: string
      readonly proof: string
    }
  /** The digested frame of a full picture whose still was wanted. */
  | { readonly kind: 'still'; readonly order: Order; readonly made: Made; readonly frame: StillFrame }
  /** Plan, look and size of a frame that was asked for by `name`. */
  | {
      readonly kind: 'named'
      readonly clip: string
      readonly frame: number
      readonly version: number
      readonly plan: string
      readonly look: string
      readonly width: number
      readonly height: number
    }
  /** The GPU may draw what WASM drew last: its kernels are made and tried. */
  | { readonly kind: 'kernels' }
  /** Who draws has changed, or why. */
  | { readonly kind: 'executor'; readonly by: DrawnBy }
