/** Tells who draws on an easel that another part of the picture, or another size, is wanted. */
import type { Desk } from '../state/desk.ts'
import type { Easel } from './easel.ts'

/** `hear` is told when the easel's pane has changed; answers what stops it. */
export function followFraming(desk: Desk, easel: Easel, hear: () => void): () => void {
  let last = easel.size.join()
  return desk.on('framing', () => {
    const now = easel.size.join()
    if (now === last) return
    last = now
    hear()
  })
}
