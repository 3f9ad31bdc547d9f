import type { Counts } from '../../shared/scope/counts.ts'

/** What counts lie in, to be handed over to another thread. By itself: the page does not count. */
export const buffersOf = (counts: Counts): ArrayBuffer[] =>
  Object.values(counts)
    .flat()
    .map((one: Uint32Array<ArrayBuffer>) => one.buffer)
