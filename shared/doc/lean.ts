/** What one clip's picture leans on: its own level, its group's two, the timeline, and each shared node they name. */
import type { Entries, Level, Value } from './grade.ts'
import { clipGroup, clipVersion, levelEntries, Shelves } from './read.ts'

export interface Lean {
  readonly role: 'clip' | 'pre' | 'post' | 'timeline' | 'shared'
  readonly level: Level
  readonly version: string
}

/** In the order of the picture, shared bodies last, each once. */
export function leansOn(entries: Entries, clip: string): readonly Lean[] {
  const group = clipGroup(entries, clip)
  const leans: Lean[] = [{ role: 'clip', level: `c.${clip}`, version: clipVersion(entries, clip) }]
  if (group !== null)
    leans.push(
      { role: 'pre', level: `g.${group}.pre`, version: '0' },
      { role: 'post', level: `g.${group}.post`, version: '0' },
    )
  leans.push({ role: 'timeline', level: 't', version: '0' })
  // Bodies may name bodies: the list grows while it is walked.
  const bodies: string[] = []
  for (let i = 0; i < leans.length; i++) {
    for (const body of bodiesOf(entries, leans[i]!)) if (!bodies.includes(body)) bodies.push(body)
    const next = bodies.sort().find((body) => !leans.some(({ level }) => level === `s.${body}`))
    if (i === leans.length - 1 && next) leans.push({ role: 'shared', level: `s.${next}`, version: '0' })
  }
  return leans
}

/** Shared bodies that live nodes of a level stand for. */
function bodiesOf(entries: Entries, { level, version }: Lean): string[] {
  const out: string[] = []
  for (const [rest, value] of levelEntries(entries, level, version)) {
    if (!rest.endsWith('/shared')) continue
    const head = entries.get(`${level}/${version}/${rest.slice(0, -'shared'.length)}head`)
    if (head?.[0] === 'shared' && head[1] !== null) out.push(value[0] as string)
  }
  return out
}

/** The entries of everything that a clip leans on, its `use` and `group` among them. */
export function clipEntries(entries: Entries, clip: string): Shelves {
  const out = new Shelves()
  for (const key of [`c.${clip}/use`, `c.${clip}/group`]) {
    const value = entries.get(key)
    if (value) out.set(key, value)
  }
  for (const { level, version } of leansOn(entries, clip))
    for (const [rest, value] of levelEntries(entries, level, version)) out.set(`${level}/${version}/${rest}`, value)
  return out
}

/**
 * What the picture depends on of an entry, `rest` being `<node>/<control>` or `name`; null: nothing. A label, a colour, a place and the
 * name of a window or a version never touch it.
 */
export function pictured(rest: string, value: Value): Value | null {
  const control = rest.slice(rest.indexOf('/') + 1)
  if (control === 'label' || control === 'colour' || control === 'at' || rest === 'name') return null
  // [kind, on, invert, combine, order, name]
  return /^w\.[0-9a-z]{8}\/head$/.test(control) ? value.slice(0, 5) : value
}
