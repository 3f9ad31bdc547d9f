/** What the right button offers on a clip of the strip. */
import type { Clip } from '../../shared/doc/session.ts'
import { Menu } from '../controls/menu.tsx'
import { useDesk } from '../state/use-desk.ts'

export interface ClipMenuProps {
  readonly clip: Clip
  /** The picture is wiped against it already. */
  readonly wiped: boolean
  readonly x: number
  readonly y: number
  readonly close: () => void
}

export function ClipMenu({ clip, wiped, x, y, close }: ClipMenuProps) {
  const desk = useDesk()
  const { compare } = desk
  return (
    <Menu
      name={`Clip ${clip.name}`}
      items={[
        wiped
          ? { title: 'End the wipe', run: () => compare.setMode('now') }
          : {
              title: 'Wipe against this clip',
              disabled: !compare.under,
              run: () => compare.setAgainst({ kind: 'clip', id: clip.id }),
            },
        { title: 'Lightbox', run: () => desk.setCover('lightbox') },
      ]}
      x={x}
      y={y}
      close={close}
    />
  )
}
