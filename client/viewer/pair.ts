/** What passes between the page and the picture worker when two moments are compared. */
import type { Value } from '../../shared/doc/grade.ts'
import type { StillFrame } from '../../shared/render/still.ts'
import type { NodeView } from '../../shared/render/view.ts'
import type { Difference } from './difference.ts'
import type { Pane } from './pane.ts'
import type { Made } from './work.ts'

/** One side: the grade on show, or a past moment that was brought; what is laid over it stands before it. */
export interface Side {
  /** Name of a moment that was brought; null: session and grade as they are drawn now. */
  readonly content: string | null
  readonly over: readonly (readonly [string, Value | null])[]
  /** Without its grade. */
  readonly bare?: boolean
  /** A frame of its own, where it is not the order's. */
  readonly at?: { readonly clip: string; readonly frame: number } | null
  /** The node that is looked into in place of the picture. */
  readonly view?: NodeView | null
  /** How a sentence calls it. */
  readonly title: string
}

export interface PairOrder {
  readonly id: number
  /** At the timeline's resolution, digested and counted; else at the canvas's size. */
  readonly full: boolean
  readonly clip: string
  /** Frame of the clip, from 0 at its first frame in the cut. */
  readonly frame: number
  readonly version: number
  readonly a: Side
  /** Null: only A is looked at. */
  readonly b: Side | null
  /** What each canvas shows; null where that one is not on the screen. */
  readonly canvases: { readonly a: Pane | null; readonly b: Pane | null; readonly difference: Pane | null }
  /** What the difference is multiplied by before it is shown. */
  readonly gain: number
  /** A small picture of A alone that nobody waits for: drawn by a WASM of its own, so that nothing is made or forgotten for its sake. */
  readonly small?: boolean
  /** The 16-bit frame of a full A is wanted too. */
  readonly codes?: boolean
}

export type ToPair =
  | { readonly kind: 'pair'; readonly order: PairOrder }
  /** The pair under way is no longer wanted. */
  | { readonly kind: 'leave'; readonly id: number }

/** What one side is made of. Look and digest of a full one only. */
export type SideMade = Pick<Made, 'plan' | 'source' | 'look' | 'digest' | 'executor' | 'lacks'>

export interface PairPixels {
  readonly a: ArrayBuffer | null
  readonly b: ArrayBuffer | null
  readonly difference: ArrayBuffer | null
}

export type FromPair =
  | {
      readonly kind: 'pair'
      readonly order: PairOrder
      readonly a: SideMade
      readonly b: SideMade | null
      /** Of a full pair of one size only. */
      readonly difference: Difference | null
      readonly pixels: PairPixels
      readonly codes: StillFrame | null
    }
  | { readonly kind: 'pair-failed'; readonly order: PairOrder; readonly sentence: string }
  | { readonly kind: 'pair-left'; readonly order: PairOrder }
