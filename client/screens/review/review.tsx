/** The review: snapshots and clips left, A and B in the middle, what changed right, the verdict below (interface.md 5.1 C). */
import { type ReactNode, useEffect } from 'react'
import type { Clip } from '../../../shared/doc/session.ts'
import { Changes } from '../../panels/changes.tsx'
import { CompareBar } from '../../panels/compare-bar.tsx'
import { CompareStage } from '../../panels/compare-stage.tsx'
import { FollowPill } from '../../panels/follow-pill.tsx'
import { Foot } from '../../panels/foot.tsx'
import { fetchAhead } from '../../panels/later.tsx'
import { ReviewBar } from '../../panels/review-bar.tsx'
import { Sheets } from '../../panels/sheets.tsx'
import { Shots } from '../../panels/shots.tsx'
import { Snapshots } from '../../panels/snapshots.tsx'
import { useKeys } from '../../panels/use-actions.ts'
import { VerdictBar } from '../../panels/verdict-bar.tsx'
import { Viewer } from '../../panels/viewer.tsx'
import { useCompareValue, useDesk, useSuiteValue } from '../../state/use-desk.ts'
import css from './review.module.css'

export interface ReviewProps {
  /** The room's own picture. */
  readonly picture: ReactNode
  readonly sentence?: string | null
  readonly thumb?: (clip: Clip) => ReactNode
  readonly leave: () => void
  /** To the room screen. */
  readonly room: () => void
}

export function Review({ picture, sentence = null, thumb, leave, room }: ReviewProps) {
  useKeys()
  const desk = useDesk()
  const { compare } = desk
  useEffect(() => fetchAhead(desk, 'room'), [desk])
  useEffect(() => {
    compare.setOpen(true)
    return () => compare.setOpen(false)
  }, [compare])
  // A is the newest snapshot until somebody chooses another.
  const newest = useSuiteValue(['session'], (s) => s.review.snapshots[0]?.id ?? null)
  useEffect(() => {
    if (newest !== null && compare.a === null) compare.setA(newest)
  }, [compare, newest])
  const now = useCompareValue(['view'], (c) => c.mode === 'now')
  return (
    <div className={css.review}>
      <div className={css.bar}>
        <ReviewBar leave={leave} room={room} />
      </div>
      <aside className={css.left} aria-label="Clips and snapshots">
        <Shots {...(thumb ? { thumb } : {})} />
        <div className={css.snapshots}>
          <Snapshots />
        </div>
      </aside>
      <main className={css.viewer}>
        <CompareBar />
        <Viewer
          bare
          picture={now ? picture : <CompareStage />}
          sentence={now ? sentence : null}
          right={<FollowPill />}
        />
      </main>
      <aside className={css.right} aria-label="What changed from A to B">
        <Changes />
      </aside>
      <div className={css.verdict}>
        <VerdictBar />
      </div>
      <div className={css.foot}>
        <Foot />
      </div>
      <Sheets />
    </div>
  )
}
