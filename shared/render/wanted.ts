/** Which stages of a plan have to run where some of their planes are at hand from the picture before. */
import { PICTURE, type Stage } from './stage.ts'

export interface Wanted {
  /** Of each stage whether it runs. */
  readonly runs: readonly boolean[]
  /** Of each stage, which of the planes it writes are taken from what is kept, by their places. */
  readonly taken: readonly (readonly number[])[]
}

/**
 * From the picture backwards: a plane that is kept is not made, and what only it needed is not either. `kept` is asked by what a plane
 * holds, and by the stage that writes it and its place among those.
 */
export function wantedOf(
  stages: readonly Stage[],
  kept: (mark: string, stage: number, place: number) => boolean,
): Wanted {
  const wanted = new Set<string>(PICTURE)
  const runs: boolean[] = []
  const taken: number[][] = []
  for (let s = stages.length - 1; s >= 0; s--) {
    const { reads, writes, marks } = stages[s]!
    runs[s] = false
    taken[s] = []
    for (const [i, name] of writes.entries()) {
      if (!wanted.has(name)) continue
      if (marks && kept(marks[i]!, s, i)) taken[s]!.push(i)
      else runs[s] = true
    }
    for (const name of writes) wanted.delete(name)
    if (runs[s]) for (const name of reads) wanted.add(name)
  }
  return { runs, taken }
}
