/** Fleeting: which palettes are on show, and what is chosen in them. Each clip and node shares it: hands stay where they are. */
import { type PaletteId, paletteOf, type Side } from './palette.ts'

/** A channel of the custom curves: the control's id. */
export type Channel = 'y' | 'r' | 'g' | 'b'

export class PaletteView {
  /** The palette on show of each side. */
  open: Readonly<Record<Side, PaletteId>> = { left: 'wheels', centre: 'curves' }
  /** Custom curves: red, green and blue are moved as one. */
  ganged = true
  /** The custom curve under the hands; while ganged, the one whose points the three take. */
  channel: Channel = 'r'
  /** Id of the hue curve on show; empty: the first. */
  hueCurve = ''
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** Brings a palette to the front of its side. */
  show(id: PaletteId): void {
    this.open = { ...this.open, [paletteOf(id).side]: id }
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
    this.#changed()
  }
}
