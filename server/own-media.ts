/** The media of a headless suite: files of a folder found by content, or the hub's library fetched when needed. */
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Media, Session } from '../shared/doc/session.ts'
import { type Found, matchMedia, matchSentence } from '../shared/media/match.ts'
import { quickId } from '../shared/media/quick.ts'
import type { MatchState } from '../shared/wire/messages.ts'
import { fileBytes } from './file-bytes.ts'
import { folderFiles } from './folder-files.ts'

export interface OwnMedia {
  /** Media id -> what was found of it. */
  readonly states: ReadonlyMap<string, MatchState>
  /** A sentence for each clip whose media is missing or another file. */
  readonly sentences: readonly string[]
  /** Where a media lies on this machine; rejects with the sentence that says why not. */
  path(media: Media): Promise<string>
  close(): Promise<void>
}

/** Finds each media of the session in a folder: files of its size by their quick id, files of its name to say that they are others. */
export async function mediaOfFolder(dir: string, session: Session): Promise<OwnMedia> {
  const [sizes, names] = [new Set<number>(), new Set<string>()]
  for (const media of session.media.values()) {
    sizes.add(media.size)
    names.add(media.name)
  }
  const found: (Found & { readonly path: string })[] = []
  for (const { path, size } of (await folderFiles(dir)).files) {
    const name = path.split(/[\\/]/).at(-1)!.normalize('NFC')
    if (sizes.has(size)) {
      const { bytes, handle } = await fileBytes(path)
      try {
        found.push({ name, size, quick: await quickId(bytes), path })
      } finally {
        await handle.close()
      }
    } else if (names.has(name)) found.push({ name, size, quick: '', path })
  }
  const paths = new Map<string, string>()
  const states = new Map<string, MatchState>()
  for (const media of session.media.values()) {
    const { state } = matchMedia(media, found)
    states.set(media.id, state)
    if (state === 'matched') paths.set(media.id, found.find(({ quick }) => quick === media.quick)!.path)
  }
  const sentence = (media: Media): string => {
    const clip = session.timeline.clips.find((one) => one.media === media.id)
    return matchSentence(clip?.name ?? media.id, media, states.get(media.id) === 'mismatch' ? 'mismatch' : 'missing')
  }
  return {
    states,
    sentences: session.timeline.clips.flatMap((clip) => {
      const media = session.media.get(clip.media)
      return media && !paths.has(media.id) ? [matchSentence(clip.name, media, states.get(media.id) as 'missing')] : []
    }),
    async path(media) {
      const path = paths.get(media.id)
      if (path === undefined) throw new Error(sentence(media))
      return path
    },
    close: async () => {},
  }
}

/** The hub's library: each file fetched once, into a folder of its own that `close` removes. */
export function mediaOfLibrary(hub: string, sessionId: string, seatKey: string, session: Session): OwnMedia {
  const fetched = new Map<string, Promise<string>>()
  let folder: Promise<string> | null = null
  const get = async (media: Media): Promise<string> => {
    folder ??= mkdtemp(join(tmpdir(), 'samelight-'))
    const path = join(await folder, `${media.id}${extname(media.name)}`)
    const response = await fetch(`${hub}/media/${sessionId}/${media.id}`, {
      headers: { authorization: `Bearer ${seatKey}` },
    })
    if (!response.ok || !response.body)
      throw new Error(
        `The hub’s library does not give ${media.name} (status ${response.status}); name a folder with --media.`,
      )
    await pipeline(Readable.fromWeb(response.body as import('node:stream/web').ReadableStream), createWriteStream(path))
    const { bytes, handle } = await fileBytes(path)
    try {
      if ((await quickId(bytes)) !== media.quick)
        throw new Error(`The hub’s ${media.name} is another file than the session’s.`)
    } finally {
      await handle.close()
    }
    return path
  }
  return {
    states: new Map([...session.media.keys()].map((id) => [id, 'matched'] as const)),
    sentences: [],
    path(media) {
      const known = fetched.get(media.id) ?? get(media)
      fetched.set(media.id, known)
      // A fetch that failed may be tried again; whoever waits hears the reason.
      known.catch(() => fetched.delete(media.id))
      return known
    },
    async close() {
      if (folder) await rm(await folder, { recursive: true, force: true })
    },
  }
}

/** The hub's own files, by the store's list. */
export function mediaOfFiles(files: Readonly<Record<string, string>>): OwnMedia {
  return {
    states: new Map(),
    sentences: [],
    async path(media) {
      const path = files[media.id]
      const there = path !== undefined && (await stat(path).catch(() => null))?.isFile()
      if (!there)
        throw new Error(`${media.name} is not where the hub had it (${path ?? 'nowhere'}); name a folder with --media.`)
      return path
    },
    close: async () => {},
  }
}
