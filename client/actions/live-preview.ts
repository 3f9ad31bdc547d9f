import type { Action } from './action.ts'

/** Whether pointing at a still, a memory or a PowerGrade shows its grade on the picture; kept for each person. */
export const livePreview: Action = {
  id: 'live-preview',
  title: 'Live preview in the gallery',
  verb: 'watch',
  run: ({ layout }) => layout.turn('live-preview', layout.off.has('live-preview')),
}
