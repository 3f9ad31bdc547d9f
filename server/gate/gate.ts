/** The gate: a parsed update against the hub's document and the policy; what may stay, what becomes a void, what closes the socket. */
import * as Y from 'yjs'
import type { Value } from '../../shared/doc/grade.ts'
import type { Refusal } from '../../shared/wire/refusal.ts'
import { type Id, printUpdate, type Range, type Struct, type Update } from './parse.ts'
import { findSpan, firstAfter } from './span.ts'
import type { Void, Voids } from './voids.ts'

/** Most client ids that may bring something new in one update. */
export const maxClients = 16

export interface Question {
  readonly doc: Y.Doc
  /** Name of the document and of its one root map. */
  readonly root: string
  readonly voids: Voids
  readonly owns: (client: number) => boolean
  /** Null value: the key is deleted; `brought`: whether this update has set a key so far. A refusal of rule `grammar` is hard, any other soft. */
  readonly judge: (key: string, value: Value | null, brought: (key: string) => boolean) => Refusal | null
}

/** Hard: nothing of it counts, the socket is closed. Sifted: `bytes` is ours to apply, null where nothing new is left. */
export type Sifted =
  | { readonly kind: 'hard'; readonly refusal: Refusal }
  | {
      readonly kind: 'sifted'
      readonly bytes: Uint8Array | null
      readonly voids: readonly Void[]
      readonly refused: readonly Refusal[]
      /** Keys that change. */
      readonly keys: ReadonlySet<string>
      /** Client ids that write their first struct. */
      readonly clients: readonly number[]
    }

/** A hard refusal as a value that can leave the depths of the walk. */
class Hard extends Error {
  readonly refusal: Refusal
  constructor(rule: string, sentence: string, keys: readonly string[] = []) {
    super(sentence)
    this.refusal = { rule, sentence, keys, holder: null }
  }
}

/** Sifts an update. Changes nothing: neither the document nor the voids. */
export function sift(question: Question, update: Update): Sifted {
  try {
    return new Sieve(question).run(update)
  } catch (error) {
    if (error instanceof Hard) return { kind: 'hard', refusal: error.refusal }
    throw error
  }
}

/** A hard refusal made outside the gate's walk: the bytes did not even parse. */
export const misfit = (sentence: string): Sifted => ({
  kind: 'hard',
  refusal: { rule: 'grammar', sentence, keys: [], holder: null },
})

/** Where a struct stands: its key, and what a follower is to be put after. */
interface Place {
  readonly key: string
  readonly after: Id | null
  /** False where the struct itself was refused. */
  readonly stands: boolean
}

class Sieve {
  readonly #q: Question
  readonly #out = new Map<number, Struct[]>()
  readonly #places = new Map<number, { clock: number; length: number; place: Place }[]>()
  readonly #voids: Void[] = []
  readonly #refused = new Map<string, { refusal: Refusal; keys: Set<string> }>()
  /** Keys under which this update was refused, and keys under which it set something. */
  readonly #closed = new Set<string>()
  readonly #set = new Set<string>()
  readonly #brought = (key: string): boolean => this.#set.has(key)
  readonly #keys = new Set<string>()
  readonly #origins = new Set<string>()

  constructor(question: Question) {
    this.#q = question
  }

  run({ structs, deletes }: Update): Sifted {
    const fresh = this.#fresh(structs)
    this.#walk(fresh)
    const ranges = this.#deletions(deletes)
    const empty = fresh.size === 0 && ranges.size === 0
    return {
      kind: 'sifted',
      bytes: empty ? null : printUpdate(this.#q.root, { structs: this.#out, deletes: ranges }),
      voids: this.#voids,
      refused: [...this.#refused.values()].flatMap(({ refusal, keys }) => spread(refusal, [...keys])),
      keys: this.#keys,
      clients: [...fresh.keys()].filter((client) => Y.getState(this.#q.doc.store, client) === 0),
    }
  }

  /** What the hub does not have yet: owned, without a gap, no more than sixteen clients. */
  #fresh(structs: Update['structs']): Map<number, Struct[]> {
    const fresh = new Map<number, Struct[]>()
    for (const [client, list] of structs) {
      const state = Y.getState(this.#q.doc.store, client)
      const rest: Struct[] = []
      for (const struct of list) {
        if (struct.clock + struct.length <= state) continue
        rest.push(struct.clock < state ? cut(struct, state) : struct)
      }
      if (rest.length === 0) continue
      if (!this.#q.owns(client)) throw new Hard('owner', `Client id ${client} is not yours to write under.`)
      if (rest[0]!.clock !== state)
        throw new Hard('gap', `The update of client id ${client} begins at ${rest[0]!.clock}, the hub has ${state}.`)
      fresh.set(client, rest)
      if (fresh.size > maxClients)
        throw new Hard('limit', `An update may bring the work of at most ${maxClients} client ids.`)
    }
    return fresh
  }

  /** Every struct after the one it follows. */
  #walk(fresh: Map<number, Struct[]>): void {
    const next = new Map([...fresh.keys()].map((client) => [client, 0]))
    for (let moved = true; moved; ) {
      moved = false
      for (const [client, list] of fresh) {
        let at = next.get(client)!
        while (at < list.length && this.#take(list[at]!)) at++
        if (at !== next.get(client)) moved = true
        next.set(client, at)
      }
    }
    for (const [client, list] of fresh)
      if (next.get(client)! < list.length) throw new Hard('gap', 'The update follows something the hub does not have.')
  }

  /** Judges one struct; false where what it follows is not known yet. */
  #take(struct: Struct): boolean {
    if (struct.content === 'void') throw new Hard('grammar', 'The update brings a span that holds nothing.')
    const place = struct.origin ? this.#find(struct.origin) : { key: struct.key!, after: null, stands: true }
    if (place === null) return false
    if (place === 'lost') {
      this.#void(struct, null, {
        rule: 'reset',
        sentence: 'This edit follows one that was refused earlier.',
        keys: [],
        holder: null,
      })
      return true
    }
    const { key, after } = place
    const followed = `${struct.client} ${struct.origin ? `${struct.origin.client}:${struct.origin.clock}` : key}`
    if (this.#origins.has(followed))
      throw new Hard('grammar', `Client id ${struct.client} puts two values after the same one.`, [key])
    this.#origins.add(followed)
    const refusal = this.#judge(key, struct.content === 'deleted' ? null : struct.content)
    if (refusal) {
      this.#void(struct, { key, after }, refusal)
      return true
    }
    this.#keys.add(key)
    this.#set.add(key)
    this.#put(struct.client, { ...struct, origin: after, key: after ? null : key }, { key, after: null, stands: true })
    return true
  }

  #judge(key: string, value: Value | null): Refusal | null {
    const refusal = this.#q.judge(key, value, this.#brought)
    if (refusal?.rule === 'grammar') throw new Hard('grammar', refusal.sentence, [key])
    return refusal
  }

  #void(struct: Struct, place: { key: string; after: Id | null } | null, refusal: Refusal): void {
    const { client, clock, length } = struct
    const key = place?.key ?? ''
    this.#put(
      client,
      { client, clock, length, origin: null, key: null, content: 'void' },
      { key, after: place?.after ?? null, stands: false },
    )
    if (place) {
      this.#voids.push({ client, clock, length, key, origin: place.after })
      this.#closed.add(key)
    }
    this.#refuse(key, refusal)
  }

  #refuse(key: string, refusal: Refusal): void {
    // One refusal for all keys that are closed by the same rule, holder and reason, whichever of them its sentence is about.
    const reason = key === '' ? refusal.sentence : refusal.sentence.replace(key, '')
    const name = `${refusal.rule}\n${refusal.holder}\n${reason}`
    const known = this.#refused.get(name) ?? { refusal, keys: new Set(refusal.keys) }
    if (key) known.keys.add(key)
    this.#refused.set(name, known)
  }

  #put(client: number, struct: Struct, place: Place): void {
    const out = this.#out.get(client) ?? []
    const places = this.#places.get(client) ?? []
    out.push(struct)
    places.push({ clock: struct.clock, length: struct.length, place })
    this.#out.set(client, out)
    this.#places.set(client, places)
  }

  /** Where the struct of this id stands; null: not known (yet); `lost`: void since before the hub's memory. */
  #find(id: Id): Place | 'lost' | null {
    const state = Y.getState(this.#q.doc.store, id.client)
    if (id.clock >= state) {
      const place = findSpan(this.#places.get(id.client) ?? [], id.clock)?.place
      if (!place) return null
      if (place.stands) return { key: place.key, after: id, stands: true }
      return place.key === '' ? 'lost' : place
    }
    const item = Y.getItem(this.#q.doc.store, Y.createID(id.client, id.clock)) as Y.Item | Y.GC
    if (item instanceof Y.Item) {
      if (item.parentSub === null || item.parent !== this.#q.doc.share.get(this.#q.root))
        throw new Hard('grammar', 'The update follows something outside the map.')
      return { key: item.parentSub, after: id, stands: true }
    }
    const span = this.#q.voids.find(id)
    return span ? { key: span.key, after: span.origin, stands: false } : 'lost'
  }

  /** Deletions that may be: of live values whose keys were not refused in this update. */
  #deletions(deletes: Update['deletes']): Map<number, Range[]> {
    const kept = new Map<number, Range[]>()
    for (const [client, ranges] of deletes) {
      const state = Y.getState(this.#q.doc.store, client)
      const own = this.#places.get(client) ?? []
      const end = own.length > 0 ? own.at(-1)!.clock + own.at(-1)!.length : state
      for (const range of ranges) {
        if (range.clock + range.length > end)
          throw new Hard('gap', 'The update deletes something the hub does not have.')
        if (range.clock < state) this.#deleteKnown(client, range, state, kept)
        for (let i = firstAfter(own, range.clock); i < own.length && own[i]!.clock < range.clock + range.length; i++)
          if (own[i]!.place.stands) this.#deletion({ client, clock: own[i]!.clock, length: 1 }, own[i]!.place.key, kept)
      }
    }
    return kept
  }

  #deleteKnown(client: number, range: Range, state: number, kept: Map<number, Range[]>): void {
    const structs = this.#q.doc.store.clients.get(client)!
    const end = Math.min(range.clock + range.length, state)
    for (let i = Y.findIndexSS(structs, range.clock); i < structs.length && structs[i]!.id.clock < end; i++) {
      const item = structs[i]!
      if (!(item instanceof Y.Item) || item.deleted || item.parentSub === null) continue
      this.#deletion({ client, clock: item.id.clock, length: 1 }, item.parentSub, kept)
    }
  }

  #deletion(range: Range, key: string, kept: Map<number, Range[]>): void {
    if (this.#closed.has(key)) return
    const refusal = this.#judge(key, null)
    if (refusal) {
      // Where the same update set the key, the old value goes by itself and nobody asked to delete.
      if (!this.#set.has(key)) this.#refuse(key, refusal)
      return
    }
    this.#keys.add(key)
    const ranges = kept.get(range.client)
    if (ranges) ranges.push(range)
    else kept.set(range.client, [range])
  }
}

/** Most keys that one refusal names: 2,000 of the longest are within what a message may hold. */
const mostNamed = 2000

/** A refusal of many keys: its sentence is about one of them and counts the others. */
function spread(refusal: Refusal, keys: readonly string[]): Refusal[] {
  const parts: Refusal[] = []
  for (let at = 0; at === 0 || at < keys.length; at += mostNamed) {
    const own = keys.slice(at, at + mostNamed)
    const more = own.length - 1
    const sentence =
      more < 1
        ? refusal.sentence
        : `${refusal.sentence.replace(/\.$/, '')}; ${more} more ${more === 1 ? 'key is' : 'keys are'} refused alike.`
    parts.push({ ...refusal, sentence, keys: own })
  }
  return parts
}

/** The rest of a struct from `clock` on: only a run of deleted content is longer than one. */
function cut(struct: Struct, clock: number): Struct {
  const origin = { client: struct.client, clock: clock - 1 }
  return { ...struct, clock, length: struct.clock + struct.length - clock, origin, key: null }
}
