/** A palette area: its tabs with a dot where the node has adjustments, a reset for what is open, and the palette itself. */
import type { ReactNode } from 'react'
import { clipVersion } from '../../shared/doc/read.ts'
import { editGraph } from '../actions/index.ts'
import { IconButton } from '../controls/icon-button.tsx'
import { Tabs } from '../controls/tabs.tsx'
import { commitBurst } from '../hand/burst.ts'
import { RotateCcw } from '../icons/index.ts'
import type { Desk } from '../state/desk.ts'
import {
  adjustedIn,
  controlName,
  type Palette,
  type PaletteId,
  paletteOf,
  palettes,
  type Side,
} from '../state/palette.ts'
import { isSized, outputLevel } from '../state/sizing-parts.ts'
import { hasTrack, trackedFrames } from '../state/tracks.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { useAction } from './use-actions.ts'

/** Puts everything that a palette shows of the selected node to rest: one undo step. */
export function resetPalette(desk: Desk, { title, controls, own }: Palette): void {
  const { node, clip, level } = desk
  commitBurst()
  if (own === 'sizing' && clip && level) {
    const at = outputLevel(level, clip.id)
    const version = at === 't' ? '0' : clipVersion(desk.suite.drawn, clip.id)
    desk.suite.edit(at, `Reset ${title}`, (grade) => {
      grade.clear(at, version, 'sizing', ['input', 'output', 'blanking'])
      if (node && at === level) grade.clear(level, desk.version, node.id, controls.map(controlName))
    })
    return
  }
  if (!node) return
  editGraph(desk, `Reset ${title}`, (grade, level, version) => {
    const plain = own === 'key' ? ['key.out'] : own === 'matte' ? ['matte'] : []
    grade.clear(level, version, node.id, [...controls.map(controlName), ...plain])
    if (own === 'window') for (const window of node.windows) grade.removeWindow(level, version, node.id, window.id)
    if (own === 'track')
      for (const { id: window } of node.windows) {
        const tracked = trackedFrames(grade.entries, { level, version, node: node.id, window })
        const none = tracked.map(([frame]) => [frame, null] as const)
        grade.track(level, version, node.id, window, none)
      }
    return undefined
  })
}

/** Whether the clip's or the timeline's sizing is not at rest: it hangs on no node. */
function sized({ level, clip, suite }: Desk): boolean {
  if (!level || !clip) return false
  const at = outputLevel(level, clip.id)
  const version = at === 't' ? '0' : clipVersion(suite.drawn, clip.id)
  return isSized(at, version, (key) => suite.drawn.get(key))
}

export interface PaletteAreaProps {
  readonly side: Side
  readonly show: (id: PaletteId) => ReactNode
}

export function PaletteArea({ side, show }: PaletteAreaProps) {
  const desk = useDesk()
  const open = useDeskValue(['palette'], (d) => d.palettes.open[side])
  const own = palettes.filter((one) => one.side === side)
  // As one word, so that a drag draws the tabs only when a dot comes or goes.
  const adjusted = useDeskValue(['clip', 'graph'], (d) =>
    own
      .filter((one) => {
        if (one.own === 'sizing' && sized(d)) return true
        return d.node !== null && (one.own === 'track' ? hasTrack(d) : adjustedIn(one, d.node))
      })
      .map(({ id }) => id)
      .join(' '),
  ).split(' ')
  const { keys } = useAction('turn-primaries')
  const palette = paletteOf(open)
  const id = `palette-${side}`
  return (
    <section
      className="panel"
      aria-label={side === 'left' ? 'Left palette' : 'Centre palette'}
      onPointerOver={(e) => {
        const named = (e.target as HTMLElement).closest('[role="slider"], [role="spinbutton"]')
        desk.setHint(named?.getAttribute('aria-label') ?? '')
      }}
      onPointerLeave={() => desk.setHint('')}
    >
      <header className="panel-header">
        <Tabs
          name={side === 'left' ? 'Left palettes' : 'Centre palettes'}
          tabs={own.map(({ id, title }) => ({
            id,
            title,
            dot: adjusted.includes(id),
            ...(side === 'left' ? { keys } : {}),
          }))}
          open={open}
          controls={id}
          choose={(chosen) => desk.palettes.show(chosen as PaletteId)}
        />
        <div className="end">
          <IconButton
            icon={RotateCcw}
            title={`Reset ${palette.title}`}
            disabled={desk.suite.role !== 'colorist'}
            press={() => resetPalette(desk, palette)}
          />
        </div>
      </header>
      <div id={id} role="tabpanel" aria-label={palette.title} className="panel-body">
        {show(open)}
      </div>
    </section>
  )
}
