/** The hub reads its library through in the background, one file after another, so that suites can be told from a quick match to a proved one. */
import { type FileHandle, stat } from 'node:fs/promises'
import { readRecords } from '../shared/doc/records.ts'
import { fullHash } from '../shared/media/full.ts'
import { quickId } from '../shared/media/quick.ts'
import { fileBytes } from './file-bytes.ts'
import type { Session } from './session.ts'

/** Writes `hashes/<media>` of each media whose file is here; stops between two parts when asked. Says in the log what could not be read. */
export async function writeFullHashes(session: Session, stop: () => boolean): Promise<void> {
  for (const media of session.policy.view.media.values()) {
    const path = session.row.files[media.id]
    if (stop()) return
    if (path === undefined || readRecords(session.documents.session.doc).hashes.has(media.id)) continue
    if (!(await stat(path).catch(() => null))?.isFile()) continue
    let handle: FileHandle | null = null
    try {
      const opened = await fileBytes(path)
      handle = opened.handle
      const { bytes } = opened
      if ((await quickId(bytes)) !== media.quick) {
        session.options.log(`session ${session.row.id}: ${media.name} in the library is not the file it was`)
        continue
      }
      const hash = await fullHash(bytes, { stop })
      if (hash !== null && !stop() && session.readOnly === null)
        session.write('hub', new Map([[`hashes/${media.id}`, [hash]]]))
    } catch (error) {
      session.options.log(
        `session ${session.row.id}: ${media.name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      )
    } finally {
      await handle?.close()
    }
  }
}
