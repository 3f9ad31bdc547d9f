import type { Action } from './action.ts'

/** Folds what stands beside the picture, for more of it; again: back as it was. */
export const enhancedViewer: Action = {
  id: 'enhanced-viewer',
  title: 'Enhanced viewer',
  verb: 'watch',
  run: ({ layout }) => layout.enhance(),
}
