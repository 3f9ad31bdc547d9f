/** Our own messages on the wire, from 100 up; equations in docs/wire.md. */
import type { ExecutorId } from '../render/picture.ts'

/** A suite's word on what it shows (document.md, "receipt"). */
export interface Receipt {
  readonly seat: string
  readonly revision: number
  /** Clip id, and the frame counted from 0 at its first frame in the cut. */
  readonly clip: string
  readonly frame: number
  /** 32 hex digits each. */
  readonly plan: string
  readonly source: string
  readonly look: string
  readonly digest: string
  readonly executor: ExecutorId
  readonly engine: string
  readonly class: 'original' | 'light' | 'still'
  readonly display: string
  readonly monitorLut: string | null
  readonly watermark: string | null
  /** Second digest by WASM, or null where none was taken. */
  readonly proof: string | null
  /** How far from the cue's instant the frame was put, milliseconds; 0 when stopped. */
  readonly skewMs: number
  readonly dropped: number
  /** Hub clock, milliseconds. */
  readonly at: number
}
