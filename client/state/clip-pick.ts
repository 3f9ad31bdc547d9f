/** Fleeting: which clips are picked together, and how a press changes that. Pure. */

export interface ClipPick {
  readonly clips: ReadonlySet<string>
  /** Where a range begins: the clip pressed last; null: none yet. */
  readonly from: string | null
}

export const noClips: ClipPick = { clips: new Set(), from: null }

/** `one`: alone, which picks nothing beside the clip on show; `toggle`: more or fewer; `range`: from the last one to here; `add`: a range more. */
export type PickHow = 'one' | 'toggle' | 'range' | 'add'

export interface PickAt {
  /** Ids as they lie in the strip now. */
  readonly order: readonly string[]
  /** The clip on show: the first one picked beside it takes it along, as it is outlined already. */
  readonly current: string | null
}

export function pickClip(was: ClipPick, clip: string, how: PickHow, { order, current }: PickAt): ClipPick {
  if (how === 'one') return { clips: new Set(), from: clip }
  const clips = new Set(was.clips)
  if (clips.size === 0 && current !== null) clips.add(current)
  if (how === 'toggle') {
    if (!clips.delete(clip)) clips.add(clip)
    return { clips, from: clip }
  }
  const first = [was.from, current].map((id) => (id === null ? -1 : order.indexOf(id))).find((i) => i >= 0)
  const last = order.indexOf(clip)
  const [low, high] = [Math.min(first ?? last, last), Math.max(first ?? last, last)]
  const run = order.slice(low, high + 1)
  return { clips: how === 'add' ? new Set([...clips, ...run]) : new Set(run), from: order[first ?? last] ?? clip }
}
