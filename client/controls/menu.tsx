/** A menu at a point: arrow keys, Home, End and letters go along it, Enter presses, Escape or a press elsewhere leaves it. A row of swatches is one line of it. */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import css from './menu.module.css'

export interface MenuItem {
  /** Where two items may have one title. */
  readonly id?: string
  readonly title: string
  /** The chord that does the same, as printed. */
  readonly keys?: string
  readonly run: () => void
  readonly disabled?: boolean
  /** Of one that is on or off. */
  readonly checked?: boolean
  /** Of a row of swatches: what it is painted with. */
  readonly hue?: string
  /** A line stands over it. */
  readonly apart?: boolean
}

/** Items under a heading. */
export interface MenuPart {
  /** Null: none. */
  readonly title: string | null
  readonly items: readonly MenuItem[]
  /** Its items stand beside each other; those with a hue are swatches, named in the heading while they have the focus. */
  readonly row?: boolean
}

export interface MenuProps {
  /** Accessible name. */
  readonly name: string
  /** All there is, or the first of it, without a heading. */
  readonly items?: readonly MenuItem[]
  readonly parts?: readonly MenuPart[]
  /** Corner in CSS pixels of the page; kept on the page whole. */
  readonly x: number
  readonly y: number
  readonly close: () => void
}

/** So much is left between a menu and the edge of the page, pixels. */
const edge = 6

export function Menu({ name, items: plain = [], parts = [], x, y, close }: MenuProps) {
  const box = useRef<HTMLDivElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const [near, setNear] = useState('')
  const able = '[role^="menuitem"]:not(:disabled)'
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>(able) ?? [])]
  const shown: readonly MenuPart[] = plain.length > 0 ? [{ title: null, items: plain }, ...parts] : parts
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    element.showPopover()
    const { width, height } = element.getBoundingClientRect()
    element.style.left = `${Math.max(edge, Math.min(x, innerWidth - width - edge))}px`
    element.style.top = `${Math.max(edge, Math.min(y, innerHeight - height - edge))}px`
    element.querySelector<HTMLElement>('[role^="menuitem"]:not(:disabled)')?.focus()
  }, [x, y])
  useEffect(() => {
    const element = box.current
    const left = (e: Event) => (e as ToggleEvent).newState === 'closed' && close()
    element?.addEventListener('toggle', left)
    return () => element?.removeEventListener('toggle', left)
  }, [close])
  const keys = (e: KeyboardEvent) => {
    const all = items()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const row = all[at]?.closest('[data-row="true"]')
    /** The next one that way, over the rest of a row where `leaves`. */
    const next = (way: 1 | -1, leaves: boolean): number => {
      for (let i = 1; i <= all.length; i++) {
        const to = (at + way * i + all.length * i) % all.length
        if (!leaves || !row?.contains(all[to]!)) return to
      }
      return at
    }
    const goes: Readonly<Record<string, number>> = {
      ArrowDown: next(1, true),
      ArrowUp: at < 0 ? all.length - 1 : next(-1, true),
      ...(row ? { ArrowRight: next(1, false), ArrowLeft: next(-1, false) } : {}),
      Home: 0,
      End: all.length - 1,
    }
    const to = goes[e.key] ?? (/^\S$/.test(e.key) ? letters(e.key, all, at, e.timeStamp) : -1)
    // Keys of the screen behind it wait until it is gone.
    e.stopPropagation()
    if (e.key === 'Tab') close()
    else if (to >= 0) all[to]?.focus()
    else return
    e.preventDefault()
  }
  /** Letters typed within a second name an item by how it begins; the same letter again goes to the next one. */
  const letters = (key: string, all: readonly HTMLElement[], at: number, now: number): number => {
    const { text, at: then } = typed.current
    typed.current = { text: now - then < 1000 ? text + key.toLowerCase() : key.toLowerCase(), at: now }
    const word = typed.current.text
    const begins = (i: number) => all[i]?.textContent?.toLowerCase().startsWith(word)
    const round = all.map((_, i) => (at + i + (word.length === 1 ? 1 : 0)) % all.length)
    return round.find(begins) ?? at
  }
  return (
    <div ref={box} popover="auto" role="menu" aria-label={name} className={css.menu} tabIndex={-1} onKeyDown={keys}>
      {shown.map((part) => (
        // biome-ignore lint/a11y/useSemanticElements: reason: a group of a menu is no fieldset
        <div key={part.title} role="group" aria-label={part.title ?? name} className={css.part}>
          {part.title !== null && (
            <span aria-hidden="true" className={css.heading}>
              {part.title}
              {part.row === true && part.items.some(({ title }) => title === near) && `: ${near}`}
            </span>
          )}
          <div role="none" data-row={part.row === true} className={part.row === true ? css.row : undefined}>
            {part.items.map((item) => (
              <button
                key={item.id ?? item.title}
                type="button"
                {...(item.checked === undefined
                  ? { role: 'menuitem' }
                  : { role: 'menuitemcheckbox', 'aria-checked': item.checked })}
                tabIndex={-1}
                className={item.hue === undefined ? css.item : css.swatch}
                disabled={item.disabled === true}
                data-apart={item.apart === true}
                onPointerEnter={(e) => e.currentTarget.focus()}
                onFocus={() => setNear(item.title)}
                onClick={() => {
                  box.current?.hidePopover()
                  item.run()
                }}
              >
                {item.hue !== undefined && <span className={css.hue} style={{ background: item.hue }} />}
                <span className={item.hue === undefined ? undefined : 'unseen'}>{item.title}</span>
                {item.keys && <kbd className={css.keys}>{item.keys}</kbd>}
                {item.checked && item.hue === undefined && <span className={css.mark} aria-hidden="true" />}
              </button>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
