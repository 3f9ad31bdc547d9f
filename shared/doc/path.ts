/** Addresses in the grade document (document.md, "Grammar"). */
import type { Level } from './grade.ts'

/** An id as its writer draws it. */
export const idPattern = /^[0-9a-z]{8}$/
const reserved = new Set(['src', 'out', 'sizing'])

/** What a key addresses. */
export type Path =
  | { readonly kind: 'clip'; readonly clip: string; readonly field: 'use' | 'group' }
  | { readonly kind: 'name'; readonly owner: string }
  | {
      readonly kind: 'control'
      readonly level: Level
      readonly version: string
      readonly node: string
      /** `primaries.gain`, `in.0`, `w.<win>/shape`, … without the keyframe. */
      readonly control: string
      /** Source or timeline frame of a keyframe, or null for the plain key. */
      readonly frame: number | null
    }

const levelPattern = /^(?:c\.[0-9a-z]{8}|g\.[0-9a-z]{8}\.(?:pre|post)|t|s\.[0-9a-z]{8})$/
const isVersion = (level: string, version: string): boolean =>
  version === '0' || (level.startsWith('c.') && idPattern.test(version))

/** The path of a key, or null where it fits no rule of the grammar. */
export function parsePath(key: string): Path | null {
  const parts = key.split('/')
  const [first, second, third] = parts as [string, string | undefined, string | undefined]
  if (parts.length === 2 && /^c\.[0-9a-z]{8}$/.test(first) && (second === 'use' || second === 'group'))
    return { kind: 'clip', clip: first.slice(2), field: second }
  if (parts.length === 2 && /^g\.[0-9a-z]{8}$/.test(first) && second === 'name') return { kind: 'name', owner: first }
  if (parts.length === 3 && /^c\.[0-9a-z]{8}$/.test(first) && isVersion(first, second!) && third === 'name')
    return { kind: 'name', owner: `${first}/${second}` }
  if (parts.length < 4 || parts.length > 5 || !levelPattern.test(first) || !isVersion(first, second!)) return null
  if (!idPattern.test(third!) && !reserved.has(third!)) return null
  const rest = parts.slice(3).join('/')
  const at = rest.lastIndexOf('@')
  const frame = at < 0 ? null : Number(rest.slice(at + 1))
  if (frame !== null && !/^(0|[1-9]\d{0,8})$/.test(rest.slice(at + 1))) return null
  return {
    kind: 'control',
    level: first,
    version: second!,
    node: third!,
    control: at < 0 ? rest : rest.slice(0, at),
    frame,
  }
}

/** Prefix of everything of one node. */
export const nodePrefix = (level: Level, version: string, node: string): string => `${level}/${version}/${node}/`

/** The key of a control, of its keyframe where a frame is given. */
export const printPath = (level: Level, version: string, node: string, control: string, frame?: number): string =>
  `${level}/${version}/${node}/${control}${frame === undefined ? '' : `@${frame}`}`

/** The level a key of the grade belongs to: whose undo stack it stands on. A clip's own fields belong to the clip. */
export const levelOf = (key: string): Level => key.split('/')[0]!
