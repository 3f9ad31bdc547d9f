import type { Action } from './action.ts'

/** Back to the clip's first version. */
export const firstVersion: Action = {
  id: 'first-version',
  title: 'First version of the clip',
  verb: 'grade',
  run: (desk) => {
    const { clip, suite } = desk
    if (clip) suite.edit(`c.${clip.id}`, 'First version', (grade) => grade.chooseVersion(clip.id, '0'))
  },
}
