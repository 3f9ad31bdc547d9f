/** The grader: a fixed grid of bars, picture, sides, strip and palettes (interface.md 2.1, 5.1 A). */
import { type ReactNode, useEffect, useState } from 'react'
import type { Clip } from '../../../shared/doc/session.ts'
import { Aside } from '../../panels/aside.tsx'
import { ClipRail } from '../../panels/clip-rail.tsx'
import { ClipStrip } from '../../panels/clip-strip.tsx'
import { FollowPill } from '../../panels/follow-pill.tsx'
import { Foot } from '../../panels/foot.tsx'
import { Coming, fetchAhead, later } from '../../panels/later.tsx'
import { PaletteArea } from '../../panels/palette.tsx'
import { PictureCover } from '../../panels/picture-cover.tsx'
import { Rooms } from '../../panels/rooms.tsx'
import { showPalette } from '../../panels/show-palette.tsx'
import { TopBar } from '../../panels/top-bar.tsx'
import { useKeys } from '../../panels/use-actions.ts'
import { Viewer, type ViewerProps } from '../../panels/viewer.tsx'
import { useDesk, useDeskValue, useSuiteValue } from '../../state/use-desk.ts'
import css from './grader.module.css'

export interface GraderProps {
  readonly picture: ReactNode
  readonly speed?: ViewerProps['speed']
  readonly sentence?: string | null
  readonly thumb?: (clip: Clip) => ReactNode
}

const panels = ['Gallery', 'Clips', 'Nodes', 'Rooms', 'Notes', 'Snapshots'] as const
type Panel = (typeof panels)[number]

/** What comes as chunks of their own: a line each. */
const nodeGraph = later(() => import('../../panels/node-graph.tsx').then((m) => m.NodeGraph))
const notesPanel = later(() => import('../../panels/notes.tsx').then((m) => m.Notes))
const snapshotsPanel = later(() => import('../../panels/snapshots.tsx').then((m) => m.Snapshots))
const gallery = later(() => import('../../panels/gallery.tsx').then((m) => m.Gallery))
const lightbox = later(() => import('../../panels/lightbox.tsx').then((m) => m.Lightbox))
const wipeTools = later(() => import('../../panels/wipe-tools.tsx').then((m) => m.WipeTools))
const keySheet = later(() => import('../../panels/key-sheet.tsx').then((m) => m.KeySheet))
const snapshotSheet = later(() => import('../../panels/snapshot-sheet.tsx').then((m) => m.SnapshotSheet))
const lockSheet = later(() => import('../../panels/lock-sheet.tsx').then((m) => m.LockSheet))

/** The picture comes first: under 1600 px the gallery is folded until it is asked for (interface.md 2.1). */
const firstHidden = (): ReadonlySet<Panel> =>
  new Set<Panel>(innerWidth < 1600 ? ['Gallery', 'Notes', 'Snapshots'] : ['Notes', 'Snapshots'])

/** A panel that has not come yet: as high and as grey. */
const blankPanel = (
  <section className="panel" aria-busy="true">
    <header className="panel-header" />
  </section>
)

export function Grader({ picture, speed = null, sentence = null, thumb }: GraderProps) {
  useKeys()
  const [hidden, setHidden] = useState<ReadonlySet<Panel>>(firstHidden)
  const shown = (panel: Panel) => !hidden.has(panel)
  const flip = (panel: Panel) =>
    setHidden((was) => {
      const next = new Set(was)
      if (!next.delete(panel)) next.add(panel)
      return next
    })
  const desk = useDesk()
  useEffect(() => fetchAhead(desk), [desk])
  useEffect(() => {
    desk.compare.setOpen(true, true)
    return () => desk.compare.setOpen(false)
  }, [desk])
  const box = useDeskValue(['view'], (d) => d.cover === 'lightbox')
  const notesShown = shown('Notes')
  useEffect(() => {
    // M opens the notes first where they are folded.
    if (notesShown) return undefined
    return desk.on('compose', () => {
      setHidden((was) => new Set([...was].filter((panel) => panel !== 'Notes')))
      requestAnimationFrame(() => requestAnimationFrame(() => desk.compose()))
    })
  }, [desk, notesShown])
  const notes = useSuiteValue(['notes'], (s) => s.notes.length)
  const drives = useSuiteValue(['session'], (s) => s.session.driver === s.seat || s.session.driver === null)
  const side = shown('Nodes') || shown('Rooms') || shown('Notes') || shown('Snapshots')
  return (
    <div className={css.grader} data-side={side} data-clips={shown('Clips')} data-gallery={shown('Gallery')}>
      <div className={css.top}>
        <TopBar
          toggles={panels.map((panel) => ({
            title: panel === 'Notes' && notes > 0 ? `Notes ${notes}` : panel,
            shown: shown(panel),
            flip: () => flip(panel),
          }))}
        />
      </div>
      {shown('Gallery') && (
        <aside className={css.gallery} aria-label="Stills">
          <Coming of={gallery} give={{}} blank={blankPanel} />
        </aside>
      )}
      <main className={css.viewer}>
        <Viewer
          picture={
            <>
              {picture}
              <PictureCover />
            </>
          }
          speed={speed}
          sentence={sentence}
          right={drives ? null : <FollowPill />}
          tools={<Coming of={wipeTools} give={{}} />}
        />
      </main>
      {box && (
        <div className={css.lightbox}>
          <Coming of={lightbox} give={{}} blank={blankPanel} />
        </div>
      )}
      {side && (
        <aside className={css.side} aria-label="Nodes and rooms">
          {shown('Nodes') && <Coming of={nodeGraph} give={{}} blank={blankPanel} />}
          {shown('Notes') && <Coming of={notesPanel} give={{}} blank={blankPanel} />}
          {shown('Snapshots') && <Coming of={snapshotsPanel} give={{}} blank={blankPanel} />}
          {shown('Rooms') && <Rooms />}
        </aside>
      )}
      {shown('Clips') && (
        <div className={css.clips}>
          <ClipStrip rail={<ClipRail />} {...(thumb ? { thumb } : {})} />
        </div>
      )}
      <div className={css.palettes}>
        <PaletteArea side="left" show={showPalette} />
        <PaletteArea side="centre" show={showPalette} />
        <Aside />
      </div>
      <div className={css.foot}>
        <Foot />
      </div>
      <Sheets />
    </div>
  )
}

/** The dialogs: each is a chunk that comes when it is first opened, or ahead of it. */
function Sheets() {
  const keys = useDeskValue(['sheet'], (d) => d.sheet)
  const naming = useDeskValue(['snapshot'], (d) => d.naming)
  const locking = useDeskValue(['locking'], (d) => d.locking !== null)
  return (
    <>
      <Coming of={keySheet} give={{}} when={keys} />
      <Coming of={snapshotSheet} give={{}} when={naming} />
      <Coming of={lockSheet} give={{}} when={locking} />
    </>
  )
}
