/** The tabs of a panel: arrow keys go from one to the next, a dot says that there is something behind it. */
import css from './tabs.module.css'

export interface Tab {
  readonly id: string
  readonly title: string
  /** There are adjustments behind it. */
  readonly dot?: boolean
  /** Its key as printed. */
  readonly keys?: string
}

export interface TabsProps {
  /** Accessible name of the row. */
  readonly name: string
  readonly tabs: readonly Tab[]
  readonly open: string
  /** Id of the element that shows what is open. */
  readonly controls: string
  readonly choose: (id: string) => void
}

export function Tabs({ name, tabs, open, controls, choose }: TabsProps) {
  const turn = (e: React.KeyboardEvent<HTMLElement>) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[e.key]
    if (by === undefined || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return
    e.preventDefault()
    e.stopPropagation()
    const at = tabs.findIndex((tab) => tab.id === open)
    const next = tabs[(at + by + tabs.length) % tabs.length]!
    choose(next.id)
    e.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }
  return (
    <div role="tablist" aria-label={name} className={css.tabs} data-many={tabs.length > 6} onKeyDown={turn}>
      {tabs.map(({ id, title, dot, keys }) => (
        <button
          key={id}
          type="button"
          role="tab"
          data-tab={id}
          aria-selected={id === open}
          aria-controls={controls}
          tabIndex={id === open ? 0 : -1}
          title={`${title}${dot ? ': adjusted on this node' : ''}${keys ? `  ${keys}` : ''}`}
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => choose(id)}
        >
          {title}
          <span className={css.dot} data-on={dot} />
          {dot && <span className="unseen">, adjusted</span>}
        </button>
      ))}
    </div>
  )
}
