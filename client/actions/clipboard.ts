/** What these hands have copied: a node's work or a clip's grade, as it was then. Fleeting, and of one desk. */
import { bodyInto, copyInto, gradeBody, nodeBody } from '../../shared/doc/copy.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { sameValue } from '../../shared/doc/read.ts'
import type { Clip } from '../../shared/doc/session.ts'
import type { Desk } from '../state/desk.ts'
import type { Skipped } from '../state/strip.ts'
import { clipTitle } from '../words/clip-words.ts'
import { sayKeys } from '../words/key-words.ts'
import { editGraph, nodeAtHand } from './graph-edit.ts'
import { report, spread } from './many.ts'

type Body = ReadonlyMap<string, Value>

interface Held {
  readonly kind: 'node' | 'grade'
  readonly body: Body
  /** The clip it was copied in. */
  readonly from: Clip
  /** As a sentence names it. */
  readonly title: string
  /** Its frames are source frames of that clip. */
  readonly framed: boolean
}

const held = new WeakMap<Desk, Held>()

/** One transaction takes so many characters of keys and values with room to spare: the hub takes 256 kB. */
const mostText = 120_000

/** Takes what the selected node does. */
export function copyNode(desk: Desk): void {
  const { clip, level, version, node, suite } = desk
  if (!clip || !level || node?.kind !== 'corrector') {
    desk.say(node ? 'A mixer is not copied: select a corrector.' : 'No node is selected.')
    return
  }
  const title = `Node ${node.number}${node.label ? ` ${node.label}` : ''}`
  const body = nodeBody(suite.entries, level, version, node.id)
  held.set(desk, { kind: 'node', body, from: clip, title, framed: level.startsWith('c.') })
  desk.say(`${title} is copied.`)
}

/** Takes the grade of a clip. */
export function copyGrade(desk: Desk, clip: Clip | null): void {
  if (!clip) return
  const title = `The grade of ${clipTitle(desk.suite.session, clip.id)}`
  held.set(desk, { kind: 'grade', body: gradeBody(desk.suite.entries, clip.id), from: clip, title, framed: true })
  desk.say(`${title} is copied.`)
}

/** A node onto the selected node, or a new one where there is none; a grade onto the picked clips, or the one on show. */
export function pasteHeld(desk: Desk): void {
  const what = held.get(desk)
  if (!what) desk.say('Nothing is copied yet.')
  else if (what.kind === 'node') pasteNode(desk, what)
  else pasteGrade(desk, what)
}

function pasteNode(desk: Desk, { body, from, title, framed }: Held): void {
  const { clip, suite } = desk
  const at = nodeAtHand(desk)
  if (!at || !clip) return
  const done = editGraph(desk, 'Paste node', (grade, level, version) => {
    for (const [key, value] of at.writes) if (value !== null) grade.put(key, value)
    const shift = framed && level.startsWith('c.') ? clip.sourceIn - from.sourceIn : null
    for (const [key, value] of bodyInto(suite.entries, level, version, at.id, body, shift))
      if (value === null) grade.reset(key)
      else grade.put(key, value)
    return at.id
  })
  if (done) desk.say(`${title} is pasted.`)
}

const sameBody = (a: Body, b: Body): boolean =>
  a.size === b.size && [...a].every(([key, value]) => sameValue(value, b.get(key)))

function pasteGrade(desk: Desk, { body, from, title }: Held): void {
  const { suite, strip } = desk
  const { entries, session } = suite
  const to = strip.chosen
  const others = to.filter(({ id }) => id !== from.id)
  // Many clips are the hub's to write, which knows the grade as it stands.
  if (others.length > 1 && sameBody(body, gradeBody(entries, from.id))) {
    void spread(desk, 'Grade pasted', from.id, others)
    return
  }
  const writes = new Map<string, Value | null>()
  const closed: Skipped[] = []
  for (const clip of to) {
    const own = copyInto(entries, body, clip.id, clip.sourceIn - from.sourceIn, 'colour')
    const no = [...own].map(([key, value]) => suite.may(key, value)).find((refusal) => refusal !== null)
    if (no) closed.push({ clip: clip.id, why: sayKeys(no.sentence, session, entries) })
    else for (const [key, value] of own) writes.set(key, value)
  }
  if (to.length > 1 && JSON.stringify([...writes]).length > mostText) {
    desk.say(`${title} has been changed since, and is too much for ${to.length} clips at once: copy it again.`)
    return
  }
  suite.edit(`c.${(desk.clip ?? from).id}`, 'Paste grade', (grade) => {
    for (const [key, value] of writes)
      if (value === null) grade.reset(key)
      else grade.put(key, value)
  })
  if (desk.levelKind !== 'clip') desk.setLevelKind('clip')
  if (to.length > 1 || closed.length > 0) report(desk, 'Grade pasted', to.length - closed.length, closed)
  else desk.say(`${title} is pasted.`)
}
