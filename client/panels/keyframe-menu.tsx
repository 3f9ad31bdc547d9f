/** What a right click on keyframes offers: the way to the next one, copy, paste, delete. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import css from './keyframes.module.css'

export interface MenuLine {
  readonly title: string
  readonly keys?: string
  /** The keyframes are so already. */
  readonly checked?: boolean
  readonly disabled?: boolean
  readonly run: () => void
}

export interface KeyframeMenuProps {
  /** Where the pointer is in the window. */
  readonly at: readonly [x: number, y: number]
  /** Groups with a line between them. */
  readonly groups: readonly (readonly MenuLine[])[]
  readonly close: () => void
}

export function KeyframeMenu({ at: [x, y], groups, close }: KeyframeMenuProps) {
  const element = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const menu = element.current!
    // Inside the window, whatever corner it was asked for in.
    const { width, height } = menu.getBoundingClientRect()
    menu.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`
    menu.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`
    menu.querySelector<HTMLElement>('button:not(:disabled)')?.focus({ preventScroll: true })
  }, [x, y])
  useEffect(() => {
    const away = (e: Event) => {
      if (!element.current?.contains(e.target as Node)) close()
    }
    addEventListener('pointerdown', away, { capture: true })
    addEventListener('blur', close)
    return () => {
      removeEventListener('pointerdown', away, { capture: true })
      removeEventListener('blur', close)
    }
  }, [close])
  const keys = (e: React.KeyboardEvent) => {
    e.stopPropagation()
    const all = [...element.current!.querySelectorAll<HTMLElement>('button:not(:disabled)')]
    const at = all.indexOf(document.activeElement as HTMLElement)
    if (e.key === 'Escape' || e.key === 'Tab') close()
    else if (e.key === 'ArrowDown') all[(at + 1) % all.length]?.focus()
    else if (e.key === 'ArrowUp') all.at(at - 1)?.focus()
    else if (e.key === 'Home') all[0]?.focus()
    else if (e.key === 'End') all.at(-1)?.focus()
    else return
    e.preventDefault()
  }
  return (
    <div
      ref={element}
      role="menu"
      tabIndex={-1}
      aria-label="Keyframe"
      className={css.menu}
      onKeyDown={keys}
      onContextMenu={(e) => e.preventDefault()}
    >
      {groups.map((lines) => (
        <div key={lines[0]!.title} className={css.group} role="presentation">
          {lines.map(({ title, keys, checked, disabled = false, run }) => (
            <button
              key={title}
              type="button"
              {...(checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked })}
              disabled={disabled}
              onClick={() => {
                close()
                run()
              }}
            >
              <span className={css.tick} data-on={checked === true} />
              <span>{title}</span>
              <kbd>{keys ?? ''}</kbd>
            </button>
          ))}
        </div>
      ))}
    </div>
  )
}
