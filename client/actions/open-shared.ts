import type { Action } from './action.ts'

/** Goes into the shared node that is selected: what is changed there changes in every clip that uses it. From within, back to the clip. */
export const openShared: Action = {
  id: 'open-shared',
  title: 'Open the shared node, or leave it',
  verb: 'grade',
  why: ({ node, levelKind }) =>
    levelKind === 'shared' || node?.kind === 'shared' ? null : 'The selected node is not shared.',
  run: (desk) => {
    if (desk.levelKind === 'shared') desk.setLevelKind('clip')
    else if (desk.node?.shared) desk.openShared(desk.node.shared)
  },
}
