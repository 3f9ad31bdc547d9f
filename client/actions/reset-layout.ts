import type { Action } from './action.ts'

/** Panels and areas as the design has them. */
export const resetLayout: Action = {
  id: 'reset-layout',
  title: 'Reset the layout',
  verb: 'watch',
  run: ({ layout }) => layout.reset(),
}
