import type { Action } from './action.ts'

/** For these eyes only: the windows' outlines on the picture, while their palette is open. */
export const windowOutlines: Action = {
  id: 'window-outlines',
  title: 'Window outlines on the picture',
  verb: 'watch',
  run: (desk) => desk.palettes.setOutlines(!desk.palettes.outlines),
}
