/** What a colour space is: primaries, white, a curve both ways, and where its numbers come from. */
import { type Adaptation, between, type Gamut, type Matrix } from './matrix.ts'
import type { Curve } from './transfer.ts'

export interface Space extends Gamut, Curve {
  /** Lower kebab, the file's name, stored in sessions: never renamed, never reused. */
  readonly id: string
  readonly title: string
  /** The clause or paper its numbers come from. */
  readonly source: string
  /** Scene: light is relative to the scene, 0.18 is grey. Display: light is what the screen gives, 1 is its white. */
  readonly referred: 'scene' | 'display'
  /** Of a display: its brightest light, 1 where nothing is said. */
  readonly peak?: number
  /** The adaptation its maker's transform to another white uses; null where it has no word in that. */
  readonly adaptation: Adaptation | null
}

/** Linear RGB of one space -> linear RGB of another, in f64. The camera's own adaptation decides; Bradford where neither has a word. */
export const gamutMatrix = (from: Space, to: Space): Matrix =>
  between(from, to, from.adaptation ?? to.adaptation ?? 'bradford')
