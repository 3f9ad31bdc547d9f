/** The way to the picture worker for whoever comes later than the screen: pictures beside the one on show, and the finish for this room's glass. */
import { createContext } from 'react'
import type { ToFinish } from './finish.ts'
import type { FromPair } from './pair.ts'
import type { ToWorker } from './work.ts'

export interface PairLine {
  /** Told of every answer; each knows its own orders by their ids. */
  readonly hear: Set<(message: FromPair) => void>
  readonly post: (message: ToWorker) => void
  /** Brings the worker's copy of the live grade up to date. */
  readonly bring: () => void
  /** Whether a media is at hand here, by its id. */
  readonly has: (media: string) => boolean
  /** The picture on show stands in full. */
  readonly rests: () => boolean
  /** Puts the finish of pictures, and has the one on show put on its canvas again. */
  readonly finish: (message: ToFinish) => void
  /** Told what came of each; null: nobody asks. */
  finished: ((sentence: string | null) => void) | null
}

/** Orders of a page's comparison count from 1: those of everybody else never meet them, nor one another. */
let lastId = 1_000_000_000
export const nextPairId = (): number => ++lastId

export const PairLineContext = createContext<PairLine | null>(null)
