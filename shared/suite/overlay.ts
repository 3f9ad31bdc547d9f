/** Overlays: what is under somebody's fingers now, own and others', and when each of them ends. Pure: time is told. */
import type { Value } from '../doc/grade.ts'

/** An overlay nobody has heard of for this long is gone (hub.md, "live"). */
export const silenceMs = 5_000

type Values = ReadonlyMap<string, Value | null>

interface Overlay {
  readonly seat: string
  readonly own: boolean
  readonly seq: number
  /** Own only: let go and committed, waiting for the hub's word. */
  readonly letGo: boolean
  readonly heardAt: number
  readonly values: Values
}

/** All open overlays in the order in which they began; a later one lies over an earlier one, own ones over all. */
export class Overlays {
  #open = new Map<string, Overlay>()
  #top: Values = new Map()

  /** Key -> value as held (null: reset), all overlays merged. A new map after each change. */
  get values(): Values {
    return this.#top
  }

  /** Key -> seat that moves it. */
  holders(): ReadonlyMap<string, string> {
    const holders = new Map<string, string>()
    for (const overlay of this.#inOrder()) for (const key of overlay.values.keys()) holders.set(key, overlay.seat)
    return holders
  }

  /** Another suite's newest word on a drag; an older one than the last is dropped. Answers the keys whose drawn value may differ. */
  hear(seat: string, drag: string, seq: number, values: Values, now: number): ReadonlySet<string> {
    const name = `${seat} ${drag}`
    const known = this.#open.get(name)
    if (known && known.seq >= seq) return none
    return this.#put(name, { seat, own: false, seq, letGo: false, heardAt: now, values })
  }

  /** Own fingers: drawn at once. */
  hold(seat: string, drag: string, values: Values, now: number): ReadonlySet<string> {
    return this.#put(ownName(drag), { seat, own: true, seq: 0, letGo: false, heardAt: now, values })
  }

  /** Own fingers are off and the change is in the document: drawn on until `end`, so that no picture flickers. */
  letGo(drag: string, now: number): void {
    const overlay = this.#open.get(ownName(drag))
    if (overlay) this.#open.set(ownName(drag), { ...overlay, letGo: true, heardAt: now })
  }

  /** The hub ended a drag. One's own ends so only when let go: what fingers still hold is heard of again with the next word. */
  end(seat: string, drag: string): ReadonlySet<string> {
    return this.#drop((overlay, name) =>
      overlay.own ? overlay.letGo && overlay.seat === seat && name === ownName(drag) : name === `${seat} ${drag}`,
    )
  }

  /** Own fingers gave up: nothing of it is in the document. */
  discard(drag: string): ReadonlySet<string> {
    return this.#drop((overlay, name) => overlay.own && name === ownName(drag))
  }

  /** Own drags that hold one of these keys. */
  ownOn(keys: readonly string[]): readonly string[] {
    const drags: string[] = []
    for (const [name, overlay] of this.#open)
      if (overlay.own && !overlay.letGo && keys.some((key) => overlay.values.has(key))) drags.push(name.slice(4))
    return drags
  }

  /** A newer own edit of these keys: what was let go over them no longer hides it. */
  uncover(keys: readonly string[]): ReadonlySet<string> {
    return this.#drop((overlay) => overlay.own && overlay.letGo && keys.some((key) => overlay.values.has(key)))
  }

  /** Drops what was silent for five seconds. What one's own fingers still hold is never silent. */
  expire(now: number): ReadonlySet<string> {
    return this.#drop((overlay) => (!overlay.own || overlay.letGo) && now - overlay.heardAt >= silenceMs)
  }

  /** The link went or the hub started again: nobody else's word counts any more, and nobody will end what was let go. */
  forget(): ReadonlySet<string> {
    return this.#drop((overlay) => !overlay.own || overlay.letGo)
  }

  #inOrder(): Overlay[] {
    const all = [...this.#open.values()]
    return [...all.filter((overlay) => !overlay.own), ...all.filter((overlay) => overlay.own)]
  }

  #put(name: string, overlay: Overlay): ReadonlySet<string> {
    const keys = new Set([...(this.#open.get(name)?.values.keys() ?? []), ...overlay.values.keys()])
    this.#open.set(name, overlay)
    this.#merge()
    return keys
  }

  #drop(gone: (overlay: Overlay, name: string) => boolean): ReadonlySet<string> {
    const keys = new Set<string>()
    for (const [name, overlay] of [...this.#open]) {
      if (!gone(overlay, name)) continue
      this.#open.delete(name)
      for (const key of overlay.values.keys()) keys.add(key)
    }
    if (keys.size > 0) this.#merge()
    return keys
  }

  #merge(): void {
    const top = new Map<string, Value | null>()
    for (const overlay of this.#inOrder()) for (const [key, value] of overlay.values) top.set(key, value)
    this.#top = top
  }
}

const none: ReadonlySet<string> = new Set()
/** A seat id has no space, so this name meets no other suite's. */
const ownName = (drag: string): string => `own ${drag}`
