/** Everything that can be done, found by name: every action with its key, every palette, every control. What cannot be done now says why. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { clipColours, flagColours } from '../../shared/doc/flags.ts'
import { addShared, sharedBodies } from '../../shared/doc/share.ts'
import { actions, allFlagged, atHand, colourClips, commonColour, editGraph, flagClips } from '../actions/index.ts'
import { type ActionId, keymap } from '../keys/keymap.ts'
import { onMac, printChord } from '../keys/print.ts'
import type { Desk } from '../state/desk.ts'
import { palettes } from '../state/palette.ts'
import { useDesk, useDeskValue } from '../state/use-desk.ts'
import { find } from '../words/find.ts'
import css from './command-palette.module.css'
import { perform, whyNot } from './use-actions.ts'

interface Line {
  readonly id: string
  readonly title: string
  /** Where it belongs, or why it can do nothing now. */
  readonly aside: string
  readonly keys: string
  readonly no: string | null
  readonly run: (desk: Desk) => void
}

/** Run last, newest first: what an empty field offers. */
const recent: string[] = []
const mostRecent = 5

/** Brings a palette to the front and puts the keys on a control of it. */
function reach(desk: Desk, id: string, name: string | null): void {
  const palette = palettes.find((one) => one.id === id)!
  desk.palettes.show(palette.id)
  const grasp = (tries: number) => {
    const panel = document.getElementById(`palette-${palette.side}`)
    const named = [...(panel?.querySelectorAll<HTMLElement>('[aria-label]') ?? [])]
    const into = named.find(
      (element) =>
        element.tabIndex >= 0 &&
        (name === null || element.getAttribute('aria-label')!.toLowerCase().startsWith(name.toLowerCase())),
    )
    if (into) into.focus()
    else if (tries > 0) requestAnimationFrame(() => grasp(tries - 1))
  }
  requestAnimationFrame(() => grasp(60))
}

function linesOf(desk: Desk): Line[] {
  const done = actions
    .filter(({ id }) => id !== 'commands')
    .map(({ id, title }): Line => {
      const no = whyNot(desk, id as ActionId)
      const keys = printChord(keymap[id as ActionId][0], onMac())
      return { id, title, aside: no ?? '', keys, no, run: (d) => perform(d, id as ActionId) }
    })
  const opened = palettes.map(
    ({ id, title }): Line => ({
      id: `palette ${id}`,
      title: `${title} palette`,
      aside: 'open',
      keys: '',
      no: null,
      run: (d) => reach(d, id, null),
    }),
  )
  const reached = palettes
    .filter(({ id }) => id !== 'bars')
    .flatMap(({ id, title, controls }) =>
      controls.map(
        ({ op, param }): Line => ({
          id: `${id} ${op.id}.${param.id}`,
          title: param.title,
          aside: title,
          keys: '',
          no: null,
          run: (d) => reach(d, id, param.title),
        }),
      ),
    )
  const shared = sharedBodies(desk.suite.drawn).map(
    ({ id, label, users }): Line => ({
      id: `shared ${id}`,
      title: `Add shared node ${label || id}`,
      aside: users.length === 1 ? 'in one grade' : `in ${users.length} grades`,
      keys: '',
      no: desk.level?.startsWith('s.') ? 'A shared node holds no shared node.' : null,
      run: (d) => {
        const { node, graph } = d
        editGraph(d, 'Add shared node', (grade, level, version) =>
          addShared(grade, level, version, id, node && graph?.nodes.includes(node) ? node.id : null),
        )
      },
    }),
  )
  const noGrade = whyNot(desk, 'flag')
  const hung = [
    ...flagColours.map(
      (flag): Line => ({
        id: `flag ${flag}`,
        title: `Flag ${flag}`,
        aside: noGrade ?? (allFlagged(desk, atHand(desk), flag) ? 'take it off' : ''),
        keys: flag === desk.strip.flag ? printChord(keymap.flag[0], onMac()) : '',
        no: noGrade,
        run: (d) => flagClips(d, atHand(d), flag),
      }),
    ),
    ...clipColours.map(
      (colour): Line => ({
        id: `colour ${colour}`,
        title: `Clip colour ${colour}`,
        aside: noGrade ?? (commonColour(desk, atHand(desk)) === colour ? 'take it off' : ''),
        keys: '',
        no: noGrade,
        run: (d) => colourClips(d, atHand(d), colour),
      }),
    ),
  ]
  return [...done, ...hung, ...shared, ...opened, ...reached]
}

export function CommandPalette() {
  const desk = useDesk()
  const open = useDeskValue(['sheet'], (d) => d.commands)
  return open ? <Opened desk={desk} /> : null
}

function Opened({ desk }: { readonly desk: Desk }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const all = useMemo(() => linesOf(desk), [desk])
  const lines = useMemo(() => {
    if (typed.trim() !== '')
      return find(all, typed, ({ title, aside, no }) => (no === null ? `${title} ${aside}` : title))
    const last = recent.flatMap((id) => all.filter((line) => line.id === id))
    return [...last, ...all.filter((line) => !last.includes(line))]
  }, [all, typed])
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    list.current?.querySelector(`#command-${at}`)?.scrollIntoView({ block: 'nearest' })
  }, [at])
  const chosen = lines[at]
  const go = (line: Line | undefined) => {
    if (line === undefined || line.no !== null) return
    recent.splice(0, recent.length, line.id, ...recent.filter((id) => id !== line.id).slice(0, mostRecent - 1))
    dialog.current?.close()
    line.run(desk)
  }
  const turn = (e: React.KeyboardEvent) => {
    e.stopPropagation()
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[e.key]
    if (by !== undefined) setAt(Math.min(Math.max(0, at + by), Math.max(0, lines.length - 1)))
    else if (e.key === 'Enter') go(chosen)
    else if (e.key === 'k' && (e.ctrlKey || e.metaKey)) dialog.current?.close()
    else return
    e.preventDefault()
  }
  return (
    <dialog ref={dialog} className={css.sheet} aria-label="Commands" onClose={() => desk.setCommands(false)}>
      <input
        role="combobox"
        aria-label="Find a command"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={chosen ? `command-${at}` : undefined}
        aria-autocomplete="list"
        placeholder="Find a command, a palette or a control"
        value={typed}
        onChange={(e) => {
          setTyped(e.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={turn}
      />
      <div ref={list} id="commands" role="listbox" aria-label="Commands" className={css.list} tabIndex={-1}>
        {lines.map((line, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: reason: the field has the keys
          <div
            key={line.id}
            id={`command-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            aria-disabled={line.no !== null}
            className={css.line}
            onPointerMove={() => setAt(i)}
            onClick={() => go(line)}
          >
            <span className={css.title}>{line.title}</span>
            <span className={css.aside} title={line.no ?? undefined}>
              {line.aside}
            </span>
            <kbd>{line.keys}</kbd>
          </div>
        ))}
      </div>
      {lines.length === 0 && (
        <p className={css.none} role="status">
          Nothing here is called “{typed}”.
        </p>
      )}
    </dialog>
  )
}
