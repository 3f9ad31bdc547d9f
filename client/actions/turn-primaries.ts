import { palettes } from '../state/palette.ts'
import type { Action } from './action.ts'

/** The next of the left palettes: wheels, log, bars. */
export const turnPrimaries: Action = {
  id: 'turn-primaries',
  title: 'Wheels, log, bars in turn',
  verb: 'watch',
  run: (desk) => {
    const left = palettes.filter(({ side }) => side === 'left')
    const at = left.findIndex(({ id }) => id === desk.palettes.open.left)
    desk.palettes.show(left[(at + 1) % left.length]!.id)
  },
}
