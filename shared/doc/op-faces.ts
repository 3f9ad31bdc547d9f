/**
 * What may be known of an operator without drawing it: its name, its version and its controls, as plain data. Who checks, compares or shows
 * values reads this and not `ops/index.ts`: the build of the client puts the data itself in place of this file (`vite.config.ts`), so that
 * only the workers, which draw, carry the maths.
 */
import type { OpDef } from '../op/define.ts'
import type { Param } from '../op/param.ts'
import { ops } from '../ops/index.ts'

/** An operator without its maths; its sentences are in `op-docs.ts`. */
export type OpFace = Omit<OpDef, 'parts' | 'key' | 'doc' | 'params'> & {
  readonly params: Readonly<Record<string, Param>>
}

/** Every operator, in the order in which a node applies them. */
export const opFaces: readonly OpFace[] = ops
