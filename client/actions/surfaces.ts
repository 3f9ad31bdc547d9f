import type { Action } from './action.ts'

/** The sheet of control surfaces: what is connected, and what each knob does. */
export const surfaces: Action = {
  id: 'surfaces',
  title: 'Surfaces: MIDI and panels',
  verb: 'grade',
  run: (desk) => desk.setSurfaces(!desk.surfaces),
}
