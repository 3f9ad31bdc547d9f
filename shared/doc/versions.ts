/** The versions of a clip: grades of its own beside the first, one of them in use. */
import type { Entries } from './grade.ts'
import { clipVersion, Layered, Shelves } from './read.ts'

export interface Version {
  /** `0` is the first. */
  readonly id: string
  /** As somebody called it; empty where nobody did. */
  readonly name: string
}

function stored(base: Entries, level: string): readonly string[] {
  if (base instanceof Shelves) return base.versions(level)
  const parts = [...base.keys()].map((key) => key.split('/'))
  return parts.filter(([at, , node]) => at === level && node !== undefined).map(([, version]) => version!)
}

/** The first version and every other that holds anything, in the order of their names; the one in use is always among them. */
export function versionsOf(entries: Entries, clip: string): readonly Version[] {
  const level = `c.${clip}`
  const base = entries instanceof Layered ? entries.base : entries
  const found = new Set(['0', clipVersion(entries, clip), ...stored(base, level)])
  const named = [...found].map((id): Version => ({ id, name: String(entries.get(`${level}/${id}/name`)?.[0] ?? '') }))
  const rank = ({ id, name }: Version): string => (id === '0' ? '' : `${name} ${id}`)
  return named.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** A name that no version of the clip has yet: `Version 2`, `Version 3`, … */
export function freeVersionName(versions: readonly Version[]): string {
  for (let n = versions.length + 1; ; n++) {
    const name = `Version ${n}`
    if (!versions.some((one) => one.name === name)) return name
  }
}
