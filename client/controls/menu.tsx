/** A menu where the right button was pressed: arrow keys, Enter, Escape; a press elsewhere closes it. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import css from './menu.module.css'

export interface MenuItem {
  readonly title: string
  readonly run: () => void
  readonly disabled?: boolean
  /** A line stands over it. */
  readonly apart?: boolean
}

export interface MenuProps {
  /** Accessible name. */
  readonly name: string
  readonly items: readonly MenuItem[]
  /** Corner in CSS pixels of the page; kept on the page whole. */
  readonly x: number
  readonly y: number
  readonly close: () => void
}

/** Pixels kept free at the edges of the page. */
const margin = 4

export function Menu({ name, items, x, y, close }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null)
  const latest = useRef(close)
  latest.current = close
  useLayoutEffect(() => {
    const element = menu.current!
    const { width, height } = element.getBoundingClientRect()
    element.style.left = `${Math.max(margin, Math.min(x, innerWidth - width - margin))}px`
    element.style.top = `${Math.max(margin, Math.min(y, innerHeight - height - margin))}px`
    const before = document.activeElement
    element.querySelector<HTMLElement>('button:not(:disabled)')?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [x, y])
  useEffect(() => {
    const outside = (e: PointerEvent) => {
      if (!menu.current?.contains(e.target as Node)) latest.current()
    }
    window.addEventListener('pointerdown', outside, { capture: true })
    return () => window.removeEventListener('pointerdown', outside, { capture: true })
  }, [])
  const key = (e: React.KeyboardEvent) => {
    const all = [...menu.current!.querySelectorAll<HTMLElement>('button:not(:disabled)')]
    const at = all.indexOf(document.activeElement as HTMLElement)
    const by = { ArrowDown: 1, ArrowUp: -1 }[e.key]
    if (by !== undefined) all[(at + by + all.length) % all.length]?.focus()
    else if (e.key === 'Home') all[0]?.focus()
    else if (e.key === 'End') all.at(-1)?.focus()
    else if (e.key === 'Escape' || e.key === 'Tab') close()
    else if (e.key !== 'Enter' && e.key !== ' ') return
    // Enter and Space press the item; none of these is a key of the screen meanwhile.
    e.stopPropagation()
    if (e.key !== 'Enter' && e.key !== ' ') e.preventDefault()
  }
  // Over all that clips or scrolls.
  return createPortal(
    <div ref={menu} role="menu" aria-label={name} className={css.menu} onKeyDown={key} tabIndex={-1}>
      {items.map(({ title, run, disabled = false, apart = false }) => (
        <button
          key={title}
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-apart={apart}
          disabled={disabled}
          onClick={() => {
            close()
            run()
          }}
        >
          {title}
        </button>
      ))}
    </div>,
    document.body,
  )
}
