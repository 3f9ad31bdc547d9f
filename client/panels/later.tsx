/** A component whose code comes after the screen that shows it: a still neutral place until then, and nothing to wait for once it is here. */
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import type { Desk } from '../state/desk.ts'

/** What came of a load: the component, a sentence of why it did not come, or null while nothing is known. */
type Come<P> = { readonly Own: ComponentType<P> } | { readonly refusal: string } | null

/** Who is spared the wait: every room, or the grader alone. */
export type Ahead = 'room' | 'grader'

const all: { readonly one: Later<never>; readonly ahead: Ahead }[] = []

/** One chunk of the build and the component that it brings. Loaded when first shown, or ahead by `fetchAhead`. */
export class Later<P> {
  come: Come<P> = null
  readonly #load: () => Promise<ComponentType<P>>
  readonly #ears = new Set<() => void>()
  #loading: Promise<void> | null = null

  /** `load` is an `import()` of one file, so that the build makes a chunk of it. */
  constructor(load: () => Promise<ComponentType<P>>, ahead: Ahead) {
    this.#load = load
    all.push({ one: this as unknown as Later<never>, ahead })
  }
  on = (hear: () => void): (() => void) => {
    this.#ears.add(hear)
    return () => void this.#ears.delete(hear)
  }
  /** Resolves when it has come or is known not to; asked twice, it loads once. */
  fetch(): Promise<void> {
    this.#loading ??= this.#load().then(
      (Own) => this.#put({ Own }),
      () =>
        this.#put({
          refusal:
            'This part of the page is not to be had: the hub is out of reach or newer than the page. Load it again.',
        }),
    )
    return this.#loading
  }
  #put(come: Come<P>): void {
    this.come = come
    for (const hear of this.#ears) hear()
  }
}

/** Declares a component that comes later: `later(() => import('./x.tsx').then((m) => m.X))`. */
export const later = <P,>(load: () => Promise<ComponentType<P>>, ahead: Ahead = 'grader'): Later<P> =>
  new Later(load, ahead)

export interface ComingProps<P> {
  readonly of: Later<P>
  /** What the component is given once it is here. */
  readonly give: P
  /** What stands in its place until then: of the same size, so that nothing moves. */
  readonly blank?: ReactNode
  /** False: nothing is loaded for its sake, as of a dialog that is not open. */
  readonly when?: boolean
}

/** Shows a component once it has come. */
export function Coming<P extends object>({ of, give, blank = null, when = true }: ComingProps<P>) {
  const come = useSyncExternalStore(of.on, () => of.come)
  useEffect(() => {
    if (when) void of.fetch()
  }, [of, when])
  if (come === null) return blank
  return 'Own' in come ? <come.Own {...give} /> : when && <p className="quiet">{come.refusal}</p>
}

/** A screen without a picture goes on after this long, milliseconds: what is asked for later still comes when it is shown. */
const patienceMs = 4000

/** Fetches what comes later, in a room only what a room will want, one after another in idle moments, once the first picture is on show. Answers what stops it. */
export function fetchAhead(desk: Desk, screen: Ahead = 'grader'): () => void {
  let going = true
  const step = async (): Promise<void> => {
    for (const { one, ahead } of all) {
      if (screen === 'room' && ahead !== 'room') continue
      await new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 1000 }))
      if (!going) return
      await one.fetch()
    }
  }
  let begun = false
  const begin = () => {
    if (begun || !going) return
    begun = true
    void step()
  }
  const stop = desk.on('receipt', begin)
  const timer = setTimeout(begin, patienceMs)
  if (desk.receipt) begin()
  return () => {
    going = false
    stop()
    clearTimeout(timer)
  }
}
