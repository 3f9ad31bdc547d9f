/** Grades that were read, put to use: one after the other as one level, or in the place of a level of the document. */
import { bodyWrites, moved } from './copy.ts'
import { type Draw, drawId } from './edit.ts'
import type { Entries, Level, Value } from './grade.ts'
import { type Body, type Grade, placeId } from './grade-json.ts'
import { readGraph } from './graph.ts'
import { idPattern } from './path.ts'
import { levelEntries, sameValue } from './read.ts'

/** A grade of serial correctors, each with the controls of one operator: what a CDL or a LUT is. */
export function gradeOf(nodes: readonly Readonly<Record<string, Value>>[]): Grade {
  const body = new Map<string, Value>()
  let before = 'src'
  nodes.forEach((controls, i) => {
    const id = placeId(i)
    const into = i === nodes.length - 1 ? ['out', '0'] : [placeId(i + 1), '0']
    body.set(`${id}/head`, ['corrector', ...into])
    body.set(`${id}/in.0`, [before, 'rgb'])
    for (const [control, value] of Object.entries(controls)) body.set(`${id}/${control}`, value)
    before = id
  })
  body.set('out/in.0', [before, 'rgb'])
  return { working: null, body, shared: new Map() }
}

/** An id told apart from those in use: the last characters count up. */
function freshId(used: ReadonlySet<string>): string {
  for (let i = 1; ; i++) {
    const id = `z${i.toString(36).padStart(7, '0')}`
    if (!used.has(id)) return id
  }
}

/** The same body with its nodes and shared bodies under other names. */
function renamed(
  body: Body,
  names: ReadonlyMap<string, string>,
  shared: ReadonlyMap<string, string>,
): Map<string, Value> {
  const name = (id: unknown): string => names.get(id as string) ?? (id as string)
  const out = new Map<string, Value>()
  for (const [rest, value] of body) {
    const slash = rest.indexOf('/')
    const control = rest.slice(slash + 1)
    const links = control === 'key' || control.startsWith('in.')
    const own: Value = links
      ? [name(value[0]), ...value.slice(1)]
      : control === 'head' && value[1] !== null
        ? [value[0]!, name(value[1]), ...value.slice(2)]
        : control === 'shared'
          ? [shared.get(value[0] as string) ?? value[0]!]
          : value
    out.set(`${name(rest.slice(0, slash))}/${control}`, own)
  }
  return out
}

const nodesOf = (body: Body): string[] => [
  ...new Set([...body.keys()].map((rest) => rest.slice(0, rest.indexOf('/'))).filter((id) => idPattern.test(id))),
]

/**
 * Grades in their order as the entries of one level: each reads what the one before gives. Sizing is that of the one grade that has it; a
 * sentence where two have.
 */
export function chainGrades(grades: readonly Grade[], level: Level, version: string): Map<string, Value> | string {
  const entries = new Map<string, Value>()
  const used = new Set<string>()
  const bodies = new Set<string>()
  const prefix = `${level}/${version}`
  if (grades.filter(({ body }) => [...body.keys()].some((rest) => rest.startsWith('sizing/'))).length > 1)
    return 'Two of the grades hold a sizing; a picture is sized once.'
  let end: Value = ['src', 'rgb']
  for (const grade of grades) {
    const names = new Map<string, string>()
    for (const id of nodesOf(grade.body)) {
      if (used.has(id)) names.set(id, freshId(new Set([...used, ...nodesOf(grade.body)])))
      used.add(names.get(id) ?? id)
    }
    const shared = new Map<string, string>()
    for (const id of grade.shared.keys()) {
      if (bodies.has(id)) shared.set(id, freshId(new Set([...bodies, ...grade.shared.keys()])))
      bodies.add(shared.get(id) ?? id)
    }
    for (const [id, body] of grade.shared)
      for (const [rest, value] of renamed(body, new Map(), shared))
        entries.set(`s.${shared.get(id) ?? id}/0/${rest}`, value)
    const body = renamed(grade.body, names, shared)
    for (const [rest, value] of body) {
      const control = rest.slice(rest.indexOf('/') + 1)
      const reads = control === 'key' || control.startsWith('in.')
      // The source of a grade is what the one before it gives; a port of a picture is a port of that.
      const own = reads && value[0] === 'src' && rest !== 'out/in.0' ? sourced(value, end) : value
      entries.set(`${prefix}/${rest}`, own)
    }
    const out = body.get('out/in.0') ?? ['src', 'rgb']
    end = out[0] === 'src' ? sourced(out, end) : out
    // What was put before the output stands before the first node of the next grade: nobody merges here, so its place is its links.
    entries.set(`${prefix}/out/in.0`, end)
  }
  return entries
}

/** A link that read the source, reading `end` instead. */
const sourced = (link: Value, end: Value): Value => [end[0]!, link[1] === 'rgb' ? end[1]! : link[1]!, ...link.slice(2)]

/** The same grade for a clip that lies `shift` source frames later in its media: what would stand before the media's first frame is left out. */
export function shiftGrade(grade: Grade, shift: number): Grade {
  const body = new Map<string, Value>()
  for (const [rest, value] of grade.body) {
    const there = moved(rest, shift)
    if (there !== null) body.set(there, value)
  }
  return { ...grade, body }
}

/** The same grade without its sizing, which is a region of its own. */
export const unsized = (grade: Grade): Grade => ({
  ...grade,
  body: new Map([...grade.body].filter(([rest]) => !rest.startsWith('sizing/'))),
})

/** Shared bodies that the document has under the same id and with other numbers, each with an id of its own: no other clip changes. */
function sharedNames(entries: Entries, grade: Grade, draw: Draw): Map<string, string> {
  const names = new Map<string, string>()
  for (const [id, body] of grade.shared) {
    const had = new Map(levelEntries(entries, `s.${id}`, '0'))
    const same = had.size === body.size && [...body].every(([rest, value]) => sameValue(had.get(rest), value))
    if (had.size > 0 && !same) names.set(id, drawId(draw))
  }
  return names
}

function sharedWrites(grade: Grade, names: ReadonlyMap<string, string>): Map<string, Value | null> {
  const writes = new Map<string, Value | null>()
  for (const [id, body] of grade.shared)
    for (const [key, value] of bodyWrites(
      `s.${names.get(id) ?? id}/0/`,
      new Map(),
      renamed(body, new Map(), names),
      () => true,
    ))
      writes.set(key, value)
  return writes
}

/**
 * The writes that put a grade after what a level and version have: its nodes under ids of their own, reading what the level gave. Its sizing
 * is left out.
 */
export function appendGrade(
  entries: Entries,
  level: Level,
  version: string,
  grade: Grade,
  draw: Draw,
): ReadonlyMap<string, Value | null> {
  const bodies = sharedNames(entries, grade, draw)
  const writes = sharedWrites(grade, bodies)
  const names = new Map(nodesOf(grade.body).map((id) => [id, drawId(draw)] as const))
  const { out } = readGraph(entries, level, version)
  const end: Value = [out.node, out.port]
  for (const [rest, value] of renamed(unsized(grade).body, names, bodies)) {
    const control = rest.slice(rest.indexOf('/') + 1)
    const reads = control === 'key' || control.startsWith('in.')
    writes.set(`${level}/${version}/${rest}`, reads && value[0] === 'src' ? sourced(value, end) : value)
  }
  return writes
}

/**
 * The writes that put a grade in the place of a level and version. Nodes that it does not have become wires. A shared body that the document
 * has under the same id and other numbers gets an id of its own, so that no other clip changes. `colour`: sizing, a region of its own, stays.
 */
export function placeGrade(
  entries: Entries,
  level: Level,
  version: string,
  grade: Grade,
  draw: Draw,
  part: 'all' | 'colour' = 'all',
): ReadonlyMap<string, Value | null> {
  const shared = sharedNames(entries, grade, draw)
  const writes = sharedWrites(grade, shared)
  const target = new Map(levelEntries(entries, level, version))
  // A sizing is a clip's alone.
  const sized = part === 'all' && level.startsWith('c.')
  const body = renamed(sized ? grade.body : unsized(grade).body, new Map(), shared)
  const wanted = (rest: string): boolean => rest !== 'name' && (part === 'all' || !rest.startsWith('sizing/'))
  for (const [key, value] of bodyWrites(`${level}/${version}/`, target, body, wanted)) writes.set(key, value)
  return writes
}
