/** What the right button on a clip offers: its grade here, the grade on show to those picked, its group, its lock. */
import { useState } from 'react'
import type { CopyPart } from '../../shared/doc/copy.ts'
import { clipColours, flagColours } from '../../shared/doc/flags.ts'
import type { Clip } from '../../shared/doc/session.ts'
import {
  allFlagged,
  appendTo,
  applyGrade,
  colourClips,
  commonColour,
  copyGrade,
  copyTo,
  flagClips,
  groupClips,
  lockOrLift,
  rippleTo,
  unflagClips,
} from '../actions/index.ts'
import { Menu, type MenuItem, type MenuPart } from '../controls/menu.tsx'
import { keymap } from '../keys/keymap.ts'
import { onMac, printChord } from '../keys/print.ts'
import type { Desk } from '../state/desk.ts'
import { lockAt } from '../state/lock-at.ts'
import { useDesk } from '../state/use-desk.ts'
import { clipCount, clipTitle } from '../words/clip-words.ts'
import { flagHue } from './clip-flags.tsx'
import { GroupSheet, type Naming } from './group-sheet.tsx'

export interface MenuAt {
  readonly clip: Clip
  readonly at: readonly [x: number, y: number]
}

export interface ClipMenuProps {
  /** Null: it is not open. */
  readonly open: MenuAt | null
  readonly close: () => void
}

const keysOf = (id: 'copy' | 'copy-colour' | 'append-picked' | 'ripple' | 'ripple-group'): string =>
  printChord(keymap[id][0], onMac())

const upper = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`

/** The selected node of the clip on show, as a line of the menu names it. */
const nodeTitle = ({ node }: Desk): string =>
  node ? `node ${node.number}${node.label ? ` ${node.label}` : ''}` : 'node'

/** From the clip on show to the others that are picked. */
function toPicked(desk: Desk): MenuPart[] {
  const { clip, strip, suite } = desk
  const others = strip.chosen.filter(({ id }) => id !== clip?.id).length
  if (!clip || others === 0) return []
  const copy = (title: string, part: CopyPart, keys?: string): MenuItem => ({
    title,
    run: () => copyTo(desk, part),
    ...(keys === undefined ? {} : { keys }),
  })
  const items = [
    copy('Copy grade and sizing', 'all'),
    copy('Copy colour', 'colour', keysOf('copy-colour')),
    copy('Copy sizing', 'sizing'),
    {
      title: `Append ${nodeTitle(desk)}`,
      keys: keysOf('append-picked'),
      run: () => appendTo(desk, 'picked'),
    },
    { title: `Ripple ${nodeTitle(desk)}`, keys: keysOf('ripple'), run: () => rippleTo(desk, 'picked') },
  ]
  return [{ title: `From ${clipTitle(suite.session, clip.id)} to ${clipCount(others)}`, items }]
}

/** The group of the clips that the menu is about, and what is done to the group of the one on show. */
function grouping(desk: Desk, clips: readonly string[], name: (what: Naming) => void): MenuPart[] {
  const { strip, clip } = desk
  const own = clip && strip.groupOf(clip.id)
  const some = strip.groups.filter((group) => clips.some((id) => group.clips.includes(id)))
  const parts: MenuPart[] = [
    {
      title: `Group of ${clipCount(clips.length)}`,
      items: [
        { title: 'New group…', run: () => name({ kind: 'new', clips }) },
        ...strip.groups.map(({ id, name: title, clips: own }) => ({
          id,
          title,
          checked: clips.every((one) => own.includes(one)),
          run: () => groupClips(desk, clips, { group: id }),
        })),
        ...(some.length > 0 ? [{ title: 'Out of the group', run: () => groupClips(desk, clips, null) }] : []),
      ],
    },
  ]
  if (own)
    parts.push({
      title: `${own.name}, group of the clip on show`,
      items: [
        { title: 'Grade before its clips', run: () => desk.setLevelKind('pre') },
        { title: 'Grade after its clips', run: () => desk.setLevelKind('post') },
        {
          title: `Ripple ${nodeTitle(desk)} to the group`,
          keys: keysOf('ripple-group'),
          run: () => rippleTo(desk, 'group'),
        },
        { title: `Append ${nodeTitle(desk)} to the group`, run: () => appendTo(desk, 'group') },
        { title: `Select its ${clipCount(own.clips.length)}`, run: () => strip.choose(own.clips) },
        { title: 'Rename group…', run: () => name({ kind: 'rename', group: own }) },
      ],
    })
  return parts
}

/** Flags and the clip colour of the clips that the menu is about; a tick where all of them have it. */
function hung(desk: Desk, clips: readonly string[]): MenuPart[] {
  const colour = commonColour(desk, clips)
  return [
    {
      title: `Flags of ${clipCount(clips.length)}`,
      row: true,
      items: [
        ...flagColours.map((flag) => ({
          id: `flag ${flag}`,
          title: upper(flag),
          hue: flagHue(flag),
          checked: allFlagged(desk, clips, flag),
          run: () => flagClips(desk, clips, flag),
        })),
        { id: 'flag none', title: 'No flags', run: () => unflagClips(desk, clips) },
      ],
    },
    {
      title: 'Clip colour',
      row: true,
      items: [
        ...clipColours.map((one) => ({
          id: `colour ${one}`,
          title: upper(one),
          hue: flagHue(one),
          checked: one === colour,
          run: () => colourClips(desk, clips, one),
        })),
        { id: 'colour none', title: 'No clip colour', run: () => colourClips(desk, clips, null) },
      ],
    },
  ]
}

/** The picture is wiped against this clip. */
const wiped = ({ compare: { mode, against } }: Desk, clip: Clip): boolean =>
  mode !== 'now' && against?.kind === 'clip' && against.id === clip.id

export function ClipMenu({ open, close }: ClipMenuProps) {
  const desk = useDesk()
  const [naming, setNaming] = useState<Naming | null>(null)
  const sheet = naming && <GroupSheet naming={naming} close={() => setNaming(null)} />
  if (!open) return sheet
  const { clip, at } = open
  const { compare } = desk
  const { session } = desk.suite
  const title = upper(clipTitle(session, clip.id))
  const now = desk.clip
  const chosen = desk.strip.pick.clips.has(clip.id) ? desk.strip.chosen.map(({ id }) => id) : [clip.id]
  const lock = lockAt(session, { clip: clip.id, node: null })
  const parts: MenuPart[] = [
    {
      title,
      items: [
        ...(now && now.id !== clip.id
          ? [
              {
                title: `Apply its grade to ${clipTitle(session, now.id)}`,
                keys: 'Middle click',
                run: () => applyGrade(desk, clip),
              },
            ]
          : []),
        wiped(desk, clip)
          ? { title: 'End the wipe', run: () => compare.setMode('now') }
          : {
              title: 'Wipe against this clip',
              disabled: !compare.under,
              run: () => compare.setAgainst({ kind: 'clip', id: clip.id }),
            },
        { title: 'Lightbox', run: () => desk.setCover('lightbox') },
        { title: 'Copy its grade', keys: keysOf('copy'), run: () => copyGrade(desk, clip) },
        {
          title: lock ? 'Lift its lock' : 'Lock it…',
          run: () => lockOrLift(desk, { clip: clip.id, node: null }),
        },
      ],
    },
    ...hung(desk, chosen),
    ...toPicked(desk),
    ...grouping(desk, chosen, setNaming),
  ]
  return (
    <>
      <Menu name={title} parts={parts} x={at[0]} y={at[1]} close={close} />
      {sheet}
    </>
  )
}
