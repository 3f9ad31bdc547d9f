/** Fleeting: which palettes are on show, and what is chosen in them. Each clip and node shares it: hands stay where they are. */
import { type PaletteId, paletteOf, type Side } from './palette.ts'

/** A channel of the custom curves: the control's id. */
export type Channel = 'y' | 'r' | 'g' | 'b'

/** A hand that picks colours from the picture: what the viewer's eyedropper does while it is in the hand. */
export interface Picker {
  /** Names the button that took it up. */
  readonly id: string
  /** As the line beside the picture says it. */
  readonly title: string
  /** A press on the picture begins; null: nothing may be held now. Told of every colour under the pointer until it is let go. */
  begin(): { take(colour: readonly [number, number, number]): void; end(): void; abort(): void } | null
}

export class PaletteView {
  /** The palette on show of each side. */
  open: Readonly<Record<Side, PaletteId>> = { left: 'wheels', centre: 'curves' }
  /** Custom curves: red, green and blue are moved as one. */
  ganged = true
  /** The custom curve under the hands; while ganged, the one whose points the three take. */
  channel: Channel = 'r'
  /** Id of the hue curve on show; empty: the first. */
  hueCurve = ''
  /** Id of the window under the hands; of a node that has it not: its first. */
  window = ''
  /** Which windows are drawn on the picture while their palette is open: all of the node, the one under the hands, none. */
  outlines: 'all' | 'one' | 'none' = 'all'
  /** What picks from the picture, or null. */
  picker: Picker | null = null
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Brings a palette to the front of its side. */
  show(id: PaletteId): void {
    this.open = { ...this.open, [paletteOf(id).side]: id }
    this.picker = null
    this.#changed()
  }
  /** Chooses one curve, apart from the others. */
  setChannel(channel: Channel): void {
    this.ganged = false
    this.channel = channel
    this.#changed()
  }
  /** Red, green and blue as one again; luma has a meaning of its own and stays apart. */
  gang(): void {
    this.ganged = true
    if (this.channel === 'y') this.channel = 'r'
    this.#changed()
  }
  setHueCurve(id: string): void {
    this.hueCurve = id
    this.picker = null
    this.#changed()
  }
  setWindow(id: string): void {
    this.window = id
    this.#changed()
  }
  setOutlines(which: PaletteView['outlines']): void {
    this.outlines = which
    this.#changed()
  }
  /** Takes an eyedropper into the hand; the one that is there already is put down. */
  pick(picker: Picker | null): void {
    this.picker = picker?.id === this.picker?.id ? null : picker
    this.#changed()
  }
}
