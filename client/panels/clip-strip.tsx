/** The clips of the cut, of thousands only those in sight: the one on show is outlined, those picked with it are too. */
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Clip } from '../../shared/doc/session.ts'
import { roles } from '../../shared/policy/roles.ts'
import { go } from '../actions/transport.ts'
import type { PickHow } from '../state/clip-pick.ts'
import { inSight, layStrip, scrollTo } from '../state/strip-layout.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import type { MenuAt } from './clip-menu.tsx'
import css from './clip-strip.module.css'
import { ClipTile, type Hung, menuFor, type TileHands } from './clip-tile.tsx'
import { Coming, later } from './later.tsx'
import { withActions } from './use-actions.ts'

const clipMenu = later(() => import('./clip-menu.tsx').then((m) => m.ClipMenu))

export interface ClipStripProps {
  /** A small picture of a clip, where there is one. */
  readonly thumb?: (clip: Clip) => ReactNode
  readonly hung?: Hung
  /** What stands at the strip's left: filters, and what is picked. */
  readonly rail?: ReactNode
}

/** Which clips are in sight, and how large: follows the box and its scrolling. */
function useSight(count: number, last: number, aspect: number) {
  const box = useRef<HTMLElement>(null)
  const [[width, height], setSize] = useState<readonly [number, number]>([0, 0])
  const layout = useMemo(() => layStrip(height, aspect, last), [height, aspect, last])
  const [left, setLeft] = useState(0)
  const { pitch } = layout
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const size = new ResizeObserver(() => setSize([element.clientWidth, element.clientHeight - 4]))
    size.observe(element)
    // A wheel that turns up and down goes along the strip.
    const turn = (e: WheelEvent) => {
      if (e.deltaY === 0 || e.shiftKey || e.ctrlKey) return
      e.preventDefault()
      element.scrollLeft += e.deltaMode === 1 ? e.deltaY * pitch : e.deltaY
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => {
      size.disconnect()
      element.removeEventListener('wheel', turn)
    }
  }, [pitch])
  const [first, end] = inSight(left, width, pitch, count)
  // Only another clip at an edge is worth drawing the strip again.
  const scrolled = useCallback(() => {
    const at = box.current?.scrollLeft ?? 0
    setLeft((was) => (Math.floor(was / pitch) === Math.floor(at / pitch) ? was : at))
  }, [pitch])
  return { box, layout, first, end, width, scrolled }
}

export function ClipStrip({ thumb, hung, rail }: ClipStripProps) {
  const desk = useDesk()
  const clips = useDeskValue(['strip'], (d) => d.strip.shown)
  const cut = useSuiteValue(['session'], (s) => s.session.timeline)
  const numbers = useMemo(() => new Map(cut.clips.map(({ id }, i) => [id, i])), [cut.clips])
  const now = useDeskValue(['clip'], (d) => d.clip?.id ?? null)
  const at = now === null ? -1 : clips.findIndex(({ id }) => id === now)
  const { box, layout, first, end, width, scrolled } = useSight(clips.length, cut.clips.length, cut.width / cut.height)
  const [focused, setFocused] = useState<string | null>(null)
  const picks = roles[desk.suite.role].grade === true
  const [menu, setMenu] = useState<MenuAt | null>(null)
  const closeMenu = useCallback(() => setMenu(null), [])

  const bring = useCallback(
    (index: number) => {
      const element = box.current
      if (element && index >= 0) element.scrollLeft = scrollTo(index, element.scrollLeft, element.clientWidth, layout)
    },
    [box, layout],
  )
  useEffect(() => {
    if (width > 0) bring(at)
  }, [bring, at, width])

  const hands = useMemo((): TileHands => {
    const press = (clip: Clip, how: PickHow) => {
      const one = !picks || how === 'one'
      if (picks) desk.strip.press(clip.id, how)
      if (one) go(desk, clip.recordIn)
      // The panel has the focus, not the clip: Space still plays.
      box.current?.focus({ preventScroll: true })
    }
    const menu = (clip: Clip, at: readonly [number, number]) => {
      if (!picks) return
      menuFor(desk, clip)
      setMenu({ clip, at })
    }
    return {
      press,
      menu,
      apply: (clip) => picks && withActions(desk, ({ applyGrade }) => applyGrade(desk, clip)),
      focus: setFocused,
    }
  }, [desk, picks, box])

  /** Keys of the strip while it has the focus: along the clips, more of them, all, none. */
  const keys = (e: KeyboardEvent) => {
    const mod = e.ctrlKey || e.metaKey
    const onTile = e.target instanceof HTMLElement && e.target.dataset.clip !== undefined
    const from = onTile ? clips.findIndex(({ id }) => id === focused) : -1
    if (picks && mod && e.code === 'KeyA') desk.strip.choose(clips.map(({ id }) => id))
    else if (picks && mod && !e.shiftKey && e.code === 'KeyC')
      withActions(desk, ({ copyGrade }) => copyGrade(desk, from >= 0 ? clips[from]! : desk.clip))
    else if (picks && (e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey))) {
      const clip = from >= 0 ? clips[from] : clips[at]
      const tile = clip && box.current?.querySelector(`[data-clip="${clip.id}"]`)
      if (!clip || !tile) return
      const { left, top } = tile.getBoundingClientRect()
      hands.menu(clip, [left + 8, top + 20])
    } else if (e.code === 'Escape' && desk.strip.pick.clips.size > 0) desk.strip.choose([])
    else if (from >= 0 && !mod && !e.altKey && (e.code === 'ArrowLeft' || e.code === 'ArrowRight')) {
      const to = clips[from + (e.code === 'ArrowLeft' ? -1 : 1)]
      if (!to) return
      bring(clips.indexOf(to))
      if (e.shiftKey && picks) desk.strip.press(to.id, 'range')
      setFocused(to.id)
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-clip="${to.id}"]`)?.focus())
    } else if (from >= 0 && picks && mod && e.code === 'Space') desk.strip.press(clips[from]!.id, 'toggle')
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  // One of them is reached by Tab: the one that had the focus last, else the one on show.
  const reached = clips.findIndex(({ id }) => id === focused)
  const tabbed = reached >= first && reached < end ? reached : at >= first && at < end ? at : first
  return (
    <div className={css.panel}>
      {rail}
      <nav ref={box} className={css.strip} aria-label="Clips" tabIndex={-1} onScroll={scrolled} onKeyDown={keys}>
        <div className={css.run} style={{ width: clips.length * layout.pitch }}>
          {width > 0 &&
            clips
              .slice(first, end)
              .map((clip, i) => (
                <ClipTile
                  key={clip.id}
                  clip={clip}
                  left={(first + i) * layout.pitch}
                  layout={layout}
                  number={numbers.get(clip.id) ?? 0}
                  now={clip.id === now}
                  tabbed={first + i === tabbed}
                  hands={hands}
                  thumb={thumb?.(clip)}
                  hung={hung}
                />
              ))}
        </div>
      </nav>
      <Coming of={clipMenu} give={{ open: menu, close: closeMenu }} when={menu !== null} />
    </div>
  )
}
