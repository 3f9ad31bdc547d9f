/** Names a group: a new one of some clips, or one that is there. */
import { useEffect, useRef, useState } from 'react'
import { groupClips } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import type { Group } from '../state/strip.ts'
import { useDesk } from '../state/use-desk.ts'
import { clipCount } from '../words/clip-words.ts'
import css from './sheet.module.css'

export type Naming =
  | { readonly kind: 'new'; readonly clips: readonly string[] }
  | { readonly kind: 'rename'; readonly group: Group }

/** The first `Group 1`, `Group 2`, … that no group has. */
function freeName(groups: readonly Group[]): string {
  for (let n = groups.length + 1; ; n++) if (!groups.some(({ name }) => name === `Group ${n}`)) return `Group ${n}`
}

export function GroupSheet({ naming, close }: { readonly naming: Naming; readonly close: () => void }) {
  const desk = useDesk()
  const dialog = useRef<HTMLDialogElement>(null)
  const [name, setName] = useState(naming.kind === 'new' ? freeName(desk.strip.groups) : naming.group.name)
  useEffect(() => {
    dialog.current?.showModal()
    dialog.current?.querySelector('input')?.select()
  }, [])
  const plain = name.trim()
  const keep = () => {
    close()
    if (naming.kind === 'new') groupClips(desk, naming.clips, { name: plain })
    else
      desk.suite.edit(desk.level ?? `g.${naming.group.id}.pre`, 'Rename group', (grade) =>
        grade.put(`g.${naming.group.id}/name`, [plain]),
      )
  }
  const title = naming.kind === 'new' ? `New group of ${clipCount(naming.clips.length)}` : 'Rename group'
  return (
    <dialog ref={dialog} className={css.sheet} aria-label={title} onClose={close}>
      <form
        className={css.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (plain !== '') keep()
        }}
      >
        <h2>{title}</h2>
        <p className="quiet">A group has a grade of its own before its clips’ and one after them.</p>
        <label>
          <span>Name</span>
          <input value={name} maxLength={60} onChange={(e) => setName(e.currentTarget.value)} />
        </label>
        <div className={css.end}>
          <Button press={close}>Cancel</Button>
          <Button submit main disabled={plain === ''}>
            {naming.kind === 'new' ? 'Group' : 'Rename'}
          </Button>
        </div>
      </form>
    </dialog>
  )
}
