/** Which version of the clip is in use, chosen from all it has. */

import { clipVersion } from '../../shared/doc/read.ts'
import { type Version, versionsOf } from '../../shared/doc/versions.ts'
import { roles } from '../../shared/policy/roles.ts'
import { useDesk, useDeskValue, useSuiteValue } from '../state/use-desk.ts'
import { useAction } from './use-actions.ts'
import css from './viewer.module.css'

/** What stands in the list for making a new one. */
const add = 'add'

export function VersionChoice() {
  const desk = useDesk()
  const { suite } = desk
  const more = useAction('add-version')
  const clip = useDeskValue(['clip'], (d) => d.clip)
  // Read when something is committed, never with each tick of a drag: it looks through every clip's versions.
  const listed = useSuiteValue(['revision'], ({ entries }) =>
    clip ? JSON.stringify([versionsOf(entries, clip.id), clipVersion(entries, clip.id)]) : '',
  )
  if (!clip || listed === '') return null
  const [versions, used] = JSON.parse(listed) as [Version[], string]
  return (
    <select
      className={css.version}
      aria-label="Version"
      title={`${more.title}  ${more.keys}`}
      disabled={!roles[suite.role].grade}
      value={used}
      onChange={(e) => {
        const id = e.currentTarget.value
        if (id === add) more.press()
        else suite.edit(`c.${clip.id}`, 'Version', (grade) => grade.chooseVersion(clip.id, id))
      }}
    >
      {versions.map(({ id, name }) => (
        <option key={id} value={id}>
          {name || (id === '0' ? 'Version 1' : 'A version without a name')}
        </option>
      ))}
      <option value={add}>New version…</option>
    </select>
  )
}
