/** The lightbox: every clip of the cut as it is graded now; a press goes there. Pictures are drawn while they can be seen. */
import { useEffect, useRef, useState } from 'react'
import { go } from '../actions/transport.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { Tile, TilesProvider } from '../viewer/tile.tsx'
import css from './lightbox.module.css'
import { clipTile } from './subjects.ts'

/** Widths of a picture, CSS pixels. */
const widths = [180, 260, 380] as const

export function Lightbox() {
  const desk = useDesk()
  const { clips, width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const now = useDeskValue(['clip'], (d) => d.clip?.id ?? null)
  const [wide, setWide] = useState<number>(widths[1])
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    const element = box.current
    const own = element?.querySelector<HTMLElement>('[aria-current="true"]')
    own?.scrollIntoView({ block: 'center' })
    ;(own ?? element)?.focus()
  }, [])
  const close = () => desk.setCover(null)
  return (
    <TilesProvider>
      <section
        ref={box}
        className={`panel ${css.lightbox}`}
        aria-label="Lightbox"
        tabIndex={-1}
        onKeyDown={(e) => {
          if (e.key !== 'Escape') return
          e.preventDefault()
          close()
        }}
      >
        <header className="panel-header">
          <h2>Lightbox</h2>
          <span className="numbers">{clips.length} clips</span>
          <div className="end">
            {widths.map((one, i) => (
              <Button key={one} pressed={wide === one} press={() => setWide(one)}>
                {['Small', 'Medium', 'Large'][i]}
              </Button>
            ))}
            <Button press={close} title="Back to the picture  Esc">
              Close
            </Button>
          </div>
        </header>
        <div className={css.grid} style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${wide}px, 1fr))` }}>
          {clips.map((clip, i) => (
            <button
              key={clip.id}
              type="button"
              className={css.clip}
              aria-label={`Clip ${i + 1} ${clip.name}`}
              aria-current={clip.id === now}
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => {
                close()
                go(desk, clip.recordIn)
              }}
            >
              <span className={css.picture} style={{ aspectRatio: width / height }}>
                <Tile of={clipTile(clip)} shape={width / height} />
              </span>
              <span className={css.name}>
                <span className="numbers">{String(i + 1).padStart(2, '0')}</span> {clip.name}
              </span>
            </button>
          ))}
        </div>
      </section>
    </TilesProvider>
  )
}
