import type { Action } from './action.ts'
import { slotOf, withGallery } from './with-gallery.ts'

/** Keeps frame and grade as the memory of the digit that was pressed. */
export const saveMemory: Action = {
  id: 'save-memory',
  title: 'Save memory A to H',
  verb: 'grade',
  run: (desk, { key }) => {
    const slot = slotOf(key)
    if (slot) withGallery(desk, (gallery) => gallery.grab(slot))
    else desk.say('A memory is saved by its key: Alt and 1 to 8, for A to H.')
  },
}
