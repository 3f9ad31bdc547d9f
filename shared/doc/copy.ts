/** A grade brought from one clip to others (document.md, "Bulk changes"): whole, or the controls of some nodes. */
import type { Entries, Value } from './grade.ts'
import { clipVersion, levelEntries, sameValue } from './read.ts'

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
function moved(rest: string, shift: number): string | null {
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
  const [source, target] = [shelfOf(entries, from), shelfOf(entries, to)]
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
