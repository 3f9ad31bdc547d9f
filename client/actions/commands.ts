import type { Action } from './action.ts'

/** Opens the list of everything that can be done, to be found by name. */
export const commands: Action = {
  id: 'commands',
  title: 'All commands',
  verb: 'watch',
  run: (desk) => desk.setCommands(!desk.commands),
}
