/** The grader: a fixed grid of bars, picture, sides, strip and palettes (interface.md 2.1, 5.1 A). */
import { type CSSProperties, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import type { Clip } from '../../../shared/doc/session.ts'
import { actions } from '../../actions/index.ts'
import { Splitter } from '../../controls/splitter.tsx'
import { Aside } from '../../panels/aside.tsx'
import { clipFlags } from '../../panels/clip-flags.tsx'
import { ClipRail } from '../../panels/clip-rail.tsx'
import { ClipStrip } from '../../panels/clip-strip.tsx'
import { FollowPill } from '../../panels/follow-pill.tsx'
import { Foot } from '../../panels/foot.tsx'
import { Coming, fetchAhead, later } from '../../panels/later.tsx'
import { PaletteArea } from '../../panels/palette.tsx'
import { PictureCover } from '../../panels/picture-cover.tsx'
import { Rooms } from '../../panels/rooms.tsx'
import { Sheets } from '../../panels/sheets.tsx'
import { showPalette } from '../../panels/show-palette.tsx'
import { TopBar } from '../../panels/top-bar.tsx'
import { learn, useKeys } from '../../panels/use-actions.ts'
import { Viewer, type ViewerProps } from '../../panels/viewer.tsx'
import { type Area, areas, type Panel, panels } from '../../state/layout.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../../state/use-desk.ts'
import css from './grader.module.css'

/** The desk that this screen stands on has them. */
export { Keyframes } from '../../state/keyframes.ts'

export interface GraderProps {
  readonly picture: ReactNode
  readonly speed?: ViewerProps['speed']
  readonly sentence?: string | null
  readonly thumb?: (clip: Clip) => ReactNode
}

/** What comes as chunks of their own: a line each. */
const nodeGraph = later(() => import('../../panels/node-graph.tsx').then((m) => m.NodeGraph))
const notesPanel = later(() => import('../../panels/notes.tsx').then((m) => m.Notes))
const snapshotsPanel = later(() => import('../../panels/snapshots.tsx').then((m) => m.Snapshots))
const gallery = later(() => import('../../panels/gallery.tsx').then((m) => m.Gallery))
const lightbox = later(() => import('../../panels/lightbox.tsx').then((m) => m.Lightbox))
const wipeTools = later(() => import('../../panels/wipe-tools.tsx').then((m) => m.WipeTools))
const commandPalette = later(() => import('../../panels/command-palette.tsx').then((m) => m.CommandPalette))
const surfaceSheet = later(() => import('../../panels/surface-sheet.tsx').then((m) => m.SurfaceSheet))
const scopeWindow = later(() => import('../../panels/scope-window.tsx').then((m) => m.ScopeWindow))
const lockSheet = later(() => import('../../panels/lock-sheet.tsx').then((m) => m.LockSheet))

learn(actions)

/** A panel that has not come yet: as high and as grey. */
const blankPanel = (
  <section className="panel" aria-busy="true">
    <header className="panel-header" />
  </section>
)

export function Grader({ picture, speed = null, sentence = null, thumb }: GraderProps) {
  useKeys()
  const desk = useDesk()
  const { layout } = desk
  const hidden = useDeskValue(['layout'], (d) => d.layout.hidden)
  const sizes = useDeskValue(['layout'], (d) => d.layout.sizes)
  const large = useSyncExternalStore(hearLarge, () => wide.matches)
  const shown = (panel: Panel) => !hidden.has(panel)
  useEffect(() => fetchAhead(desk), [desk])
  useEffect(() => {
    desk.compare.setOpen(true, true)
    return () => desk.compare.setOpen(false)
  }, [desk])
  const live = useCompareValue(['view'], (c) => c.live && `Preview of ${c.live.title}, for your eyes only`)
  const box = useDeskValue(['view'], (d) => d.cover === 'lightbox')
  useEffect(() => layout.keepOn(localStorage, desk, large ? 'large' : 'small'), [desk, layout, large])
  const notesShown = shown('Notes')
  useEffect(() => {
    // M opens the notes first where they are folded.
    if (notesShown) return undefined
    return desk.on('compose', () => {
      layout.show('Notes', true)
      requestAnimationFrame(() => requestAnimationFrame(() => desk.compose()))
    })
  }, [desk, layout, notesShown])
  const notes = useSuiteValue(['notes'], (s) => s.notes.length)
  const drives = useSuiteValue(['session'], (s) => s.session.driver === s.seat || s.session.driver === null)
  const side = shown('Nodes') || shown('Rooms') || shown('Notes') || shown('Snapshots')
  return (
    <div
      className={css.grader}
      data-side={side}
      data-clips={shown('Clips')}
      data-gallery={shown('Gallery')}
      style={
        Object.fromEntries(Object.entries(sizes).map(([area, size]) => [`--${area}`, `${size}px`])) as CSSProperties
      }
    >
      <div className={css.top}>
        <TopBar
          toggles={panels.map((panel) => ({
            id: `show-${panel.toLowerCase() as Lowercase<Panel>}`,
            title: panel === 'Notes' && notes > 0 ? `Notes ${notes}` : panel,
            shown: shown(panel),
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
          sentence={live ?? sentence}
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
          <Edge area="side" name="Width of the panels" way="upright" large={large} />
          {shown('Nodes') && <Coming of={nodeGraph} give={{}} blank={blankPanel} />}
          {shown('Notes') && <Coming of={notesPanel} give={{}} blank={blankPanel} />}
          {shown('Snapshots') && <Coming of={snapshotsPanel} give={{}} blank={blankPanel} />}
          {shown('Rooms') && <Rooms />}
        </aside>
      )}
      {shown('Clips') && (
        <div className={css.clips}>
          <ClipStrip rail={<ClipRail />} hung={clipFlags} {...(thumb ? { thumb } : {})} />
        </div>
      )}
      <div className={css.palettes}>
        <Edge area="palettes" name="Height of the palettes" way="level" large={large} />
        <PaletteArea side="left" show={showPalette} />
        <PaletteArea side="centre" show={showPalette} />
        <Aside />
      </div>
      <div className={css.foot}>
        <Foot />
      </div>
      <Sheets />
      <GradingSheets />
    </div>
  )
}

/** From here on the design has its larger measures (tokens.css). */
const wide = matchMedia('(min-width: 1600px)')
const hearLarge = (hear: () => void) => {
  wide.addEventListener('change', hear)
  return () => wide.removeEventListener('change', hear)
}
/** The design’s own sizes, pixels: large, small. */
const own: Readonly<Record<Area, readonly [number, number]>> = { side: [420, 340], palettes: [296, 256] }

interface EdgeProps {
  readonly area: Area
  readonly name: string
  readonly way: 'upright' | 'level'
  readonly large: boolean
}

function Edge({ area, name, way, large }: EdgeProps) {
  const { layout } = useDesk()
  const value = useDeskValue(['layout'], (d) => d.layout.sizes[area]) ?? own[area][large ? 0 : 1]
  const [least, most] = areas[area]
  return (
    <Splitter
      name={name}
      way={way}
      value={value}
      least={least}
      most={most}
      resize={(pixels) => layout.resize(area, pixels)}
    />
  )
}

/** Dialogs of who grades: each is a chunk that comes when it is first opened, or ahead of it. */
function GradingSheets() {
  const commands = useDeskValue(['sheet'], (d) => d.commands)
  const surfaces = useDeskValue(['sheet'], (d) => d.surfaces)
  const scopesOut = useDeskValue(['layout'], (d) => d.layout.scopesOut)
  const locking = useDeskValue(['locking'], (d) => d.locking !== null)
  return (
    <>
      <Coming of={commandPalette} give={{}} when={commands} />
      <Coming of={surfaceSheet} give={{}} when={surfaces} />
      <Coming of={lockSheet} give={{}} when={locking} />
      {scopesOut && <Coming of={scopeWindow} give={{}} />}
    </>
  )
}
