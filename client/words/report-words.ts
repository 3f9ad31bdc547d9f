/** What came of something done to many clips, in one sentence and clip by clip. */
import { clipCount } from './clip-words.ts'

interface Skipped {
  readonly clip: string
  readonly why: string
}

export interface ReportWords {
  /** As its line begins: `Node 2 SKIN rippled`. */
  readonly title: string
  /** Clips that it was done to. */
  readonly done: number
  readonly skipped: readonly Skipped[]
  /** Clips left out that the hub did not name. */
  readonly unnamed?: number
}

const sentence = (why: string): string => why.replace(/\.$/, '')

/** `Node 2 SKIN rippled: 34 clips; 4 left out: no node SKIN (3), locked by Dana: signed (1).` */
export function reportSentence({ title, done, skipped, unnamed = 0 }: ReportWords): string {
  const left = skipped.length + unnamed
  const begin = `${title}: ${done === 0 ? 'no clip' : clipCount(done)}`
  if (left === 0) return `${begin}.`
  const reasons = [...Map.groupBy(skipped, ({ why }) => sentence(why))].map(([why, { length }]) =>
    left === 1 ? why : `${why} (${length})`,
  )
  const said = reasons.length > 3 ? [...reasons.slice(0, 2), `${reasons.length - 2} other reasons`] : reasons
  return `${begin}; ${left} left out: ${said.join(', ')}.`
}
