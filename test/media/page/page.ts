/** What the test of this folder drives in a real Chromium: files of a room, the hub's library, a kept folder. */
import { filesIn, keepFolder, keptFolder } from '../../../client/media/folder.ts'
import type { MediaSource } from '../../../client/media/open-clip.ts'
import { type MediaChoice, RoomMedia } from '../../../client/media/room-media.ts'
import type { Media, Session } from '../../../shared/doc/session.ts'
import type { Suite } from '../../../shared/suite/suite.ts'
import type { MatchState } from '../../../shared/wire/messages.ts'

export interface Found {
  readonly states: Readonly<Record<string, MatchState>>
  /** Sentence, or the kind of source. */
  readonly sources: Readonly<Record<string, string>>
  /** What the suite was told. */
  readonly told: Readonly<Record<string, MatchState>>
}

const chosen = (): File[] => [...(document.querySelector('input')!.files ?? [])]

/** Names of frames, or the sentence why there are none. */
function names(source: MediaSource, media: Media, frames: readonly number[]): Promise<readonly string[] | string> {
  const worker = new Worker(new URL('./names.worker.ts', import.meta.url), { type: 'module' })
  return new Promise<readonly string[] | string>((done) => {
    worker.onmessage = ({ data }) => done(data)
    worker.onerror = ({ message }) => done(`the worker failed: ${message}`)
    worker.postMessage({ source, media, frames })
  }).finally(() => worker.terminate())
}

function room(media: readonly Media[], choice: MediaChoice, seatKey: string): Promise<Found> {
  const told: Record<string, MatchState> = {}
  const session = {
    media: new Map(media.map((one) => [one.id, one])),
    timeline: { clips: media.map(({ id, name }) => ({ media: id, name })) },
  } as unknown as Session
  const suite = {
    session,
    seat: 'seat0001',
    seatKey,
    playing: false,
    records: { waivers: [], hashes: new Map() },
    on: () => () => undefined,
    match: (states: ReadonlyMap<string, MatchState>) => void Object.assign(told, Object.fromEntries(states)),
  } as unknown as Suite
  const own = new RoomMedia(suite, choice)
  return new Promise((done) => {
    const settled = () => {
      if (own.states.size < media.length) return
      const sources = media.map(({ id }) => [id, own.source(id)] as const)
      done({
        states: Object.fromEntries(own.states),
        sources: Object.fromEntries(sources.map(([id, s]) => [id, typeof s === 'string' ? s : s.kind])),
        told,
      })
      own.close()
    }
    own.on(settled)
    settled()
  })
}

const page = {
  names: (media: Media, frames: readonly number[]) =>
    names({ kind: 'file', file: chosen().find(({ name }) => name === media.name)! }, media, frames),
  namesOfLibrary: (url: string, bearer: string, media: Media, frames: readonly number[]) =>
    names({ kind: 'library', url, bearer }, media, frames),
  room: (media: readonly Media[]) => room(media, { kind: 'files', files: chosen() }, ''),
  roomOfLibrary: (media: readonly Media[], seatKey: string) =>
    room(media, { kind: 'library', hub: location.origin, session: 's1' }, seatKey),
  /** Puts the chosen files into a folder of this origin's own and keeps it. */
  async keep(name: string) {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true })
    for (const file of chosen()) {
      const writer = await (await folder.getFileHandle(file.name, { create: true })).createWritable()
      await writer.write(file)
      await writer.close()
    }
    await keepFolder(folder)
    return (await filesIn(folder)).length
  },
  async kept() {
    const folder = await keptFolder()
    return folder && { name: folder.name, files: (await folder.files()).map((file) => [file.name, file.size]) }
  },
}
export type MediaPage = typeof page

declare global {
  interface Window {
    mediaPage: MediaPage
  }
}
window.mediaPage = page
