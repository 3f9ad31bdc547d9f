/** The split screen: up to sixteen grades of the frame on show, or clips beside it, in the picture's box. A double-click takes one. */
import { useEffect, useRef } from 'react'
import { go } from '../actions/transport.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { Tile, TilesProvider } from '../viewer/tile.tsx'
import css from './split-screen.module.css'
import { splitCells } from './subjects.ts'
import { useGallery, useGalleryValue } from './use-gallery.ts'

export function SplitScreen() {
  return (
    <TilesProvider>
      <Cells />
    </TilesProvider>
  )
}

function Cells() {
  const desk = useDesk()
  const gallery = useGallery()
  const kind = useGalleryValue('split', (g) => g.split)
  const { width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  useGalleryValue('search', (g) => g.search)
  // While it plays the cells stay as they are.
  useDeskValue(['frame', 'play', 'clip'], (d) => (d.playing ? -1 : d.frame))
  useSuiteValue(['revision'], (s) => s.revision)
  const stage = useRef<HTMLElement>(null)
  useEffect(() => stage.current?.focus(), [])
  const cells = splitCells(desk, gallery, kind, (frame) => go(desk, frame))
  const across = Math.max(1, Math.ceil(Math.sqrt(cells.length)))
  const close = () => desk.setCover(null)
  return (
    <section
      ref={stage}
      className={css.split}
      aria-label="Split screen"
      tabIndex={-1}
      style={{ gridTemplateColumns: `repeat(${across}, 1fr)`, gridTemplateRows: `repeat(${across}, 1fr)` }}
      onKeyDown={(e) => {
        if (e.key !== 'Escape') return
        e.preventDefault()
        close()
      }}
    >
      {cells.map(({ title, of, now, take }) => {
        const takes = () => {
          if (!take) return
          close()
          take()
        }
        return (
          <button
            key={of.name}
            type="button"
            className={css.cell}
            data-now={now}
            aria-label={take ? `${title}: double-click or Enter takes it` : title}
            onMouseDown={(e) => e.preventDefault()}
            onDoubleClick={takes}
            onKeyDown={(e) => {
              if (e.key !== 'Enter') return
              e.preventDefault()
              e.stopPropagation()
              takes()
            }}
          >
            <Tile of={of} shape={width / height} />
            <span className={css.title}>{title}</span>
          </button>
        )
      })}
      {cells.length === 0 && (
        <p className={css.none}>
          {kind === 'memories'
            ? 'No memory has been saved yet: Alt and 1 to 8.'
            : 'There is no still in the gallery yet.'}
        </p>
      )}
    </section>
  )
}
