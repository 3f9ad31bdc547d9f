/** Kept in this browser, by person and by size of the window: which panels are folded, how large the areas are, which palettes are open. */
import type { Desk } from './desk.ts'
import type { Side } from './palette.ts'
import { paletteOf } from './palette.ts'

/** Panels that may be folded, in the order of their buttons. */
export const panels = ['Gallery', 'Clips', 'Nodes', 'Rooms', 'Notes', 'Snapshots'] as const
export type Panel = (typeof panels)[number]

/** Areas whose size is in the hands, pixels: their least and most. The rest is the picture's. */
export const areas = { side: [280, 720], palettes: [220, 460] } as const satisfies Record<
  string,
  readonly [number, number]
>
export type Area = keyof typeof areas

/** What stands left and right of the picture. */
const beside: readonly Panel[] = ['Gallery', 'Nodes', 'Rooms', 'Notes', 'Snapshots']

/** What may be switched off, and is on. */
export const extras = ['node-pictures', 'live-preview'] as const
export type Extra = (typeof extras)[number]

/** What is kept; an absent size is the design's own. */
interface Kept {
  readonly hidden: readonly string[]
  readonly sizes: Readonly<Partial<Record<Area, number>>>
  readonly open: Readonly<Partial<Record<Side, string>>>
  readonly off: readonly string[]
}

/** Where a layout is kept: a browser's `localStorage`, or a test's map. */
export interface Shelf {
  getItem(key: string): string | null
  setItem(key: string, text: string): void
}

/** The picture comes first: under 1600 px the gallery is folded until it is asked for (interface.md 2.1). */
const atRest = { large: ['Notes', 'Snapshots'], small: ['Gallery', 'Notes', 'Snapshots'] } as const satisfies Record<
  string,
  readonly Panel[]
>
export type Size = keyof typeof atRest

export class Layout {
  hidden: ReadonlySet<Panel> = new Set(atRest.large)
  sizes: Readonly<Partial<Record<Area, number>>> = {}
  off: ReadonlySet<Extra> = new Set()
  /** The scopes stand in a window of their own. Not kept: a browser opens windows for hands only. */
  scopesOut = false
  readonly #changed: () => void
  #keep: () => void = () => {}
  #size: Size = 'large'
  /** What was folded before the picture got more room; null: it has not. */
  #before: ReadonlySet<Panel> | null = null

  constructor(changed: () => void) {
    this.#changed = changed
  }

  shown(panel: Panel): boolean {
    return !this.hidden.has(panel)
  }
  show(panel: Panel, on: boolean): void {
    const next = new Set(this.hidden)
    if (on) next.delete(panel)
    else next.add(panel)
    this.#set(next, this.sizes)
  }
  /** Sets an area's size, held to its ends; null: the design's own. */
  resize(area: Area, pixels: number | null): void {
    const { [area]: _, ...others } = this.sizes
    const [least, most] = areas[area]
    const held = pixels === null ? {} : { [area]: Math.round(Math.min(Math.max(pixels, least), most)) }
    this.#set(this.hidden, { ...others, ...held })
  }
  /** Everything beside the picture folded, for more of it; again: back as it was. */
  enhance(): void {
    const before = this.#before
    this.#before = before === null ? this.hidden : null
    this.#set(before ?? new Set([...this.hidden, ...beside]), this.sizes)
  }
  turn(extra: Extra, on: boolean): void {
    this.off = new Set(extras.filter((one) => (one === extra ? !on : this.off.has(one))))
    this.#set(this.hidden, this.sizes)
  }
  setScopesOut(out: boolean): void {
    if (out === this.scopesOut) return
    this.scopesOut = out
    this.#changed()
  }
  /** As the design has it. */
  reset(): void {
    this.#set(new Set(atRest[this.#size]), {})
  }
  #set(hidden: ReadonlySet<Panel>, sizes: Layout['sizes']): void {
    this.hidden = hidden
    this.sizes = sizes
    this.#changed()
    this.#keep()
  }

  /** Takes up what this person kept for windows of this size, and keeps every change from now on; answers what ends that. */
  keepOn(shelf: Shelf, desk: Desk, size: Size): () => void {
    this.#size = size
    const key = `samelight.layout.${size}.${desk.suite.session.seats.get(desk.suite.seat)?.name ?? ''}`
    const kept = read(shelf, key)
    this.off = new Set(extras.filter((extra) => kept?.off.includes(extra)))
    if (kept) {
      for (const id of Object.values(kept.open)) {
        const palette = paletteOf(id as never)
        if (palette) desk.palettes.show(palette.id)
      }
      this.#set(new Set(panels.filter((panel) => kept.hidden.includes(panel))), {})
      for (const area of Object.keys(areas) as Area[]) this.resize(area, kept.sizes[area] ?? null)
    } else this.reset()
    const keep = () => {
      const { hidden, sizes, off } = this
      try {
        shelf.setItem(
          key,
          JSON.stringify({ hidden: [...hidden], sizes, open: desk.palettes.open, off: [...off] } satisfies Kept),
        )
      } catch {
        return // A browser that keeps nothing begins anew the next time.
      }
    }
    this.#keep = keep
    const stop = desk.on('palette', keep)
    return () => {
      stop()
      this.#keep = () => {}
    }
  }
}

/** Null where nothing is kept, or nothing that can be read. */
function read(shelf: Shelf, key: string): Kept | null {
  try {
    const kept = JSON.parse(shelf.getItem(key) ?? 'null') as Partial<Kept> | null
    if (typeof kept !== 'object' || kept === null || !Array.isArray(kept.hidden)) return null
    const sizes: Partial<Record<Area, number>> = {}
    for (const area of Object.keys(areas) as Area[])
      if (typeof kept.sizes?.[area] === 'number' && Number.isFinite(kept.sizes[area])) sizes[area] = kept.sizes[area]
    const off = Array.isArray(kept.off) ? kept.off : []
    return {
      hidden: kept.hidden,
      off,
      sizes,
      open: typeof kept.open === 'object' && kept.open !== null ? kept.open : {},
    }
  } catch {
    return null
  }
}
