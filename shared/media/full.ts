/** Full hash of a file: xxh128 of every byte, in the background, to turn a quick match into a proof. */
import type { Media } from '../doc/session.ts'
import type { Bytes } from './bytes.ts'
import type { MatchWord } from './match.ts'

/** Bytes read at a time: small enough to give way to whoever decodes from the same disk. */
const PART = 1 << 20

export interface Reading {
  /** Bytes read so far. */
  readonly progress?: (done: number) => void
  /** Asked between parts; true gives up. */
  readonly stop?: () => boolean
}

/** 32 hex digits as `xxh128sum` prints them, or null where it was given up. Rejects where the file cannot be read. */
export async function fullHash(file: Bytes, { progress, stop }: Reading = {}): Promise<string | null> {
  const { createXXHash128 } = await import('hash-wasm')
  const hash = await createXXHash128()
  hash.init()
  for (let at = 0; at < file.size; at += PART) {
    if (stop?.()) return null
    const length = Math.min(PART, file.size - at)
    hash.update(await file.read(at, length))
    progress?.(at + length)
  }
  return hash.digest('hex')
}

/** What a suite may say of a media: `verified` needs both full hashes; equal quick ids over different files are a mismatch all the same. */
export type ProofWord = MatchWord | 'verified'

/** The state once this suite has read the whole of its file. `known` is the session's full hash, or absent while nobody has read it. */
export function proveMedia(state: MatchWord, known: string | undefined, mine: string | null): ProofWord {
  if (state !== 'matched' || known === undefined || mine === null) return state
  return known === mine ? 'verified' : 'mismatch'
}

/** One sentence for a person. */
export function proofSentence(clip: string, media: Media, state: 'verified' | 'mismatch'): string {
  return state === 'verified'
    ? `Clip ${clip}: every byte of ${media.name} is the same.`
    : `Clip ${clip}: your ${media.name} begins like the session's and differs in it.`
}
