/** Reads whole files in the background, one after another, and rests while the picture plays. */
import type { Bytes } from '../../shared/media/bytes.ts'
import { fullHash } from '../../shared/media/full.ts'

export type ToReader =
  | { readonly kind: 'read'; readonly id: string; readonly file: Blob }
  /** True: nothing is read until it is false again. */
  | { readonly kind: 'rest'; readonly on: boolean }

/** The full hash, or why the file could not be read. */
export interface FromReader {
  readonly id: string
  readonly hash: string | null
  readonly trouble: string | null
}

let goOn: (() => void) | null = null
let gate: Promise<void> = Promise.resolve()
let queue: Promise<void> = Promise.resolve()

const patient = (file: Blob): Bytes => ({
  size: file.size,
  async read(offset, length) {
    await gate
    return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer())
  },
})

async function read(id: string, file: Blob): Promise<void> {
  const say = (message: FromReader): void => self.postMessage(message)
  try {
    say({ id, hash: await fullHash(patient(file)), trouble: null })
  } catch (error) {
    say({ id, hash: null, trouble: error instanceof Error ? error.message : String(error) })
  }
}

self.onmessage = ({ data }: MessageEvent<ToReader>) => {
  if (data.kind === 'read') queue = queue.then(() => read(data.id, data.file))
  else if (data.on && !goOn) gate = new Promise((resolve) => void (goOn = resolve))
  else if (!data.on) {
    goOn?.()
    goOn = null
  }
}
