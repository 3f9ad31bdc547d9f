/** A grade brought from one clip to others (document.md, "Bulk changes"): whole, or the controls of some nodes. */
import { type Draw, GradeWriter } from './edit.ts'
import type { Entries, NodeKind, Value } from './grade.ts'
import { clipVersion, levelEntries, type Shelves, sameValue } from './read.ts'

/** `colour`: everything but sizing, which is a region of its own. */
export const copyParts = ['colour', 'sizing', 'all'] as const
export type CopyPart = (typeof copyParts)[number]

type Writes = Map<string, Value | null>

const slashOf = (rest: string): number => (rest.indexOf('/') < 0 ? rest.length : rest.indexOf('/'))
const nodeOf = (rest: string): string => rest.slice(0, slashOf(rest))
const controlOf = (rest: string): string => rest.slice(slashOf(rest) + 1)

/** The version of a clip in use as `<node>/<control>` -> value. */
const shelfOf = (entries: Entries, clip: string): Map<string, Value> =>
  new Map(levelEntries(entries, `c.${clip}`, clipVersion(entries, clip)))

/**
 * Keyframes and tracks stand at source frames: what lies so many frames into one clip lies as many into the other. Null where that is before the
 * other's media begins.
 */
export function moved(rest: string, shift: number): string | null {
  const found = /^(.*(?:@|\/track\.))(\d+)$/.exec(rest)
  if (!found || shift === 0) return rest
  const frame = Number(found[2]) + shift
  return frame < 0 ? null : `${found[1]}${frame}`
}

/** Sets what differs and removes what is not wanted; `now` and `then` by the rest of a key. */
function difference(prefix: string, now: ReadonlyMap<string, Value>, then: ReadonlyMap<string, Value | null>): Writes {
  const writes: Writes = new Map()
  for (const [rest, value] of then) if (!sameValue(now.get(rest) ?? null, value)) writes.set(`${prefix}${rest}`, value)
  return writes
}

/**
 * The writes that make the grade of `to`, in its version in use, what that of `from` is in its own. A node that `from` does not have becomes a wire, as a
 * deleted one does; the name of the version stays. `shift` is how many source frames the first frame of `to` lies after that of `from`.
 */
export function copyWrites(entries: Entries, from: string, to: string, shift: number, part: CopyPart): Writes {
  return copyInto(entries, shelfOf(entries, from), to, shift, part)
}

/** A clip's grade as it is now, `<node>/<control>` -> value: to be brought elsewhere later. */
export const gradeBody = (entries: Entries, clip: string): ReadonlyMap<string, Value> => shelfOf(entries, clip)

/** As `copyWrites`, of a grade that was taken before. */
export function copyInto(
  entries: Entries,
  source: ReadonlyMap<string, Value>,
  to: string,
  shift: number,
  part: CopyPart,
): Writes {
  const target = shelfOf(entries, to)
  const wanted = (rest: string): boolean => {
    if (rest === 'name') return false
    return part === 'all' || (nodeOf(rest) === 'sizing') === (part === 'sizing')
  }
  const brought = new Map<string, Value>()
  for (const [rest, value] of source) {
    const there = wanted(rest) ? moved(rest, shift) : null
    if (there !== null) brought.set(there, value)
  }
  return bodyWrites(`c.${to}/${clipVersion(entries, to)}/`, target, brought, wanted)
}

/**
 * The writes that make a level, `target`, of what `source` says, both as `<node>/<control>` -> value. What `wanted` leaves alone stays; a node
 * that `source` does not have becomes a wire, as a deleted one does.
 */
export function bodyWrites(
  prefix: string,
  target: ReadonlyMap<string, Value>,
  source: ReadonlyMap<string, Value>,
  wanted: (rest: string) => boolean,
): Writes {
  const then = new Map<string, Value | null>()
  for (const [rest, value] of target) {
    if (!wanted(rest)) continue
    const node = nodeOf(rest)
    const isNew = node !== 'sizing' && node !== 'out' && !source.has(`${node}/head`) && target.has(`${node}/head`)
    if (!isNew) then.set(rest, null)
    else if (controlOf(rest) === 'head') then.set(rest, value[0] === 'gone' ? value : ['gone', ...value.slice(1)])
    else if (!controlOf(rest).startsWith('in.')) then.set(rest, null)
  }
  for (const [rest, value] of source) then.set(rest, value)
  return difference(prefix, target, then)
}

/** Where a node stands, what it is called: not what it does. */
const isPlace = (control: string): boolean =>
  control === 'head' ||
  control === 'label' ||
  control === 'colour' ||
  control === 'at' ||
  control === 'key' ||
  control === 'shared' ||
  control.startsWith('in.')

const isLive = (shelf: ReadonlyMap<string, Value>, node: string): boolean =>
  shelf.has(`${node}/head`) && shelf.get(`${node}/head`)![0] !== 'gone'

/** The node of another clip that stands for this one: of its id, where it was copied, or else the only live one of its label. */
function counterpart(
  source: ReadonlyMap<string, Value>,
  target: ReadonlyMap<string, Value>,
  node: string,
): string | null {
  if (isLive(target, node)) return node
  const label = source.get(`${node}/label`)?.[0]
  if (typeof label !== 'string' || label === '') return null
  const same = [...target].filter(
    ([rest, value]) => controlOf(rest) === 'label' && value[0] === label && isLive(target, nodeOf(rest)),
  )
  return same.length === 1 ? nodeOf(same[0]![0]) : null
}

/**
 * The writes that give the counterparts in `to` what the nodes of `from` do: every palette, windows and keyframes, not their place, links, name or key
 * input. `missing`: nodes that have no counterpart there.
 */
export function rippleWrites(
  entries: Entries,
  from: string,
  nodes: readonly string[],
  to: string,
  shift: number,
): { readonly writes: Writes; readonly missing: readonly string[] } {
  const [source, target] = [shelfOf(entries, from), shelfOf(entries, to)]
  const then = new Map<string, Value | null>()
  const missing: string[] = []
  for (const node of nodes) {
    const there = counterpart(source, target, node)
    if (there === null) {
      missing.push(node)
      continue
    }
    for (const rest of target.keys()) if (nodeOf(rest) === there && !isPlace(controlOf(rest))) then.set(rest, null)
    for (const [rest, value] of source) {
      if (nodeOf(rest) !== node || isPlace(controlOf(rest))) continue
      const own = moved(`${there}/${controlOf(rest)}`, shift)
      if (own !== null) then.set(own, value)
    }
  }
  return { writes: difference(`c.${to}/${clipVersion(entries, to)}/`, target, then), missing }
}

/** What a node brings along that is appended to another clip: all that it does, its name and its colour; a shared one goes on standing for its body. */
const goesAlong = (control: string): boolean =>
  !isPlace(control) || control === 'label' || control === 'colour' || control === 'shared'

/**
 * The writes that put the nodes of `from`, in this order, at the end of the graph of `to`. Each keeps its id where `to` has never had it, so that a
 * ripple finds it again; else it gets another one. Keys from other nodes stay behind.
 */
export function appendWrites(
  entries: Shelves,
  from: string,
  nodes: readonly string[],
  to: string,
  shift: number,
  draw: Draw,
): ReadonlyMap<string, Value | null> {
  const source = shelfOf(entries, from)
  const [level, version] = [`c.${to}`, clipVersion(entries, to)]
  const grade = new GradeWriter(entries, draw)
  for (const node of nodes) {
    const kind = source.get(`${node}/head`)![0] as NodeKind
    const known = [...levelEntries(grade.entries, level, version)].some(([rest]) => nodeOf(rest) === node)
    const id = grade.append(level, version, kind, known ? undefined : node)
    for (const [rest, value] of source) {
      if (nodeOf(rest) !== node || !goesAlong(controlOf(rest))) continue
      const own = moved(`${id}/${controlOf(rest)}`, shift)
      if (own !== null) grade.put(`${level}/${version}/${own}`, value)
    }
  }
  return grade.writes
}

/** All that a node does, by control: not its place, links, name and key input. */
export function nodeBody(entries: Entries, level: string, version: string, node: string): ReadonlyMap<string, Value> {
  const own = [...levelEntries(entries, level, version)].filter(
    ([rest]) => nodeOf(rest) === node && !isPlace(controlOf(rest)),
  )
  return new Map(own.map(([rest, value]) => [controlOf(rest), value]))
}

/** The writes that make a node do what such a body says, and nothing else. `shift` in source frames; null: keyframes and tracks stay behind. */
export function bodyInto(
  entries: Entries,
  level: string,
  version: string,
  node: string,
  body: ReadonlyMap<string, Value>,
  shift: number | null,
): ReadonlyMap<string, Value | null> {
  const now = nodeBody(entries, level, version, node)
  const then = new Map<string, Value | null>([...now.keys()].map((control) => [control, null]))
  for (const [control, value] of body) {
    const own = shift === null && moved(control, 1) !== control ? null : moved(control, shift ?? 0)
    if (own !== null) then.set(own, value)
  }
  return difference(`${level}/${version}/${node}/`, now, then)
}
