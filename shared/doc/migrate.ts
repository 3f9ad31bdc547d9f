/** Stored versions of the grammar, each step named. Version 1 is the first: a document without a version is of it. */
import type { Value } from './grade.ts'
import { SCHEMA_VERSION } from './schema.ts'

interface Migration {
  readonly from: number
  readonly name: string
  /** New writes for an old document; null deletes. */
  readonly step: (entries: ReadonlyMap<string, Value>) => ReadonlyMap<string, Value | null>
}

/** In order; `from` rises by one. */
export const migrations: readonly Migration[] = []

/** Brings entries of a stored version to today's; a newer version than ours is a sentence. */
export function migrate(version: number, entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> | string {
  if (version > SCHEMA_VERSION)
    return `The session was stored by a newer Samelight (version ${version} of the document; this one knows ${SCHEMA_VERSION}).`
  const out = new Map(entries)
  for (const { from, step } of migrations)
    if (from >= version)
      for (const [key, value] of step(out))
        if (value === null) out.delete(key)
        else out.set(key, value)
  return out
}
