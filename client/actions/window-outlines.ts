import type { Action } from './action.ts'

const next = { all: 'one', one: 'none', none: 'all' } as const

/** For these eyes only, while the window palette is open: the outlines of all windows of the node, of the one under the hands, of none. */
export const windowOutlines: Action = {
  id: 'window-outlines',
  title: 'Window outlines on the picture: all, one, none',
  verb: 'watch',
  run: (desk) => desk.palettes.setOutlines(next[desk.palettes.outlines]),
}
