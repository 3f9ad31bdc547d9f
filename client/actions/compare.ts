import type { Desk } from '../state/desk.ts'
import type { Action } from './action.ts'

/** From the picture of now to the last way of comparing, and back: two moments on the review screen, a reference in the grader. */
export const compare: Action = {
  id: 'compare',
  title: 'Wipe',
  verb: 'watch',
  run: (desk) => {
    const { compare } = desk
    if (!compare.open) desk.say('Two pictures are compared on the screens of the colorist and of the review.')
    else if (compare.under && compare.against === null) withNewest(desk)
    else if (compare.under) compare.flip()
    else if (desk.compare.a === null) desk.say('There is no snapshot to compare with yet.')
    else desk.compare.flip()
  },
}

/** Where nothing has been chosen yet: the newest still, else the picture without its grade. */
function withNewest({ compare, suite }: Desk): void {
  const [newest] = suite.gallery.stills
  compare.setAgainst(newest ? { kind: 'still', id: newest.id } : { kind: 'original' })
}
