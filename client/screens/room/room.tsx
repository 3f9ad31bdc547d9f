/** A room: the same picture, nothing to break (interface.md 5.1 B). Supervisor, engineer and observer sit here too. */
import { type ReactNode, useEffect } from 'react'
import type { Clip } from '../../../shared/doc/session.ts'
import { ClipStrip } from '../../panels/clip-strip.tsx'
import { FollowPill } from '../../panels/follow-pill.tsx'
import { Foot } from '../../panels/foot.tsx'
import { fetchAhead } from '../../panels/later.tsx'
import { Media } from '../../panels/media.tsx'
import { Notes } from '../../panels/notes.tsx'
import { RoomBar } from '../../panels/room-bar.tsx'
import { Rooms } from '../../panels/rooms.tsx'
import { Sheets } from '../../panels/sheets.tsx'
import { useKeys } from '../../panels/use-actions.ts'
import { Viewer } from '../../panels/viewer.tsx'
import { useDesk } from '../../state/use-desk.ts'
import css from './room.module.css'

export interface RoomProps {
  readonly picture: ReactNode
  readonly sentence?: string | null
  readonly thumb?: (clip: Clip) => ReactNode
  readonly leave: () => void
  /** To the review screen, for who may open it. */
  readonly review?: (() => void) | undefined
}

export function Room({ picture, sentence = null, thumb, leave, review }: RoomProps) {
  useKeys()
  const desk = useDesk()
  useEffect(() => fetchAhead(desk, 'room'), [desk])
  return (
    <div className={css.room}>
      <div className={css.bar}>
        <RoomBar leave={leave} review={review} />
      </div>
      <main className={css.viewer}>
        <Viewer bare picture={picture} sentence={sentence} right={<FollowPill />} />
      </main>
      <div className={css.clips}>
        <ClipStrip {...(thumb ? { thumb } : {})} />
      </div>
      <aside className={css.side} aria-label="Rooms and notes">
        <div className={css.rooms}>
          <Rooms />
        </div>
        <Media />
        <div className={css.notes}>
          <Notes />
        </div>
      </aside>
      <div className={css.foot}>
        <Foot />
      </div>
      <Sheets />
    </div>
  )
}
