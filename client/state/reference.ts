/** What the grader's picture is laid against: a still, another clip, another grade of the clip on show. */
import type { Content } from '../../shared/doc/content.ts'
import type { Value } from '../../shared/doc/grade.ts'
import { versionsOf } from '../../shared/doc/versions.ts'
import type { Suite } from '../../shared/suite/suite.ts'

export type Reference =
  /** A still of the gallery or a memory: its own clip and frame, as they were. */
  | { readonly kind: 'still'; readonly id: string }
  /** Another clip of the cut, its first frame, as it is graded now. */
  | { readonly kind: 'clip'; readonly id: string }
  /** The frame on show in another version of its clip. */
  | { readonly kind: 'version'; readonly version: string }
  /** The frame on show without its grade. */
  | { readonly kind: 'original' }
  /** The frame of one's own reference movie that lies under the playhead. */
  | { readonly kind: 'movie' }

/** A reference movie: a file of this room's own, as a cut of one clip. */
export interface Movie {
  readonly name: string
  readonly file: Blob
  readonly frames: number
  /** Timeline frame of its first frame. */
  readonly start: number
  readonly content: Content
}

/** What a reference movie's clip, media and content are called: none of the session has such an id. */
export const movieId = 'movie000'

/** How a reference is drawn: what the picture worker is told of it. */
export interface Laid {
  /** Name of a content to bring; null: session and grade of now. */
  readonly content: string | null
  readonly over: readonly (readonly [string, Value | null])[]
  readonly bare: boolean
  /** A frame of its own; null: the one on show. */
  readonly at: { readonly clip: string; readonly frame: number } | null
  /** How a sentence calls it. */
  readonly title: string
}

/** The name under which a still's content is asked for. */
export const stillName = (id: string): string => `still ${id}`
export const stillOfName = (name: string): string | null => /^still ([0-9a-z]{8})$/.exec(name)?.[1] ?? null

/** How a version of a clip is called: its name, or its place among the others. */
export function versionTitle(suite: Suite, clip: string, version: string): string {
  const all = versionsOf(suite.entries, clip)
  const found = all.findIndex(({ id }) => id === version)
  return all[found]?.name || `Version ${found + 1}`
}

/** How a reference is drawn over the clip on show; a sentence where it is not there any more. */
export function layReference(
  suite: Suite,
  reference: Reference,
  clip: string,
  movie: Movie | null = null,
): Laid | string {
  const plain = { content: null, over: [], bare: false, at: null }
  switch (reference.kind) {
    case 'still': {
      const still = suite.gallery.find(reference.id)
      if (!still) return 'The still is no longer in the gallery.'
      const { label, frame } = still
      return { ...plain, content: stillName(still.id), at: { clip: still.clip, frame }, title: `the still “${label}”` }
    }
    case 'clip': {
      const found = suite.session.timeline.clips.find(({ id }) => id === reference.id)
      if (!found) return 'The clip is no longer in the cut.'
      return { ...plain, at: { clip: found.id, frame: 0 }, title: `the clip ${found.name}` }
    }
    case 'version': {
      const title = `“${versionTitle(suite, clip, reference.version)}”`
      return { ...plain, over: [[`c.${clip}/use`, [reference.version]]], title }
    }
    case 'original':
      return { ...plain, bare: true, title: 'the picture without its grade' }
    case 'movie': {
      if (!movie) return 'There is no reference movie.'
      const frame = suite.frameNow() - movie.start
      if (frame < 0 || frame >= movie.frames) return `${movie.name} has no frame here.`
      return { ...plain, content: movieId, at: { clip: movieId, frame }, title: movie.name }
    }
  }
}

/** In a word or two: what a list, a tile and the line beside the picture call it. */
export function referenceWords(suite: Suite, reference: Reference, clip: string | null): string {
  switch (reference.kind) {
    case 'still':
      return suite.gallery.find(reference.id)?.label ?? 'a still that is gone'
    case 'clip':
      return suite.session.timeline.clips.find(({ id }) => id === reference.id)?.name ?? 'a clip that is gone'
    case 'version':
      return clip === null ? 'a version' : versionTitle(suite, clip, reference.version)
    case 'original':
      return 'Original'
    case 'movie':
      return 'Reference movie'
  }
}
