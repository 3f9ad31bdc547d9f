/** A file read where one likes: by everybody who asks for its hash, without the readers of containers that `probe.ts` needs. */
import { type FileHandle, open } from 'node:fs/promises'
import type { Bytes } from '../shared/media/bytes.ts'

/** A file as random access; close the handle after. */
export async function fileBytes(path: string): Promise<{ readonly bytes: Bytes; readonly handle: FileHandle }> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    const buffer = new Uint8Array(length)
    let got = 0
    while (got < length) {
      const { bytesRead } = await handle.read(buffer, got, length - got, offset + got)
      if (bytesRead === 0) throw new Error(`${path} ended at byte ${offset + got} of ${size}`)
      got += bytesRead
    }
    return buffer
  }
  return { bytes: { size, read }, handle }
}
