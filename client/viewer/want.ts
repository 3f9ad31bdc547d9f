/** What to draw next: a pure function of what is wanted and what is drawn. The loop asks it after each picture and before each frame. */
import type { Ahead, OrderKind } from './work.ts'

export interface Want {
  /** Clip under the playhead, or null in a gap or where its media is not at hand. */
  readonly clip: string | null
  /** Frame of the clip. */
  readonly frame: number
  readonly playing: boolean
  /** Somebody's fingers are on something this picture depends on. */
  readonly adjusting: boolean
  /** Raised by anything that may change a picture: grade, overlay, session, media, own view, the canvas. */
  readonly version: number
  /** While playing: frames worth drawing, nearest first, those that can be there in time (`drawable`). */
  readonly ahead: readonly Ahead[]
}

/** One picture that was drawn, as far as it matters here. */
export interface Had {
  readonly kind: OrderKind
  readonly clip: string
  readonly frame: number
  readonly version: number
}

export interface Step {
  readonly kind: 'preview' | 'full'
  readonly clip: string
  readonly frame: number
}

/**
 * Stopped: a preview at once, then, unless somebody is adjusting, the full picture; nothing more until something changes. Playing:
 * previews only, the first frame that can still be there in time, then those after it.
 */
export function nextStep(want: Want, had: readonly Had[]): Step | null {
  const { clip, frame } = want
  if (clip === null) return null
  const has = (kind: 'preview' | 'full', at: Ahead) =>
    had.some((h) => h.kind === kind && h.clip === at.clip && h.frame === at.frame && h.version === want.version)
  const now = { clip, frame }
  if (want.playing) {
    const due = want.ahead.find((at) => !has('preview', at))
    return due ? { kind: 'preview', clip: due.clip, frame: due.frame } : null
  }
  if (has('full', now)) return null
  if (!has('preview', now)) return { kind: 'preview', ...now }
  return want.adjusting ? null : { kind: 'full', ...now }
}

/** Whether what is under way may as well be left: only a full picture is worth it, and only when another one is wanted now. */
export const stale = (want: Want, under: Had): boolean =>
  under.kind === 'full' &&
  (want.playing ||
    want.adjusting ||
    want.clip !== under.clip ||
    want.frame !== under.frame ||
    want.version !== under.version)
