/** The windows of the selected node: a list with what each does to the key, and the numbers of the one under the hands. */
import { useCallback, useMemo, useRef, useState } from 'react'
import type { GradeWriter } from '../../shared/doc/edit.ts'
import type { Window, WindowKind } from '../../shared/doc/grade.ts'
import { printPath } from '../../shared/doc/path.ts'
import { editGraph, nodeAtHand } from '../actions/index.ts'
import { Button } from '../controls/button.tsx'
import { IconButton } from '../controls/icon-button.tsx'
import { Slider } from '../controls/slider.tsx'
import { commitBurst } from '../hand/burst.ts'
import type { Grip } from '../hand/grip.ts'
import { Eye, EyeOff, Trash2 } from '../icons/index.ts'
import { useControl, useDesk, useDeskValue, useMark } from '../state/use-desk.ts'
import { addedKinds, kindTitles, type WindowPart, windowParts } from '../state/window-parts.ts'
import { hold } from './use-grip.ts'
import css from './window-palette.module.css'

/** What of a window the list shows; its numbers are read by key, so that a drag draws its own slider and nothing else. */
type Row = Pick<Window, 'id' | 'kind' | 'on' | 'invert' | 'combine' | 'name'> & { readonly softs: number }

const combines = ['add', 'subtract', 'intersect'] as const
const marks: Readonly<Record<Window['combine'], string>> = { add: '+', subtract: '−', intersect: '∩' }

export function WindowPalette() {
  const desk = useDesk()
  const disabled = desk.suite.role !== 'colorist'
  const rows = useRows()
  const chosen = useDeskValue(['palette'], (d) => d.palettes.window)
  const row = rows.find(({ id }) => id === chosen) ?? rows[0]
  const add = (kind: WindowKind) => {
    commitBurst()
    // A clip without a node gets its first one in the same step; a mixer and a shared node take none here, which is said.
    const { node } = desk
    if (node && node.kind !== 'corrector' && nodeAtHand(desk) === null) return
    let window = ''
    editGraph(desk, `Add ${kindTitles[kind].toLowerCase()} window`, (grade, level, version) => {
      const id = node?.id ?? grade.append(level, version)
      window = grade.window(level, version, id, kind)
      return id
    })
    if (window) desk.palettes.setWindow(window)
  }
  return (
    <div className={css.body}>
      <div className={css.left}>
        <div className={css.add}>
          {addedKinds.map((kind) => (
            <Button
              key={kind}
              disabled={disabled}
              title={
                kind === 'curve'
                  ? 'Draw a curve window: click adds a point, drag bends it, click the first one closes'
                  : `Add a ${kindTitles[kind].toLowerCase()} window`
              }
              press={() => add(kind)}
            >
              {kindTitles[kind]}
            </Button>
          ))}
        </div>
        {rows.length === 0 ? (
          <p className={css.none}>No window on this node: add one, and it stands on the picture to be drawn.</p>
        ) : (
          <ul className={css.list}>
            {rows.map((one, i) => (
              <WindowRow key={one.id} row={one} number={i + 1} chosen={one === row} disabled={disabled} />
            ))}
          </ul>
        )}
      </div>
      {row && <Numbers key={`${row.id} ${row.softs}`} row={row} disabled={disabled} />}
    </div>
  )
}

/** The node's windows without their numbers; the same list until one of these words changes. */
function useRows(): readonly Row[] {
  const text = useDeskValue(['clip', 'graph'], ({ node }) =>
    JSON.stringify(
      (node?.windows ?? []).map(
        ({ id, kind, on, invert, combine, name, soft }): Row => ({
          id,
          kind,
          on,
          invert,
          combine,
          name,
          softs: soft.length,
        }),
      ),
    ),
  )
  return useMemo(() => JSON.parse(text) as Row[], [text])
}

interface RowProps {
  readonly row: Row
  readonly number: number
  readonly chosen: boolean
  readonly disabled: boolean
}

function WindowRow({ row: { id, kind, on, invert, combine, name }, number, chosen, disabled }: RowProps) {
  const desk = useDesk()
  const [naming, setNaming] = useState(false)
  const left = useRef(false)
  const edit = (label: string, write: (grade: GradeWriter, ...at: [string, string, string]) => void) => {
    const node = nodeAtHand(desk)
    commitBurst()
    if (node) editGraph(desk, label, (grade, level, version) => void write(grade, level, version, node.id))
  }
  const change = (label: string, of: Parameters<GradeWriter['changeWindow']>[4]) =>
    edit(label, (grade, ...at) => grade.changeWindow(...at, id, of))
  const title = name || `${kindTitles[kind]} ${number}`
  return (
    <li className={css.row} data-chosen={chosen}>
      {naming ? (
        <input
          className={css.naming}
          aria-label={`Name of ${title}`}
          defaultValue={name}
          maxLength={120}
          spellCheck={false}
          ref={(field) => field?.focus()}
          onFocus={(e) => e.currentTarget.select()}
          onBlur={(e) => {
            setNaming(false)
            const next = e.currentTarget.value.trim().normalize('NFC')
            if (next !== name && !left.current) change('Name window', { name: next })
          }}
          onKeyDown={(e) => {
            e.stopPropagation()
            left.current = e.key === 'Escape'
            if (e.key === 'Enter' || e.key === 'Escape') e.currentTarget.blur()
          }}
        />
      ) : (
        <button
          type="button"
          className={css.name}
          aria-current={chosen}
          title="Double-click, or F2, to name it"
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => desk.palettes.setWindow(id)}
          onDoubleClick={() => !disabled && setNaming(true)}
          onKeyDown={(e) => e.key === 'F2' && !disabled && setNaming(true)}
        >
          {title}
        </button>
      )}
      <IconButton
        icon={on ? Eye : EyeOff}
        title={`${title}: ${on ? 'on' : 'off'}`}
        disabled={disabled}
        press={() => change(on ? 'Window off' : 'Window on', { on: !on })}
      />
      <Button
        disabled={disabled}
        title={`${title} is ${{ add: 'added to', subtract: 'taken from', intersect: 'intersected with' }[combine]} those before it`}
        press={() =>
          change('Combine window', { combine: combines[(combines.indexOf(combine) + 1) % combines.length]! })
        }
      >
        {marks[combine]}
      </Button>
      <Button
        pressed={invert}
        disabled={disabled}
        title={`Invert ${title}`}
        press={() => change('Invert window', { invert: !invert })}
      >
        Inv
      </Button>
      <IconButton
        icon={Trash2}
        title={`Remove ${title}`}
        disabled={disabled}
        press={() => edit('Remove window', (grade, ...at) => grade.removeWindow(...at, id))}
      />
    </li>
  )
}

function Numbers({ row, disabled }: { readonly row: Row; readonly disabled: boolean }) {
  return (
    <div className={css.numbers}>
      {windowParts(row.kind, row.softs).map((part) => (
        <PartSlider key={part.param.id} window={row.id} part={part} disabled={disabled} />
      ))}
    </div>
  )
}

interface PartProps {
  readonly window: string
  readonly part: WindowPart
  readonly disabled: boolean
}

function PartSlider({ window, part: { part, index, param }, disabled }: PartProps) {
  const desk = useDesk()
  const key = useDeskValue(['clip', 'graph'], (d) =>
    d.level && d.node ? printPath(d.level, d.version, d.node.id, `w.${window}/${part}`) : null,
  )
  const value = useControl(key, param.neutral) as readonly number[]
  const mark = useMark([`w.${window}/${part}`])
  const grip = useCallback<Grip>(() => {
    const { level } = desk
    return key && level ? hold(desk, level, key, 'Window', param.neutral) : null
  }, [desk, key, param])
  return (
    <div className={css.number} title={param.doc}>
      <Slider param={param} index={index} value={value} grip={grip} mark={mark} disabled={disabled} />
    </div>
  )
}
