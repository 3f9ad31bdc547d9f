/** A session stored by an older Samelight, brought to today's grammar when a hub opens it: one revision, in the hub's name, its past left as it was. */
import type { Value } from '../shared/doc/grade.ts'
import { type Migration, migrate, migrations } from '../shared/doc/migrate.ts'
import { sameValue } from '../shared/doc/read.ts'
import { readRecords } from '../shared/doc/records.ts'
import { SCHEMA_VERSION } from '../shared/doc/schema.ts'
import { gradeNow, writeGrade } from './bulk.ts'
import type { Session } from './session.ts'

/** Resolves when it is on disk; rejects with a sentence where the session is of a newer version, or no step leads to today's. */
export async function migrateStored(
  session: Session,
  steps: readonly Migration[] = migrations,
  newest: number = SCHEMA_VERSION,
): Promise<void> {
  const { schema } = readRecords(session.documents.session.doc)
  if (schema === newest) return
  const before = gradeNow(session)
  const after = migrate(schema, before, steps, newest)
  if (typeof after === 'string') throw new Error(`Session ${session.row.id} cannot be opened. ${after}`)
  const writes = new Map<string, Value | null>()
  for (const [key, value] of after) if (!sameValue(before.get(key), value)) writes.set(key, value)
  for (const key of before.keys()) if (!after.has(key)) writes.set(key, null)
  // The grade first: where a hub dies in between it is brought there once more, which changes nothing that is there already.
  writeGrade(session, 'hub', writes)
  session.write('hub', new Map([['schema', [newest]]]))
  session.audit.note(
    'hub',
    'migrate',
    `version ${schema} of the document to ${newest}: ${writes.size} keys of the grade`,
  )
  await session.journal.settle()
  if (session.readOnly !== null) throw new Error(session.readOnly)
  session.options.log(`session ${session.row.id}: brought from version ${schema} of the document to ${newest}`)
}
