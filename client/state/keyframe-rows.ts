/** Fleeting: the tracks of the level on show as rows, a node a track, opened to its groups and their controls. */
import type { Entries, Graph, Node } from '../../shared/doc/grade.ts'
import { type Keyframe, mayMove } from '../../shared/doc/keyframe-edit.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import { parseOp } from '../../shared/doc/path.ts'
import { levelEntries } from '../../shared/doc/read.ts'
import { inTrack, type Track } from './keyframes.ts'
import { kindTitles } from './window-parts.ts'

export interface Row extends Track {
  /** Names it among the rows: `<node>` or `<node>/<rest>`. */
  readonly id: string
  /** 0 a node, 1 a group or a control that stands alone, 2 a control. */
  readonly depth: 0 | 1 | 2
  readonly title: string
  /** Null: it holds nothing to be opened. */
  readonly open: boolean | null
  /** Of a node, whether it is on; of what is in it, its node's. */
  readonly on: boolean
  /** Whether any keyframe stands in it. */
  readonly keyed: boolean
}

const partTitles: Readonly<Record<string, string>> = {
  shape: 'Shape',
  soft: 'Softness',
  path: 'Points',
  opacity: 'Opacity',
}
const ownTitles: Readonly<Record<string, string>> = {
  on: 'On and off',
  'key.out': 'Key output',
  matte: 'Matte finesse',
  input: 'Input sizing',
  output: 'Output sizing',
  blanking: 'Blanking',
}

/** The group a control stands in, or null where it stands alone. */
function groupOf(control: string): string | null {
  if (control.startsWith('w.')) return control.slice(0, control.indexOf('/'))
  return parseOp(control)?.[0] ?? null
}

function titleOf(control: string): string {
  const [op, name] = parseOp(control) ?? []
  if (op !== undefined) return opFaces.find(({ id }) => id === op)?.params[name!]?.title ?? control
  if (control.startsWith('w.')) return partTitles[control.slice(control.indexOf('/') + 1)] ?? control
  return ownTitles[control] ?? control
}

function groupTitle(group: string, node: Node | null): string {
  if (!group.startsWith('w.')) return opFaces.find(({ id }) => id === group)?.title ?? group
  const at = node?.windows.findIndex(({ id }) => `w.${id}` === group) ?? -1
  const window = node?.windows[at]
  return window ? window.name || `${kindTitles[window.kind]} ${at + 1}` : 'Window'
}

/** Places of the operators' controls in the list of operators. */
const places = new Map(
  opFaces
    .flatMap((op) => Object.keys(op.params).map((name) => `${op.id}.${name}`))
    .map((control, i) => [control, i] as const),
)
/** Rank of a control within its node: as in the list of operators, then windows, then what is the node's own. */
const rank = (control: string): number => places.get(control) ?? (control.startsWith('w.') ? 1e6 : 2e6)
const byRank = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1)

/** `<node>/<control>` in two. */
function halves(rest: string): readonly [node: string, control: string] {
  const slash = rest.indexOf('/')
  return [rest.slice(0, slash), rest.slice(slash + 1)]
}

/** Rows of a graph in its order, the sizing last where something of it stands; a node's groups and controls where it is opened. */
export function rowsOf(
  graph: Graph,
  entries: Entries,
  keys: ReadonlyMap<string, readonly Keyframe[]>,
  opened: ReadonlySet<string>,
): readonly Row[] {
  const prefix = `${graph.level}/${graph.version}/`
  const standing = new Map<string, Set<string>>()
  const keyed = new Map<string, string[]>()
  const stand = (node: string, control: string) => {
    const own = standing.get(node)
    if (own) own.add(control)
    else standing.set(node, new Set([control]))
  }
  for (const key of keys.keys()) {
    const [node, control] = halves(key.slice(prefix.length))
    stand(node, control)
    keyed.set(node, [...(keyed.get(node) ?? []), control])
  }
  // Whether a control may move is the same of every node: the grammar is asked once a name.
  const moves = new Map<string, boolean>([['on', false]])
  for (const [rest] of levelEntries(entries, graph.level, graph.version)) {
    if (rest.includes('@') || !rest.includes('/')) continue
    const [node, control] = halves(rest)
    const name = node === 'sizing' ? rest : control
    let may = moves.get(name)
    if (may === undefined) moves.set(name, (may = mayMove(prefix + rest)))
    if (may) stand(node, control)
  }
  const rows: Row[] = []
  const add = (id: string, title: string, on: boolean, node: Node | null) => {
    const controls = [...(standing.get(id) ?? [])]
    const hasKeys = (rest: string) => (keyed.get(id) ?? []).some((control) => inTrack(control, rest))
    const row = (rest: string, depth: Row['depth'], title: string, holds: boolean): Row => {
      const name = rest === '' ? id : `${id}/${rest}`
      return { id: name, node: id, rest, depth, title, on, open: holds ? opened.has(name) : null, keyed: hasKeys(rest) }
    }
    const top = row('', 0, title, controls.length > 0)
    rows.push(top)
    if (!top.open) return
    controls.sort(byRank)
    const groups = [...new Set(controls.map((control) => groupOf(control) ?? control))]
    for (const group of groups) {
      if (controls.includes(group)) rows.push(row(group, 1, titleOf(group), false))
      else {
        const made = row(group, 1, groupTitle(group, node), true)
        rows.push(made)
        if (made.open)
          for (const control of controls)
            if (groupOf(control) === group) rows.push(row(control, 2, titleOf(control), false))
      }
    }
  }
  for (const node of [...graph.nodes, ...graph.loose])
    add(node.id, [String(node.number).padStart(2, '0'), node.label].filter(Boolean).join(' '), node.on, node)
  if (standing.has('sizing')) add('sizing', 'Sizing', true, null)
  return rows
}

/** A mark of a row: everything of it that stands at a frame. */
export interface RowKey {
  readonly frame: number
  /** All of them hold to the next one. */
  readonly still: boolean
  /** Keys with their frame. */
  readonly keys: readonly string[]
  /** How it goes to the next one; of several that differ, as the first does. */
  readonly ease: string
}

/** Marks of each row by frame. */
export function rowKeys(
  rows: readonly Track[],
  { level, version }: Pick<Graph, 'level' | 'version'>,
  keys: ReadonlyMap<string, readonly Keyframe[]>,
): readonly (readonly RowKey[])[] {
  const prefix = `${level}/${version}/`
  const nodes = new Map<string, [string, readonly Keyframe[]][]>()
  for (const [key, list] of keys) {
    const [node] = halves(key.slice(prefix.length))
    const own = nodes.get(node)
    if (own) own.push([key, list])
    else nodes.set(node, [[key, list]])
  }
  return rows.map(({ node, rest }) => marksOf(nodes.get(node) ?? [], rest, prefix.length + node.length + 1))
}

/** `from`: where in a key its control begins. */
function marksOf(keys: readonly (readonly [string, readonly Keyframe[]])[], rest: string, from: number): RowKey[] {
  const found = new Map<number, { still: boolean; keys: string[]; ease: string }>()
  for (const [control, list] of keys) {
    if (!inTrack(control.slice(from), rest)) continue
    for (const [frame, value] of list) {
      const still = value[0] === 'static'
      const had = found.get(frame)
      if (had) {
        had.keys.push(`${control}@${frame}`)
        had.still &&= still
      } else found.set(frame, { still, keys: [`${control}@${frame}`], ease: String(value[0]) })
    }
  }
  return [...found].map(([frame, of]) => ({ frame, ...of })).sort((a, b) => a.frame - b.frame)
}
