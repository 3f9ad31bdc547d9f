/** What a desk tells of. */

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
