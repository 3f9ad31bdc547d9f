/** From the shared document to plain maps: kept up to date, indexed by level and version, layered with what is being moved. */
import type * as Y from 'yjs'
import type { Entries, Value } from './grade.ts'

/** First two segments of a key that has at least three. */
const shelf = (key: string): string | null => {
  const first = key.indexOf('/')
  const second = first < 0 ? -1 : key.indexOf('/', first + 1)
  return second < 0 ? null : key.slice(0, second)
}

/** A flat document with a shelf for each `<level>/<version>`, so that one clip's graph is read without walking all others. */
export class Shelves extends Map<string, Value> {
  // Made on first use: Map's constructor calls set before fields of a subclass exist.
  #shelves: Map<string, Map<string, Value>> | undefined
  #versions: Map<string, Set<string>> | undefined
  /** The shelf that was written last, its name with the slash: what comes together mostly goes to one. */
  #last: { readonly name: string; readonly own: Map<string, Value> } | undefined

  override set(key: string, value: Value): this {
    const last = this.#last
    if (last && key.startsWith(last.name)) {
      last.own.set(key.slice(last.name.length), value)
      return super.set(key, value)
    }
    const name = shelf(key)
    if (name !== null) {
      this.#shelves ??= new Map()
      let own = this.#shelves.get(name)
      if (!own) {
        this.#shelves.set(name, (own = new Map()))
        this.#versions ??= new Map()
        const [level, version] = name.split('/') as [string, string]
        this.#versions.set(level, (this.#versions.get(level) ?? new Set()).add(version))
      }
      own.set(key.slice(name.length + 1), value)
      this.#last = { name: `${name}/`, own }
    }
    return super.set(key, value)
  }

  override delete(key: string): boolean {
    const name = shelf(key)
    if (name !== null) this.#shelves?.get(name)?.delete(key.slice(name.length + 1))
    return super.delete(key)
  }

  /** Rest of key -> value of one `<level>/<version>`. */
  shelf(name: string): ReadonlyMap<string, Value> {
    return this.#shelves?.get(name) ?? new Map()
  }

  /** Versions of a level that hold anything, in no order. */
  versions(level: string): readonly string[] {
    return [...(this.#versions?.get(level) ?? [])].filter((version) => this.shelf(`${level}/${version}`).size > 0)
  }
}

/** A document with some keys laid over: what is drawn while a control is moved. Null takes a key away. */
export class Layered implements ReadonlyMap<string, Value> {
  readonly base: Shelves
  readonly over: ReadonlyMap<string, Value | null>

  constructor(base: Shelves, over: ReadonlyMap<string, Value | null>) {
    this.base = base
    this.over = over
  }
  get(key: string): Value | undefined {
    const laid = this.over.get(key)
    return laid === undefined ? this.base.get(key) : (laid ?? undefined)
  }
  has(key: string): boolean {
    return this.get(key) !== undefined
  }
  *entries(): MapIterator<[string, Value]> {
    for (const [key, value] of this.base) if (!this.over.has(key)) yield [key, value]
    for (const [key, value] of this.over) if (value !== null) yield [key, value]
  }
  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key
  }
  *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value
  }
  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries()
  }
  forEach(hear: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.entries()) hear(value, key, this)
  }
  get size(): number {
    let n = 0
    for (const _ of this.keys()) n++
    return n
  }
}

/** Rest of key -> value of one level and version, from any kind of entries. */
export function* levelEntries(entries: Entries, level: string, version: string): Iterable<readonly [string, Value]> {
  const name = `${level}/${version}`
  if (entries instanceof Shelves) yield* entries.shelf(name)
  else if (entries instanceof Layered) {
    for (const pair of entries.base.shelf(name)) if (!entries.over.has(`${name}/${pair[0]}`)) yield pair
    for (const [key, value] of entries.over)
      if (value !== null && key.startsWith(`${name}/`)) yield [key.slice(name.length + 1), value]
  } else for (const [key, value] of entries) if (key.startsWith(`${name}/`)) yield [key.slice(name.length + 1), value]
}

/** A copy of one root map as it is now. */
export function readEntries(doc: Y.Doc, name: string): Shelves {
  const out = new Shelves()
  for (const [key, value] of doc.getMap<Value>(name).entries()) if (Array.isArray(value)) out.set(key, value)
  return out
}

/** A copy that follows the document; `hear` gets the keys of each change. Stop with the returned function. */
export function followEntries(
  doc: Y.Doc,
  name: string,
  hear: (keys: ReadonlySet<string>) => void,
): { readonly entries: Shelves; stop(): void } {
  const map = doc.getMap<Value>(name)
  const entries = readEntries(doc, name)
  const observe = (event: Y.YMapEvent<Value>): void => {
    const keys = event.keysChanged as Set<string>
    for (const key of keys) {
      const value = map.get(key)
      if (Array.isArray(value)) entries.set(key, value)
      else entries.delete(key)
    }
    hear(keys)
  }
  map.observe(observe)
  return { entries, stop: () => map.unobserve(observe) }
}

/** Version of a clip that is in use; `0` until another is chosen. */
export const clipVersion = (entries: Entries, clip: string): string =>
  (entries.get(`c.${clip}/use`)?.[0] as string | undefined) ?? '0'

/** Group of a clip, or null. */
export const clipGroup = (entries: Entries, clip: string): string | null =>
  (entries.get(`c.${clip}/group`)?.[0] as string | undefined) || null

/** Two stored values are one and the same. */
export const sameValue = (a: Value | null | undefined, b: Value | null | undefined): boolean =>
  a === b || (!!a && !!b && a.length === b.length && a.every((x, i) => Object.is(x, b[i])))
