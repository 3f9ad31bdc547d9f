/** The way to the picture worker for whoever wants pictures beside the one on show: small ones, exported ones. */
import { createContext } from 'react'
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
}

export const PairLineContext = createContext<PairLine | null>(null)
