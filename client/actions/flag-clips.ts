/** How actions hang flags and clip colours on many clips: one step, without those that may not be changed. */
import {
  type ClipColour,
  clipColour,
  colourKey,
  type FlagColour,
  flagKey,
  setClipColour,
  setFlag,
} from '../../shared/doc/flags.ts'
import type { Desk } from '../state/desk.ts'
import { editClips } from './many.ts'

/** Whether every one of these clips has a flag, so that the next press takes it off. */
export const allFlagged = ({ strip }: Desk, clips: readonly string[], flag: FlagColour): boolean =>
  clips.length > 0 && clips.every((clip) => strip.facts.of(clip).flags.includes(flag))

/** The colour that all of these clips have; null: none, or not all the same. */
export const commonColour = ({ strip }: Desk, clips: readonly string[]): ClipColour | null => {
  const [first, ...others] = clips.map((clip) => strip.facts.of(clip).colour)
  return first && others.every((colour) => colour === first) ? first : null
}

/** Those that may be changed: a locked clip has no say in whether the others' flag comes or goes. Where none may, all. */
function open({ suite }: Desk, clips: readonly string[], key: (clip: string) => string): readonly string[] {
  const able = clips.filter((clip) => suite.may(key(clip), null) === null)
  return able.length > 0 ? able : clips
}

/** Hangs a flag on clips, or takes it off where all of them that may be changed have it; the flag of the next G is of this colour. */
export function flagClips(desk: Desk, clips: readonly string[], flag: FlagColour): void {
  const on = !allFlagged(
    desk,
    open(desk, clips, (clip) => flagKey(clip, flag)),
    flag,
  )
  desk.strip.flag = flag
  editClips(desk, clips, on ? `Flag ${flag}` : `Flag ${flag} taken off`, {
    label: 'Flag',
    trial: (clip) => [flagKey(clip, flag), on ? [true] : null],
    write: (grade, able) => {
      for (const clip of able) setFlag(grade, clip, flag, on)
    },
  })
}

/** Takes every flag off clips. */
export function unflagClips(desk: Desk, clips: readonly string[]): void {
  const flagged = clips.filter((clip) => desk.strip.facts.of(clip).flags.length > 0)
  if (flagged.length === 0) {
    desk.say(clips.length === 1 ? 'The clip has no flag.' : 'None of these clips has a flag.')
    return
  }
  editClips(desk, flagged, 'Flags taken off', {
    label: 'Clear flags',
    trial: (clip) => [flagKey(clip, desk.strip.facts.of(clip).flags[0]!), null],
    write: (grade, able) => {
      for (const clip of able) for (const flag of desk.strip.facts.of(clip).flags) setFlag(grade, clip, flag, false)
    },
  })
}

/** Gives clips a colour; with null, or where all of them that may be changed have it, takes it. */
export function colourClips(desk: Desk, clips: readonly string[], colour: ClipColour | null): void {
  const to = colour !== null && commonColour(desk, open(desk, clips, colourKey)) === colour ? null : colour
  const meant = to === null ? clips.filter((clip) => clipColour(desk.suite.entries, clip) !== null) : clips
  if (meant.length === 0) {
    desk.say(clips.length === 1 ? 'The clip has no colour.' : 'None of these clips has a colour.')
    return
  }
  editClips(desk, meant, to === null ? 'Clip colour taken off' : `Clip colour ${to}`, {
    label: 'Clip colour',
    trial: (clip) => [colourKey(clip), to && [to]],
    write: (grade, able) => {
      for (const clip of able) setClipColour(grade, clip, to)
    },
  })
}

/** The clips that a key or a command is about: those picked, else the one on show. */
export const atHand = (desk: Desk): readonly string[] => desk.strip.chosen.map(({ id }) => id)
