/** A room: the same picture, nothing to break (interface.md 5.1 B). Supervisor, engineer and observer sit here too. */
import type { ReactNode } from 'react'
import { FollowPill } from '../../panels/follow-pill.tsx'
import { Foot } from '../../panels/foot.tsx'
import { KeySheet } from '../../panels/key-sheet.tsx'
import { Media } from '../../panels/media.tsx'
import { Notes } from '../../panels/notes.tsx'
import { RoomBar } from '../../panels/room-bar.tsx'
import { Rooms } from '../../panels/rooms.tsx'
import { useKeys } from '../../panels/use-actions.ts'
import { Viewer } from '../../panels/viewer.tsx'
import css from './room.module.css'

export interface RoomProps {
  readonly picture: ReactNode
  readonly sentence?: string | null
  readonly leave: () => void
}

export function Room({ picture, sentence = null, leave }: RoomProps) {
  useKeys()
  return (
    <div className={css.room}>
      <div className={css.bar}>
        <RoomBar leave={leave} />
      </div>
      <main className={css.viewer}>
        <Viewer bare picture={picture} sentence={sentence} right={<FollowPill />} />
      </main>
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
      <KeySheet />
    </div>
  )
}
