import type { Action } from './action.ts'

/** Stops tracking; what was found is kept. */
export const trackStop: Action = {
  id: 'track-stop',
  title: 'Stop tracking',
  verb: 'grade',
  here: ({ tracking }) => tracking.run !== null,
  run: ({ tracking }) => tracking.stop?.(),
}
