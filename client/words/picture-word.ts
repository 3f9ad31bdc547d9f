/** How another room's picture stands to ours, from two receipts (document.md: compared when clip, frame, plan and source are equal, never by revision). */
import type { RoomState } from '../../shared/suite/suite.ts'
import type { Receipt } from '../../shared/wire/messages.ts'
import type { PictureWord } from './words.ts'

/** The word on a room: of who is away there is none, whatever they swore to last. */
export const roomWord = (
  mine: Receipt | null,
  room: Pick<RoomState, 'online' | 'receipt' | 'ownView'>,
  adjusting: boolean,
): PictureWord => (room.online ? pictureWord(mine, room.receipt, adjusting, room.ownView) : 'unknown')

/** `adjusting` is true while somebody moves a control of the clip on show, `ownView` while the other looks at what no receipt is given for. */
export function pictureWord(
  mine: Receipt | null,
  theirs: Receipt | null,
  adjusting: boolean,
  ownView = false,
): PictureWord {
  if (ownView) return 'own-view'
  if (adjusting) return 'adjusting'
  if (!mine || !theirs) return 'unknown'
  if (mine.clip !== theirs.clip || mine.frame !== theirs.frame) return 'elsewhere'
  if (mine.source !== theirs.source) return 'differs'
  if (mine.plan !== theirs.plan) return theirs.revision < mine.revision ? 'behind' : 'elsewhere'
  return mine.digest === theirs.digest ? 'same' : 'differs'
}
