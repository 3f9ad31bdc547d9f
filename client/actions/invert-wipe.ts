import type { Action } from './action.ts'

/** What is laid over the picture and the picture change places. */
export const invertWipe: Action = {
  id: 'invert-wipe',
  title: 'Invert the wipe',
  verb: 'watch',
  run: ({ compare }) => compare.setWipe({ invert: !compare.wipe.invert }),
}
