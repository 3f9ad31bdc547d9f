/** The lightbox: the clips of the strip as they are graded now; a press goes there, with Ctrl or Shift it picks, as in the strip. Pictures are drawn while they can be seen. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Clip } from '../../shared/doc/session.ts'
import { roles } from '../../shared/policy/roles.ts'
import { go } from '../actions/transport.ts'
import { Button } from '../controls/button.tsx'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { Tile, TilesProvider } from '../viewer/tile.tsx'
import { clipCount, numberOf } from '../words/clip-words.ts'
import { ClipFilter } from './clip-filter.tsx'
import { clipFlags } from './clip-flags.tsx'
import type { MenuAt } from './clip-menu.tsx'
import { howOf, menuFor } from './clip-tile.tsx'
import { Coming, later } from './later.tsx'
import css from './lightbox.module.css'
import { clipTile } from './subjects.ts'

const clipMenu = later(() => import('./clip-menu.tsx').then((m) => m.ClipMenu))

/** Widths of a picture, CSS pixels. */
const widths = [180, 260, 380] as const

interface CellProps {
  readonly clip: Clip
  /** Its place in the cut, from 0. */
  readonly number: number
  readonly shape: number
  /** Shows it. */
  readonly show: () => void
  /** Opens the menu of those picked; null: this role has none. */
  readonly menu: ((at: readonly [number, number]) => void) | null
}

function Cell({ clip, number, shape, show, menu }: CellProps) {
  const desk = useDesk()
  const now = useDeskValue(['clip'], (d) => d.clip?.id === clip.id)
  const picked = useDeskValue(['strip'], (d) => d.strip.pick.clips.has(clip.id))
  const fact = useDeskValue(['strip'], (d) => d.strip.facts.of(clip.id))
  const name = [
    `Clip ${number + 1} ${clip.name}`,
    fact.graded && 'graded',
    menu && clipFlags.words(fact),
    picked && 'selected',
  ]
  return (
    <button
      type="button"
      className={css.clip}
      aria-label={name.filter(Boolean).join(', ')}
      aria-current={now}
      data-picked={picked}
      onMouseDown={(e) => e.preventDefault()}
      onClick={(e) => {
        const how = menu ? howOf(e) : 'one'
        if (menu) desk.strip.press(clip.id, how)
        if (how === 'one') show()
      }}
      onContextMenu={(e) => {
        e.preventDefault()
        menu?.([e.clientX, e.clientY])
      }}
    >
      <span className={css.picture} style={{ aspectRatio: shape }}>
        <Tile of={clipTile(clip)} shape={shape} />
        {menu && clipFlags.over(clip)}
      </span>
      <span className={css.name}>
        <span className="numbers">{numberOf(number)}</span> {clip.name}
      </span>
    </button>
  )
}

export function Lightbox() {
  const desk = useDesk()
  const { clips, width, height } = useSuiteValue(['session'], (s) => s.session.timeline)
  const shown = useDeskValue(['strip'], (d) => d.strip.shown)
  const matching = useDeskValue(['strip'], (d) => d.strip.matching)
  const filter = useDeskValue(['strip'], (d) => d.strip.filter)
  const numbers = useMemo(() => new Map(clips.map(({ id }, i) => [id, i])), [clips])
  const [wide, setWide] = useState<number>(widths[1])
  const [menu, setMenu] = useState<MenuAt | null>(null)
  const closeMenu = useCallback(() => setMenu(null), [])
  const grades = roles[desk.suite.role].grade === true
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
          {grades && (
            <span className={css.filter}>
              <ClipFilter />
            </span>
          )}
          <span className="numbers">
            {filter === 'all' ? clipCount(clips.length) : `${matching} of ${clipCount(clips.length)}`}
          </span>
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
          {shown.map((clip) => (
            <Cell
              key={clip.id}
              clip={clip}
              number={numbers.get(clip.id) ?? 0}
              shape={width / height}
              show={() => {
                close()
                go(desk, clip.recordIn)
              }}
              menu={
                grades
                  ? (at) => {
                      menuFor(desk, clip)
                      setMenu({ clip, at })
                    }
                  : null
              }
            />
          ))}
        </div>
        <Coming of={clipMenu} give={{ open: menu, close: closeMenu }} when={menu !== null} />
      </section>
    </TilesProvider>
  )
}
