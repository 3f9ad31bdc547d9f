import type { Action } from './action.ts'
import { slotOf, withGallery } from './with-gallery.ts'

/** The grade of the memory of the digit that was pressed, one undo step. */
export const loadMemory: Action = {
  id: 'load-memory',
  title: 'Load memory A to H',
  verb: 'grade',
  run: (desk, { key }) => {
    const slot = slotOf(key)
    if (slot) withGallery(desk, (gallery) => gallery.load(slot))
    else desk.say('A memory is loaded by its key: Alt, Shift and 1 to 8, for A to H.')
  },
}
