/** Two seats set one control at the same time: one value stands, and the seat whose value fell is told (document.md, "Reading a graph"). */
import * as Y from 'yjs'
import type { Value } from '../doc/grade.ts'

/** One's own value that another suite's, made without knowing it, has replaced. */
export interface Lost {
  readonly key: string
  readonly mine: Value | null
  readonly theirs: Value | null
}

/** Remembers one's own newest write of each key, and tells a later change of it from a concurrent one by the origins Yjs keeps. */
export class OwnWrites {
  readonly #own = new Map<string, { readonly id: Y.ID | null; readonly value: Value | null }>()

  /** Call after one's own transaction. */
  wrote(map: Y.Map<Value>, keys: Iterable<string>): void {
    for (const key of keys) {
      const item = map._map.get(key)
      const value = map.get(key) ?? null
      this.#own.set(key, { id: value === null ? null : (item?.id ?? null), value })
    }
  }

  /** Call after another suite's transaction. `unsaved` says whether one's own value of a key is not yet on the hub's disk. */
  hear(doc: Y.Doc, map: Y.Map<Value>, keys: Iterable<string>, unsaved: (key: string) => boolean): Lost[] {
    const lost: Lost[] = []
    // A whole session's keys on the way in, before anything was written here.
    if (this.#own.size === 0) return lost
    for (const key of keys) {
      const own = this.#own.get(key)
      const item = map._map.get(key)
      if (!own || !item) continue
      // A reset leaves no item of its own: only while it is unsaved is it certain that the other did not know it.
      const stands = own.id === null ? map.get(key) === undefined : Y.compareIDs(item.id, own.id)
      if (stands && !(item.deleted && own.id !== null)) continue
      this.#own.delete(key)
      const theirs = map.get(key) ?? null
      const knew = own.id === null ? !unsaved(key) : Y.compareIDs(item.id, own.id) || knows(doc, item, own.id)
      if (!knew) lost.push({ key, mine: own.value, theirs })
    }
    return lost
  }
}

/** Longest run of writes of one key that is followed back; beyond it the writer is taken to have known. */
const longestRun = 4096

/** True where the writer of `item` had seen the item `id` of the same key. */
function knows(doc: Y.Doc, item: Y.Item, id: Y.ID): boolean {
  let origin = item.origin
  for (let i = 0; origin !== null; i++) {
    if (i === longestRun) return true
    const struct = Y.getItem(doc.store, origin)
    if (id.client === struct.id.client && id.clock >= struct.id.clock && id.clock <= origin.clock) return true
    if (!(struct instanceof Y.Item)) return true
    // Writes merged into one struct: what `id` names may lie before the part that `origin` points at.
    origin = struct.origin
  }
  return false
}
