/** How actions reach the gallery, whose code comes when it is first used. */
import { type MemorySlot, memorySlots } from '../../shared/doc/records.ts'
import type { Desk } from '../state/desk.ts'
import type { GalleryDesk } from '../state/gallery.ts'

/** Runs `use` on the gallery of the desk once it is here. */
export function withGallery(desk: Desk, use: (gallery: GalleryDesk) => unknown): void {
  import('../state/gallery.ts').then(
    ({ galleryOf }) => use(galleryOf(desk)),
    () => desk.say('The gallery is not to be had: the hub is out of reach or newer than the page. Load it again.'),
  )
}

/** The memory of a digit's key: A for 1. Null where the key is no such digit. */
export const slotOf = (code: string): MemorySlot | null =>
  memorySlots[Number(/^Digit([1-8])$/.exec(code)?.[1]) - 1] ?? null
