/** The foot: what lies under the pointer, one's own undo, whether all is saved, and the last sentence of a refusal. */
import { useEffect, useState } from 'react'
import { roles } from '../../shared/policy/roles.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { sayKeys } from '../words/key-words.ts'
import { linkWords, words } from '../words/words.ts'
import css from './foot.module.css'
import { Coming, later } from './later.tsx'
import { useAction } from './use-actions.ts'

const printerLights = later(() => import('./printer-lights.tsx').then((m) => m.PrinterLights))

export function Foot() {
  const lights = useDeskValue(['hint'], (d) => d.lights)
  const hint = useDeskValue(['hint'], (d) => d.hint)
  const about = useDeskValue(['hint'], (d) => d.about)
  const at = useDeskValue(['clip', 'graph'], ({ node }) =>
    node ? `node ${node.number}${node.label ? ` ${node.label}` : ''}` : 'a new node',
  )
  const grades = roles[useDesk().suite.role].grade
  return (
    <footer className={css.foot}>
      <span className={css.hint}>
        {about || (hint ? `${hint} · ${at} · Alt fine · Esc cancels` : grades ? words.rest : words.restInRoom)}
      </span>
      <LastSentence />
      {lights && <Coming of={printerLights} give={{}} />}
      {grades && <UndoCount />}
      <SyncState />
      <Keys />
    </footer>
  )
}

/** The newest sentence, of the suite or of one's own hands; read out by a screen reader. */
function LastSentence() {
  const { suite } = useDesk()
  const theirs = useSuiteValue(['messages'], (s) => s.messages.at(-1) ?? null)
  const own = useDeskValue(['hint'], (d) => d.said)
  const last = !own || (theirs && theirs.at > own.at) ? theirs : own
  return (
    <span className={css.sentence} role="status" aria-label="Last message">
      {/* A key of its own, so that the same sentence said again is seen and read out again. */}
      {last && <span key={last.at}>{sayKeys(last.sentence, suite.session, suite.entries)}</span>}
    </span>
  )
}

function UndoCount() {
  const desk = useDesk()
  useSuiteValue(['revision', 'drawn'], (s) => (desk.level ? s.undoDepth(desk.level) : 0))
  const depth = useDeskValue(['clip', 'graph'], (d) => (d.level ? d.suite.undoDepth(d.level) : 0))
  return (
    <span className={css.quiet} title="Your own steps on this clip, group or timeline that can be taken back">
      undo: {depth} of yours
    </span>
  )
}

/** A change that the hub takes this long to have on disk is said to be on its way, milliseconds: at once the word would flicker. */
const lateMs = 400

function SyncState() {
  const link = useSuiteValue(['link'], (s) => s.link)
  const waits = useSuiteValue(['link'], (s) => s.unsaved > 0)
  const revision = useSuiteValue(['revision'], (s) => s.revision)
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = waits ? setTimeout(() => setLate(true), lateMs) : 0
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [waits])
  const state = late ? 'saving' : 'saved'
  return <span className={css.quiet}>{link.kind === 'live' ? `${state} · rev ${revision}` : linkWords(link)}</span>
}

function Keys() {
  const action = useAction('shortcuts')
  const commands = useAction('commands')
  const surfaces = useAction('surfaces')
  return (
    <>
      {surfaces.may && (
        <button type="button" className={css.keys} onClick={surfaces.press} title={surfaces.title}>
          Surfaces
        </button>
      )}
      <button type="button" className={css.keys} onClick={commands.press} title={commands.title}>
        {commands.keys}
      </button>
      <button type="button" className={css.keys} onClick={action.press} aria-label={action.title} title={action.title}>
        ?
      </button>
    </>
  )
}
