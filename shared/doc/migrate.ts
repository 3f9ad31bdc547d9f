/**
 * Stored versions of the grammar, each step named. Version 1 is the first: a document without a version is of it. Where a version only adds
 * keys its step writes nothing; the number keeps an older Samelight, which would refuse them one by one, from opening the document.
 */
import type { Entries, Value } from './grade.ts'
import { SCHEMA_VERSION } from './schema.ts'

export interface Migration {
  /** The version it starts from; it makes the next one. */
  readonly from: number
  readonly name: string
  /** Writes that make an old document a new one; null deletes. */
  readonly step: (entries: Entries) => ReadonlyMap<string, Value | null>
}

/** In order; `from` rises by one. */
export const migrations: readonly Migration[] = [
  // Version 1 has neither: every document of it is one of version 2.
  { from: 1, name: 'flags and clip colours', step: () => new Map() },
]

/**
 * Entries of a stored version as today's. A version newer than ours, or one that no step starts from, is a sentence. `steps` and `newest`
 * are our own unless a test has others.
 */
export function migrate(
  version: number,
  entries: Entries,
  steps: readonly Migration[] = migrations,
  newest: number = SCHEMA_VERSION,
): Entries | string {
  if (!Number.isInteger(version) || version < 1) return `The document's version is ${version}; the first one is 1.`
  if (version > newest)
    return `The session was stored by a newer Samelight (version ${version} of the document; this one knows ${newest}).`
  const out = new Map(entries)
  for (let at = version; at < newest; at++) {
    const found = steps.find(({ from }) => from === at)
    if (!found) return `No step leads from version ${at} of the document to version ${at + 1}.`
    for (const [key, value] of found.step(out))
      if (value === null) out.delete(key)
      else out.set(key, value)
  }
  return out
}
