/**
 * Shared, at second hand: what the strip says of a clip's own grade, read once and again when something of that clip has changed. A drag in
 * one clip costs nothing for the thousands of others.
 */
import { type ClipColour, clipColour, clipFlags, type FlagColour } from '../../shared/doc/flags.ts'
import type { Entries } from '../../shared/doc/grade.ts'
import { readGraph } from '../../shared/doc/graph.ts'
import { clipGroup, clipVersion } from '../../shared/doc/read.ts'
import { versionsOf } from '../../shared/doc/versions.ts'
import type { Suite } from '../../shared/suite/suite.ts'
import { usedBy } from './graph-shape.ts'

export interface ClipFact {
  /** The clip's own grade, in its version in use, changes something. */
  readonly graded: boolean
  /** How many versions it has; 1: only the first. */
  readonly versions: number
  /** Name of the version in use; empty: the first, or nobody named it. */
  readonly version: string
  /** Group id, or null. */
  readonly group: string | null
  /** In the order of the menu. */
  readonly flags: readonly FlagColour[]
  readonly colour: ClipColour | null
}

export function factOf(entries: Entries, clip: string): ClipFact {
  const use = clipVersion(entries, clip)
  const versions = versionsOf(entries, clip)
  return {
    graded: readGraph(entries, `c.${clip}`, use).nodes.some((node) => node.on && usedBy(node).length > 0),
    versions: versions.length,
    version: versions.find(({ id }) => id === use)?.name ?? '',
    group: clipGroup(entries, clip),
    flags: clipFlags(entries, clip),
    colour: clipColour(entries, clip),
  }
}

const same = (a: ClipFact, b: ClipFact): boolean =>
  a.graded === b.graded &&
  a.versions === b.versions &&
  a.version === b.version &&
  a.group === b.group &&
  a.colour === b.colour &&
  a.flags.join() === b.flags.join()

export class ClipFacts {
  readonly #suite: Suite
  readonly #changed: () => void
  readonly #known = new Map<string, ClipFact>()
  readonly #dirty = new Set<string>()
  readonly #stops: (() => void)[] = []

  /** `changed`: something of a clip that was asked for has changed. */
  constructor(suite: Suite, changed: () => void) {
    this.#suite = suite
    this.#changed = changed
  }

  /** The same object until one of its facts is another. */
  of(clip: string): ClipFact {
    const known = this.#known.get(clip)
    if (known && !this.#dirty.delete(clip)) return known
    if (!known)
      this.#stops.push(
        this.#suite.onKey(`c.${clip}/`, () => {
          this.#dirty.add(clip)
          this.#changed()
        }),
      )
    const now = factOf(this.#suite.entries, clip)
    if (known && same(known, now)) return known
    this.#known.set(clip, now)
    return now
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }
}
