/** Fleeting: the picture on show as a verdict may be bound to it, or the sentence why none can be given on it. */
import type { Snapshot } from '../../shared/doc/records.ts'
import { roles } from '../../shared/policy/roles.ts'
import { touches } from '../../shared/suite/receipt.ts'
import type { NewVerdict } from '../../shared/suite/review.ts'
import { isPair } from './compare.ts'
import type { Desk } from './desk.ts'

/** What the verdict is of; its word and note come from the supervisor. */
export type Sight = Omit<NewVerdict, 'verdict' | 'note'>

/** Rooms say the display of a receipt; where none is declared, this word (`buildReceipt`). */
const undeclared = 'undeclared'

export function sightOf(desk: Desk): Sight | string {
  const { suite, compare, clip, receipt } = desk
  if (roles[suite.role].review !== true) return 'A verdict is the supervisor’s.'
  if (!clip) return 'No clip lies here.'
  const newest = suite.review.snapshots[0]
  if (!newest) return 'There is no snapshot yet: take one of what you want to judge.'
  if (desk.playing) return 'A verdict is of a frame at rest: stop first.'
  if (isPair(compare.mode)) return 'Two pictures are on show: look at A or at now alone, then judge.'
  const frame = desk.frame - clip.recordIn
  if (compare.mode === 'snapshot') {
    const { pair } = compare
    if (compare.a === null) return 'Choose the snapshot that you want to judge.'
    if (!pair?.full || pair.clip !== clip.id || pair.frame !== frame)
      return compare.sentence ?? 'The full picture is being drawn.'
    const { look, digest, lacks } = pair.a
    if (lacks[0]) return lacks[0]
    return { snapshot: compare.a, clip: clip.id, look, digest, frame, class: 'original', display: undeclared }
  }
  if (desk.past) return `You look at a past moment, ${desk.past.name}.`
  if (desk.bypass) return 'You look at the picture without its grade.'
  if (touches(clip.id, suite.adjusting, suite.session, suite.entries))
    return 'Somebody moves a control of this picture: it is judged at rest.'
  if (!receipt || receipt.clip !== clip.id || receipt.frame !== frame) return 'The full picture is being drawn.'
  const { look, digest, class: picture, display } = receipt
  const found = judged(desk, clip.id, look)
  if (typeof found === 'string') return found
  return { snapshot: found.id, clip: clip.id, look, digest, frame, class: picture, display }
}

/** The snapshot that holds this look of a clip: A, B or the newest. */
function judged({ suite, compare }: Desk, clip: string, look: string): Snapshot | string {
  const [newest] = suite.review.snapshots
  const ids = new Set([compare.a, compare.b, newest!.id].filter((id) => id !== null))
  for (const id of ids) {
    if (compare.contentOf(id) === null) return 'The snapshots are on their way.'
    if (compare.lookIn(id, clip) === look) return compare.snapshotOf(id)!
  }
  return `The clip is no longer as in “${newest!.name}”: take a snapshot of now, or look at A.`
}
