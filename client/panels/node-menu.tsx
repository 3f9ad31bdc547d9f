/** The menu of a node: what is done with it, its tint; arrow keys go from line to line, Escape leaves. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import { actionOf, editGraph } from '../actions/index.ts'
import { type ActionId, keymap } from '../keys/keymap.ts'
import { onMac, printChord } from '../keys/print.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { nodeColours } from '../words/node-words.ts'
import css from './node-menu.module.css'
import { perform, whyNot } from './use-actions.ts'

/** In their order; null: a line between. */
const lines: readonly (ActionId | null)[] = [
  'label-node',
  'node-on',
  'lock-node',
  null,
  'share-node',
  'open-shared',
  'unshare-node',
  null,
  'extract',
  'delete-node',
  'reset-node',
  null,
  'clean-graph',
  'node-pictures',
  'set-default-tree',
]

export function NodeMenu() {
  const desk = useDesk()
  const menu = useDeskValue(['node'], (d) => d.choice.menu)
  const node = desk.shape?.nodes.find(({ id }) => id === menu?.node)
  const root = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  useLayoutEffect(() => {
    if (!menu || !root.current) return
    const box = document.querySelector(`.react-flow__node[data-id="${menu.node}"]`)?.getBoundingClientRect()
    const [x, y] = menu.at ?? (box ? [box.left + box.width / 2, box.top + box.height / 2] : [0, 0])
    // Within the page, wherever the box stands.
    const { offsetWidth, offsetHeight } = root.current
    setAt([Math.min(x, innerWidth - offsetWidth - 4), Math.min(y, innerHeight - offsetHeight - 4)])
    root.current.querySelector<HTMLElement>('button')?.focus()
  }, [menu])
  useEffect(() => {
    if (!menu) return undefined
    const away = (e: PointerEvent) => {
      if (!(e.target instanceof Element) || !root.current?.contains(e.target)) desk.choice.setMenu(null)
    }
    window.addEventListener('pointerdown', away, { capture: true })
    return () => window.removeEventListener('pointerdown', away, { capture: true })
  }, [desk, menu])
  if (!menu || !node) return null
  const may = roles[desk.suite.role].grade !== false
  const done = (id: ActionId) => {
    desk.choice.setMenu(null)
    perform(desk, id)
  }
  const tint = (colour: string) => {
    desk.choice.setMenu(null)
    editGraph(
      desk,
      'Tint node',
      (grade, level, version) => void grade.control(level, version, node.id, 'colour', [colour]),
    )
  }
  const turn = (e: React.KeyboardEvent) => {
    e.stopPropagation()
    if (e.key === 'Escape' || e.key === 'Tab') {
      e.preventDefault()
      desk.choice.setMenu(null)
    }
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key]
    if (by === undefined) return
    e.preventDefault()
    const all = [...root.current!.querySelectorAll<HTMLElement>('button:not(:disabled)')]
    all[(all.indexOf(document.activeElement as HTMLElement) + by + all.length) % all.length]?.focus()
  }
  return (
    <div
      ref={root}
      role="menu"
      aria-label={`Node ${node.number}`}
      tabIndex={-1}
      className={css.menu}
      style={{ left: at[0], top: at[1] }}
      onKeyDown={turn}
    >
      {lines.map((id, i) =>
        id === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: reason: the list is fixed
          <hr key={i} className={css.between} />
        ) : (
          <button
            key={id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            disabled={whyNot(desk, id) !== null}
            title={whyNot(desk, id) ?? undefined}
            onClick={() => done(id)}
          >
            {actionOf(id).title}
            <kbd>{keymap[id][0] === undefined ? '' : printChord(keymap[id][0], onMac())}</kbd>
          </button>
        ),
      )}
      <fieldset className={css.tints} aria-label="Tint">
        {nodeColours.map((colour) => (
          <button
            key={colour}
            type="button"
            role="menuitemradio"
            tabIndex={-1}
            aria-checked={node.colour === colour}
            aria-label={colour === '' ? 'No tint' : `Tint ${colour}`}
            title={colour === '' ? 'No tint' : `Tint ${colour}`}
            data-colour={colour || undefined}
            disabled={!may}
            onClick={() => tint(colour)}
          />
        ))}
      </fieldset>
    </div>
  )
}
