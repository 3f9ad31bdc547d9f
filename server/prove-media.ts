/** A headless suite reads its own files through in the background, and says of each whether every byte is the session's. */
import type { Media } from '../shared/doc/session.ts'
import { fullHash, type ProofWord, proofSentence, proveMedia } from '../shared/media/full.ts'
import type { Suite } from '../shared/suite/suite.ts'
import { fileBytes } from './file-bytes.ts'
import type { OwnMedia } from './own-media.ts'

/** Begins at once; `say` gets a sentence for each file that begins like the session's and differs. Stop with the returned function. */
export function proveOwnMedia(suite: Suite, own: OwnMedia, say: (sentence: string) => void): () => Promise<void> {
  const mine = new Map<string, string>()
  const said = new Map<string, ProofWord>()
  let stopped = false
  const tell = (): void => {
    const news = new Map<string, ProofWord>()
    for (const [id, hash] of mine) {
      const state = proveMedia('matched', suite.records.hashes.get(id), hash)
      if (state === 'matched' || said.get(id) === state) continue
      said.set(id, state)
      news.set(id, state)
      const media = suite.session.media.get(id)
      const clip = suite.session.timeline.clips.find((one) => one.media === id)
      if (state === 'mismatch' && media) say(proofSentence(clip?.name ?? id, media, state))
    }
    if (news.size > 0) suite.match(news)
  }
  const read = async (media: Media): Promise<void> => {
    const { bytes, handle } = await fileBytes(await own.path(media))
    try {
      const hash = await fullHash(bytes, { stop: () => stopped })
      if (hash !== null) mine.set(media.id, hash)
    } finally {
      await handle.close()
    }
  }
  const readAll = async (): Promise<void> => {
    for (const media of suite.session.media.values()) {
      if (stopped || own.states.get(media.id) !== 'matched') continue
      try {
        await read(media)
        tell()
      } catch (error) {
        say(`${media.name} cannot be read through: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  // The hub may come to a file later than this suite does.
  const stop = suite.on('session', tell)
  const reading = readAll()
  return async () => {
    stopped = true
    stop()
    await reading
  }
}
