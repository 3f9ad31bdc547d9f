/** A session deleted from a data folder that no hub has open. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isLatch, nameHolder, takeLatch } from '../store/latch.ts'
import { removeRows } from './move.ts'

/** Its row goes first, so that it is there whole or not at all; what is left where this dies goes at the next import or delete. How many rows went. */
export async function deleteSession(dir: string, session: string): Promise<number> {
  const latch = takeLatch(dir, session, 'sessions delete')
  if (!isLatch(latch)) throw new Error(`Session ${session} is in use by ${nameHolder(latch)}: stop it first.`)
  const db = new DatabaseSync(join(dir, 'samelight.sqlite'))
  try {
    db.exec('pragma busy_timeout=5000')
    const rows = removeRows(db, session)
    await rm(join(dir, 'blobs', session), { recursive: true, force: true })
    return rows
  } finally {
    db.close()
    // Under the latch still: whoever opened the file before waits in vain on one that is gone.
    for (const end of ['latch', 'latch-journal', 'json'])
      await rm(join(dir, 'open', `${session}.${end}`), { force: true })
    latch.release()
  }
}
