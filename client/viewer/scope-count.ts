/** In the picture worker: what is counted of each picture for the scopes, in memory that goes to the page and comes back. */
import { type Counts, countScopes, type ScopeKind } from '../../shared/scope/counts.ts'
import { weightsFor } from '../../shared/scope/weights.ts'
import { spaces } from '../../shared/spaces/index.ts'
import type { Scoped } from './scope-loop.ts'

/** A graded frame: R G B row by row, 65535 is 1. */
export interface Graded {
  readonly codes: Uint16Array
  readonly width: number
  readonly height: number
  /** Colour space of the output. */
  readonly space: string
}

export class ScopeCount {
  wanted: { readonly kinds: readonly ScopeKind[]; readonly lowPass: boolean } = { kinds: [], lowPass: false }
  /** Counts that the page has done with. */
  spare: Counts | undefined

  /** Of so many rows one; null where nothing is wanted or nothing is drawn. */
  of(graded: Graded | null, every = 1): Scoped | null {
    const { kinds, lowPass } = this.wanted
    if (kinds.length === 0 || graded === null) return null
    const { codes, width, height, space } = graded
    const weights = weightsFor(spaces.find(({ id }) => id === space) ?? spaces[0]!)
    const into = this.spare
    this.spare = undefined
    const counts = countScopes(codes, width, height, { kinds, lowPass, weights, every, into })
    return { counts, width, height: Math.ceil(height / every) }
  }
}
