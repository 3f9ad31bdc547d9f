/** One clip of the strip: number in a ring when graded, in two when it has versions; picture, marks, and the sentence about it in the foot. */
import { type MouseEvent, memo, type ReactNode, useEffect, useState } from 'react'
import { clipVersion } from '../../shared/doc/read.ts'
import type { Clip } from '../../shared/doc/session.ts'
import { Link2, Lock } from '../icons/index.ts'
import { printTimecode } from '../keys/timecode-entry.ts'
import type { ClipFact } from '../state/clip-facts.ts'
import type { PickHow } from '../state/clip-pick.ts'
import type { Desk } from '../state/desk.ts'
import { lockAt, lockWords } from '../state/lock-at.ts'
import type { StripLayout } from '../state/strip-layout.ts'
import { useCompareValue, useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { numberOf, shortVersion } from '../words/clip-words.ts'
import { markOf, verdictMarks, verdictSentence } from '../words/verdict-words.ts'
import { mediaWords } from '../words/words.ts'
import css from './clip-strip.module.css'
import { useVerdict } from './use-verdict.ts'

/** What a press on a clip does. */
export interface TileHands {
  press(clip: Clip, how: PickHow): void
  /** Its grade onto the clip on show. */
  apply(clip: Clip): void
  menu(clip: Clip, at: readonly [x: number, y: number]): void
  focus(clip: string): void
}

/** How a screen shows what people hang on clips for one another; a room's does not. */
export interface Hung {
  /** Over the clip's picture. */
  over(clip: Clip): ReactNode
  /** Empty: nothing. */
  words(fact: ClipFact): string
}

export interface ClipTileProps {
  readonly clip: Clip
  /** From the strip's left end, pixels. */
  readonly left: number
  readonly layout: StripLayout
  /** Its place in the cut, from 0. */
  readonly number: number
  readonly now: boolean
  readonly tabbed: boolean
  readonly hands: TileHands
  readonly thumb: ReactNode
  readonly hung: Hung | undefined
}

/** What the keys held with a press mean for the pick. */
export const howOf = (e: MouseEvent): PickHow => {
  const mod = e.ctrlKey || e.metaKey
  return e.shiftKey ? (mod ? 'add' : 'range') : mod ? 'toggle' : 'one'
}

/** What a clip's menu does is done to what is outlined: the clip alone, unless it is one of those picked. */
export function menuFor({ strip, clip: now }: Desk, clip: Clip): void {
  if (!strip.pick.clips.has(clip.id)) strip.choose(clip.id === now?.id ? [] : [clip.id])
}

/** Everything said of a clip beside its number and picture. */
function useTile(clip: Clip, hung: Hung | undefined) {
  const { suite } = useDesk()
  const session = useSuiteValue(['session'], (s) => s.session)
  const fact = useDeskValue(['strip'], (d) => d.strip.facts.of(clip.id))
  const group = useDeskValue(['strip'], (d) => d.strip.groupOf(clip.id))
  const ours = useDeskValue(['strip', 'clip'], (d) => d.clip !== null && group?.clips.includes(d.clip.id) === true)
  const picked = useDeskValue(['strip'], (d) => d.strip.pick.clips.has(clip.id))
  const notes = useDeskValue(['strip'], (d) => d.strip.notesOf(clip.id).length)
  const found = useSuiteValue(['rooms', 'session'], (s) => s.matches.get(s.seat)?.get(clip.media))
  const verdict = useVerdict(clip.id)
  const lock = lockAt(session, { clip: clip.id, node: null })
  const version =
    fact.versions > 1 ? fact.version || (clipVersion(suite.entries, clip.id) === '0' ? 'Version 1' : '') : ''
  const sentence = [
    verdict && verdictSentence(verdict, session, suite.entries),
    lock && lockWords(session, lock),
    clip.name,
    version && `${version} of ${fact.versions}`,
    group && `group ${group.name}`,
    hung?.words(fact),
  ]
  return { session, fact, group, ours, picked, notes, found, verdict, lock, version, sentence: words(sentence) }
}

/** Parts of a sentence one after the other, each with its full stop. */
const words = (parts: readonly (string | null | undefined | false)[]): string =>
  parts
    .filter((part) => !!part)
    .map((part) => (/[.”]$/.test(String(part)) ? part : `${part}.`))
    .join(' ')

function Tile({ clip, left, layout, number, now, tabbed, hands, thumb, hung }: ClipTileProps) {
  const desk = useDesk()
  const { session, fact, group, ours, picked, notes, found, verdict, lock, version, sentence } = useTile(clip, hung)
  const { rate } = session.timeline
  const start = (session.media.get(clip.media)?.startTimecode ?? 0) + clip.sourceIn
  const two = numberOf(number)
  const { mark, title } = verdictMarks[markOf(verdict)]
  const wiped = useCompareValue(
    ['view'],
    ({ mode, against }) => mode !== 'now' && against?.kind === 'clip' && against.id === clip.id,
  )
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (!near) return undefined
    desk.setAbout(`Clip ${two}: ${sentence}`)
    return () => desk.setAbout('')
  }, [desk, near, sentence, two])
  const name = [
    `Clip ${two} ${clip.name}`,
    fact.graded && 'graded',
    fact.versions > 1 && `${fact.versions} versions`,
    group && `group ${group.name}`,
    hung?.words(fact),
    notes > 0 && (notes === 1 ? '1 note' : `${notes} notes`),
    verdict && title,
    picked && 'selected',
    wiped && 'wiped against',
    lock && 'locked',
  ]
  return (
    <button
      type="button"
      className={css.tile}
      style={{ left, width: layout.width }}
      tabIndex={tabbed ? 0 : -1}
      data-clip={clip.id}
      data-picked={picked}
      data-wiped={wiped}
      aria-label={name.filter(Boolean).join(', ')}
      aria-description={sentence}
      aria-current={now}
      onMouseDown={(e) => e.preventDefault()}
      onClick={(e) => hands.press(clip, howOf(e))}
      onAuxClick={(e) => e.button === 1 && hands.apply(clip)}
      onContextMenu={(e) => {
        e.preventDefault()
        hands.menu(clip, [e.clientX, e.clientY])
      }}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => {
        hands.focus(clip.id)
        setNear(true)
      }}
      onBlur={() => setNear(false)}
    >
      <span className={css.head}>
        <span className={css.number} data-graded={fact.graded} data-versions={fact.versions > 1}>
          {two}
        </span>
        <span className="numbers">{printTimecode(start, rate.num / rate.den)}</span>
      </span>
      <span className={css.picture} style={{ height: layout.picture }}>
        {found === 'missing' || found === 'mismatch' ? <span className={css.missing}>{mediaWords[found]}</span> : thumb}
        {hung?.over(clip)}
        <span className={css.marks} aria-hidden="true">
          {lock && <Lock size={10} />}
          {verdict && <span className={css.verdict}>{mark}</span>}
          {notes > 0 && <span className={css.notes}>{notes}</span>}
          {group && (
            <span className={css.group} data-ours={ours}>
              <Link2 size={11} />
            </span>
          )}
        </span>
      </span>
      {layout.named && (
        <span className={css.name}>
          <span>{clip.name}</span>
          {version && <span className={css.version}>{shortVersion(version)}</span>}
        </span>
      )}
    </button>
  )
}

/** Drawn again only where something of its own has changed: the strip scrolls past thousands. */
export const ClipTile = memo(Tile, (a, b) =>
  (['clip', 'left', 'layout', 'number', 'now', 'tabbed', 'hands'] as const).every((prop) => a[prop] === b[prop]),
)
