/** The keeper's word to a session: to the hub that serves it, or where none does to the session itself. */
import { type Listed, withSession } from './data-folder.ts'
import { linksSecret } from './fresh.ts'
import { askKeeper, keep } from './keeper.ts'
import type { Args } from './outcome.ts'
import { nameHolder } from './store/latch.ts'

/** Resolves to the value it came to; rejects with the sentence why not. */
export async function askOrOpen(
  dir: string,
  { id, holder }: Listed,
  task: string,
  args: Args,
  log: (line: string) => void,
): Promise<Readonly<Record<string, unknown>>> {
  if (holder && holder.port === null) throw new Error(`Session ${id} is in use by ${nameHolder(holder)}.`)
  const kept = holder?.port
    ? await askKeeper(holder.port, await linksSecret(dir), id, task, args)
    : await withSession(dir, id, `sessions ${task}`, log, (session) => keep(session, task, args))
  if (!kept.ok) throw new Error(kept.error)
  return kept.value
}
