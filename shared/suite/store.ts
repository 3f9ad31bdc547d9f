/** What a suite keeps between two visits: its seat's secret and its own work that the hub has not said is on disk. */
import type { Change } from '../doc/grade.ts'

/** One own step that waits for the hub's `saved`: from what, to what, in the words of its undo. */
export interface Unsaved {
  readonly document: 'grade' | 'notes'
  readonly label: string
  readonly changes: readonly Change[]
}

export interface Kept {
  /** Secret: coming back with it is coming back as the same seat. */
  readonly seatKey: string | null
  /** Oldest first. */
  readonly unsaved: readonly Unsaved[]
}

/** A browser keeps this in IndexedDB, a test or a headless suite in memory. Both calls may fail; the suite then says so and goes on. */
export interface SuiteStore {
  load(session: string): Promise<Kept | null>
  save(session: string, kept: Kept): Promise<void>
}

/** Keeps for as long as the process lives. */
export function memoryStore(): SuiteStore {
  const kept = new Map<string, Kept>()
  return {
    load: async (session) => kept.get(session) ?? null,
    save: async (session, value) => void kept.set(session, value),
  }
}
