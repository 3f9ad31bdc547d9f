/** What a desk tells of, and what it says of levels, past moments and executors. */
import type { Content } from '../../shared/doc/content.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { ExecutorId } from '../../shared/render/picture.ts'

/**
 * What can change on a desk. `frame` fires on every new timeline frame, the others far more seldom: `keyed` when keyframes may have given a
 * control another value, `keyframes` when what is chosen among them changes.
 */
export type DeskKind =
  | 'frame'
  | 'play'
  | 'clip'
  | 'node'
  | 'graph'
  | 'receipt'
  | 'executor'
  | 'view'
  | 'hint'
  | 'compose'
  | 'pen'
  | 'snapshot'
  | 'locking'
  | 'aside'
  | 'judge'
  | 'sheet'
  | 'typed'
  | 'palette'
  | 'track'
  | 'keyed'
  | 'keyframes'
  | 'layout'
  | 'strip'
  | 'framing'

/** A past moment looked at in place of now, by these eyes only. */
export interface PastView {
  /** As the line beside the picture says it: `rev 2180`. */
  readonly name: string
  /** The clip it is of; null: of every clip. */
  readonly clip: string | null
  readonly content: Content
}

/** Another grade on the clip on show, looked at by these eyes as long as something in the gallery is pointed at. */
export interface LivePreview {
  readonly title: string
  /** What is laid over the grade of now for it, and LUT files that the session may not have; a sentence where it is not to be had. */
  readonly load: () => Promise<
    | {
        readonly writes: ReadonlyMap<string, Value | null>
        readonly luts: readonly { readonly blob: string; readonly bytes: Uint8Array<ArrayBuffer> }[]
      }
    | string
  >
}

/** Levels of a grade: the clip's own, its group's before and after it, the whole timeline's, an open shared node's. */
export type LevelKind = 'clip' | 'pre' | 'post' | 'timeline' | 'shared'

/** Which executor draws this suite's pictures. */
export interface DrawnBy {
  readonly id: ExecutorId
  /** What the browser calls the GPU; null where none was found. */
  readonly adapter: string | null
  /** Why it is not the GPU, in words; null where it is. */
  readonly sentence: string | null
  /** Something went wrong: the sentence is said to whoever sits here. */
  readonly alarm: boolean
}
