import type { Action } from './action.ts'

/** Shows or folds the rooms. */
export const showRooms: Action = {
  id: 'show-rooms',
  title: 'Show or fold rooms',
  verb: 'watch',
  run: ({ layout }) => layout.show('Rooms', !layout.shown('Rooms')),
}
