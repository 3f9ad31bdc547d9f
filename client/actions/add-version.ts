import { freeVersionName, versionsOf } from '../../shared/doc/versions.ts'
import type { Action } from './action.ts'

/** A new version of the clip, which begins as the one in use and is used from now on. */
export const addVersion: Action = {
  id: 'add-version',
  title: 'Add version of the clip',
  verb: 'grade',
  run: (desk) => {
    const { clip, suite } = desk
    if (!clip) return
    const name = freeVersionName(versionsOf(suite.entries, clip.id))
    const no = suite.edit(`c.${clip.id}`, 'Add version', (grade) => void grade.addVersion(clip.id, name))
    if (no === null) desk.say(`${name} of clip ${clip.name}, made from the one before.`)
  },
}
