/** A change as a person reads it: where, which number of which control, from and to as the panel shows them, by whom. */
import type { ControlChange } from '../../shared/doc/change-list.ts'
import type { Entries, Value } from '../../shared/doc/grade.ts'
import { opFaces } from '../../shared/doc/op-faces.ts'
import { parseOp, parsePath } from '../../shared/doc/path.ts'
import type { LutFile } from '../../shared/doc/records.ts'
import type { Session } from '../../shared/doc/session.ts'
import { neutralValue, type Param, printShown, toShown } from '../../shared/op/param.ts'

/** One number of a control, or the control as a whole where it has no numbers of a panel. */
export interface ChangeLine {
  readonly title: string
  readonly from: string
  readonly to: string
}

/** Decimals beyond the panel's before two numbers that differ are called the same. */
const mostDecimals = 6

/** Two numbers with as many decimals as tell them apart, at least the panel's. */
function apart(param: Param, a: number, b: number): readonly [string, string] {
  const panel = [printShown(param, a), printShown(param, b)] as const
  if (panel[0] !== panel[1]) return panel
  for (let decimals = param.shown.decimals + 1; decimals <= mostDecimals; decimals++) {
    const [x, y] = [toShown(param, a).toFixed(decimals), toShown(param, b).toFixed(decimals)]
    if (x !== y) return [x, y]
  }
  return panel
}

function paramOf(key: string): Param | null {
  const path = parsePath(key)
  if (path?.kind !== 'control' || path.frame !== null) return null
  const [op, control] = parseOp(path.control) ?? []
  const found = opFaces.find(({ id }) => id === op)
  return (found && Object.values(found.params).find(({ id }) => id === control)) ?? null
}

/** How nodes hang together, which a node that came or went says already. */
const isLink = (key: string): boolean => /\/in\.[^/]+$/.test(key)
const isHead = (key: string): boolean => key.endsWith('/head')
const graphOf = (key: string): string => key.split('/', 2).join('/')

/** The changes worth a row: links are left out where a node of the same graph came, went or moved. */
export function told(changes: readonly ControlChange[]): readonly ControlChange[] {
  const moved = new Set(changes.filter(({ key }) => isHead(key)).map(({ key }) => graphOf(key)))
  return changes.filter(({ key }) => !isLink(key) || !moved.has(graphOf(key)))
}

/** A version's or group's own name instead of its id. */
function namedLine({ key, from, to }: Pick<ControlChange, 'key' | 'from' | 'to'>, entries: Entries): ChangeLine | null {
  const path = parsePath(key)
  if (path?.kind !== 'clip' || path.field === 'colour') return null
  const group = path.field === 'group'
  const name = (value: Value | null): string => {
    if (value === null || value[0] === '0') return group ? 'none' : 'first'
    const given = entries.get(group ? `g.${value[0]}/name` : `c.${path.clip}/${value[0]}/name`)?.[0]
    return given ? `“${given}”` : 'one without a name'
  }
  return { title: group ? 'Group' : 'Version', from: name(from), to: name(to) }
}

/**
 * The numbers that differ, one a line: `Gain Y`, 1.00, 1.03; a control that came or went stands at rest on that side. `entries` has the
 * names of groups and versions, `luts` those of LUT files.
 */
export function changeLines(
  change: Pick<ControlChange, 'key' | 'from' | 'to' | 'words'>,
  entries: Entries,
  luts: readonly LutFile[] = [],
): readonly ChangeLine[] {
  const named = namedLine(change, entries)
  if (named) return [named]
  if (isLink(change.key)) return [{ title: 'Link changed', from: '', to: '' }]
  const param = paramOf(change.key)
  if (param?.kind === 'blob') {
    const name = (value: Value | null): string =>
      !value?.[0] ? 'none' : (luts.find(({ blob }) => blob === value[0])?.name ?? String(value[0]).slice(0, 8))
    return [{ title: param.title, from: name(change.from), to: name(change.to) }]
  }
  if (!param || param.kind === 'choice') {
    const [from, to] = change.words.split(' → ')
    return [{ title: '', from: from ?? '', to: to ?? '' }]
  }
  const rest = neutralValue(param)
  const [a, b] = [change.from ?? rest, change.to ?? rest] as readonly (readonly number[])[]
  return param.components.flatMap((name, i) => {
    if (a![i] === b![i]) return []
    const [from, to] = apart(param, a![i]!, b![i]!)
    return [{ title: param.components.length > 1 ? `${param.title} ${name.toUpperCase()}` : param.title, from, to }]
  })
}

/** A seat's name as the session has it. */
export const nameOf = ({ seats }: Pick<Session, 'seats'>, seat: string): string =>
  seat === 'hub' ? 'the hub' : (seats.get(seat)?.name ?? 'somebody who has left')

/** Where a change stands: `node 2`, `group`, `timeline`, `cut`; empty for what is the clip's own. */
export function placeOf({ level, number, node }: Pick<ControlChange, 'level' | 'number' | 'node'>): string {
  const own = number === null ? (node === null ? '' : 'a node') : `node ${number}`
  if (level === 'session') return 'cut'
  const wide =
    level === 't' ? 'timeline' : level.startsWith('g.') ? 'group' : level.startsWith('s.') ? 'shared node' : ''
  return [wide, own].filter((word) => word !== '').join(' ')
}

/** `Gain Y 1.00 → 1.20`. */
export const lineWords = ({ title, from, to }: ChangeLine): string =>
  [title, from === to ? from : `${from} → ${to}`].filter((word) => word !== '').join(' ')

/** `node 1 Gain Y 1.00 → 1.20, by Clara Marsh`. */
export function changeWords(change: ControlChange, session: Pick<Session, 'seats'>, entries: Entries): string {
  const lines = changeLines(change, entries).map(lineWords).join(', ')
  const who = change.author ? `, by ${nameOf(session, change.author.seat)}` : ''
  return [placeOf(change), lines].filter((word) => word !== '').join(' ') + who
}

/** Hour and minute of a hub's clock in this browser's zone; another day has its date before it. */
export function whenWords(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)]
  const two = (n: number): string => String(n).padStart(2, '0')
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`
  if (then.toDateString() === today.toDateString()) return time
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`
}
