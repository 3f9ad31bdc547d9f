/** Sizing of the picture as a stage. */
import { resampling } from '../op/resampling.ts'
import { PICTURE, type SizeStage } from './stage.ts'

/** The stage of a sizing (`resampling`), on the picture's planes. */
export function sizeStage(...of: Parameters<typeof resampling>): SizeStage | null {
  const pass = resampling(...of)
  return pass && { ...pass, reads: PICTURE, writes: PICTURE }
}
