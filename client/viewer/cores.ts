/**
 * In the picture worker: big pictures that WASM draws, on all cores by this thread and workers beside it (bands), to the bits of one. A band
 * that fails is the end of all of them: the picture is drawn again on one core, as is everything after it, and a sentence says so.
 */
import type { Executor } from '../../shared/render/executor.ts'
import { createHand } from '../../shared/render/part.ts'
import type { SourceFrame } from '../../shared/render/picture.ts'
import { createPool, type Send } from '../../shared/render/pool.ts'
import type { Plan } from '../../shared/render/stage.ts'

/** Pixels from which a picture is shared out: below, the messages cost what the other cores gain. */
export const BIG = 100_000

/** A worker that does parts of pictures. */
export interface Band {
  /** It stands and may be sent parts; rejects where it cannot start. */
  readonly ready: Promise<void>
  /** Rejects once it has failed or was closed. */
  readonly send: Send
  close(): void
}

export interface CoresOptions {
  /** WASM on this thread: draws what is small, what comes before the bands stand, and everything once one has failed. */
  readonly one: Executor
  /** Opens the bands, when the first big picture is asked for; none where this browser has no second core to give. */
  readonly open: () => readonly Band[]
  /** How many cores have drawn a picture together, told at the first one; 1 with a sentence where that is over. */
  readonly tell: (cores: number, sentence: string | null) => void
  /** Milliseconds that a band may have a piece in hand; the pool's own where none are given. */
  readonly patience?: number
}

/** An executor over this thread and the bands; both it and `one` keep what stands before a change in the next picture of a frame. */
export function createCores({ one, open, tell, patience }: CoresOptions): Executor {
  let bands: readonly Band[] | null = null
  let pool: Executor | null = null
  let told = false

  /** Until all stand, `one` draws: no picture waits for them. */
  function start(): void {
    const opened = open()
    bands = opened
    if (opened.length === 0) return
    void Promise.all(opened.map(({ ready }) => ready)).then(() => {
      const sends = opened.map(({ send }) => send)
      pool = createPool(sends, { own: createHand(), ...(patience === undefined ? {} : { patience }) })
    }, fail)
  }

  /** Said once. */
  function fail(fault: unknown): void {
    const open = bands ?? []
    pool = null
    bands = []
    for (const band of open) band.close()
    if (open.length === 0) return
    const why = fault instanceof Error ? fault.message : String(fault)
    tell(1, `Pictures are drawn on one core from now on: a worker on another core failed (${why}).`)
  }

  async function frame(plan: Plan, source: SourceFrame, into?: Uint16Array<ArrayBuffer>) {
    if (plan.width * plan.height < BIG) return one.frame(plan, source, into)
    if (bands === null) start()
    if (!pool) return one.frame(plan, source, into)
    try {
      const codes = await pool.frame(plan, source, into)
      if (!told && bands?.length) tell(bands.length + 1, null)
      told = true
      return codes
    } catch (fault) {
      fail(fault)
      return one.frame(plan, source, into)
    }
  }
  // Planes of f32 are asked for by trials alone, and those have the proof worker.
  return { id: 'wasm', render: one.render, frame }
}
