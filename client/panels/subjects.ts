/** What small pictures are of: stills, clips, other grades of the frame on show. */
import { clipVersion } from '../../shared/doc/read.ts'
import type { GalleryStill } from '../../shared/doc/records.ts'
import type { Clip } from '../../shared/doc/session.ts'
import { versionsOf } from '../../shared/doc/versions.ts'
import type { Desk } from '../state/desk.ts'
import type { GalleryDesk, SplitKind } from '../state/gallery.ts'
import { writesOfTaking } from '../state/take-grade.ts'
import type { TileOf } from '../viewer/tile.tsx'
import type { Subject } from '../viewer/tiles.ts'

/** Most cells of a split screen. */
export const mostCells = 16

const plain = { over: [], bare: false, content: null } as const

/** A still as it was grabbed. */
export const stillTile = ({ suite }: Desk, still: GalleryStill): TileOf => ({
  name: still.id,
  load: async () => {
    const content = await suite.gallery.open(still)
    if (typeof content === 'string') return content
    const { id, clip, frame, label } = still
    return { ...plain, name: id, clip, frame, content, title: `the still “${label}”` }
  },
})

/** A clip as it is graded now, at its first frame. */
export const clipTile = ({ id, name }: Clip, frame = 0): TileOf => ({
  name: `${id} ${frame}`,
  load: (): Subject => ({ ...plain, name: `clip ${id} ${frame}`, clip: id, frame, title: `the clip ${name}` }),
})

/** A cell of the split screen: what it shows, what is written in it, and what taking it does. */
export interface Cell {
  readonly title: string
  readonly of: TileOf
  /** It is what stands there now. */
  readonly now: boolean
  /** Null: it is what stands already, or nothing that can be taken. */
  readonly take: (() => void) | null
}

export const splitTitles: Readonly<Record<SplitKind, string>> = {
  versions: 'Versions and original',
  stills: 'Stills’ grades on this clip',
  memories: 'Memories on this clip',
  neighbours: 'Clips before and after',
}

/** The cells of a split screen over the frame on show, at most sixteen. */
export function splitCells(
  desk: Desk,
  gallery: GalleryDesk,
  kind: SplitKind,
  go: (frame: number) => void,
): readonly Cell[] {
  const { clip, suite, frame } = desk
  if (!clip) return []
  const at = { clip: clip.id, frame: frame - clip.recordIn }
  const name = (of: string) => `${of} ${at.clip} ${at.frame} ${desk.version}`
  if (kind === 'versions') {
    const original: Cell = {
      title: 'Original',
      now: false,
      of: {
        name: name('original'),
        load: (): Subject => ({ ...plain, ...at, name: name('original'), bare: true, title: 'the original' }),
      },
      take: null,
    }
    const versions = versionsOf(suite.entries, clip.id).map(({ id, name: called }, i): Cell => {
      const title = called || `Version ${i + 1}`
      return {
        title,
        of: {
          name: name(`version ${id}`),
          load: (): Subject => ({ ...plain, ...at, name: name(id), over: [[`c.${clip.id}/use`, [id]]], title }),
        },
        now: id === clipVersion(suite.entries, clip.id),
        take: () => void suite.edit(`c.${clip.id}`, 'Version', (grade) => grade.chooseVersion(clip.id, id)),
      }
    })
    return [...versions.slice(0, mostCells - 1), original]
  }
  if (kind === 'neighbours') {
    const { clips } = suite.session.timeline
    const own = clips.findIndex(({ id }) => id === clip.id)
    const first = Math.max(0, Math.min(own - 4, clips.length - 9))
    return clips.slice(first, first + 9).map(
      (one): Cell => ({
        title: one.name,
        now: one.id === clip.id,
        of: clipTile(one, one.id === clip.id ? at.frame : 0),
        take: () => go(one.recordIn),
      }),
    )
  }
  const stills = kind === 'stills' ? gallery.listed : [...suite.gallery.memories.values()]
  return stills.slice(0, mostCells).map(
    (still): Cell => ({
      title: still.slot === null ? still.label : `${still.slot} · ${still.label}`,
      now: false,
      of: {
        name: name(`grade ${still.id}`),
        load: async () => {
          const taken = await gallery.gradeOf(still)
          if (typeof taken === 'string') return taken
          const over = [...(writesOfTaking(desk, taken, 'apply') ?? [])]
          return { ...plain, ...at, name: name(still.id), over, title: `the grade of “${still.label}”` }
        },
      },
      take: () => void gallery.take(still, 'apply'),
    }),
  )
}
