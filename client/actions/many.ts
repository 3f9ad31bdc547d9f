/** How actions reach many clips at once: by one command of the hub, or in one step of one's own; what was left out is reported with its reason. */
import { type CopyPart, copyWrites } from '../../shared/doc/copy.ts'
import type { GradeWriter } from '../../shared/doc/edit.ts'
import type { Value } from '../../shared/doc/grade.ts'
import type { Clip } from '../../shared/doc/session.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import type { Desk } from '../state/desk.ts'
import { lockAt, lockWords } from '../state/lock-at.ts'
import type { Skipped } from '../state/strip.ts'
import { clipTitle } from '../words/clip-words.ts'
import { sayKeys } from '../words/key-words.ts'
import { reportSentence } from '../words/report-words.ts'

type Answer = ReturnType<Suite['review']['copy']>

/** What the hub says of a command to many clips. */
interface Spread {
  readonly revision: number | null
  readonly refused: readonly {
    readonly sentence: string
    readonly clips?: { readonly clips: readonly string[]; readonly count: number }
  }[]
  readonly skipped?: { readonly clips: readonly string[]; readonly count: number }
}

/** Which clips something goes to: those picked, or those of the group of the clip on show. */
export type Reach = 'picked' | 'group'

/** The clips that something on the clip on show goes to, without that clip; null where there is none, which is said. */
export function reached(desk: Desk, reach: Reach): readonly string[] | null {
  const { clip, strip } = desk
  if (!clip) return null
  const clips = reach === 'picked' ? strip.chosen.map(({ id }) => id) : (strip.groupOf(clip.id)?.clips ?? [])
  const others = clips.filter((id) => id !== clip.id)
  if (others.length > 0) return others
  desk.say(
    reach === 'picked'
      ? 'No other clip is selected: Ctrl-click or Shift-click clips in the strip first.'
      : 'The clip on show shares no group with another one.',
  )
  return null
}

/** Says in the foot what came of it, and keeps what was left out for whoever wants the list. */
export function report(desk: Desk, title: string, done: number, skipped: readonly Skipped[], unnamed = 0): void {
  desk.strip.setReport(skipped.length > 0 ? { title, done, skipped, unnamed } : null)
  desk.say(reportSentence({ title, done, skipped, unnamed }))
}

/** Why a clip was left out: its lock, else the rule's own sentence. */
function whyClosed(desk: Desk, clip: string, sentence: string): string {
  const { session, entries } = desk.suite
  const lock = lockAt(session, { clip, node: null })
  return lock ? lockWords(session, lock) : sayKeys(sentence, session, entries)
}

/** Waits for the hub's answer to a command to many clips, and reports it. */
async function told(desk: Desk, title: string, to: readonly string[], missing: string, answer: Answer): Promise<void> {
  const said = await answer
  if (!said.ok) {
    desk.say(`${title}: ${sayKeys(said.refusal.sentence, desk.suite.session, desk.suite.entries)}`)
    return
  }
  const { refused, skipped } = said.value as Spread
  const closed = refused.flatMap(({ sentence, clips }) =>
    (clips?.clips ?? []).map((clip): Skipped => ({ clip, why: whyClosed(desk, clip, sentence) })),
  )
  const lacking = (skipped?.clips ?? []).map((clip): Skipped => ({ clip, why: missing }))
  const all = [...new Map([...lacking, ...closed].map((one) => [one.clip, one])).values()]
  const named = new Set([...closed, ...lacking].map(({ clip }) => clip)).size
  const count = refused.reduce((sum, { clips }) => sum + (clips?.count ?? 0), skipped?.count ?? 0)
  const unnamed = Math.max(0, count - closed.length - lacking.length)
  report(desk, title, Math.max(0, to.length - named - unnamed), all, unnamed)
}

/** The colour of a clip's grade becomes that of others, under a title of one's own. */
export function spread(desk: Desk, title: string, from: string, to: readonly Clip[]): Promise<void> {
  const ids = to.map(({ id }) => id)
  return told(desk, title, ids, '', desk.suite.review.copy(from, ids, 'colour'))
}

const copied: Readonly<Record<CopyPart, string>> = {
  all: 'Grade and sizing copied',
  colour: 'Colour copied',
  sizing: 'Sizing copied',
}

/** The grade of the clip on show, or a part of it, becomes that of others. */
export function copyTo(desk: Desk, part: CopyPart, reach: Reach = 'picked'): void {
  const to = reached(desk, reach)
  if (to) void told(desk, copied[part], to, '', desk.suite.review.copy(desk.clip!.id, to, part))
}

/** The selected node of the clip on show, as a sentence names it; null where the hands are on no clip's own node, which is said. */
function nodeOnClip(desk: Desk): { readonly id: string; readonly title: string; readonly label: string } | null {
  const { node, level, clip } = desk
  if (!clip || !node || level !== `c.${clip.id}`) {
    desk.say(node ? 'A node of the group or timeline is in all of its clips already.' : 'No node is selected.')
    return null
  }
  const { id, number, label } = node
  return { id, title: `Node ${number}${label ? ` ${label}` : ''}`, label }
}

/** What the selected node does it does in other clips too, where they have that node, by its id or its label. */
export function rippleTo(desk: Desk, reach: Reach): void {
  const node = nodeOnClip(desk)
  const to = node && reached(desk, reach)
  if (!to) return
  const missing = node.label ? `no node ${node.label}` : 'no such node'
  void told(desk, `${node.title} rippled`, to, missing, desk.suite.review.ripple(desk.clip!.id, [node.id], to))
}

/** The selected node comes at the end of other clips' graphs. */
export function appendTo(desk: Desk, reach: Reach): void {
  const node = nodeOnClip(desk)
  const to = node && reached(desk, reach)
  if (to) void told(desk, `${node.title} appended`, to, '', desk.suite.review.append(desk.clip!.id, [node.id], to))
}

/** Writes keys in one undo step of a clip's own stack; a clip that may not be written is said to be so, in its own words. */
export function writeClip(desk: Desk, clip: Clip, label: string, writes: ReadonlyMap<string, Value | null>): boolean {
  const refusal = desk.suite.edit(`c.${clip.id}`, label, (grade) => {
    for (const [key, value] of writes)
      if (value === null) grade.reset(key)
      else grade.put(key, value)
  })
  return refusal === null
}

/** The colour of another clip's grade, at once, on the clip on show. */
export function applyGrade(desk: Desk, from: Clip | undefined): void {
  const { clip, suite } = desk
  if (!clip) return
  if (!from || from.id === clip.id) {
    desk.say(from ? 'That is the clip on show itself.' : 'There is no clip so far back.')
    return
  }
  const { session, entries } = suite
  const writes = copyWrites(entries, from.id, clip.id, clip.sourceIn - from.sourceIn, 'colour')
  if (!writeClip(desk, clip, 'Apply grade', writes)) return
  // It is the clip's own grade that was changed: that is where it is seen, and undone.
  if (desk.levelKind !== 'clip') desk.setLevelKind('clip')
  const title = clipTitle(session, from.id)
  desk.say(writes.size === 0 ? `The grade is that of ${title} already.` : `The grade of ${title} is applied.`)
}

/** The clip so many before the one on show in the cut. */
export function clipBack(desk: Desk, count: number): Clip | undefined {
  const { clips } = desk.suite.session.timeline
  return clips[clips.findIndex(({ id }) => id === desk.clip?.id) - count]
}

/** What is done to each of many clips. */
export interface ClipsEdit {
  /** Of the undo step. */
  readonly label: string
  /** A write of a clip that tells whether it may be changed. */
  readonly trial: (clip: string) => readonly [key: string, value: Value | null]
  readonly write: (grade: GradeWriter, able: readonly string[]) => void
}

/** Changes clips in one step on the stack at hand, without those that may not be changed; reports under the title. */
export function editClips(
  desk: Desk,
  clips: readonly string[],
  title: string,
  { label, trial, write }: ClipsEdit,
): void {
  const { suite } = desk
  const closed = clips.flatMap((clip): Skipped[] => {
    const no = suite.may(...trial(clip))
    return no ? [{ clip, why: whyClosed(desk, clip, no.sentence) }] : []
  })
  const out = new Set(closed.map(({ clip }) => clip))
  const able = clips.filter((clip) => !out.has(clip))
  if (able.length > 0) suite.edit(desk.level ?? `c.${clips[0]}`, label, (grade) => write(grade, able))
  report(desk, title, able.length, closed)
}

/** Puts clips into a group, a new one of a name, or none: one step, without those that may not be changed. */
export function groupClips(
  desk: Desk,
  clips: readonly string[],
  to: { readonly group: string } | { readonly name: string } | null,
): void {
  const known = to && 'group' in to ? to.group : null
  const name = to && ('name' in to ? to.name : (desk.strip.groups.find(({ id }) => id === known)?.name ?? ''))
  editClips(desk, clips, to ? `Group ${name}` : 'Out of the group', {
    label: to ? 'Group' : 'Out of the group',
    trial: (clip) => [`c.${clip}/group`, to && [known ?? 'newgroup']],
    write: (grade, able) => {
      const group = to === null ? null : (known ?? grade.addGroup(name ?? ''))
      for (const clip of able) grade.group(clip, group)
    },
  })
}
