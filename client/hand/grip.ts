/** What a control under the fingers can do, whoever stands behind it: capture is the grip itself, then set, then one of two ends. */
export interface Hold {
  /** The stored tuple as drawn from now on. */
  set(value: readonly number[]): void
  /** One undo step. */
  commit(): void
  /** As it was before. */
  discard(): void
}

/** Takes hold of a control; null where it may not be (the foot already says why). */
export type Grip = () => Hold | null
