/** Addresses in the grade document (document.md, "Grammar"). */
import { type FlagColour, flagColours } from './flags.ts'
import type { Level } from './grade.ts'

/** An id as its writer draws it. */
export const idPattern = /^[0-9a-z]{8}$/

/** What a key addresses. */
export type Path =
  | { readonly kind: 'clip'; readonly clip: string; readonly field: 'use' | 'group' | 'colour' }
  | { readonly kind: 'flag'; readonly clip: string; readonly flag: FlagColour }
  | { readonly kind: 'name'; readonly owner: string }
  | {
      readonly kind: 'control'
      readonly level: Level
      readonly version: string
      /** An id, `out` or `sizing`. */
      readonly node: string
      /** `primaries.gain`, `in.0`, `w.<win>/shape`, … without the keyframe. */
      readonly control: string
      /** Source or timeline frame of a keyframe, or null for the plain key. */
      readonly frame: number | null
    }

const clipPattern = /^c\.[0-9a-z]{8}$/
const fields = ['use', 'group', 'colour'] as const
const groupPattern = /^g\.[0-9a-z]{8}$/
const levelPattern = /^(?:c\.[0-9a-z]{8}|g\.[0-9a-z]{8}\.(?:pre|post)|t|s\.[0-9a-z]{8})$/
const kebab = '[a-z][a-z0-9]*(?:-[a-z0-9]+)*'
/** Frames as keys name them: whole, without a leading nought. */
const framePattern = /^(?:0|[1-9]\d{0,8})$/

/** Controls that no operator defines, without their keyframe. */
const ownPattern =
  /^(?:head|in\.0|in\.[0-9a-z]{8}|key|shared|mode|on|key\.out|matte|label|colour|at|w\.[0-9a-z]{8}\/(?:head|shape|soft|path|opacity|track\.(?:0|[1-9]\d{0,8})))$/
/** No operator is called `in`, `w` or `key`. */
const opPattern = new RegExp(`^(?!in\\.|w\\.|key\\.)${kebab}\\.${kebab}$`)
const sizingPattern = /^(?:input|output|blanking)$/
/** Structure and what never touches the picture stands still. */
const stillPattern = /^(?:head|in\..+|key|shared|mode|label|colour|at|w\.[0-9a-z]{8}\/(?:head|track\..+))$/

const isVersion = (level: string, version: string): boolean =>
  version === '0' || (level.startsWith('c.') && idPattern.test(version))

function isControl(node: string, control: string): boolean {
  if (node === 'sizing') return sizingPattern.test(control)
  if (node === 'out') return control === 'in.0'
  return idPattern.test(node) && (ownPattern.test(control) || opPattern.test(control))
}

/** Operator and control of `<op>.<control>`, or null where the control is no operator's. */
export function parseOp(control: string): readonly [string, string] | null {
  if (ownPattern.test(control) || !opPattern.test(control)) return null
  const dot = control.indexOf('.')
  return [control.slice(0, dot), control.slice(dot + 1)]
}

/** The path of a key, or null where it fits no rule of the grammar. That an operator has the control is `schema.ts`'s to know. */
export function parsePath(key: string): Path | null {
  const parts = key.split('/')
  const [first, second, third] = parts as [string, string | undefined, string | undefined]
  if (parts.length === 2 && clipPattern.test(first)) {
    const flag = flagColours.find((colour) => second === `flag.${colour}`)
    if (flag) return { kind: 'flag', clip: first.slice(2), flag }
    const field = fields.find((one) => second === one)
    return field ? { kind: 'clip', clip: first.slice(2), field } : null
  }
  if (parts.length === 2 && groupPattern.test(first) && second === 'name') return { kind: 'name', owner: first }
  if (parts.length === 3 && clipPattern.test(first) && isVersion(first, second!) && third === 'name')
    return { kind: 'name', owner: `${first}/${second}` }
  if (parts.length < 4 || parts.length > 5 || !levelPattern.test(first) || !isVersion(first, second!)) return null
  const rest = parts.slice(3).join('/')
  const at = rest.lastIndexOf('@')
  const control = at < 0 ? rest : rest.slice(0, at)
  if (!isControl(third!, control)) return null
  if (at >= 0) {
    // A group stands over clips of different lengths: it has neither keyframes nor tracks.
    if (!framePattern.test(rest.slice(at + 1)) || stillPattern.test(control) || first.startsWith('g.')) return null
  } else if (first.startsWith('g.') && /^w\.[0-9a-z]{8}\/track\./.test(control)) return null
  return {
    kind: 'control',
    level: first,
    version: second!,
    node: third!,
    control,
    frame: at < 0 ? null : Number(rest.slice(at + 1)),
  }
}

/** Prefix of everything of one node. */
export const nodePrefix = (level: Level, version: string, node: string): string => `${level}/${version}/${node}/`

/** The key of a control, of its keyframe where a frame is given. */
export const printPath = (level: Level, version: string, node: string, control: string, frame?: number): string =>
  `${level}/${version}/${node}/${control}${frame === undefined ? '' : `@${frame}`}`

/** The level a key of the grade belongs to: whose undo stack it stands on. A clip's own fields belong to the clip. */
export const levelOf = (key: string): Level => key.slice(0, key.indexOf('/'))
