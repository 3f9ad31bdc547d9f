/** Files on disk, whole or not at all. */
import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'

/**
 * Writes the whole file or none of it: beside its place first, then moved. Of several files none is moved before all are written, so that
 * what fails for lack of room leaves each as it was. Rejects with a sentence that names the file and the system's reason.
 */
export async function writeWhole(files: ReadonlyMap<string, Uint8Array | string>): Promise<void> {
  const beside = new Map([...files.keys()].map((path) => [path, `${path}.${randomBytes(4).toString('hex')}.part`]))
  let at = ''
  try {
    for (const [path, bytes] of files) {
      at = path
      const file = await open(beside.get(path)!, 'wx')
      try {
        await file.writeFile(bytes)
        // On disk before it takes the name: after a power cut the name is the old file or the whole new one.
        await file.sync()
      } finally {
        await file.close()
      }
    }
    for (const [path, part] of beside) {
      at = path
      await rename(part, path)
    }
  } catch (error) {
    for (const part of beside.values()) await rm(part, { force: true })
    throw new Error(`${at} cannot be written: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`)
  }
}
