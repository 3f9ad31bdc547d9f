/** What differs between two states of a document, neutrals stripped, and how a person is told. */
import { isNeutral, type Param, printShown } from '../op/param.ts'
import type { Change, Entries, Value } from './grade.ts'
import { opFaces } from './op-faces.ts'
import { type Path, parsePath } from './path.ts'
import { sameValue } from './read.ts'
import { restOutput, restSizing } from './sizing.ts'

/** `<op>.<control>` -> its definition. */
const params: ReadonlyMap<string, Param> = new Map(
  opFaces.flatMap((op) => Object.values(op.params).map((param) => [`${op.id}.${param.id}`, param] as const)),
)

const { fit, pan, zoom, rotate, flipX, flipY } = restSizing
/** Controls that are no operator's and mean the same stored as absent. */
const rests: Readonly<Record<string, Value>> = {
  on: [true],
  'key.out': [1, 0],
  mode: ['normal'],
  label: [''],
  colour: [''],
  input: [fit, ...pan, zoom, rotate, flipX, flipY],
  output: [...restOutput.pan, restOutput.zoom, restOutput.rotate, restOutput.flipX, restOutput.flipY],
  blanking: [0, 0, 0, 0],
  'w/opacity': [1],
}

/** A window's control without its id: `w/soft`, `w/track`; any other as it is. */
const rule = (control: string): string =>
  control.startsWith('w.') ? `w/${control.slice(11).replace(/\..*$/, '')}` : control

/** True for a stored value that means the same as the key's absence. A keyframe never does: it holds the ones beside it. */
export function isRest(key: string, value: Value): boolean {
  const path = parsePath(key)
  if (!path) return false
  if (path.kind === 'clip') return path.field === 'use' && value[0] === '0'
  if (path.kind === 'flag') return false
  if (path.kind === 'name') return value[0] === ''
  if (path.frame !== null) return false
  const own = rule(path.control)
  if (own === 'matte') return value.every((v) => v === 0)
  if (Object.hasOwn(rests, own)) return sameValue(value, rests[own])
  const param = params.get(path.control)
  return param !== undefined && isNeutral(param, value)
}

/** Changes from one state to another, in key order; a neutral that is stored and one that is not are the same. */
export function diff(from: Entries, to: Entries): Change[] {
  const rest = (entries: Entries, key: string): Value | null => {
    const value = entries.get(key)
    return value === undefined || isRest(key, value) ? null : value
  }
  const keys = new Set([...from.keys(), ...to.keys()])
  const out: Change[] = []
  for (const key of [...keys].sort()) {
    if (sameValue(from.get(key), to.get(key))) continue
    const [a, b] = [rest(from, key), rest(to, key)]
    if (!sameValue(a, b)) out.push({ key, from: a, to: b })
  }
  return out
}

const titles: Readonly<Record<string, string>> = {
  head: 'Node',
  key: 'Key input',
  'key.out': 'Key output',
  matte: 'Matte finesse',
  shared: 'Shared node',
  mode: 'Composite mode',
  label: 'Label',
  colour: 'Colour',
  at: 'Place',
  'w/head': 'Window',
  'w/shape': 'Window shape',
  'w/soft': 'Window softness',
  'w/path': 'Window outline',
  'w/opacity': 'Window opacity',
  'w/track': 'Window track',
  input: 'Input sizing',
  output: 'Output sizing',
  blanking: 'Output blanking',
}

const plain = (value: Value): string =>
  value.map((x) => (typeof x === 'number' ? String(Math.round(x * 1000) / 1000) : String(x ?? 'none'))).join(' ')

/** The numbers of a value as the panel shows them. */
function shown(param: Param | undefined, value: Value): string {
  if (!param) return plain(value)
  if (param.kind === 'blob') return value[0] === '' ? 'none' : String(value[0]).slice(0, 8)
  if (param.kind === 'choice') return param.options.find((o) => o.id === value[0])?.title ?? plain(value)
  return value.map((x) => (typeof x === 'number' ? printShown(param, x) : String(x))).join(' ')
}

function title(path: Path): string {
  if (path.kind === 'name') return path.owner.startsWith('g.') ? 'Group name' : 'Version name'
  if (path.kind === 'clip') return { use: 'Version', group: 'Group', colour: 'Clip colour' }[path.field]
  if (path.kind === 'flag') return `Flag ${path.flag}`
  const { control } = path
  if (control.startsWith('in.')) return 'Link'
  return params.get(control)?.title ?? titles[rule(control)] ?? control
}

/** A value of a key in words, with the numbers of the panel: `Gain 1.20 1.00 1.00 1.00`, `Gain at rest`, `Node off`. */
export function describe(key: string, value: Value | null): string {
  const path = parsePath(key)
  if (!path) return key
  if (path.kind === 'flag') return value === null ? `No flag ${path.flag}` : title(path)
  if (path.kind === 'clip' && path.field === 'colour' && value === null) return 'No clip colour'
  const control = path.kind === 'control' ? path.control : ''
  if (control === 'on') return value?.[0] === false ? 'Node off' : 'Node on'
  if (control === 'head')
    return value === null ? 'No node' : value[1] === null ? 'Node out of the picture' : `Node ${value[0]}`
  const frame = path.kind === 'control' && path.frame !== null ? ` at frame ${path.frame}` : ''
  const name = `${title(path)}${frame}`
  if (value === null) return frame ? `No ${title(path)}${frame}` : `${name} at rest`
  const own = frame ? value.slice(1) : value
  // Hundreds of numbers tell nobody anything.
  if (rule(control) === 'w/path') return `${name} of ${own.length / 6} points`
  if (rule(control) === 'w/track')
    return `${name} of ${own.length / 6} frames from ${control.slice(control.lastIndexOf('.') + 1)}`
  return `${name} ${shown(params.get(control), own)}`.trimEnd()
}

/** A change in words: what it was, and what it is. */
export const describeChange = ({ key, from, to }: Change): string => `${describe(key, from)} → ${describe(key, to)}`
