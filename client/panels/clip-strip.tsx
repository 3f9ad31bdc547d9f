/** The clips of the cut: number, ringed when graded, source timecode, picture, name. The one on show is outlined. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { readGraph } from '../../shared/doc/graph.ts'
import { clipVersion } from '../../shared/doc/read.ts'
import type { Clip, Session } from '../../shared/doc/session.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { go } from '../actions/index.ts'
import { Lock } from '../icons/index.ts'
import { printTimecode } from '../keys/timecode-entry.ts'
import { usedBy } from '../state/graph-shape.ts'
import { lockAt, lockWords } from '../state/lock-at.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { markOf, verdictMarks, verdictSentence } from '../words/verdict-words.ts'
import { mediaWords } from '../words/words.ts'
import css from './clip-strip.module.css'
import { useVerdict } from './use-verdict.ts'

/** Whether a clip's own grade changes anything, as committed. */
function graded(suite: Suite, clip: string): boolean {
  return readGraph(suite.entries, `c.${clip}`, clipVersion(suite.entries, clip)).nodes.some(
    (node) => node.on && usedBy(node).length > 0,
  )
}

export interface ClipStripProps {
  /** A small picture of a clip, where there is one. */
  readonly thumb?: (clip: Clip) => ReactNode
}

export function ClipStrip({ thumb }: ClipStripProps) {
  const session = useSuiteValue(['session'], (s) => s.session)
  const now = useDeskValue(['clip'], (d) => d.clip?.id ?? null)
  const notes = useSuiteValue(['notes'], (s) => s.notes)
  return (
    <nav className={css.strip} aria-label="Clips">
      {session.timeline.clips.map((clip, i) => (
        <ClipTile
          key={clip.id}
          clip={clip}
          number={i + 1}
          now={clip.id === now}
          notes={notes.filter((note) => note.clip === clip.id).length}
          session={session}
          thumb={thumb?.(clip)}
        />
      ))}
    </nav>
  )
}

interface TileProps {
  readonly clip: Clip
  readonly number: number
  readonly now: boolean
  readonly notes: number
  readonly session: Session
  readonly thumb: ReactNode
}

function ClipTile({ clip, number, now, notes, session, thumb }: TileProps) {
  const desk = useDesk()
  const element = useRef<HTMLButtonElement>(null)
  const ring = useSuiteValue(['revision'], (s) => graded(s, clip.id))
  const found = useSuiteValue(['rooms', 'session'], (s) => s.matches.get(s.seat)?.get(clip.media))
  const { rate } = session.timeline
  const start = (session.media.get(clip.media)?.startTimecode ?? 0) + clip.sourceIn
  useEffect(() => {
    if (now) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [now])
  const two = String(number).padStart(2, '0')
  const verdict = useVerdict(clip.id)
  const state = markOf(verdict)
  const { mark, title } = verdictMarks[state]
  const other = useSuiteValue(['revision'], (s) => clipVersion(s.entries, clip.id) !== '0')
  const lock = lockAt(session, { clip: clip.id, node: null })
  const sentence = [
    verdict ? verdictSentence(verdict, session, desk.suite.entries) : '',
    lock ? lockWords(session, lock) : '',
  ]
    .filter(Boolean)
    .join(' ')
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (!near || sentence === '') return undefined
    desk.setAbout(`Clip ${two}: ${sentence}`)
    return () => desk.setAbout('')
  }, [desk, near, sentence, two])
  return (
    <button
      ref={element}
      type="button"
      className={css.tile}
      aria-label={`Clip ${two} ${clip.name}${ring ? ', graded' : ''}${verdict ? `, ${title}` : ''}${lock ? ', locked' : ''}`}
      aria-description={sentence}
      aria-current={now}
      onMouseDown={(e) => e.preventDefault()}
      onClick={() => go(desk, clip.recordIn)}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={() => setNear(false)}
    >
      <span className={css.head}>
        <span className={css.number} data-graded={ring}>
          {two}
        </span>
        <span className="numbers">{printTimecode(start, rate.num / rate.den)}</span>
        {other && (
          <span aria-hidden="true" title="Not the first version">
            v+
          </span>
        )}
        {lock && (
          <span className={css.lock} aria-hidden="true">
            <Lock size={10} />
          </span>
        )}
        {verdict && (
          <span className={css.verdict} data-verdict={state} aria-hidden="true">
            {mark}
          </span>
        )}
        {notes > 0 && <span className={css.notes}>{notes === 1 ? '1 note' : `${notes} notes`}</span>}
      </span>
      <span className={css.picture}>
        {found === 'missing' || found === 'mismatch' ? <span className={css.missing}>{mediaWords[found]}</span> : thumb}
      </span>
      <span className={css.name}>{clip.name}</span>
    </button>
  )
}
